//! The volumes that `fileKeyRef` of variables names. Upstream: validateFileKeyRefVolumes, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::collections::gather;

use crate::rule::rule;
use crate::site::{PodSite, all, each_container, items};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!(
    "file-key-volume",
    Invalid ".fileKeyRef.volumeName" "must be of type emptyDir",
    NotFound ".fileKeyRef.volumeName" ""
);

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let mut errors = errors.of(&RULE);
    let mut by_name: Option<BTreeMap<_, _>> = None;
    each_container(site, |path, container| {
        let path = path.field("env");
        for (path, variable) in items(container.env.as_ref(), &path) {
            let source = variable.value_from.as_ref();
            let Some(key) = source.and_then(|source| source.file_key_ref.as_ref()) else { continue };
            let path = path.field("valueFrom.fileKeyRef.volumeName");
            // The last of several volumes with one name counts.
            let volumes = by_name.get_or_insert_with(|| {
                gather(all(site.spec.volumes.as_ref()).iter().map(|volume| (volume.name.as_str(), volume)))
            });
            match volumes.get(key.volume_name.as_str()) {
                None => errors.not_found(&path, &key.volume_name),
                Some(volume) if volume.empty_dir.is_none() => {
                    errors.invalid(&path, &key.volume_name, "referenced volume must be of type emptyDir");
                }
                Some(_) => {}
            }
        }
    });
}
