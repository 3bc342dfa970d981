//! `env[].valueFrom.fileKeyRef` reads from an emptyDir volume.
//! Upstream: validateFileKeyRefVolumes, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{PodSite, all, each_container, items};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let volumes = all(site.spec.volumes.as_ref());
    each_container(site, |path, container| {
        let list = path.field("env");
        for (path, variable) in items(container.env.as_ref(), &list) {
            let source = variable.value_from.as_ref();
            let Some(file) = source.and_then(|source| source.file_key_ref.as_ref()) else { continue };
            let path = path.field("valueFrom.fileKeyRef.volumeName");
            // Of several volumes with one name the last counts.
            match volumes.iter().rfind(|volume| volume.name == file.volume_name) {
                None => errors.not_found(&path, &file.volume_name),
                Some(volume) if volume.empty_dir.is_none() => {
                    errors.invalid(&path, &file.volume_name, "referenced volume must be of type emptyDir");
                }
                Some(_) => {}
            }
        }
    });
}
