//! Explains amounts that are not what they look like.

use api::Quantity;
use api::quantity::Format;

/// Explains an amount that a reader is likely to take for something else; `None` for any other.
///
/// ```
/// let told = resources::odd::explain("memory", "128m").unwrap();
/// assert_eq!(told, "`128m` is 0.128 bytes: `m` means thousandths. For megabytes write `128M`, or `128Mi`.");
/// assert!(resources::odd::explain("memory", "128Mi").is_none());
/// ```
pub fn explain(resource: &str, text: &str) -> Option<String> {
    let amount = Quantity::from_json_text(text).ok()?;
    let text = text.trim();
    match resource {
        "cpu" => cpu(text, &amount),
        "memory" | "ephemeral-storage" | "storage" => bytes(text, &amount),
        _ => None,
    }
    .or_else(|| printed(text, &amount))
}

fn cpu(text: &str, amount: &Quantity) -> Option<String> {
    if amount.format() == Format::BinarySi {
        return Some(format!(
            "`{text}` is {amount} cores: powers of 1024 are for bytes, cpu is counted in cores."
        ));
    }
    let cores = amount.value();
    if cores >= 100 {
        return Some(format!("`{text}` is {cores} cores. For thousandths of a core write `{cores}m`."));
    }
    if amount.sign() > 0 && *amount < Quantity::from_milli(1, Format::DecimalSi) {
        return Some(format!("`{text}` is less than a thousandth of a core and is rounded up to `1m`."));
    }
    None
}

fn bytes(text: &str, amount: &Quantity) -> Option<String> {
    if let Some(number) = text.strip_suffix('m') {
        let value = thousandths(amount.milli_value());
        return Some(format!(
            "`{text}` is {value} bytes: `m` means thousandths. For megabytes write `{number}M`, or `{number}Mi`."
        ));
    }
    let tiny = amount.sign() > 0 && amount.value() < 4096;
    if tiny && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("`{text}` is {text} bytes. For megabytes write `{text}Mi`."));
    }
    let mut whole = amount.clone();
    if !whole.round_up(0) {
        return Some(format!(
            "`{text}` is not a whole number of bytes; Kubernetes keeps it as `{amount}` and rounds up."
        ));
    }
    None
}

/// The sentence for an amount that Kubernetes prints in another way than it is written.
fn printed(text: &str, amount: &Quantity) -> Option<String> {
    let printed = amount.to_string();
    let exponent = amount.format() == Format::DecimalExponent;
    if exponent {
        let value = amount.value();
        return Some(format!("`{text}` is {value}, written with an exponent."));
    }
    (printed != text).then(|| format!("Kubernetes prints `{text}` as `{printed}`."))
}

fn thousandths(milli: i64) -> String {
    let (whole, rest) = (milli / 1000, (milli % 1000).abs());
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}
