//! The fields of a workload that may change. Upstream: the `Validate*Update` of pkg/apis/{apps,batch}/validation/validation.go.

use super::{forbidden, internal, invalid};
use api::typed::{is_same, to_json};
use api::{Gate, Kubernetes};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::batch::v1::{Job, JobCondition, JobSpec};
use k8s_openapi::api::core::v1::{Affinity, Container, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Value, json};
use validation::Error;

/// The fields of a StatefulSet that may change.
const CHANGEABLE: &str = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/// The selector of a Deployment, a ReplicaSet or a DaemonSet is what finds its Pods again.
pub(super) fn selector(new: &LabelSelector, old: &LabelSelector) -> Vec<Error> {
    let selector = || internal::shaped("LabelSelector", Some(&to_json(new)));
    immutable("selector", is_same(new, old), selector).into_iter().collect()
}

fn immutable(field: &str, same: bool, value: impl FnOnce() -> Value) -> Option<Error> {
    let refused = || invalid(format!("spec.{field}"), &api::json::text(&value()), "field is immutable");
    (!same).then(refused)
}

/// Only some fields of a StatefulSet's spec may change.
pub(super) fn stateful_set(new: &StatefulSetSpec, old: &StatefulSetSpec) -> Vec<Error> {
    let munged = StatefulSetSpec {
        replicas: old.replicas,
        ordinals: old.ordinals.clone(),
        template: old.template.clone(),
        update_strategy: old.update_strategy.clone(),
        min_ready_seconds: old.min_ready_seconds,
        revision_history_limit: old.revision_history_limit,
        persistent_volume_claim_retention_policy: old.persistent_volume_claim_retention_policy.clone(),
        ..new.clone()
    };
    (!is_same(&munged, old)).then(|| forbidden("spec", CHANGEABLE)).into_iter().collect()
}

/// A Job's template and the rules of its end are fixed; while it is suspended and nothing of it runs, it may still be
/// told where to run and with how much.
pub(super) fn job(new: &JobSpec, old: &Job, kubernetes: &Kubernetes) -> Vec<Error> {
    let Some(before) = &old.spec else { return Vec::new() };
    let optional = |value: Option<Value>| value.unwrap_or(Value::Null);
    let found = [
        completions(new, before),
        immutable("selector", is_same(&new.selector, &before.selector), || {
            optional(
                new.selector
                    .as_ref()
                    .map(|selector| internal::shaped("LabelSelector", Some(&to_json(selector)))),
            )
        }),
        template(new, old, before, kubernetes),
        immutable("completionMode", new.completion_mode == before.completion_mode, || {
            optional(new.completion_mode.clone().map(Value::from))
        }),
        immutable("podFailurePolicy", is_same(&new.pod_failure_policy, &before.pod_failure_policy), || {
            policy("*PodFailurePolicy", new.pod_failure_policy.as_ref().map(to_json).as_ref())
        }),
        immutable(
            "backoffLimitPerIndex",
            new.backoff_limit_per_index == before.backoff_limit_per_index,
            || optional(new.backoff_limit_per_index.map(Value::from)),
        ),
        immutable("managedBy", new.managed_by == before.managed_by, || {
            optional(new.managed_by.clone().map(Value::from))
        }),
        immutable("successPolicy", is_same(&new.success_policy, &before.success_policy), || {
            policy("*SuccessPolicy", new.success_policy.as_ref().map(to_json).as_ref())
        }),
    ];
    found.into_iter().flatten().collect()
}

/// A policy in the server's own types, to which an empty list of rules is none.
fn policy(shape: &str, value: Option<&Value>) -> Value {
    let mut policy = internal::shaped(shape, value);
    if let Some(rules) = policy.get_mut("Rules").filter(|rules| **rules == json!([])) {
        *rules = Value::Null;
    }
    policy
}

/// The refusal of another template. Upstream: validatePodTemplateUpdate, pkg/apis/batch/validation/validation.go;
/// validationOptionsForJob, pkg/registry/batch/job/strategy.go.
fn template(new: &JobSpec, old: &Job, before: &JobSpec, kubernetes: &Kubernetes) -> Option<Error> {
    let status = old.status.as_ref();
    let has_started = status.is_some_and(|status| status.start_time.is_some());
    let runs = status.and_then(|status| status.active).unwrap_or_default() > 0;
    let is_condition =
        |condition: &JobCondition| condition.type_ == "Suspended" && condition.status == "True";
    let has_stopped = status.is_some_and(|status| status.conditions.iter().flatten().any(is_condition));
    let suspended = before.suspend == Some(true);
    let open = suspended && !runs && (!has_started || has_stopped);
    let is_movable = if kubernetes.enabled(Gate::MutableSchedulingDirectivesForSuspendedJobs) {
        open
    } else {
        suspended && !has_started
    };
    let may_be =
        if is_movable { with_directives(&new.template, &before.template) } else { before.template.clone() };
    if !open || !kubernetes.enabled(Gate::MutablePodResourcesForSuspendedJobs) {
        return immutable("template", is_same(&new.template, &may_be), || internal_template(&new.template));
    }
    let (Some(spec), Some(mut may_be)) = (&new.template.spec, may_be.spec) else { return None };
    resized(&mut may_be.containers, &spec.containers);
    if let (Some(containers), Some(given)) = (&mut may_be.init_containers, &spec.init_containers) {
        resized(containers, given);
    }
    immutable("template.spec", is_same(spec, &may_be), || internal::spec(&to_json(spec)))
}

/// Gives containers of the same names the resources of the others.
fn resized(containers: &mut [Container], given: &[Container]) {
    if containers.len() != given.len() {
        return;
    }
    for (container, given) in containers.iter_mut().zip(given).filter(|(one, other)| one.name == other.name) {
        container.resources.clone_from(&given.resources);
    }
}

/// An Indexed Job may have more or fewer indexes, as many as run side by side.
fn completions(new: &JobSpec, old: &JobSpec) -> Option<Error> {
    let value = || new.completions.map_or(Value::Null, Value::from);
    if new.completion_mode.as_deref() != Some("Indexed") {
        return immutable("completions", new.completions == old.completions, value);
    }
    let wrong =
        new.completions.is_some() && new.completions != old.completions && new.completions != new.parallelism;
    let words = "can only be modified in tandem with spec.parallelism";
    wrong.then(|| invalid("spec.completions", &value().to_string(), words))
}

/// The old template with what may still change of it.
fn with_directives(new: &PodTemplateSpec, old: &PodTemplateSpec) -> PodTemplateSpec {
    let mut template = old.clone();
    template.metadata.clone_from(&new.metadata);
    let (Some(spec), Some(given)) = (template.spec.as_mut(), &new.spec) else { return template };
    spec.node_selector.clone_from(&given.node_selector);
    spec.tolerations.clone_from(&given.tolerations);
    spec.scheduling_gates.clone_from(&given.scheduling_gates);
    let affinity = given.affinity.as_ref().and_then(|affinity| affinity.node_affinity.clone());
    if given.affinity.is_some() || spec.affinity.is_some() {
        spec.affinity.get_or_insert_default().node_affinity = affinity;
    }
    if given.affinity.is_none() && spec.affinity == Some(Affinity::default()) {
        spec.affinity = None;
    }
    template
}

/// The template in the server's own types.
fn internal_template(template: &PodTemplateSpec) -> Value {
    let spec = template.spec.as_ref().map(to_json).unwrap_or_default();
    internal::template(template.metadata.as_ref().map(to_json).as_ref(), internal::spec(&spec))
}
