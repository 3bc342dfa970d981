//! The work with Pods that all controllers share: find their own, make one from a template, rank them for deletion.
//! Upstream: pkg/controller/controller_utils.go.

use super::workload;
use crate::Millis;
use crate::cluster::create::{self, By};
use crate::hash::letters;
use crate::latency;
use crate::trace::Owner;
use crate::world::{Effects, PodId, PodState, Timer, Workload, WorkloadKind, World};
use api::collections::sort_by_key;
use k8s_openapi::api::core::v1::{Pod, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};
use std::collections::BTreeMap;

/// The most that the server takes of the base of a name that it draws. Upstream: maxGeneratedNameLength,
/// apiserver/pkg/storage/names/generate.go.
const LONGEST_BASE: usize = 58;

/// The finalizer by which a Job counts each of its Pods.
const JOB_TRACKING: &str = "batch.kubernetes.io/job-tracking";

/// The Pods of a workload that are in the API.
pub(super) fn owned(world: &World, workload: usize) -> impl Iterator<Item = (PodId, &PodState)> {
    world
        .pods()
        .iter()
        .enumerate()
        .filter(move |(_, state)| state.owner == Some(workload) && !state.api.removed)
}

/// Neither terminal nor being deleted. Upstream: IsPodActive.
pub(super) fn is_active(state: &PodState) -> bool {
    !state.is_terminal() && state.api.deletion.is_none()
}

/// Whether the Pod's condition `Ready` is true.
pub(super) fn is_ready(state: &PodState) -> bool {
    let mut conditions = state.api.status.conditions.iter().flatten();
    conditions.any(|one| one.type_ == "Ready" && one.status == "True")
}

/// Since when the Pod has been ready, in whole seconds.
fn ready_since(state: &PodState) -> Option<Millis> {
    let mut conditions = state.api.status.conditions.iter().flatten();
    let ready = conditions.find(|one| one.type_ == "Ready" && one.status == "True")?;
    ready.last_transition_time.as_ref().map(workload::at)
}

/// From when on a Pod counts as available, when it stays ready. Upstream: IsPodAvailable.
pub(super) fn available_from(state: &PodState, min_ready: Option<i32>) -> Option<Millis> {
    let wait = u64::try_from(min_ready.unwrap_or(0)).unwrap_or(0);
    ready_since(state).map(|since| since + Millis::seconds(wait))
}

/// How many Pods of a workload there are of each sort.
#[derive(Default)]
pub(super) struct Counts {
    pub active: i32,
    pub ready: i32,
    pub available: i32,
    pub terminating: i32,
}

/// Counts Pods; asks for another turn when the next of them becomes available.
pub(super) fn count(world: &World, index: usize, min_ready: Option<i32>, effects: &mut Effects) -> Counts {
    let mut counts = Counts::default();
    for (_, state) in owned(world, index) {
        if !is_active(state) {
            counts.terminating += i32::from(!state.is_terminal());
            continue;
        }
        counts.active += 1;
        let Some(from) = available_from(state, min_ready) else { continue };
        counts.ready += 1;
        counts.available += i32::from(from <= world.now());
        await_available(world, index, from, effects);
    }
    counts
}

/// Asks for another turn when a Pod becomes available.
pub(super) fn await_available(world: &World, index: usize, from: Millis, effects: &mut Effects) {
    if from > world.now() {
        effects.at(from, Timer::Control(index));
    }
}

/// Whether there is room for one more Pod after `made` new ones.
pub(super) fn room(world: &World, made: usize) -> bool {
    made < rooms(world)
}

/// For how many more Pods there is room.
pub(super) fn rooms(world: &World) -> usize {
    world.max_pods().saturating_sub(world.pods().len())
}

/// The name of a new Pod: the base, cut as the server cuts it, and five letters that make the name unique in the trace;
/// others for each try after a refusal.
pub(super) fn draw_name(world: &World, workload: &Workload, base: &str, made: usize) -> String {
    let number = world.pods().len() + made;
    let letters = match workload.tries {
        0 => letters(&format!("{base}/{number}")),
        tries => letters(&format!("{base}/{number}/{tries}")),
    };
    format!("{}{letters}", base.get(..LONGEST_BASE).unwrap_or(base))
}

/// The reference of a Pod to the workload that controls it.
pub(super) fn owner_reference(workload: &Workload) -> OwnerReference {
    let api_version = api::kinds::named(workload.kind.name()).map_or("v1", |kind| kind.api_version);
    OwnerReference {
        api_version: api_version.to_owned(),
        kind: workload.kind.to_string(),
        name: workload.name.clone(),
        uid: workload.uid.clone(),
        controller: Some(true),
        block_owner_deletion: Some(true),
    }
}

/// How a Pod is named and marked.
pub(super) struct Naming {
    pub name: String,
    pub generate_name: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub tag: String,
}

/// Makes a Pod from a template, the `made`th of this turn; the controller looks again when it is there.
pub(super) fn make(
    world: &World,
    index: usize,
    workload: &Workload,
    template: &PodTemplateSpec,
    naming: Naming,
    made: usize,
) -> Effects {
    let written = template.metadata.clone().unwrap_or_default();
    let mut labels = written.labels.unwrap_or_default();
    labels.extend(naming.labels);
    let mut finalizers = written.finalizers.unwrap_or_default();
    if workload.kind == WorkloadKind::Job && finalizers.iter().all(|one| one != JOB_TRACKING) {
        finalizers.push(JOB_TRACKING.to_owned());
    }
    let pod = Pod {
        metadata: ObjectMeta {
            name: Some(naming.name),
            generate_name: naming.generate_name,
            namespace: Some(workload.namespace.clone()),
            labels: (!labels.is_empty()).then_some(labels),
            annotations: written.annotations,
            finalizers: (!finalizers.is_empty()).then_some(finalizers),
            owner_references: Some(vec![owner_reference(workload)]),
            ..ObjectMeta::default()
        },
        spec: template.spec.clone(),
        status: None,
    };
    let owner = Owner { kind: workload.kind.to_string(), name: workload.name.clone() };
    let by = By { workload: index, owner, written_name: &workload.written_name, tag: naming.tag };
    let mut effects = create::pod(world, pod, Some(by), made);
    if workload.kind != WorkloadKind::Job {
        effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
    }
    effects
}

/// Sorts Pods in the order in which they are deleted: first the ones that are not bound, pending, not ready, of a low
/// deletion cost, restarted more often, younger. Upstream: ActivePodsWithRanks.
pub(super) fn rank_for_deletion(pods: &mut Vec<(PodId, &PodState)>) {
    let phase = |state: &PodState| match state.api.status.phase.as_deref() {
        Some("Running") => 2,
        Some("Pending") | None => 0,
        _ => 1,
    };
    let cost = |state: &PodState| {
        let annotations = state.api.base.metadata.annotations.as_ref();
        let cost = annotations.and_then(|all| all.get("controller.kubernetes.io/pod-deletion-cost"));
        cost.and_then(|cost| cost.parse::<i64>().ok()).unwrap_or(0)
    };
    let restarts = |state: &PodState| {
        let all = state.api.status.container_statuses.iter().flatten();
        all.map(|status| status.restart_count).max().unwrap_or(0)
    };
    sort_by_key(pods, |(_, state): &(PodId, &PodState)| {
        (
            state.api.bound,
            phase(state),
            is_ready(state),
            cost(state),
            std::cmp::Reverse(restarts(state)),
            std::cmp::Reverse(state.api.created),
        )
    });
}
