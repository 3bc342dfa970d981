//! The objects beside Pods, as the API server has them at an instant: those of the trace, with what a cluster adds to
//! them, and those that every cluster has.

use super::{endpoints, revisions};
use api::well_known::{LEASES, NAMESPACES, TEMPLATE_GENERATION, protection};
use api::{Kubernetes, Object, kinds};
use kubectl::Whom;
use serde_json::{Map, Value, json};
use simulator::trace::ObjectVersion;
use simulator::{Millis, Trace};
use std::collections::BTreeMap;

/// The kinds of objects that are made of others.
pub(super) const FOLLOWING: [&str; 4] = ["ControllerRevision", "Endpoints", "EndpointSlice", "Lease"];

/// By kind, namespace and name.
type Named = BTreeMap<(String, String, String), Value>;

/// The objects of an instant, by kind in the order of their names. `pods` are those that are there.
pub(super) fn objects(trace: &Trace, at: Millis, pods: &[Value], kubernetes: &Kubernetes) -> Vec<Value> {
    let mut histories: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for version in trace.objects.iter().filter(|version| version.at <= at) {
        let object = &version.object;
        histories.entry((object.kind(), object.namespace(), object.name())).or_default().push(version);
    }
    let mut spaces: BTreeMap<&str, Millis> = NAMESPACES.map(|name| (name, Millis::ZERO)).into();
    for ((kind, _, name), history) in &histories {
        if *kind == "Namespace" && history.last().is_some_and(|last| !last.deleted) {
            spaces.entry(name).or_insert_with(|| history.first().map_or(Millis::ZERO, |first| first.at));
        }
    }
    let mut named = own(spaces, pods);
    for history in histories.values() {
        let Some(version) = history.last().filter(|version| !version.deleted) else { continue };
        let mut value = version.object.to_json();
        complete(&mut value, &version.object, kubernetes);
        if version.object.kind() == "PodDisruptionBudget" {
            budget(&mut value, history);
        }
        let kept = revisions::revisions(history, &value);
        if let (Object::DaemonSet(_), Some(last)) = (&*version.object, kept.last()) {
            let count = last.get("revision").map(Value::to_string).unwrap_or_default();
            insert(&mut value, "metadata", "annotations", json!({}));
            let annotations = value.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut);
            if let Some(all) = annotations {
                all.insert(TEMPLATE_GENERATION.to_owned(), count.into());
            }
        }
        named.extend(kept.into_iter().map(identified));
        named.insert(key(&value), value);
    }
    let leases: Vec<Value> = named.values().filter_map(|value| lease(value, at)).collect();
    named.extend(leases.into_iter().map(identified));
    let services = named.values().filter(|value| text(value, "/kind") == "Service");
    let mut behind: Vec<Value> =
        services.flat_map(|service| endpoints::behind(service, trace, at, pods)).collect();
    let written = named.values().filter(|value| text(value, "/kind") == "Endpoints");
    let mirrored = written.flat_map(|one| {
        let (_, namespace, name) = key(one);
        endpoints::mirrored(one, named.get(&("Service".to_owned(), namespace, name)))
    });
    behind.extend(mirrored);
    for (key, value) in behind.into_iter().map(identified) {
        named.entry(key).or_insert(value);
    }
    named.into_values().collect()
}

/// Whether an object that is there is neither written nor kept by the simulation, but follows from others: a lease, the
/// addresses behind a Service, a revision.
pub(super) fn is_derived(trace: &Trace, at: Millis, whom: &Whom) -> bool {
    let Whom { kind, namespace, name } = whom;
    let space = |own: &str| own == namespace || own.is_empty() && namespace == "default";
    let is_it = |object: &Object| object.kind() == kind && object.name() == name && space(object.namespace());
    FOLLOWING.contains(&kind.as_str())
        && !trace.objects.iter().any(|version| version.at <= at && is_it(&version.object))
}

fn key(value: &Value) -> (String, String, String) {
    let text = |pointer: &str| text(value, pointer).to_owned();
    (text("/kind"), text("/metadata/namespace"), text("/metadata/name"))
}

/// An object with its key and, where it has none, a UID.
fn identified(mut value: Value) -> ((String, String, String), Value) {
    let key = key(&value);
    let (kind, namespace, name) = &key;
    insert(&mut value, "metadata", "uid", json!(simulator::uid(&format!("{kind}/{namespace}/{name}"))));
    (key, value)
}

/// A text of an object; empty when it is not there.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The objects that every namespace has from its beginning, and the first Service: `spaces` are the namespaces, with when each
/// was made, beside those that only Pods name.
fn own<'s>(mut spaces: BTreeMap<&'s str, Millis>, pods: &'s [Value]) -> Named {
    let named = pods.iter().map(|pod| text(pod, "/metadata/namespace"));
    for space in named.filter(|own| !own.is_empty()) {
        spaces.entry(space).or_insert(Millis::ZERO);
    }
    let objects = apiserver::own_objects(spaces.keys().copied()).into_iter().map(|mut object| {
        let made = spaces.get(text(&object, "/metadata/namespace")).copied().unwrap_or_default();
        insert(&mut object, "metadata", "creationTimestamp", json!(api::time::text(made.to_timestamp())));
        identified(object)
    });
    objects.collect()
}

/// Adds what the API server and the controllers of a cluster add to an object.
pub(super) fn complete(value: &mut Value, object: &Object, kubernetes: &Kubernetes) {
    let api_version = text(value, "/apiVersion").to_owned();
    let kind = object.kind();
    let inside = !matches!(object, Object::Other(_))
        || kinds::other(&api_version, kind).is_some_and(|other| other.namespaced);
    if inside && text(value, "/metadata/namespace").is_empty() {
        insert(value, "metadata", "namespace", json!("default"));
    }
    if let Some(finalizer) = protection(kind) {
        insert(value, "metadata", "finalizers", json!([finalizer]));
    }
    match kind {
        "Namespace" => insert(value, "status", "phase", json!("Active")),
        "Service" => {
            address(value);
            insert(value, "status", "loadBalancer", json!({}));
        }
        "Ingress" => insert(value, "status", "loadBalancer", json!({})),
        "Node" => node(value, kubernetes),
        "Job" if value.pointer("/status/startTime").is_some() => {
            insert(value, "status", "uncountedTerminatedPods", json!({}));
        }
        "CronJob" => {
            if let Some(fields) = value.as_object_mut() {
                fields.entry("status").or_insert_with(|| json!({}));
            }
        }
        _ => {}
    }
    api::printed::tidy(value, matches!(object, Object::Other(_)));
}

/// The generation that the controller of a budget has seen, and the time since when its condition is as it is.
fn budget(value: &mut Value, history: &[&ObjectVersion]) {
    const CONDITION: &str = "/status/conditions/0";
    let state = |value: &Value| value.pointer(CONDITION)?.get("status").cloned();
    let now = state(value);
    let since = history.iter().rev().take_while(|version| state(&version.object.to_json()) == now);
    let since = since.last().map(|version| api::time::text(version.at.to_timestamp()));
    let seen = value.pointer("/metadata/generation").cloned().unwrap_or(json!(1));
    let Some(condition) = value.pointer_mut(CONDITION).and_then(Value::as_object_mut) else { return };
    condition.insert("lastTransitionTime".to_owned(), json!(since));
    condition.insert("observedGeneration".to_owned(), seen.clone());
    insert(value, "status", "observedGeneration", seen);
}

/// Sets a field of a part of an object unless it is there.
fn insert(value: &mut Value, part: &str, field: &str, new: Value) {
    if let Some(fields) = value.as_object_mut()
        && let Some(fields) = fields.entry(part).or_insert_with(|| Map::new().into()).as_object_mut()
    {
        fields.entry(field).or_insert(new);
    }
}

/// A kubelet's words about its node, where the text has none.
fn node(value: &mut Value, kubernetes: &Kubernetes) {
    let ready = json!([{"type": "Ready", "status": "True", "reason": "KubeletReady",
        "message": "kubelet is posting ready status"}]);
    insert(value, "status", "conditions", ready);
    let made = value.pointer("/metadata/creationTimestamp").cloned();
    let conditions = value.pointer_mut("/status/conditions").and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten().filter_map(Value::as_object_mut) {
        for field in ["lastHeartbeatTime", "lastTransitionTime"] {
            condition.entry(field).or_insert_with(|| made.clone().unwrap_or_default());
        }
    }
    // The patch release that was recorded; of the others none is known.
    let release = kubernetes.to_string();
    let release = release.split_whitespace().next().unwrap_or_default();
    let patch = if *kubernetes == Kubernetes::RECORDED { 2 } else { 0 };
    insert(value, "status", "nodeInfo", json!({"kubeletVersion": format!("v{release}.{patch}")}));
}

/// The lease of a node, which its kubelet renews each 10 s as long as it runs.
fn lease(node: &Value, at: Millis) -> Option<Value> {
    const EACH: i64 = 10;
    if text(node, "/kind") != "Node" {
        return None;
    }
    let (name, made) = (text(node, "/metadata/name"), text(node, "/metadata/creationTimestamp"));
    let conditions = node.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
    let ready = conditions.into_iter().find(|one| text(one, "/type") == "Ready")?;
    let since = api::time::read(made)?;
    let now = at.to_timestamp().as_second() - since.as_second();
    let renewed = match text(ready, "/status") {
        // `+` of jiff panics beyond its range, and brings all texts of its errors along, some 8 KB.
        "True" => {
            let last = jiff::SignedDuration::from_secs(now - now % EACH);
            api::time::text(since.checked_add(last).unwrap_or(since))
        }
        _ => text(ready, "/lastHeartbeatTime").to_owned(),
    };
    let spec = json!({"holderIdentity": name, "leaseDurationSeconds": 40, "renewTime": renewed});
    let metadata = json!({"name": name, "namespace": LEASES, "creationTimestamp": made});
    let (api_version, kind) = ("coordination.k8s.io/v1", "Lease");
    Some(json!({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}))
}

/// The addresses and node ports that a cluster gives to a Service. Which ones is chance; here they follow from its name.
pub(crate) fn address(service: &mut Value) {
    let seed = format!("{}/{}", text(service, "/metadata/namespace"), text(service, "/metadata/name"));
    let number = seed.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let kind = text(service, "/spec/type").to_owned();
    if kind == "ExternalName" {
        return;
    }
    let drawn = format!("10.{}.{}.{}", 96 + number % 16, (number >> 8) % 256, 2 + (number >> 16) % 252);
    insert(service, "spec", "clusterIP", json!(drawn));
    let own = text(service, "/spec/clusterIP").to_owned();
    insert(service, "spec", "clusterIPs", json!([own]));
    insert(service, "spec", "ipFamilies", json!(["IPv4"]));
    if kind != "NodePort" && kind != "LoadBalancer" {
        return;
    }
    let ports = service.pointer_mut("/spec/ports").and_then(Value::as_array_mut);
    for (port, place) in ports.into_iter().flatten().filter_map(Value::as_object_mut).zip(0_u32..) {
        port.entry("nodePort").or_insert_with(|| json!(30_000 + number.wrapping_add(place) % 2768));
    }
}
