//! The contents of a volume: ConfigMaps, Secrets, tokens, paths of the node. Upstream: MakePayload, pkg/volume/configmap and secret;
//! collectData, pkg/volume/projected/projected.go.

use crate::world::{Cluster, PodState};
use api::collections::Map;
use api::well_known::ROOT_CERTIFICATE;
use k8s_openapi::api::core::v1::{KeyToPath, Volume};
use std::collections::BTreeSet;

/// A part of a volume: an object's entries as files.
struct Part<'a> {
    title: &'static str,
    name: &'a str,
    items: &'a [KeyToPath],
    is_optional: bool,
    store: &'a Map<String, BTreeSet<String>>,
}

/// The ConfigMaps and Secrets of a volume, in their order.
fn parts<'a>(cluster: &'a Cluster, volume: &'a Volume) -> Vec<Part<'a>> {
    let map = |name: &'a str, items: Option<&'a Vec<KeyToPath>>, optional: Option<bool>| Part {
        title: "ConfigMap",
        name,
        items: items.map(Vec::as_slice).unwrap_or_default(),
        is_optional: optional.unwrap_or(false),
        store: &cluster.config_maps,
    };
    let secret = |name: &'a str, items: Option<&'a Vec<KeyToPath>>, optional: Option<bool>| Part {
        title: "Secret",
        store: &cluster.secrets,
        ..map(name, items, optional)
    };
    let mut parts = Vec::new();
    if let Some(one) = &volume.config_map {
        parts.push(map(&one.name, one.items.as_ref(), one.optional));
    }
    if let Some(one) = &volume.secret {
        let name = one.secret_name.as_deref().unwrap_or_default();
        parts.push(secret(name, one.items.as_ref(), one.optional));
    }
    for source in volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten()) {
        if let Some(one) = &source.secret {
            parts.push(secret(&one.name, one.items.as_ref(), one.optional));
        }
        if let Some(one) = &source.config_map {
            parts.push(map(&one.name, one.items.as_ref(), one.optional));
        }
    }
    parts
}

/// Why a volume cannot be filled: what is not there of it.
pub(crate) fn lacks(cluster: &Cluster, state: &PodState, volume: &Volume) -> Vec<String> {
    let mut lacks: Vec<String> =
        parts(cluster, volume).iter().filter_map(|part| lack(cluster, state, part)).collect();
    let mut sources = volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten());
    if sources.any(|source| source.service_account_token.is_some()) {
        lacks.extend(no_account(cluster, state));
    }
    lacks.extend(no_path(cluster, volume));
    lacks.dedup();
    lacks
}

/// A path that has to be on the node, by its type. Upstream: checkTypeInternal, pkg/volume/hostpath/host_path.go.
fn no_path(cluster: &Cluster, volume: &Volume) -> Option<String> {
    let host = volume.host_path.as_ref()?;
    let what = match host.type_.as_deref()? {
        "Directory" => "directory",
        "File" => "file",
        "Socket" => "socket file",
        "CharDevice" => "character device",
        "BlockDevice" => "block device",
        _ => return None,
    };
    let path = &host.path;
    (!cluster.has_path(path)).then(|| format!("hostPath type check failed: {path} is not a {what}"))
}

fn lack(cluster: &Cluster, state: &PodState, part: &Part<'_>) -> Option<String> {
    if part.is_optional || part.title == "ConfigMap" && part.name == ROOT_CERTIFICATE {
        return None;
    }
    let Some(keys) = part.store.get(&format!("{}/{}", state.namespace, part.name)) else {
        let is_absent = !cluster.assumes(part.title, &state.namespace, part.name);
        return is_absent.then(|| format!("{} {:?} not found", part.title.to_lowercase(), part.name));
    };
    let key = part.items.iter().map(|item| &item.key).find(|key| !keys.contains(*key))?;
    Some(match part.title {
        "ConfigMap" => format!("configmap references non-existent config key: {key}"),
        _ => format!("references non-existent secret key: {key}"),
    })
}

/// A token is asked for in the name of an account.
fn no_account(cluster: &Cluster, state: &PodState) -> Option<String> {
    let name = state.shape.spec.service_account_name.as_deref().filter(|name| !name.is_empty())?;
    let is_there = name == "default"
        || cluster.accounts.contains(&format!("{}/{name}", state.namespace))
        || cluster.assumes("ServiceAccount", &state.namespace, name);
    (!is_there).then(|| format!("failed to fetch token: serviceaccounts {name:?} not found"))
}

/// Whether a volume has a file of this path, as far as its contents are known.
pub(crate) fn has_file(cluster: &Cluster, state: &PodState, volume: &Volume, path: &str) -> bool {
    parts(cluster, volume).iter().any(|part| {
        let keys = part.store.get(&format!("{}/{}", state.namespace, part.name));
        let is_there = |key: &String| keys.is_some_and(|keys| keys.contains(key));
        match part.items {
            [] => is_there(&path.to_owned()),
            items => items.iter().any(|item| item.path == path && is_there(&item.key)),
        }
    })
}
