//! An `emptyDir` that only init containers mount: what they write reaches nobody.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::ContainerKind;

pub(super) static LINT: Lint = Lint {
    name: "init-only-volume",
    severity: Severity::Warning,
    why: "Only volumes are shared; what an init container writes elsewhere is lost when it ends.",
    page: api::markdown!("init-only-volume"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    site.volumes()
        .filter(|(_, volume)| volume.empty_dir.is_some())
        .filter_map(|(index, volume)| {
            let mounting = site.mounting(&volume.name);
            let only_init =
                !mounting.is_empty() && mounting.iter().all(|one| one.kind == ContainerKind::Init);
            only_init.then(|| Found {
                field: site.field(&format!("volumes[{index}].name")),
                message: format!("Nothing written to `{}` reaches an app container.", volume.name),
                fix: "Mount it in the container that needs the files.".to_owned(),
            })
        })
        .collect()
}
