//! `podlab admit --batch`: `{"id","objects","existing","cluster","namespaceLabels","manifest"}` →
//! `{"id","accepted","message","pod","quotaUsed","events"}`.

use super::request::{text, texts, world};
use super::resources::texts as amounts;
use crate::create::{Created, World, create};
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Container, Pod, ResourceRequirements};
use serde_json::{Map, Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let mut world = world(request, &[text(request, "cluster")], &texts(request, "existing"), kubernetes);
    let Some(object) = api::objects(text(request, "manifest"), kubernetes).into_iter().next() else {
        return json!({"accepted": false, "message": "there is no object in the manifest"});
    };
    match create(object, &mut world, kubernetes) {
        Ok(created) => accepted(&created, &world),
        Err(refusal) => json!({"accepted": false, "message": refusal.message, "quotaUsed": quotas(&world)}),
    }
}

fn accepted(created: &Created, world: &World) -> Value {
    let events = created.events.iter().map(|event| {
        json!({"type": event.kind, "reason": event.reason, "object": event.object, "message": event.message})
    });
    json!({
        "accepted": true,
        "message": null,
        "pod": created.pods.first().map(pod),
        "podsCreated": created.pods.len(),
        "quotaUsed": quotas(world),
        "events": events.collect::<Vec<_>>(),
    })
}

/// The parts of a stored Pod that admission decides.
fn pod(pod: &Pod) -> Value {
    let printed = api::printed::json(&api::Object::Pod(Box::new(pod.clone())));
    let spec = printed.get("spec").cloned().unwrap_or_default();
    let mut answer = Map::new();
    answer.insert("name".to_owned(), json!(pod.metadata.name));
    answer.insert("annotations".to_owned(), json!(pod.metadata.annotations));
    let containers = |list: &[Container]| -> Value {
        list.iter().map(|c| json!({"name": c.name, "resources": lists(c.resources.as_ref())})).collect()
    };
    if let Some(spec) = &pod.spec {
        answer.insert("containers".to_owned(), containers(&spec.containers));
        if let Some(init) = &spec.init_containers {
            answer.insert("initContainers".to_owned(), containers(init));
        }
    }
    for field in [
        "resources",
        "tolerations",
        "priority",
        "priorityClassName",
        "preemptionPolicy",
        "overhead",
        "nodeSelector",
        "runtimeClassName",
    ] {
        if let Some(value) = spec.get(field) {
            answer.insert(field.to_owned(), value.clone());
        }
    }
    answer.insert(
        "qosClass".to_owned(),
        json!(pod.status.as_ref().and_then(|status| status.qos_class.clone())),
    );
    Value::Object(answer)
}

/// Requests and limits as Kubernetes prints them.
fn lists(resources: Option<&ResourceRequirements>) -> Value {
    let mut lists = Map::new();
    let written = resources
        .into_iter()
        .flat_map(|r| [("limits", r.limits.as_ref()), ("requests", r.requests.as_ref())]);
    for (name, list) in written {
        if let Some(list) = list.filter(|list| !list.is_empty()) {
            let list = list.iter().map(|(name, amount)| (name.clone(), Quantity::of(amount))).collect();
            lists.insert(name.to_owned(), amounts(&list));
        }
    }
    lists.into()
}

/// Each quota with what it allows and what is used.
fn quotas(world: &World) -> Value {
    let quotas = world.around.quotas.iter().map(|quota| {
        let name = quota.metadata.name.clone().unwrap_or_default();
        let hard = quota.spec.as_ref().and_then(|spec| spec.hard.as_ref());
        let hard =
            hard.into_iter().flatten().map(|(name, amount)| (name.clone(), Quantity::of(amount))).collect();
        let used = world.used.get(&name).cloned().unwrap_or_default();
        (name, json!({"hard": amounts(&hard), "used": amounts(&used)}))
    });
    quotas.collect::<Map<_, _>>().into()
}
