//! `podlab schedule --batch`: `{"id","nodes","cluster","objects","existing","manifest"}` →
//! `{"id","feasible","event","nominatedNodeName","victims"}`.

use super::request::{text, texts, world};
use crate::create::create;
use api::Kubernetes;
use scheduling::Outcome;
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let before = [text(request, "nodes"), text(request, "cluster")];
    let mut world = world(request, &before, &texts(request, "existing"), kubernetes);
    let Some(object) = api::objects(text(request, "manifest"), kubernetes).into_iter().next() else {
        return json!({"error": "there is no object in the manifest"});
    };
    let created = match create(object, &mut world, kubernetes) {
        Ok(created) => created,
        Err(refusal) => return json!({"feasible": [], "event": null, "message": refusal.message}),
    };
    let Some(pod) = created.pods.first() else {
        return json!({"feasible": [], "event": null, "message": "no Pod is created"});
    };
    world.cluster.pods.retain(|other| other.metadata.name != pod.metadata.name);
    let verdict = scheduling::filter(pod, &world.cluster, kubernetes);
    let event = verdict
        .event(pod)
        .map(|event| json!({"type": event.kind, "reason": event.reason, "message": event.message}));
    let (nominated, victims) = match &verdict.outcome {
        Outcome::Failed { nominated, victims, .. } => (nominated.clone(), victims.clone()),
        _ => (None, Vec::new()),
    };
    json!({"feasible": verdict.feasible, "event": event, "nominatedNodeName": nominated, "victims": victims})
}
