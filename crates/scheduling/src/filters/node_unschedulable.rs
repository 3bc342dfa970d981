//! `spec.unschedulable` of the node (cordoned). Upstream: plugins/nodeunschedulable.

use super::taints;
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World};
use api::well_known::UNSCHEDULABLE;
use k8s_openapi::api::core::v1::{Pod, Taint};

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    let cordoned = machine.node.spec.as_ref().is_some_and(|spec| spec.unschedulable == Some(true));
    let taint = Taint { key: UNSCHEDULABLE.to_owned(), effect: "NoSchedule".to_owned(), ..Taint::default() };
    (cordoned && !taints::tolerates(pod, &taint, world.kubernetes))
        .then(|| Refusal::unsuitable("NodeUnschedulable", Word::Cordoned.text()))
}
