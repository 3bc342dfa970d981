//! `podlab schedule --batch`: the nodes that pass the scheduler's filters, or its message.

use crate::admit::unread;
use crate::{Failure, loose};
use api::Kubernetes;
use engine::create::{World, create};
use scheduling::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `{"id","nodes","cluster","objects","existing","namespaceLabels","manifest"}`, the objects as text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Request {
    /// The nodes.
    #[serde(deserialize_with = "loose::value")]
    pub nodes: String,
    /// Objects of the cluster: classes and volumes.
    #[serde(deserialize_with = "loose::value")]
    pub cluster: String,
    /// Objects of the namespace: claims, LimitRanges, quotas.
    #[serde(deserialize_with = "loose::value")]
    pub objects: String,
    /// Pods that run already.
    #[serde(deserialize_with = "loose::texts")]
    pub existing: Vec<String>,
    /// The labels of the namespace.
    #[serde(deserialize_with = "loose::pairs")]
    pub namespace_labels: BTreeMap<String, String>,
    /// The Pod, or the workload whose first Pod is placed.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: String,
}

/// An attempt to place the Pod, or the reason why there is no Pod to place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// `{"id","feasible","event","nominatedNodeName","victims"}`.
    #[serde(rename_all = "camelCase")]
    Tried {
        /// The nodes that pass all filters.
        feasible: Vec<String>,
        /// The scheduler's event; null when it makes no attempt.
        event: Option<Event>,
        /// The node that preemption empties for the Pod.
        nominated_node_name: Option<String>,
        /// The Pods that preemption evicts.
        victims: Vec<String>,
    },
    /// `{"id","feasible","event","message"}`: none, null, and the reason.
    NoPod {
        /// None.
        feasible: [String; 0],
        /// Null.
        event: (),
        /// The refusal.
        message: String,
    },
}

/// The scheduler's event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `Scheduled` or `FailedScheduling`.
    pub reason: &'static str,
    /// The message.
    pub message: String,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let existing: Vec<&str> = request.existing.iter().map(String::as_str).collect();
    let before = [request.nodes.as_str(), request.cluster.as_str()];
    let labels = request.namespace_labels.clone();
    let object = api::objects(&request.manifest, kubernetes).into_iter().next();
    let object = object.ok_or("there is no object in the manifest")?;
    if let Some(message) = unread(&request.manifest, &object, kubernetes) {
        return Ok(no_pod(message));
    }
    let mut world = World::read(&before, &existing, &request.objects, labels, &object, kubernetes);
    let created = match create(object, &mut world) {
        Ok(created) => created,
        Err(refusal) => return Ok(no_pod(refusal.to_string())),
    };
    let Some(pod) = created.pods.first() else { return Ok(no_pod("no Pod is created".to_owned())) };
    world.cluster.pods.retain(|other| other.metadata.name != pod.metadata.name);
    if let Some(scheduler) = pod.spec.as_ref().and_then(scheduling::other_scheduler) {
        return Ok(no_pod(format!("the Pod waits for the scheduler `{scheduler}`, which is not asked here")));
    }
    let verdict = scheduling::filter(pod, &world.cluster, kubernetes);
    let event = verdict.event(pod);
    let event = event.map(|event| Event { kind: event.kind, reason: event.reason, message: event.message });
    let (nominated_node_name, victims) = match verdict.outcome {
        Outcome::Failed { nominated, victims, .. } => (nominated, victims),
        Outcome::Bound { .. }
        | Outcome::Gated { .. }
        | Outcome::WaitsForClaims
        | Outcome::Scheduled { .. } => (None, Vec::new()),
    };
    Ok(Answer::Tried { feasible: verdict.feasible, event, nominated_node_name, victims })
}

fn no_pod(message: String) -> Answer {
    Answer::NoPod { feasible: [], event: (), message }
}
