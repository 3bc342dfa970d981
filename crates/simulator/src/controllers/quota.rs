//! The amounts that a quota's status says are used. Upstream: pkg/controller/resourcequota/resource_quota_controller.go.

use super::workload;
use crate::There;
use crate::cluster::create;
use crate::world::{Effects, Workload, World};
use api::Object;
use serde_json::{Map, Value, json};
use std::rc::Rc;

/// Counts anew.
pub(super) fn control(world: &World, index: usize, quota: &Workload) -> Effects {
    let mut effects = Effects::none();
    let Object::Other(value) = &*quota.object else { return effects };
    let pods = || {
        let mut pods = create::there(world);
        pods.retain(|pod| pod.metadata.namespace.as_deref() == Some(&quota.namespace));
        pods
    };
    let there = There { pods: &pods, objects: &|namespace| objects(world, namespace) };
    let Some(used) = world.server().used(value, &there) else { return effects };
    let used: Map<String, Value> =
        used.into_iter().map(|(name, amount)| (name, amount.to_string().into())).collect();
    let hard = value.pointer("/spec/hard").cloned().unwrap_or_default();
    let status = json!({"hard": hard, "used": used});
    if value.get("status") == Some(&status) {
        return effects;
    }
    let mut value = (**value).clone();
    if let Value::Object(fields) = &mut value {
        fields.insert("status".to_owned(), status);
    }
    let object = Rc::new(Object::Other(Box::new(value)));
    workload::store(world, index, Workload { object, ..quota.clone() }, &mut effects);
    effects
}

/// The objects of a namespace beside its Pods.
pub(super) fn objects(world: &World, namespace: &str) -> Vec<Rc<Object>> {
    let workloads = world.workloads().iter().filter(|one| one.namespace == namespace && !one.deleted);
    let stored = world.cluster().applied.keys().filter_map(|key| {
        let mut parts = key.splitn(3, '/');
        let (kind, space, name) = (parts.next()?, parts.next()?, parts.next()?);
        let is_inside = space == namespace && workload::is_stored(kind);
        is_inside.then(|| world.stored(kind, space, name))?
    });
    let mut all: Vec<Rc<Object>> = workloads.map(|one| &one.object).chain(stored).map(Rc::clone).collect();
    // The API server's own Service is in the first namespace.
    let own = Some("kubernetes").filter(|_| namespace == "default");
    let leading = all.iter().filter(|object| leads(object)).map(|service| service.name());
    let behind: Vec<Object> = leading.chain(own).flat_map(|name| behind(namespace, name)).collect();
    all.extend(behind.into_iter().map(Rc::new));
    all
}

/// Whether it is a Service that looks for its Pods.
fn leads(object: &Object) -> bool {
    let Object::Other(value) = object else { return false };
    let selector = || value.pointer("/spec/selector").and_then(Value::as_object);
    object.kind() == "Service" && selector().is_some_and(|selector| !selector.is_empty())
}

/// The objects with the addresses behind a Service, which are there as long as it is.
fn behind(namespace: &str, name: &str) -> [Object; 2] {
    [("v1", "Endpoints"), ("discovery.k8s.io/v1", "EndpointSlice")].map(|(version, kind)| {
        let metadata = json!({"name": name, "namespace": namespace});
        let object = json!({"apiVersion": version, "kind": kind, "metadata": metadata});
        Object::Other(Box::new(object))
    })
}
