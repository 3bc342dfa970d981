//! The scopes of a quota. Upstream: podMatchesScopeFunc, pkg/quota/v1/evaluator/core/pods.go.

use api::Kubernetes;
use k8s_openapi::api::core::v1::{
    Pod, PodAffinityTerm, PodSpec, ResourceQuota, ScopedResourceSelectorRequirement,
};
use resources::QosClass;

/// Whether the Pod is in all of the quota's scopes.
pub(super) fn includes(quota: &ResourceQuota, pod: &Pod, kubernetes: &Kubernetes) -> bool {
    let Some(spec) = &quota.spec else { return false };
    let listed = spec.scopes.iter().flatten().map(|scope| (scope.as_str(), "Exists", &[] as &[String]));
    let selector = spec.scope_selector.as_ref();
    let selected = selector.iter().flat_map(|selector| selector.match_expressions.iter().flatten());
    let selected = selected.map(|expression: &ScopedResourceSelectorRequirement| {
        let values = expression.values.as_deref().unwrap_or_default();
        (expression.scope_name.as_str(), expression.operator.as_str(), values)
    });
    listed.chain(selected).all(|(scope, operator, values)| is_in(scope, operator, values, pod, kubernetes))
}

fn is_in(scope: &str, operator: &str, values: &[String], pod: &Pod, kubernetes: &Kubernetes) -> bool {
    let Some(spec) = &pod.spec else { return false };
    let ends = spec.active_deadline_seconds.is_some_and(|seconds| seconds >= 0);
    let best_effort = || resources::qos_class(spec, kubernetes) == QosClass::BestEffort;
    match scope {
        "Terminating" => ends,
        "NotTerminating" => !ends,
        "BestEffort" => best_effort(),
        "NotBestEffort" => !best_effort(),
        "PriorityClass" => has_class(spec, operator, values),
        "CrossNamespacePodAffinity" => crosses_namespaces(spec),
        _ => false,
    }
}

fn has_class(spec: &PodSpec, operator: &str, values: &[String]) -> bool {
    let class = spec.priority_class_name.as_ref().filter(|name| !name.is_empty());
    match operator {
        "In" => class.is_some_and(|class| values.contains(class)),
        "NotIn" => class.is_none_or(|class| !values.contains(class)),
        "DoesNotExist" => class.is_none(),
        _ => class.is_some(),
    }
}

fn crosses_namespaces(spec: &PodSpec) -> bool {
    let Some(affinity) = &spec.affinity else { return false };
    let near = affinity.pod_affinity.iter().flat_map(|affinity| {
        let preferred = affinity.preferred_during_scheduling_ignored_during_execution.iter().flatten();
        let required = affinity.required_during_scheduling_ignored_during_execution.iter().flatten();
        required.chain(preferred.map(|preferred| &preferred.pod_affinity_term))
    });
    let far = affinity.pod_anti_affinity.iter().flat_map(|affinity| {
        let preferred = affinity.preferred_during_scheduling_ignored_during_execution.iter().flatten();
        let required = affinity.required_during_scheduling_ignored_during_execution.iter().flatten();
        required.chain(preferred.map(|preferred| &preferred.pod_affinity_term))
    });
    let crosses = |term: &PodAffinityTerm| {
        term.namespaces.as_ref().is_some_and(|namespaces| !namespaces.is_empty())
            || term.namespace_selector.is_some()
    };
    near.chain(far).any(crosses)
}
