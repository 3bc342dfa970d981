//! `projected`. Upstream: validateProjectedVolumeSource and validateProjectionSources,
//! pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use k8s_openapi::api::core::v1::{
    KeyToPath, ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection,
};

use super::source::VOLUME_TYPE;
use super::{
    check_given, check_mode, cluster_trust_bundle, config_map, downward_api, paths, pod_certificate,
};
use crate::rule::rule;
use crate::site::{Context, items};
use crate::{Errors, Rule};

pub(crate) static PROJECTED_PATHS: Rule =
    rule!("projected-paths", Invalid ".projected" "conflicting duplicate paths");

/// The files of all sources of one volume, which must not meet.
#[derive(Default)]
pub(super) struct Files<'a>(BTreeSet<&'a str>);

impl<'a> Files<'a> {
    /// Notes a file; `path` is that of the whole volume, `value` what the message shows.
    pub(super) fn add(&mut self, file: &'a str, value: &str, path: &FieldPath<'_>, errors: &mut Errors) {
        if !self.0.insert(file) {
            errors.of(&PROJECTED_PATHS).invalid(path, value, "conflicting duplicate paths");
        }
    }
}

pub(super) fn check(
    volume: &ProjectedVolumeSource,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_mode(volume.default_mode, &path.field("defaultMode"), errors);
    let sources = path.field("sources");
    let mut files = Files::default();
    for (source_path, source) in items(volume.sources.as_ref(), &sources) {
        check_source(source, &source_path, path, context, &mut files, errors);
        if count(source) > 1 {
            let detail = "may not specify more than 1 volume type per source";
            errors.of(&VOLUME_TYPE).forbidden(&source_path, detail);
        }
    }
}

fn count(source: &VolumeProjection) -> usize {
    let given = [
        source.secret.is_some(),
        source.config_map.is_some(),
        source.downward_api.is_some(),
        source.service_account_token.is_some(),
        source.cluster_trust_bundle.is_some(),
        source.pod_certificate.is_some(),
    ];
    given.into_iter().filter(|is_given| *is_given).count()
}

/// One source; `whole` is the path of the volume.
fn check_source<'a>(
    source: &'a VolumeProjection,
    path: &FieldPath<'_>,
    whole: &FieldPath<'_>,
    context: &Context<'_>,
    files: &mut Files<'a>,
    errors: &mut Errors,
) {
    if let Some(secret) = &source.secret {
        let path = path.field("secret");
        check_given(&secret.name, &path.field("name"), errors);
        check_items(secret.items.as_ref(), &secret.name, [&path, whole], files, errors);
    }
    if let Some(map) = &source.config_map {
        let path = path.field("configMap");
        check_given(&map.name, &path.field("name"), errors);
        check_items(map.items.as_ref(), &map.name, [&path, whole], files, errors);
    }
    for file in source.downward_api.iter().flat_map(|source| source.items.iter().flatten()) {
        downward_api::check_file(file, &path.field("downwardAPI"), context, errors);
        if !file.path.is_empty() {
            files.add(&file.path, &file.path, whole, errors);
        }
    }
    if let Some(token) = &source.service_account_token {
        check_token(token, &path.field("serviceAccountToken"), whole, errors);
    }
    if let Some(bundle) = &source.cluster_trust_bundle {
        cluster_trust_bundle::check(bundle, &path.field("clusterTrustBundle"), context, errors);
        files.add(&bundle.path, &bundle.path, whole, errors);
    }
    if let Some(certificate) = &source.pod_certificate {
        let path = path.field("podCertificate");
        pod_certificate::check(certificate, &path, whole, context, files, errors);
    }
}

/// The keys of a ConfigMap or Secret; `paths` are those of the source and of the volume.
fn check_items<'a>(
    keys: Option<&'a Vec<KeyToPath>>,
    name: &str,
    paths: [&FieldPath<'_>; 2],
    files: &mut Files<'a>,
    errors: &mut Errors,
) {
    let [path, whole] = paths;
    let path = path.field("items");
    for (path, file) in items(keys, &path) {
        config_map::check_key_to_path(file, &path, errors);
        if !file.path.is_empty() {
            files.add(&file.path, name, whole, errors);
        }
    }
}

/// The token's file is reported at the volume, its lifetime at the source.
fn check_token(
    token: &ServiceAccountTokenProjection,
    path: &FieldPath<'_>,
    whole: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let seconds = token.expiration_seconds.unwrap_or_default();
    if seconds < 10 * 60 {
        let detail = "may not specify a duration less than 10 minutes";
        errors.invalid(&path.field("expirationSeconds"), seconds, detail);
    }
    if seconds > 1 << 32 {
        let detail = "may not specify a duration larger than 2^32 seconds";
        errors.invalid(&path.field("expirationSeconds"), seconds, detail);
    }
    if token.path.is_empty() {
        errors.required(&whole.field("path"), "");
    } else {
        paths::check_local_non_reserved(&token.path, &whole.field("path"), errors);
    }
}
