//! Thousandths of a byte, or hundreds of processors.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "odd-quantity",
    severity: Severity::Warning,
    why: "`m` means a thousandth, for bytes too.",
    page: api::markdown!("odd-quantity"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for container in site.containers() {
        let Some(resources) = container.container.resources.as_ref() else { continue };
        for (list, amounts) in [("requests", &resources.requests), ("limits", &resources.limits)] {
            for (name, amount) in amounts.iter().flatten() {
                let Some((message, fix)) = odd(name, &amount.0) else { continue };
                let field = site.container_field(&container, &format!("resources.{list}[{name}]"));
                found.push(Found { field, message, fix });
            }
        }
    }
    found
}

fn odd(name: &str, amount: &str) -> Option<(String, String)> {
    match name {
        "memory" | "ephemeral-storage" => {
            let thousandths = amount.strip_suffix('m')?;
            Some((
                format!("`{amount}` is {thousandths} thousandths of a byte."),
                format!("Did you mean `{thousandths}Mi`?"),
            ))
        }
        "cpu" => {
            let whole: u32 = amount.parse().ok().filter(|whole| *whole >= 100)?;
            Some((format!("`{amount}` is {whole} whole processors."), format!("Did you mean `{whole}m`?")))
        }
        _ => None,
    }
}
