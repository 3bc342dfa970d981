//! A write of the status of a workload, or of a Pod's ephemeral containers.
//! Upstream: Validate*StatusUpdate, pkg/apis/apps/validation/validation.go; ValidatePodEphemeralContainersUpdate, pkg/apis/core/validation.

use super::{own_errors, valid};
use crate::{Refusal, State};
use api::Object;
use serde_json::Value;

/// The counts of a status that are not negative, in the server's order.
const COUNTS: [(&str, &str); 5] = [
    (
        "Deployment",
        "observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas collisionCount",
    ),
    (
        "ReplicaSet",
        "replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration terminatingReplicas",
    ),
    (
        "ReplicationController",
        "replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration",
    ),
    (
        "StatefulSet",
        "replicas readyReplicas currentReplicas updatedReplicas availableReplicas observedGeneration collisionCount",
    ),
    (
        "DaemonSet",
        "currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable collisionCount",
    ),
];

/// Those that are no more than all replicas, in the server's order.
const BOUNDED: [(&str, &[&str]); 4] = [
    ("Deployment", &["updatedReplicas", "readyReplicas", "availableReplicas"]),
    ("ReplicaSet", &["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
    ("ReplicationController", &["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
    ("StatefulSet", &["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]),
];

/// The object with another status; the refusal of counts that cannot be.
pub fn with_status(object: Object) -> Result<Object, Refusal> {
    let status = object.to_json().get("status").cloned().unwrap_or_default();
    let kind = object.kind();
    let count = |field: &str| status.get(field).and_then(Value::as_i64).unwrap_or_default();
    let error = |field: &str, why: &str| format!("status.{field}: Invalid value: {}: {why}", count(field));
    let mut errors: Vec<String> = Vec::new();
    let counts = COUNTS.iter().filter(|(own, _)| *own == kind).flat_map(|(_, all)| all.split(' '));
    let low = counts.filter(|field| count(field) < 0);
    errors.extend(low.map(|field| error(field, "must be greater than or equal to 0")));
    if let Some((_, bounded)) = BOUNDED.iter().find(|(own, _)| *own == kind) {
        let most = count("replicas");
        let above = bounded.iter().filter(|field| count(field) > most);
        errors.extend(above.map(|field| error(field, "cannot be greater than status.replicas")));
        if count("availableReplicas") > count("readyReplicas") {
            let of = if kind == "StatefulSet" { "status." } else { "" };
            errors.push(error("availableReplicas", &format!("cannot be greater than {of}readyReplicas")));
        }
    }
    valid(object, errors)
}

/// The Pod with other ephemeral containers; the refusal of one by its own rules.
pub fn with_ephemeral_containers(pod: Object, state: &State) -> Result<Object, Refusal> {
    let is_asked = |field: &str, detail: &str| {
        field.starts_with("spec.ephemeralContainers[") && detail != "cannot be set on create"
    };
    let mut pod = pod;
    api::defaulting::apply(&mut pod, &state.kubernetes);
    let errors = own_errors(&pod, state).into_iter().filter(|error| is_asked(&error.field, &error.detail));
    let errors = errors.map(|error| error.message(&state.kubernetes)).collect();
    valid(pod, errors)
}
