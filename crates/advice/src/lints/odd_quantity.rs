//! Amounts in a unit that was hardly meant: thousandths of a byte, millions of processors.

use api::Quantity;

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "odd-quantity",
    severity: Severity::Advice,
    why: "`m` means a thousandth, `M` a million: of bytes and of processors alike.",
    page: api::markdown!("odd-quantity"),
    find,
};

/// An amount that means another than it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddAmount {
    /// Its meaning, in one sentence.
    pub message: String,
    /// The amount that was meant, where that is certain.
    pub meant: Option<String>,
}

/// Fewer bytes than this were meant to be mebibytes, if no unit is written.
const FEW_BYTES: u32 = 4096;
/// More processors than this were meant to be thousandths, if no unit is written.
const MANY_CORES: u32 = 100;

/// The units that are wrong for processors, with what they mean.
const UNITS: [(&str, &str); 9] = [
    ("Ki", "1,024"),
    ("Mi", "1,048,576"),
    ("Gi", "1,073,741,824"),
    ("Ti", "1,024 to the fourth power"),
    ("k", "a thousand"),
    ("M", "a million"),
    ("G", "a thousand million"),
    ("T", "a million million"),
    ("P", "a thousand million million"),
];

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut look = |resource: &str, amount: &str, field: String| {
        if let Some(OddAmount { message, meant }) = odd_amount(resource, amount) {
            let fix = match meant {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None if resource == "cpu" => "Write processors, as `500m` or `2`.".to_owned(),
                None => "Write bytes with a unit, as `128Mi` or `1Gi`.".to_owned(),
            };
            found.push(Found { field, message, fix });
        }
    };
    let whole = site.spec.resources.as_ref().map(|resources| (site.field("resources"), resources));
    let each = site.containers().filter_map(|container| {
        let resources = container.container.resources.as_ref()?;
        Some((site.container_field(&container, "resources"), resources))
    });
    for (path, resources) in whole.into_iter().chain(each) {
        for (list, amounts) in [("requests", &resources.requests), ("limits", &resources.limits)] {
            for (name, amount) in amounts.iter().flatten() {
                look(name, &amount.0, format!("{path}.{list}[{name}]"));
            }
        }
    }
    for (place, volume) in site.volumes() {
        let limit = volume.empty_dir.as_ref().and_then(|directory| directory.size_limit.as_ref());
        if let Some(limit) = limit {
            look("memory", &limit.0, site.field(&format!("volumes[{place}].emptyDir.sizeLimit")));
        }
    }
    found
}

/// Says what is odd about an amount of a resource; `None` for what people write.
///
/// ```
/// let odd = advice::odd_amount("cpu", "100M").unwrap();
/// assert_eq!(odd.message, "`100M` is a number of processors, and `M` means a million.");
/// assert_eq!(odd.meant.as_deref(), Some("100m"));
/// assert_eq!(advice::odd_amount("memory", "128").unwrap().meant.as_deref(), Some("128Mi"));
/// assert_eq!(advice::odd_amount("memory", "128Mi"), None);
/// ```
pub fn odd_amount(resource: &str, amount: &str) -> Option<OddAmount> {
    Quantity::parse(amount).ok()?;
    let digits = amount.find(|character: char| !character.is_ascii_digit() && character != '.');
    let (number, unit) = amount.split_at(digits.unwrap_or(amount.len()));
    let odd = |message: String, meant: Option<String>| Some(OddAmount { message, meant });
    match resource {
        "cpu" => {
            if let Some((_, means)) = UNITS.iter().find(|(known, _)| *known == unit) {
                let message = format!("`{amount}` is a number of processors, and `{unit}` means {means}.");
                return odd(message, ["M", "Mi"].contains(&unit).then(|| format!("{number}m")));
            }
            let whole: u32 = amount.parse().ok().filter(|whole| *whole >= MANY_CORES)?;
            odd(format!("`{amount}` is {whole} whole processors."), Some(format!("{whole}m")))
        }
        "memory" | "ephemeral-storage" if unit == "m" => {
            odd(format!("`{amount}` is {number} thousandths of a byte."), Some(format!("{number}Mi")))
        }
        "memory" | "ephemeral-storage" => {
            let bytes: u32 = amount.parse().ok().filter(|bytes| (1..FEW_BYTES).contains(bytes))?;
            let word = if bytes == 1 { "byte" } else { "bytes" };
            odd(
                format!("`{amount}` is {bytes} {word}: no unit is written."),
                (bytes >= 16).then(|| format!("{bytes}Mi")),
            )
        }
        _ => None,
    }
}
