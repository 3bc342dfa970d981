//! An `emptyDir` that only init containers mount: what they write reaches nobody.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::ContainerKind;

pub(super) static LINT: Lint = Lint {
    name: "init-only-volume",
    severity: Severity::Advice,
    why: "Only volumes are shared; what an init container writes elsewhere is lost when it ends.",
    page: api::markdown!("init-only-volume"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let by_init = site.mounted(|kind| kind == ContainerKind::Init);
    let by_others = site.mounted(|kind| kind != ContainerKind::Init);
    site.volumes()
        .filter(|(_, volume)| volume.empty_dir.is_some())
        .filter_map(|(index, volume)| {
            let name = volume.name.as_str();
            let only_init = by_init.contains(name) && !by_others.contains(name);
            only_init.then(|| Found {
                field: site.field(&format!("volumes[{index}].name")),
                message: format!("Nothing written to `{}` reaches an app container.", volume.name),
                fix: "Mount it in the container that needs the files.".to_owned(),
            })
        })
        .collect()
}
