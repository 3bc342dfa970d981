//! Init containers whose numbered names are not in the order of the list.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::ContainerKind;

pub(super) static LINT: Lint = Lint {
    name: "numbered-names",
    severity: Severity::Hint,
    why: "The order of the list decides, not the names.",
    page: api::markdown!("numbered-names"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let numbered: Vec<_> = site
        .containers()
        .filter(|container| container.kind != ContainerKind::App)
        .filter_map(|container| Some((number(&container.container.name)?, container)))
        .collect();
    let pairs = numbered.iter().zip(numbered.iter().skip(1));
    pairs
        .filter(|((first, _), (second, _))| first > second)
        .map(|((_, first), (_, second))| Found {
            field: site.container_field(first, "name"),
            message: format!("`{}` runs before `{}`.", first.container.name, second.container.name),
            fix: "Put them into the order in which they should run.".to_owned(),
        })
        .collect()
}

/// The number that a name starts with: 2 of `02-fetch`.
fn number(name: &str) -> Option<u32> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
