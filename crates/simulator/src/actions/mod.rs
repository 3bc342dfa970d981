//! The actions of people: delete, evict, patch, create, lose the sandbox, restart the kubelet.

mod decode;
mod merge;
mod patch;

pub use decode::refusal as unreadable;
pub use patch::apply as patched;

use crate::cluster::{budgets, delete};
use crate::scenario::ActionKind;
use crate::world::{Effects, World};
use crate::{controllers, kubelet};

/// Does the scenario's action of this number.
pub(crate) fn act(world: &World, number: usize) -> Effects {
    let Some(action) = world.scenario().actions.get(number) else { return Effects::none() };
    let target = action.target.as_ref();
    match &action.kind {
        ActionKind::KubeletRestart { down } => kubelet::restart::stop(world, Some(*down)),
        ActionKind::KubeletStop => kubelet::restart::stop(world, None),
        ActionKind::KubeletStart => kubelet::restart::start(world),
        ActionKind::Create { objects } => controllers::create(world, objects),
        ActionKind::Patch { patch, kind, subresource } => {
            patch::patch(world, target, patch, kind.as_deref(), subresource.as_deref())
        }
        ActionKind::Delete { grace, orphan } => match delete::find(world, target) {
            Some(pod) => delete::delete(world, pod, *grace),
            None => controllers::delete(world, target, *orphan),
        },
        ActionKind::LoseSandbox => {
            let pod = delete::find(world, target)
                .or_else(|| world.pods().iter().position(|state| !state.api.removed));
            let sandbox = pod.and_then(|pod| Some((pod, world.pod(pod)?.runtime.sandbox()?.attempt)));
            sandbox.map_or_else(Effects::none, |(pod, attempt)| {
                kubelet::exits::sandbox_dies(world, pod, attempt)
            })
        }
        ActionKind::Evict => match delete::find(world, target) {
            Some(pod) => budgets::evict(world, pod),
            None => Effects::none(),
        },
    }
}
