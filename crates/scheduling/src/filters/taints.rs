//! `spec.taints` of the node against `spec.tolerations` of the Pod.
//! Upstream: plugins/tainttoleration, k8s.io/api/core/v1/toleration.go.

use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World, spec_of};
use api::{Gate, Kubernetes};
use k8s_openapi::api::core::v1::{Pod, PodSpec, Taint, Toleration};

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    has_untolerated(pod, machine, world.kubernetes)
        .then(|| Refusal::unsuitable("TaintToleration", Word::UntoleratedTaint.text()))
}

/// Whether the node has a taint that keeps the Pod away.
pub(crate) fn has_untolerated(pod: &Pod, machine: &Machine<'_>, kubernetes: &Kubernetes) -> bool {
    let taints = machine.node.spec.as_ref().and_then(|spec| spec.taints.as_deref()).unwrap_or_default();
    let mut forbidding =
        taints.iter().filter(|taint| matches!(taint.effect.as_str(), "NoSchedule" | "NoExecute"));
    forbidding.any(|taint| !tolerates(pod, taint, kubernetes))
}

/// Whether any of the Pod's tolerations covers the taint.
pub(crate) fn tolerates(pod: &Pod, taint: &Taint, kubernetes: &Kubernetes) -> bool {
    tolerations(spec_of(pod), taint, kubernetes).next().is_some()
}

/// The tolerations of a Pod that cover a taint.
pub fn tolerations<'a>(
    spec: &'a PodSpec,
    taint: &'a Taint,
    kubernetes: &Kubernetes,
) -> impl Iterator<Item = &'a Toleration> {
    let compares = kubernetes.enabled(Gate::TaintTolerationComparisonOperators);
    let all = spec.tolerations.iter().flatten();
    all.filter(move |toleration| covers(toleration, taint, compares))
}

/// An empty key or effect covers all of them.
fn covers(toleration: &Toleration, taint: &Taint, compares: bool) -> bool {
    let written = |text: &Option<String>| text.clone().unwrap_or_default();
    let (key, effect, value) =
        (written(&toleration.key), written(&toleration.effect), written(&toleration.value));
    if !effect.is_empty() && effect != taint.effect || !key.is_empty() && key != taint.key {
        return false;
    }
    let tainted = taint.value.as_deref().unwrap_or_default();
    let numbers = || tainted.parse::<i64>().ok().zip(value.parse::<i64>().ok());
    match toleration.operator.as_deref().unwrap_or_default() {
        "" | "Equal" => value == tainted,
        "Exists" => true,
        "Lt" if compares => numbers().is_some_and(|(tainted, bound)| tainted < bound),
        "Gt" if compares => numbers().is_some_and(|(tainted, bound)| tainted > bound),
        _ => false,
    }
}
