//! A volume that is declared and mounted nowhere.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "unmounted-volume",
    severity: Severity::Advice,
    why: "A volume that no container mounts does nothing, and may keep the Pod from starting.",
    page: api::markdown!("unmounted-volume"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let mounted = site.mounted(|_| true);
    site.volumes()
        .filter(|(_, volume)| !mounted.contains(volume.name.as_str()))
        .map(|(index, volume)| Found {
            field: site.field(&format!("volumes[{index}].name")),
            message: format!("No container mounts the volume `{}`.", volume.name),
            fix: "Mount it, or remove it.".to_owned(),
        })
        .collect()
}
