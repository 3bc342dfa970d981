//! How the server names an object in its messages.

use api::Object;
use api::kinds::{self, Kind};
use serde_json::Value;

/// `metadata.name`, whatever the kind; empty when there is none.
pub fn name(object: &Object) -> String {
    object.name().to_owned()
}

/// Whether an object is the whole cluster's; a namespace that is written into it means nothing then.
pub(crate) fn is_clusters(object: &Object) -> bool {
    other(object).is_some_and(|other| !other.namespaced)
}

/// Whether an object is of a built-in kind whose objects are in namespaces.
pub(crate) fn is_namespaced(object: &Object) -> bool {
    other(object).map_or(object.metadata().is_some(), |other| other.namespaced)
}

/// `metadata.namespace`; empty when there is none.
pub(crate) fn namespace(object: &Object) -> String {
    object.namespace().to_owned()
}

/// The name before a random end is drawn, as admission calls the object.
pub(crate) fn requested(object: &Object) -> String {
    let own = name(object);
    if !own.is_empty() {
        return own;
    }
    let prefix = object.metadata().and_then(|metadata| metadata.generate_name.clone());
    prefix.filter(|prefix| !prefix.is_empty()).unwrap_or_else(|| "Unknown".to_owned())
}

/// The row of an object's kind.
pub(crate) fn kind(object: &Object) -> Option<&'static Kind> {
    match object {
        Object::Other(_) => other(object),
        typed => kinds::named(typed.kind()),
    }
}

/// The row of a built-in kind without a Pod.
fn other(object: &Object) -> Option<&'static Kind> {
    let Object::Other(value) = object else { return None };
    let api_version = value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    kinds::other(api_version, object.kind())
}

/// The plural with its group, as quotas and `is forbidden` name it.
pub fn resource(object: &Object) -> String {
    kind(object).map_or_else(|| format!("{}s", object.kind().to_lowercase()), Kind::type_name)
}

/// The storage's words about an object that is written with the uid of another one; `drawn` is that of a stored one whose own is
/// not known. Upstream: Preconditions.Check,
/// apiserver/pkg/storage/interfaces.go; the places: pkg/registry.
pub fn other_uid(object: &Value, stored: &Object, drawn: &str) -> Option<String> {
    let uid = |value: &Value| {
        let uid = value.pointer("/metadata/uid").and_then(Value::as_str);
        uid.filter(|uid| !uid.is_empty()).map(str::to_owned)
    };
    let (new, old) = (uid(object)?, uid(&stored.to_json()).unwrap_or_else(|| drawn.to_owned()));
    if new == old {
        return None;
    }
    let (resource, name) = (resource(stored), name(stored));
    let plural = resource.split('.').next().unwrap_or_default();
    let place = PLACES.iter().find(|(own, _)| *own == plural).map_or(plural, |(_, place)| *place);
    let space = object.pointer("/metadata/namespace").and_then(Value::as_str).unwrap_or("default");
    let space = if is_namespaced(stored) { format!("{space}/") } else { String::new() };
    let key = format!("/registry/{place}/{space}{name}");
    Some(format!(
        "Operation cannot be fulfilled on {resource} \"{name}\": StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {new}, UID in object meta: {old}"
    ))
}

/// The types whose place in the storage has another name.
const PLACES: [(&str, &str); 5] = [
    ("services", "services/specs"),
    ("endpoints", "services/endpoints"),
    ("ingresses", "ingress"),
    ("nodes", "minions"),
    ("replicationcontrollers", "controllers"),
];

/// The kind with its group, as `is invalid` names it.
pub(crate) fn qualified(object: &Object) -> String {
    let suffix = kind(object).map(Kind::suffix).unwrap_or_default();
    object.kind().to_owned() + &suffix
}
