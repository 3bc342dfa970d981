//! An `emptyDir` in memory without a size limit.

use crate::site::{Found, Site};

pub(super) fn find(site: &Site<'_>) -> Vec<Found> {
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
