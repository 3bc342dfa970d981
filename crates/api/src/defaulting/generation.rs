//! The number of an object's version that its author wants: `metadata.generation`.
//! Upstream: `BeforeUpdate`, apiserver/pkg/registry/rest/update.go; `PrepareForCreate` and `PrepareForUpdate` of
//! pkg/registry/*/*/strategy.go.

use crate::Object;
use crate::kinds::{self, Strategy};
use serde_json::{Map, Value};

/// Whether objects of a kind without a Pod begin with the generation 1.
fn is_counted(object: &Value) -> bool {
    let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or_default();
    let kind = kinds::other(text("apiVersion"), text("kind"));
    kind.is_some_and(|kind| kind.has(Strategy::CountsGeneration))
}

/// Begins to count, unless the object comes with a number.
pub fn begin(object: &mut Object) {
    if let Object::Other(value) = object {
        if is_counted(value)
            && let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut)
        {
            metadata.entry("generation").or_insert(1.into());
        }
    } else if let Some(metadata) = object.metadata_mut() {
        metadata.generation.get_or_insert(1);
    }
}

/// Counts what an update of `stored` changes; whatever number the update itself gives is forgotten.
///
/// ```
/// use api::defaulting::generation;
/// let policy = |ports: &str| {
///     let text = format!("{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: a}}, spec: {ports}}}");
///     api::objects(&text, &api::Kubernetes::RECORDED).remove(0)
/// };
/// let (mut stored, mut changed) = (policy("{podSelector: {}}"), policy("{podSelector: {matchLabels: {a: b}}}"));
/// generation::begin(&mut stored);
/// generation::count(&mut changed, &stored);
/// assert_eq!(changed.to_json()["metadata"]["generation"], 2);
/// ```
pub fn count(object: &mut Object, stored: &Object) {
    let (new, old) = (object.to_json(), stored.to_json());
    let is_changed = is_changed(object.kind(), &new, &old);
    if let Object::Other(value) = object {
        let number = old.pointer("/metadata/generation").and_then(Value::as_i64);
        let is_counted = number.is_some() || is_counted(value);
        let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) else { return };
        if is_counted {
            metadata.insert("generation".to_owned(), (number.unwrap_or(1) + i64::from(is_changed)).into());
        }
        return;
    }
    let number = stored.metadata().and_then(|metadata| metadata.generation);
    if let Some(metadata) = object.metadata_mut() {
        metadata.generation = if is_changed { Some(number.unwrap_or(1) + 1) } else { number };
    }
}

/// Whether anything but the metadata and the status is other: mostly the spec.
fn is_changed(kind: &str, new: &Value, old: &Value) -> bool {
    let nothing = Map::new();
    let [new, old] = [new, old].map(|object| object.as_object().unwrap_or(&nothing));
    let is_other =
        |name: &&String| !matches!(name.as_str(), "metadata" | "status") && new.get(*name) != old.get(*name);
    let also = |field: &str| {
        let of = |object: &Map<String, Value>| {
            object.get("metadata").and_then(|metadata| metadata.get(field)).cloned()
        };
        of(new) != of(old)
    };
    match kind {
        // Whoever changes a class of priorities, its number stays.
        "PriorityClass" => return false,
        "Deployment" if also("annotations") => return true,
        "EndpointSlice" if also("labels") => return true,
        _ => {}
    }
    new.keys().chain(old.keys()).any(|name| is_other(&name))
}
