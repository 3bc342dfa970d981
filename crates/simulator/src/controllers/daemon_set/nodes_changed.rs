//! Nodes that come or change: the DaemonSets to which it matters look at their nodes.
//! Upstream: syncNodeUpdate, pkg/controller/daemon/daemon_controller.go.

use super::{Place, Turn, pods};
use crate::cluster::{claims, nodes, scheduler};
use crate::latency;
use crate::world::{Effects, Timer, Workload, WorkloadId, World};
use api::Object;
use serde_json::Value;

/// A node is new, or is not as it was `before`: the scheduler looks again at Pods that it may take now, and when its labels or
/// taints are others the controller of DaemonSets looks too.
pub(in crate::controllers) fn node_changed(
    world: &World,
    before: Option<&Value>,
    node: &Workload,
) -> Effects {
    let value = claims::value(node);
    let mut effects = scheduler::retry_for_node(world, before, value);
    let parts = ["/metadata/labels", "/spec/taints"];
    let same = |before: &Value| parts.iter().all(|part| before.pointer(part) == value.pointer(part));
    if before.is_some_and(same) {
        return effects;
    }
    for (index, one) in world.workloads().iter().enumerate() {
        if !one.deleted && concerns(world, index, one, node) {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects
}

/// Whether a DaemonSet has to act on a node, or has counted Pods that were on nodes where they should not be. One whose Pod may
/// only stay hears of nothing.
fn concerns(world: &World, index: WorkloadId, workload: &Workload, node: &Workload) -> bool {
    let Object::DaemonSet(object) = &*workload.object else { return false };
    let here = pods::owned(world, index).filter(|(_, state)| nodes::is_on(world, node, state)).collect();
    let place = Place { name: &node.name, node: Some(node), pods: here };
    let turn = Turn {
        world,
        index,
        workload,
        object,
        hash: String::new(),
        effects: Effects::none(),
        made: 0,
        failures: workload.failures.clone(),
    };
    let misscheduled = object.status.as_ref().is_some_and(|status| status.number_misscheduled > 0);
    if place.pods.is_empty() {
        return turn.should_run(&place);
    }
    misscheduled || !turn.fits(&place, &["NoExecute"])
}
