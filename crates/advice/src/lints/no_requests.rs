//! A container without a cpu and a memory request, where the Pod sets none either.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "no-requests",
    severity: Severity::Advice,
    why: "The scheduler counts a container without requests as nothing, and the node kills its Pod first.",
    page: api::markdown!("no-requests"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    if site.spec.resources.is_some() {
        return Vec::new();
    }
    let bare: Vec<_> = site
        .containers()
        .filter(|container| {
            let resources = container.container.resources.as_ref();
            let has = |name: &str| {
                resources.is_some_and(|resources| {
                    let lists = [&resources.requests, &resources.limits];
                    lists.iter().any(|list| list.as_ref().is_some_and(|list| list.contains_key(name)))
                })
            };
            !has("cpu") && !has("memory")
        })
        .collect();
    let Some(first) = bare.first() else { return Vec::new() };
    let names: Vec<String> = bare.iter().map(|container| format!("`{}`", container.container.name)).collect();
    vec![Found {
        field: site.container_field(first, "name"),
        message: format!("No cpu and no memory request: {}.", api::names::listed(names.iter())),
        fix: "Add `resources.requests`. For an init container, up to the sum of the app containers costs nothing."
            .to_owned(),
    }]
}
