//! The controllers that make Pods. Upstream: pkg/controller.

use crate::cluster;
use crate::world::{Effects, PodId, World};
use api::Object;
use serde_json::Value;

/// A workload and what its controller remembers.
#[derive(Clone, Debug)]
pub(crate) struct Workload {}

/// Objects are created, in their order.
pub(crate) fn create(world: &World, objects: &[Object]) -> Effects {
    let mut effects = Effects::none();
    let mut made = 0;
    for object in objects {
        match object {
            Object::Pod(pod) => {
                effects.and(cluster::create::pod(world, (**pod).clone(), None, made));
                made += 1;
            }
            Object::Other(value) => effects.and(reference(value)),
            _ => {}
        }
    }
    effects
}

/// ConfigMaps, Secrets and claims.
fn reference(value: &Value) -> Effects {
    let mut effects = Effects::none();
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let (Some(kind), Some(name)) = (text("/kind"), text("/metadata/name")) else { return effects };
    if !matches!(kind, "ConfigMap" | "Secret" | "PersistentVolumeClaim") {
        return effects;
    }
    let fields = ["data", "binaryData", "stringData"].into_iter();
    let fields = fields.filter_map(|field| value.get(field).and_then(Value::as_object));
    effects.push(crate::world::Effect::Object {
        kind: kind.to_owned(),
        key: format!("{}/{name}", text("/metadata/namespace").unwrap_or("default")),
        fields: fields.flat_map(|fields| fields.keys().cloned()).collect(),
    });
    effects
}

/// A Pod's object changed: its owner looks at it.
pub(crate) fn pod_changed(_world: &World, _pod: PodId) -> Effects {
    Effects::none()
}

/// A workload is deleted.
pub(crate) fn delete(_world: &World, _target: Option<&str>) -> Effects {
    Effects::none()
}

/// A workload is patched.
pub(crate) fn patch(_world: &World, _target: Option<&str>, _change: impl Fn(&mut Value)) -> Effects {
    Effects::none()
}

/// A controller's turn.
pub(crate) fn control(_world: &World, _workload: usize) -> Effects {
    Effects::none()
}
