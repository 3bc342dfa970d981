//! `flexVolume`. Upstream: validateFlexVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::FlexVolumeSource;

use super::check_given;
use crate::Errors;

pub(super) fn check(source: &FlexVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.driver, &path.field("driver"), errors);
    let path = path.field("options");
    for key in source.options.iter().flatten().map(|(key, _)| key).filter(|key| is_reserved(key)) {
        errors.invalid(&path.key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
    }
}

fn is_reserved(key: &str) -> bool {
    let namespace = key.split_once('/').map_or(key, |(namespace, _)| namespace);
    let namespace = format!(".{}", namespace.to_lowercase());
    namespace.ends_with(".kubernetes.io") || namespace.ends_with(".k8s.io")
}
