//! Computes how much of a quota a Pod uses. Upstream: pkg/quota/v1/evaluator/core/pods.go.

use api::quantity::Format;
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};
use resources::{Options, Totals};
use std::collections::{BTreeMap, BTreeSet};

/// Resources that every container must name as soon as a quota limits them: upstream keeps this early mistake.
const REQUIRED: [&str; 6] =
    ["cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"];

const NATIVE: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Whether a quota's resource is one that Pods use.
pub(super) fn is_about_pods(resource: &str) -> bool {
    let bare =
        resource.strip_prefix("requests.").or_else(|| resource.strip_prefix("limits.")).unwrap_or(resource);
    let hugepages = resource.strip_prefix("requests.").unwrap_or(resource).starts_with("hugepages-");
    let extended = resource.starts_with("requests.") && !is_native(resource);
    matches!(resource, "pods" | "count/pods") || NATIVE.contains(&bare) || hugepages || extended
}

fn is_native(resource: &str) -> bool {
    !resource.contains('/') || resource.contains("kubernetes.io/")
}

/// Everything that the Pod is charged for. A Pod that has ended counts as an object only.
pub(super) fn usage(pod: &Pod, kubernetes: &Kubernetes) -> Totals {
    let mut usage = Totals::from([("count/pods".to_owned(), Quantity::new(1, Format::DecimalSi))]);
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    if matches!(phase, Some("Succeeded" | "Failed")) {
        return usage;
    }
    let Some(spec) = &pod.spec else { return usage };
    let options = Options {
        status: pod.status.as_ref().filter(|_| kubernetes.enabled(Gate::InPlacePodVerticalScaling)),
        ..Options::of(kubernetes)
    };
    usage.extend(charged(&resources::requests(spec, &options), &resources::limits(spec, &options)));
    usage
}

/// Requests and limits under the names that quotas use.
fn charged(requests: &Totals, limits: &Totals) -> Totals {
    let mut charged = Totals::from([("pods".to_owned(), Quantity::new(1, Format::DecimalSi))]);
    for (name, amount) in requests {
        let native = NATIVE.contains(&name.as_str()) || name.starts_with("hugepages-");
        if native {
            charged.insert(name.clone(), amount.clone());
        }
        if native || !is_native(name) {
            charged.insert(format!("requests.{name}"), amount.clone());
        }
    }
    for name in NATIVE {
        if let Some(amount) = limits.get(name) {
            charged.insert(format!("limits.{name}"), amount.clone());
        }
    }
    charged
}

/// Refuses a Pod of which a container does not name what the quota limits, unless the Pod as a whole does.
pub(super) fn check_named(
    pod: &Pod,
    limited: &BTreeSet<&str>,
    kubernetes: &Kubernetes,
) -> Result<(), String> {
    let Some(spec) = &pod.spec else { return Ok(()) };
    if kubernetes.enabled(Gate::PodLevelResources) && has_pod_level(spec) {
        return Ok(());
    }
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for container in spec.containers.iter().chain(spec.init_containers.iter().flatten()) {
        for resource in REQUIRED.into_iter().filter(|resource| limited.contains(resource)) {
            if !names(container, resource) {
                missing.entry(resource).or_default().insert(&container.name);
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let texts = missing.iter().map(|(resource, containers)| {
        let containers: Vec<&str> = containers.iter().copied().collect();
        format!("{resource} for: {}", containers.join(","))
    });
    Err(format!("must specify {}", texts.collect::<Vec<_>>().join("; ")))
}

fn names(container: &Container, resource: &str) -> bool {
    let Some(resources) = &container.resources else { return false };
    let (list, name) = match resource.split_once('.') {
        Some(("limits", name)) => (&resources.limits, name),
        Some((_, name)) => (&resources.requests, name),
        None => (&resources.requests, resource),
    };
    list.as_ref().is_some_and(|list| list.contains_key(name))
}

fn has_pod_level(spec: &PodSpec) -> bool {
    let resources = spec.resources.as_ref();
    let lists = resources.map(|resources| [resources.requests.as_ref(), resources.limits.as_ref()]);
    let mut names = lists.into_iter().flatten().flatten().flat_map(BTreeMap::keys);
    names.any(|name| resources::is_pod_level_resource(name))
}
