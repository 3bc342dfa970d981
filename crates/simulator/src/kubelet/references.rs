//! ConfigMaps and Secrets in the environment of a container. Upstream: makeEnvironmentVariables, kubelet_pods.go.

use super::contents;
use crate::shape::{ContainerShape, Role};
use crate::world::{Cluster, PodState};
use api::collections::Map;
use k8s_openapi::api::core::v1::VolumeMount;
use std::collections::BTreeSet;

/// The pull secrets of a Pod that are not there, in the words of the event; each sync looks. Upstream: getPullSecretsForPod,
/// kubelet_pods.go.
pub(crate) fn pull_secrets(cluster: &Cluster, state: &PodState) -> Option<String> {
    let is_missing = |name: &&str| {
        !name.is_empty()
            && !cluster.secrets.contains_key(&format!("{}/{name}", state.namespace))
            && !cluster.assumes("Secret", &state.namespace, name)
    };
    let names = state.shape.spec.image_pull_secrets.iter().flatten().map(|secret| secret.name.as_str());
    let missing: Vec<&str> = names.filter(is_missing).collect();
    (!missing.is_empty()).then(|| {
        let names = missing.join(", ");
        format!("Unable to retrieve some image pull secrets ({names}); attempting to pull the image may not succeed.")
    })
}

/// Why the container's configuration cannot be made; the first cause in the kubelet's order.
pub(crate) fn missing(cluster: &Cluster, state: &PodState, spec: &ContainerShape) -> Option<String> {
    let key = |name: &str| format!("{}/{name}", state.namespace);
    let holder = |title: &str, store: &Map<String, BTreeSet<String>>, name: &str, optional: bool| {
        let absent =
            !optional && !store.contains_key(&key(name)) && !cluster.assumes(title, &state.namespace, name);
        absent.then(|| format!("{} {name:?} not found", title.to_lowercase()))
    };
    let entry =
        |title: &str, store: &Map<String, BTreeSet<String>>, name: &str, field: &str, optional: bool| {
            match store.get(&key(name)) {
                None => holder(title, store, name, optional),
                Some(fields) if !fields.contains(field) && !optional => {
                    Some(format!("couldn't find key {field} in {title} {}/{name}", state.namespace))
                }
                Some(_) => None,
            }
        };
    for from in spec.container.env_from.iter().flatten() {
        if let Some(map) = &from.config_map_ref {
            let optional = map.optional.unwrap_or(false);
            if let Some(message) = holder("ConfigMap", &cluster.config_maps, &map.name, optional) {
                return Some(message);
            }
        }
        if let Some(secret) = &from.secret_ref {
            let optional = secret.optional.unwrap_or(false);
            if let Some(message) = holder("Secret", &cluster.secrets, &secret.name, optional) {
                return Some(message);
            }
        }
    }
    let sources = spec.container.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref());
    for source in sources {
        if let Some(map) = &source.config_map_key_ref {
            let optional = map.optional.unwrap_or(false);
            let store = &cluster.config_maps;
            if let Some(message) = entry("ConfigMap", store, &map.name, &map.key, optional) {
                return Some(message);
            }
        }
        if let Some(secret) = &source.secret_key_ref {
            let optional = secret.optional.unwrap_or(false);
            let store = &cluster.secrets;
            if let Some(message) = entry("Secret", store, &secret.name, &secret.key, optional) {
                return Some(message);
            }
        }
        if let Some(name) =
            source.resource_field_ref.as_ref().and_then(|field| field.container_name.as_deref())
            && !name.is_empty()
            && !state.shape.named(name).any(|(_, one)| one.role != Role::Ephemeral)
        {
            return Some(format!("container {name} not found"));
        }
    }
    bad_mount(cluster, state, spec).or_else(|| root(state, spec))
}

/// Why a container that must not run as root cannot run: its user is root. What user an image has is not known here.
/// Upstream: verifyRunAsNonRoot, security_context_others.go.
fn root(state: &PodState, spec: &ContainerShape) -> Option<String> {
    let (pod, own) = (state.shape.spec.security_context.as_ref(), spec.container.security_context.as_ref());
    let must_not = own.and_then(|own| own.run_as_non_root).or_else(|| pod?.run_as_non_root);
    let user = own.and_then(|own| own.run_as_user).or_else(|| pod?.run_as_user);
    (must_not == Some(true) && user == Some(0)).then(|| {
        let (pod, name) = (state.full(), &spec.name);
        format!("container's runAsUser breaks non-root policy (pod: \"{pod}\", container: {name})")
    })
}

/// Why a volume cannot be mounted at its sub-path: a variable that the container does not have, or a file where the path
/// needs a directory. Upstream: makeMounts, kubelet_pods.go.
fn bad_mount(cluster: &Cluster, state: &PodState, spec: &ContainerShape) -> Option<String> {
    if let Some(name) = unknown_variable(spec) {
        return Some(format!("missing value for {name}"));
    }
    let is_blocked = |mount: &&VolumeMount| {
        let mut volumes = state.shape.spec.volumes.iter().flatten();
        let (Some(path), Some(volume)) = (&mount.sub_path, volumes.find(|one| one.name == mount.name)) else {
            return false;
        };
        let mut parents = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        parents.any(|parent| contents::has_file(cluster, state, volume, parent))
    };
    let mount = spec.container.volume_mounts.iter().flatten().find(is_blocked)?;
    Some(format!("failed to prepare subPath for volumeMount {:?} of container {:?}", mount.name, spec.name))
}

/// A variable in a `subPathExpr` that the container does not have.
fn unknown_variable(spec: &ContainerShape) -> Option<&str> {
    let mounts = spec.container.volume_mounts.iter().flatten();
    let texts = mounts.filter_map(|mount| mount.sub_path_expr.as_deref());
    let names = texts.flat_map(|text| text.split("$(").skip(1)).filter_map(|part| part.split_once(')'));
    let has_more = spec.container.env_from.as_ref().is_some_and(|from| !from.is_empty());
    let known = |name: &str| has_more || spec.container.env.iter().flatten().any(|one| one.name == name);
    names.map(|(name, _)| name).find(|name| !known(name))
}
