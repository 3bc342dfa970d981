//! The work with Pods that all controllers share: find their own, make one from a template, rank them for deletion.
//! Upstream: pkg/controller/controller_utils.go.

use crate::cluster::create::{self, By};
use crate::hash::hash;
use crate::trace::Owner;
use crate::world::{Effects, PodId, PodState, Workload, World};
use api::collections::sort_by_key;
use k8s_openapi::api::core::v1::{Pod, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};
use std::collections::BTreeMap;

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

/// Whether there is room for one more Pod after `made` new ones.
pub(super) fn room(world: &World, made: usize) -> bool {
    world.pods().len() + made < world.max_pods()
}

/// Five letters that make the name of a new Pod unique in the trace.
pub(super) fn suffix(world: &World, base: &str, made: usize) -> String {
    let letters = b"bcdfghjklmnpqrstvwxz2456789";
    let mut number = hash(&format!("{base}/{}", world.pods().len() + made));
    let mut text = String::new();
    for _ in 0..5 {
        let at = usize::try_from(number % 27).unwrap_or(0);
        text.extend(letters.get(at).map(|letter| char::from(*letter)));
        number /= 27;
    }
    text
}

/// How a Pod is named and marked.
pub(super) struct Naming {
    pub name: String,
    pub generate_name: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub tag: String,
}

/// Makes a Pod from a template: the `made`th of this turn.
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
    let api_version = api::kinds::named(workload.kind).map_or("v1", |kind| kind.api_version);
    let pod = Pod {
        metadata: ObjectMeta {
            name: Some(naming.name),
            generate_name: naming.generate_name,
            namespace: Some(workload.namespace.clone()),
            labels: (!labels.is_empty()).then_some(labels),
            annotations: written.annotations,
            finalizers: (workload.kind == "Job").then(|| vec!["batch.kubernetes.io/job-tracking".to_owned()]),
            owner_references: Some(vec![OwnerReference {
                api_version: api_version.to_owned(),
                kind: workload.kind.to_owned(),
                name: workload.name.clone(),
                uid: workload.uid.clone(),
                controller: Some(true),
                block_owner_deletion: Some(true),
            }]),
            ..ObjectMeta::default()
        },
        spec: template.spec.clone(),
        status: None,
    };
    let owner = Owner { kind: workload.kind.to_owned(), name: workload.name.clone() };
    let by = By { workload: index, owner, written_name: &workload.written_name, tag: naming.tag };
    create::pod(world, pod, Some(by), made)
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
