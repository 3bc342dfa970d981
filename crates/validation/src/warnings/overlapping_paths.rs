//! Files of one volume that lie on or below each other.
//! Upstream: warningsForOverlappingVirtualPaths, pkg/api/pod/warnings.go.

use std::collections::BTreeMap;

use api::Change;
use api::collections::sort_by;
use k8s_openapi::api::core::v1::{DownwardAPIVolumeFile, KeyToPath, Volume, VolumeProjection};

use super::{ENOUGH, Site};
use crate::site::{all, text};
use api::json::quote;

/// A file and what it comes from; empty within one source.
#[derive(Clone)]
struct File {
    path: String,
    source: String,
}

impl File {
    fn new(path: &str, source: &str) -> File {
        File { path: path.trim_end_matches('/').to_owned(), source: source.to_owned() }
    }

    fn print(&self) -> String {
        let path = quote(&self.path);
        if self.source.is_empty() { path } else { format!("{path} ({})", self.source) }
    }
}

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    for volume in all(site.spec.volumes.as_ref()) {
        if let Some(source) = &volume.config_map {
            let what = format!("ConfigMap {}", quote(&source.name));
            report(volume, &what, keys(source.items.as_ref(), ""), warnings);
        }
        if let Some(source) = &volume.secret {
            let what = format!("Secret {}", quote(text(source.secret_name.as_ref())));
            report(volume, &what, keys(source.items.as_ref(), ""), warnings);
        }
        if let Some(source) = &volume.downward_api {
            report(volume, "DownwardAPI", fields(source.items.as_ref(), ""), warnings);
        }
        if let Some(source) = &volume.projected {
            check_projected(site, volume, all(source.sources.as_ref()), warnings);
        }
    }
}

fn check_projected(
    site: &Site<'_>,
    volume: &Volume,
    sources: &[VolumeProjection],
    warnings: &mut Vec<String>,
) {
    let (mut files, mut own): (Files, Vec<File>) = (Files::default(), Vec::new());
    for source in sources {
        if *source == VolumeProjection::default() {
            warnings.push(format!("volume {} (Projected) has no sources provided", quote(&volume.name)));
            continue;
        }
        match projected(source) {
            Some(found) => own = found,
            None if site.kubernetes.has(Change::ProjectedSourcesApart) => own.clear(),
            None => {}
        }
        for file in &own {
            files.add(volume, "Projected", file.clone(), warnings);
        }
    }
}

fn report(volume: &Volume, what: &str, list: Vec<File>, warnings: &mut Vec<String>) {
    let mut files = Files::default();
    for file in list {
        files.add(volume, what, file, warnings);
    }
}

/// The files of a volume so far.
#[derive(Default)]
struct Files {
    list: Vec<File>,
    by_path: BTreeMap<String, Vec<usize>>,
}

impl Files {
    /// Adds a file, and warns of each earlier one on, above or below it.
    fn add(&mut self, volume: &Volume, what: &str, file: File, warnings: &mut Vec<String>) {
        if !file.path.is_empty() && warnings.len() <= ENOUGH {
            for other in self.overlapping(&file.path).into_iter().filter_map(|index| self.list.get(index)) {
                warnings.push(format!(
                    "volume {} ({what}): overlapping paths: {} with {}",
                    quote(&volume.name),
                    file.print(),
                    other.print()
                ));
            }
        }
        self.by_path.entry(file.path.clone()).or_default().push(self.list.len());
        self.list.push(file);
    }

    /// Where they stand in the list, in order.
    fn overlapping(&self, path: &str) -> Vec<usize> {
        let above =
            path.match_indices('/').filter_map(|(end, _)| path.get(..end)).filter(|dir| !dir.is_empty());
        let on_the_way = above.chain([path]).filter_map(|path| self.by_path.get(path));
        let inside = format!("{path}/");
        let below = self.by_path.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside));
        let mut indices: Vec<_> =
            on_the_way.chain(below.map(|(_, indices)| indices)).flatten().copied().collect();
        sort_by(&mut indices, Ord::cmp);
        indices
    }
}

fn keys(items: Option<&Vec<KeyToPath>>, source: &str) -> Vec<File> {
    all(items).iter().map(|item| File::new(&item.path, source)).collect()
}

fn fields(items: Option<&Vec<DownwardAPIVolumeFile>>, source: &str) -> Vec<File> {
    all(items).iter().map(|item| File::new(&item.path, source)).collect()
}

/// The files of one source; of several kinds in one source the first counts. `None` when it lists no files.
fn projected(source: &VolumeProjection) -> Option<Vec<File>> {
    if let Some(map) = source.config_map.as_ref().filter(|map| map.items.is_some()) {
        return Some(keys(map.items.as_ref(), &format!("ConfigMap {}", quote(&map.name))));
    }
    if let Some(secret) = source.secret.as_ref().filter(|secret| secret.items.is_some()) {
        return Some(keys(secret.items.as_ref(), &format!("Secret {}", quote(&secret.name))));
    }
    if let Some(downward) = source.downward_api.as_ref().filter(|downward| downward.items.is_some()) {
        return Some(fields(downward.items.as_ref(), "DownwardAPI"));
    }
    if let Some(token) = &source.service_account_token {
        return Some(vec![File::new(&token.path, "ServiceAccountToken")]);
    }
    if let Some(bundle) = &source.cluster_trust_bundle {
        let name = bundle.name.as_ref().or(bundle.signer_name.as_ref());
        return Some(vec![File::new(&bundle.path, &format!("ClusterTrustBundle {}", quote(text(name))))]);
    }
    let certificate = source.pod_certificate.as_ref()?;
    let files = [
        (&certificate.certificate_chain_path, "PodCertificate chain"),
        (&certificate.key_path, "PodCertificate key"),
        (&certificate.credential_bundle_path, "PodCertificate credential bundle"),
    ];
    let given = files.into_iter().filter(|(path, _)| !text(path.as_ref()).is_empty());
    Some(given.map(|(path, source)| File::new(text(path.as_ref()), source)).collect())
}
