//! The fields of a workload that may change. Upstream: the `Validate*Update` of pkg/apis/{apps,batch}/validation/validation.go.

use super::{forbidden, internal, invalid};
use api::typed::{Typed, is_same, to_json};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::batch::v1::JobSpec;
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Map, Value};
use validation::Error;

/// The fields of a StatefulSet that may change.
const CHANGEABLE: &str = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/// The selector of a Deployment, a ReplicaSet or a DaemonSet is what finds its Pods again.
pub(super) fn selector(new: &LabelSelector, old: &LabelSelector) -> Vec<Error> {
    immutable("selector", is_same(new, old), || to_json(new)).into_iter().collect()
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

/// A Job's template and the rules of its end are fixed; while it is suspended and has not started, it may still be told
/// where to run and with how much.
pub(super) fn job(new: &JobSpec, old: &JobSpec, started: bool) -> Vec<Error> {
    let optional = |value: Option<Value>| value.unwrap_or(Value::Null);
    let open = old.suspend == Some(true) && !started;
    let template = if open { with_directives(&new.template, &old.template) } else { old.template.clone() };
    let found = [
        completions(new, old),
        immutable("selector", is_same(&new.selector, &old.selector), || {
            optional(new.selector.as_ref().map(to_json))
        }),
        immutable("template", is_same(&new.template, &template), || internal_template(&new.template)),
        immutable("completionMode", new.completion_mode == old.completion_mode, || {
            optional(new.completion_mode.clone().map(Value::from))
        }),
        immutable("podFailurePolicy", is_same(&new.pod_failure_policy, &old.pod_failure_policy), || {
            optional(new.pod_failure_policy.as_ref().map(capital))
        }),
        immutable("backoffLimitPerIndex", new.backoff_limit_per_index == old.backoff_limit_per_index, || {
            optional(new.backoff_limit_per_index.map(Value::from))
        }),
        immutable("managedBy", new.managed_by == old.managed_by, || {
            optional(new.managed_by.clone().map(Value::from))
        }),
        immutable("successPolicy", is_same(&new.success_policy, &old.success_policy), || {
            optional(new.success_policy.as_ref().map(capital))
        }),
    ];
    found.into_iter().flatten().collect()
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
    if affinity.is_some() || spec.affinity.is_some() {
        spec.affinity.get_or_insert_default().node_affinity = affinity;
    }
    for (container, given) in spec.containers.iter_mut().zip(&given.containers) {
        container.resources.clone_from(&given.resources);
    }
    template
}

/// The template in the server's own types.
fn internal_template(template: &PodTemplateSpec) -> Value {
    let metadata = template.metadata.as_ref().map(to_json);
    let mut fields = metadata.and_then(|value| value.as_object().cloned()).unwrap_or_default();
    let spec = template.spec.as_ref().map(to_json).unwrap_or_default();
    fields.insert("Spec".to_owned(), internal::spec(&spec));
    Value::Object(fields)
}

/// A small type of the server, whose fields have the same names with a capital.
fn capital<T: Typed>(value: &T) -> Value {
    fn renamed(value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                let mut out = Map::new();
                for (name, value) in fields {
                    let (first, rest) = name.split_at(name.len().min(1));
                    out.insert(format!("{}{rest}", first.to_ascii_uppercase()), renamed(value));
                }
                Value::Object(out)
            }
            Value::Array(items) => items.into_iter().map(renamed).collect(),
            leaf => leaf,
        }
    }
    renamed(to_json(value))
}
