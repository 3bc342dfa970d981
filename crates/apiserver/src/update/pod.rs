//! The fields of a Pod that may change. Upstream: ValidatePodUpdate, pkg/apis/core/validation/validation.go.

use super::{difference, internal};
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, Toleration};

/// The fields of a Pod that may change.
const CHANGEABLE: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Names a change of tolerations that is not allowed.
const TOLERATIONS: &str = "existing toleration can not be modified except its tolerationSeconds";

/// Says what is wrong with the change, each with its field.
pub(super) fn errors(new: &Pod, old: &Pod) -> Vec<String> {
    let (Some(new), Some(old)) = (&new.spec, &old.spec) else { return Vec::new() };
    let count = |containers: &Option<Vec<Container>>| containers.as_ref().map_or(0, Vec::len);
    let mut errors = Vec::new();
    for (list, same) in [
        ("containers", new.containers.len() == old.containers.len()),
        ("initContainers", count(&new.init_containers) == count(&old.init_containers)),
    ] {
        if !same {
            errors.push(format!("spec.{list}: Forbidden: pod updates may not add or remove containers"));
        }
    }
    if !errors.is_empty() {
        return errors;
    }
    errors.extend(deadline(new.active_deadline_seconds, old.active_deadline_seconds));
    if !keeps_tolerations(new, old) {
        errors.push(format!("spec.tolerations: Forbidden: {TOLERATIONS}"));
    }
    for gate in new.scheduling_gates.iter().flatten() {
        if !old.scheduling_gates.iter().flatten().any(|old| old == gate) {
            errors.push(format!(
                "spec.schedulingGates: Forbidden: only deletion is allowed, but found new scheduling gate '{}'",
                gate.name
            ));
        }
    }
    let munged = munged(new, old);
    if !api::typed::is_same(&munged, old) {
        let lines = |spec| internal::lines(&api::typed::to_json(spec));
        let difference = difference::unified(&lines(old), &lines(&munged));
        errors.push(format!("spec: Forbidden: {CHANGEABLE}\n{difference}"));
    }
    errors
}

/// A deadline may be set, and drawn nearer.
fn deadline(new: Option<i64>, old: Option<i64>) -> Option<String> {
    let why = match (new, old) {
        (Some(new), Some(old)) if new > old => format!("{new}: must be less than or equal to previous value"),
        (None, Some(_)) => "null: must not update from a positive integer to nil value".to_owned(),
        _ => return None,
    };
    Some(format!("spec.activeDeadlineSeconds: Invalid value: {why}"))
}

/// Tolerations may be added; of one that is there only the seconds may change.
fn keeps_tolerations(new: &PodSpec, old: &PodSpec) -> bool {
    let bare = |toleration: &Toleration| Toleration { toleration_seconds: None, ..toleration.clone() };
    let new: Vec<Toleration> = new.tolerations.iter().flatten().map(bare).collect();
    old.tolerations.iter().flatten().all(|toleration| new.contains(&bare(toleration)))
}

/// The new spec with everything that may change set back.
fn munged(new: &PodSpec, old: &PodSpec) -> PodSpec {
    let mut spec = new.clone();
    for (new, old) in spec.containers.iter_mut().zip(&old.containers) {
        new.image.clone_from(&old.image);
    }
    let init = spec.init_containers.iter_mut().flatten();
    for (new, old) in init.zip(old.init_containers.iter().flatten()) {
        new.image.clone_from(&old.image);
    }
    spec.active_deadline_seconds = old.active_deadline_seconds;
    spec.tolerations.clone_from(&old.tolerations);
    spec.scheduling_gates.clone_from(&old.scheduling_gates);
    let relaxed = old.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0)
        && spec.termination_grace_period_seconds == Some(1);
    if relaxed {
        spec.termination_grace_period_seconds = old.termination_grace_period_seconds;
    }
    spec
}
