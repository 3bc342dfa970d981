//! Pods that write more than they may are evicted. Upstream: localStorageEviction, pkg/kubelet/eviction/eviction_manager.go.

use super::{event, worker};
use crate::Word;
use crate::latency;
use crate::scenario::Write;
use crate::trace::EventType;
use crate::world::{Effects, KubeletPod, NodeEffect, PodId, PodState, Stage, Timer, WorkerEffect, World};
use api::Quantity;
use api::well_known::SYSTEM_PRIORITY;
use k8s_openapi::api::core::v1::{PodStatus, Volume};

/// Bytes in an MB of a scenario.
const MEGABYTE: i64 = 1_000_000;
/// The grace period of an eviction that cannot wait, in seconds.
const GRACE: i64 = 1;

/// A container was started: if it is going to write, the kubelet's next look matters.
pub(super) fn arm(world: &World, state: &PodState, container: usize) -> Effects {
    let mut effects = Effects::none();
    let (last, due) = world.node().storage;
    let name = state.shape.containers.get(container).map(|spec| spec.name.as_str()).unwrap_or_default();
    if due || !writes(state, name) {
        return effects;
    }
    effects.node(NodeEffect::Storage { last, due: true });
    effects.at(latency::next_storage(world.now(), last), Timer::Storage);
    effects
}

fn writes(state: &PodState, container: &str) -> bool {
    let runs = state.runs.get(container).or_else(|| state.scenario.containers.get(container));
    runs.is_some_and(|runs| runs.iter().any(|run| run.write.is_some()))
}

/// Looks at what each Pod has written. While one that was evicted is still there, nothing else is looked at.
pub(crate) fn look(world: &World) -> Effects {
    let mut effects = Effects::none();
    let now = world.now();
    let known = || {
        let pods = world.pods().iter().enumerate();
        pods.filter_map(|(pod, state)| Some((pod, state, world.known(pod)?.1)))
    };
    let is_going =
        |kubelet: &KubeletPod| kubelet.worker.evicted.is_some() && kubelet.worker.stage != Stage::Finished;
    let mut cleanup = known().any(|(_, _, kubelet)| is_going(kubelet));
    let mut goes_on = false;
    if !cleanup {
        for (pod, state, kubelet) in known() {
            let may_write = state.shape.containers.iter().any(|spec| writes(state, &spec.name));
            if kubelet.worker.stage != Stage::Syncing || !may_write || is_critical(state) {
                continue;
            }
            goes_on = true;
            if let Some(message) = excess(world, state) {
                cleanup = true;
                effects.and(evict(world, pod, state, message));
            }
        }
    }
    let due = cleanup || goes_on;
    effects.node(NodeEffect::Storage { last: Some(now), due });
    if due {
        let next = if cleanup { latency::STORAGE_CLEANUP } else { latency::STORAGE };
        effects.at(now + next, Timer::Storage);
    }
    effects
}

fn is_critical(state: &PodState) -> bool {
    state.shape.spec.priority.is_some_and(|priority| priority >= SYSTEM_PRIORITY)
}

/// Stops a Pod; its object stays.
fn evict(world: &World, pod: PodId, state: &PodState, message: String) -> Effects {
    let mut effects = Effects::none();
    effects.push(event(state, None, EventType::Warning, Word::Evicted, message.clone()));
    effects.pod_message(pod, format!("evicted by the kubelet: {}", message.trim_end()));
    effects.worker(pod, WorkerEffect::Evicted(message));
    effects.worker(pod, WorkerEffect::Stage(Stage::Terminating));
    effects.worker(pod, WorkerEffect::Grace(GRACE));
    effects.and(worker::request(world, pod));
    effects
}

/// Puts the eviction into a status that is made while the Pod is being stopped.
pub(super) fn tell(kubelet: &KubeletPod, status: &mut PodStatus) {
    if let Some(message) = &kubelet.worker.evicted {
        status.phase = Some(Word::Failed.text().to_owned());
        status.reason = Some(Word::Evicted.text().to_owned());
        status.message = Some(message.clone());
    }
}

/// The limit that a Pod exceeds, in the kubelet's words: of an emptyDir, of the Pod, of a container.
fn excess(world: &World, state: &PodState) -> Option<String> {
    let used = usage(world, state);
    let volumes = state.shape.spec.volumes.as_deref().unwrap_or_default();
    for volume in volumes {
        let Some(limit) = volume.empty_dir.as_ref().and_then(|one| one.size_limit.as_ref()) else { continue };
        let limit = Quantity::of(limit);
        if limit.sign() > 0 && used.of_volume(&volume.name) > limit.value() {
            let name = &volume.name;
            return Some(format!(
                "Usage of EmptyDir volume {name:?} exceeds the limit {:?}. ",
                limit.to_string()
            ));
        }
    }
    let limits: Vec<(usize, Quantity)> = limits(state).collect();
    let mut total = limits.first().map(|(_, first)| first.clone())?;
    limits.iter().skip(1).for_each(|(_, limit)| total.add(limit));
    if used.local(volumes) > total.value() {
        let message = "Pod ephemeral local storage usage exceeds the total limit of containers";
        return Some(format!("{message} {total}. "));
    }
    limits.iter().filter(|(_, limit)| limit.value() != 0).find_map(|(container, limit)| {
        let name = &state.shape.containers.get(*container)?.name;
        (used.of_layer(*container) > limit.value()).then(|| {
            format!("Container {name} exceeded its local ephemeral storage limit {:?}. ", limit.to_string())
        })
    })
}

/// The app containers' and sidecars' limits of ephemeral storage.
fn limits(state: &PodState) -> impl Iterator<Item = (usize, Quantity)> {
    state.shape.containers.iter().enumerate().filter_map(|(index, spec)| {
        let runs_on = matches!(spec.role, crate::shape::Role::App | crate::shape::Role::Sidecar);
        let limits = spec.container.resources.as_ref()?.limits.as_ref().filter(|_| runs_on)?;
        Some((index, Quantity::of(limits.get("ephemeral-storage")?)))
    })
}

/// The bytes that a Pod has written.
#[derive(Default)]
struct Usage {
    layers: Vec<(usize, i64)>,
    volumes: Vec<(String, i64)>,
}

impl Usage {
    fn of_volume(&self, name: &str) -> i64 {
        self.volumes.iter().filter(|(volume, _)| volume == name).map(|(_, size)| size).sum()
    }

    fn of_layer(&self, container: usize) -> i64 {
        self.layers.iter().filter(|(index, _)| *index == container).map(|(_, size)| size).sum()
    }

    /// All that is on the node's disk: layers, and emptyDirs that are not in memory.
    fn local(&self, volumes: &[Volume]) -> i64 {
        let on_disk = |volume: &&Volume| {
            volume.empty_dir.as_ref().is_some_and(|one| one.medium.as_deref().unwrap_or_default() != "Memory")
        };
        let volumes = volumes.iter().filter(on_disk).map(|volume| self.of_volume(&volume.name));
        self.layers.iter().map(|(_, size)| *size).chain(volumes).sum()
    }
}

/// Layers as they are now, volumes as they were measured last. A layer goes with its container, a file in a volume stays;
/// runs that write the same file again make it no larger.
fn usage(world: &World, state: &PodState) -> Usage {
    let mut usage = Usage::default();
    let measured = latency::last_measure(world.now());
    for instance in state.runtime.instances.iter() {
        let Some((write, started)) = state.run(instance).write.zip(instance.started) else { continue };
        let at = started + write.after;
        if instance.finished.is_some_and(|end| end < at) {
            continue;
        }
        let newest = state.runtime.newest(instance.container).is_some_and(|one| one.id == instance.id);
        let volume = volume_of(state, instance.container, &write);
        let file = write.file.as_ref().map_or(0, |(_, size)| i64::from(*size));
        let into_layer = i64::from(write.layer) + if volume.is_none() { file } else { 0 };
        if newest && at <= world.now() {
            usage.layers.push((instance.container, into_layer * MEGABYTE));
        }
        let Some(volume) = volume.filter(|_| measured.is_some_and(|measured| at <= measured)) else {
            continue;
        };
        let size = file * MEGABYTE;
        match usage.volumes.iter_mut().find(|(name, _)| *name == volume) {
            Some((_, known)) => *known = (*known).max(size),
            None => usage.volumes.push((volume, size)),
        }
    }
    usage
}

/// The volume that a container's file is in: named itself, or mounted above the path.
fn volume_of(state: &PodState, container: usize, write: &Write) -> Option<String> {
    let (to, _) = write.file.as_ref()?;
    let mut volumes = state.shape.spec.volumes.iter().flatten();
    if volumes.any(|volume| volume.name == *to) {
        return Some(to.clone());
    }
    let spec = state.shape.containers.get(container)?;
    let mounts = spec.container.volume_mounts.iter().flatten();
    let above = mounts.filter(|mount| {
        let rest = to.strip_prefix(mount.mount_path.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    above.max_by_key(|mount| mount.mount_path.len()).map(|mount| mount.name.clone())
}
