//! The subresource `resize` of a Pod: its cpu and memory while it runs. Upstream: podResizeStrategy,
//! pkg/registry/core/pod/strategy.go; ValidatePodResize, pkg/apis/core/validation/validation.go.

use api::well_known::MIRROR;
use api::{Gate, Kubernetes};
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use resources::qos_class;
use std::collections::BTreeMap;

type Amounts = BTreeMap<String, Written>;

/// Names what may be changed.
const MUTABLE: &str = "spec: Forbidden: only cpu and memory resources are mutable";

/// The stored Pod with what a resize may touch: all else in the request is dropped without a word. A request with other
/// containers stays as it is, so that validation refuses it.
pub(super) fn kept(new: Pod, old: &Pod, kubernetes: &Kubernetes) -> Pod {
    let (Some(asked), Some(spec)) = (&new.spec, &old.spec) else { return new };
    if !order(asked, spec).is_empty() {
        return new;
    }
    let mut pod = old.clone();
    if let Some(spec) = &mut pod.spec {
        if kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling) {
            spec.resources.clone_from(&asked.resources);
        }
        let init = spec.init_containers.iter_mut().flatten().zip(asked.init_containers.iter().flatten());
        for (container, asked) in init.chain(spec.containers.iter_mut().zip(&asked.containers)) {
            container.resources.clone_from(&asked.resources);
            container.resize_policy.clone_from(&asked.resize_policy);
        }
    }
    pod
}

/// Says what is wrong with a resize that a create of the same Pod would not say, each with its field.
pub(super) fn errors(new: &Pod, old: &Pod, kubernetes: &Kubernetes) -> Vec<String> {
    let (Some(asked), Some(spec)) = (&new.spec, &old.spec) else { return Vec::new() };
    if let Some(refusal) = never(old, spec) {
        return vec![refusal];
    }
    let mut errors = Vec::new();
    errors.extend(class(asked, spec, old, kubernetes));
    if !reports_resources(old) {
        errors.push("spec: Forbidden: Pod running on node without support for resize".to_owned());
    }
    let is_set =
        |spec: &PodSpec| lists(spec.resources.as_ref()).iter().flatten().any(|list| !list.is_empty());
    if is_set(spec) || is_set(asked) {
        if !kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling) {
            errors.push(": Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled".to_owned());
            return errors;
        }
        pod_level(asked.resources.as_ref(), spec.resources.as_ref(), &mut errors);
    }
    let disorder = order(asked, spec);
    if !disorder.is_empty() {
        errors.extend(disorder);
        return errors;
    }
    let all_init = kubernetes.enabled(Gate::InPlacePodVerticalScalingInitContainers);
    let init =
        || asked.init_containers.iter().flatten().zip(spec.init_containers.iter().flatten()).enumerate();
    for (index, (new, old)) in init().filter(|(_, (_, old))| all_init || api::is_sidecar(old)) {
        removed(&format!("spec.initContainers[{index}].resources"), new, old, &mut errors);
    }
    for (index, (new, old)) in asked.containers.iter().zip(&spec.containers).enumerate() {
        removed(&format!("spec.containers[{index}].resources"), new, old, &mut errors);
    }
    let others = asked.containers.iter().zip(&spec.containers).filter(|(new, old)| changes_other(new, old));
    errors.extend(others.map(|_| MUTABLE.to_owned()));
    for (index, (new, old)) in init() {
        init_container(index, new, old, all_init, &mut errors);
    }
    errors
}

/// Pods that cannot be resized, however they ask.
fn never(old: &Pod, spec: &PodSpec) -> Option<String> {
    let annotations = old.metadata.annotations.as_ref();
    if annotations.is_some_and(|all| all.contains_key(MIRROR)) {
        return Some(": Forbidden: static pods cannot be resized".to_owned());
    }
    let os = spec.os.as_ref().map(|os| os.name.as_str());
    (os == Some("windows")).then(|| ": Forbidden: windows pods cannot be resized".to_owned())
}

/// The class is the Pod's for ever.
fn class(asked: &PodSpec, spec: &PodSpec, old: &Pod, kubernetes: &Kubernetes) -> Option<String> {
    let stored = old.status.as_ref().and_then(|status| status.qos_class.clone());
    let stored = stored.unwrap_or_else(|| qos_class(spec, kubernetes).name().to_owned());
    (qos_class(asked, kubernetes).name() != stored).then(|| {
        format!("spec: Invalid value: \"{stored}\": Pod QOS Class may not change as a result of resizing")
    })
}

/// Whether the kubelet tells what its containers have: one that does not cannot resize them.
fn reports_resources(old: &Pod) -> bool {
    let mut statuses = old.status.iter().flat_map(|status| status.container_statuses.iter().flatten());
    let running = statuses.find(|one| one.state.as_ref().is_some_and(|state| state.running.is_some()));
    running.is_none_or(|running| running.resources.is_some())
}

fn pod_level(
    asked: Option<&ResourceRequirements>,
    spec: Option<&ResourceRequirements>,
    errors: &mut Vec<String>,
) {
    if spec.is_some() && asked.is_none() {
        errors.push("spec.resources: Forbidden: pod-level resources cannot be removed".to_owned());
        return;
    }
    for (name, asked, list) in of_both(asked, spec) {
        if spec.is_some() && takes_away(asked, list) {
            errors.push(format!(
                "spec.resources.{name}: Forbidden: pod-level resource {name} cannot be removed"
            ));
        }
    }
    if of_both(asked, spec).into_iter().any(|(_, asked, list)| others(asked) != others(list)) {
        errors.push("spec: Forbidden: only cpu and memory resources are mutable at pod-level".to_owned());
    }
}

/// No container is added, removed, renamed or moved.
fn order(asked: &PodSpec, spec: &PodSpec) -> Vec<String> {
    let mut errors = Vec::new();
    let init = |spec: &PodSpec| spec.init_containers.iter().flatten().map(|one| one.name.clone()).collect();
    let app = |spec: &PodSpec| spec.containers.iter().map(|one| one.name.clone()).collect();
    let pairs: [(&str, Vec<String>, Vec<String>); 2] =
        [("containers", app(asked), app(spec)), ("initContainers", init(asked), init(spec))];
    for (list, asked, names) in pairs {
        if asked.len() != names.len() {
            errors.push(format!("spec.{list}: Forbidden: {list} may not be added or removed on resize"));
            continue;
        }
        let moved = asked.iter().zip(&names).enumerate().filter(|(_, (asked, name))| asked != name);
        errors.extend(moved.map(|(index, _)| {
            format!("spec.{list}[{index}].name: Forbidden: {list} may not be renamed or reordered on resize")
        }));
    }
    errors
}

/// An amount may change and come, never go.
fn removed(path: &str, new: &Container, old: &Container, errors: &mut Vec<String>) {
    for (name, new, old) in of_both(new.resources.as_ref(), old.resources.as_ref()) {
        if takes_away(new, old) {
            errors.push(format!("{path}.{name}: Forbidden: resource {name} cannot be removed"));
        }
    }
}

fn init_container(index: usize, new: &Container, old: &Container, all: bool, errors: &mut Vec<String>) {
    let changed = !api::typed::is_same(new, old);
    let path = format!("spec.initContainers[{index}]");
    if !all && !api::is_sidecar(old) {
        if changed {
            errors
                .push("spec: Forbidden: resources for non-sidecar init containers are immutable".to_owned());
        }
        return;
    }
    if changes_other(new, old) {
        errors.push(format!(
            "{path}: Forbidden: only cpu and memory resources for init or sidecar containers are mutable"
        ));
    }
    let mut policies = new.resize_policy.iter().flatten();
    if changed && !api::is_sidecar(old) && policies.any(|one| one.restart_policy == "RestartContainer") {
        errors.push(format!("{path}: Forbidden: non-sidecar init containers with a resize policy of RestartContainer cannot be resized"));
    }
}

/// Whether more than cpu and memory differ. The server forgets a container's claims before it compares, so one that has
/// claims always differs.
fn changes_other(new: &Container, old: &Container) -> bool {
    let claims = old.resources.iter().any(|resources| resources.claims.iter().flatten().next().is_some());
    let amounts = of_both(new.resources.as_ref(), old.resources.as_ref());
    !api::typed::is_same(&new.resize_policy, &old.resize_policy)
        || claims
        || amounts.into_iter().any(|(_, new, old)| others(new) != others(old))
}

fn lists(resources: Option<&ResourceRequirements>) -> [Option<&Amounts>; 2] {
    let resources = resources.map(|resources| (resources.requests.as_ref(), resources.limits.as_ref()));
    let (requests, limits) = resources.unwrap_or_default();
    [requests, limits]
}

/// `requests` and `limits` of both.
fn of_both<'a>(
    new: Option<&'a ResourceRequirements>,
    old: Option<&'a ResourceRequirements>,
) -> [(&'static str, Option<&'a Amounts>, Option<&'a Amounts>); 2] {
    let ([requests, limits], [old_requests, old_limits]) = (lists(new), lists(old));
    [("requests", requests, old_requests), ("limits", limits, old_limits)]
}

fn takes_away(new: Option<&Amounts>, old: Option<&Amounts>) -> bool {
    old.into_iter().flatten().any(|(name, _)| new.is_none_or(|new| !new.contains_key(name)))
}

/// The amounts of all but cpu and memory.
fn others(list: Option<&Amounts>) -> Vec<(&String, &Written)> {
    list.into_iter().flatten().filter(|(name, _)| !matches!(name.as_str(), "cpu" | "memory")).collect()
}
