//! An `emptyDir` in memory without a size limit.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "memory-volume",
    severity: Severity::Advice,
    why: "A memory volume counts as memory of the containers that write to it, without an end.",
    page: api::markdown!("memory-volume"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    site.volumes()
        .filter_map(|(index, volume)| {
            let empty_dir = volume.empty_dir.as_ref()?;
            let unbounded = empty_dir.medium.as_deref() == Some("Memory") && empty_dir.size_limit.is_none();
            unbounded.then(|| Found {
                field: site.field(&format!("volumes[{index}].emptyDir.medium")),
                message: format!("The memory volume `{}` has no size limit.", volume.name),
                fix: "Set `sizeLimit`.".to_owned(),
            })
        })
        .collect()
}
