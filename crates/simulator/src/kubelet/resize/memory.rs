//! A memory limit is not set below what is in use. Upstream: validateMemoryResizeAction,
//! pkg/kubelet/kuberuntime/kuberuntime_manager.go.

use crate::world::{Group, PodState, Update, World};

/// The limits that would fall below use, in the kubelet's words: those of containers name what the Pod as a whole uses.
pub(super) fn below_use(
    world: &World,
    state: &PodState,
    present: Group,
    wanted: Group,
    updates: &[Update],
) -> Option<String> {
    let used = |update: &Update| {
        let run = state.runtime.instance(update.instance).map(|one| state.run(one));
        run.and_then(|run| run.memory).and_then(|bytes| i64::try_from(bytes).ok()).unwrap_or(0)
    };
    let whole = whole(world, state);
    let mut faults = Vec::new();
    let falls = |limit: i64| present.memory.is_none_or(|present| limit < present);
    if let Some(limit) = wanted.memory.filter(|limit| falls(*limit) && whole >= *limit) {
        faults.push(format!("attempting to set pod memory limit ({limit}) below current usage ({whole})"));
    }
    for update in updates {
        let (limit, before) = (update.wanted.memory_limit, update.present.memory_limit);
        let falls = limit != 0 && (before == 0 || limit < before);
        if falls && used(update) >= limit {
            let spec = state.shape.containers.get(update.container);
            let name = spec.map(|spec| spec.name.as_str()).unwrap_or_default();
            faults.push(format!(
                "attempting to set container {name:?} memory limit ({limit}) below current usage ({whole})"
            ));
        }
    }
    let words = match faults.as_slice() {
        [] => return None,
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    Some(format!("cannot decrease memory limits: {words}"))
}

/// The memory that the Pod uses as a whole. The recorder's control groups were empty.
fn whole(world: &World, state: &PodState) -> i64 {
    if !world.scenario().assumes() {
        return 0;
    }
    let running =
        state.runtime.instances.iter().filter(|one| one.state == crate::world::InstanceState::Running);
    let bytes = running.filter_map(|one| state.run(one).memory).fold(0_u64, u64::saturating_add);
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
