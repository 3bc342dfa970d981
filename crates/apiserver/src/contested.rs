//! Fields that a text wants to have otherwise while somebody else set them, for which server-side apply refuses it.
//! Upstream: lastAppliedManager.Apply, apimachinery/pkg/util/managedfields/internal/lastapplied.go; the atomic fields:
//! `elementRelationship` in client-go/applyconfigurations/internal/internal.go.

use crate::typed_patch::{Keys, element, keys_of};
use api::fields::{self, Shape};
use api::{Kubernetes, Object};
use serde_json::Value;

/// Fields with one owner for all that is in them.
const ATOMIC: [&str; 20] = [
    "claimRef",
    "configMapKeyRef",
    "dataSource",
    "fieldRef",
    "fileKeyRef",
    "labelSelector",
    "matchConstraints",
    "namespaceSelector",
    "nodeSelector",
    "objectSelector",
    "paramKind",
    "podSelector",
    "preference",
    "required",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "resourceFieldRef",
    "roleRef",
    "scopeSelector",
    "secretKeyRef",
    "selector",
];

/// A field that another set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// Its path as the server prints it: `.spec.containers[name="app"].image`.
    pub path: String,
    /// Whether it is no longer as the text that was applied last had it; else the server completed that text.
    pub is_changed: bool,
}

/// The fields of `written` whose values differ from those of `live`, except where `live` is still as `applied` was. Both texts
/// are taken as they are written, so that `0.5` of a resource differs from the stored `500m`, as it does for the server.
///
/// ```
/// use serde_json::json;
/// let web = |count| json!({"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": count}});
/// let told = |live| apiserver::contested(&web(2), &web(1), &web(live), &api::Kubernetes::RECORDED);
/// assert_eq!(told(1), []);
/// assert_eq!(told(2), []);
/// assert_eq!(told(3)[0].path, ".spec.replicas");
/// ```
pub fn contested(written: &Value, applied: &Value, live: &Value, kubernetes: &Kubernetes) -> Vec<Contested> {
    let text = |pointer: &str| written.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let Some(shape) = fields::of_kind(text("/apiVersion"), text("/kind")) else { return Vec::new() };
    let stored = |value: &Value| api::printed::json(&Object::from_json(value.clone()));
    let (kept, live) = (stored(applied), stored(live));
    let kind = live.get("kind").and_then(Value::as_str).unwrap_or_default();
    let mut walk = Walk { kind, kubernetes, found: Vec::new() };
    walk.value(written, [Some(applied), Some(&kept)], Some(&live), &shape, "");
    walk.found
}

struct Walk<'a> {
    kind: &'a str,
    kubernetes: &'a Kubernetes,
    found: Vec<Contested>,
}

impl Walk<'_> {
    fn value(
        &mut self,
        written: &Value,
        applied: [Option<&Value>; 2],
        live: Option<&Value>,
        shape: &Shape,
        path: &str,
    ) {
        let Some(live) = live.filter(|_| !written.is_null()) else { return };
        let field = path.rsplit('.').next().unwrap_or_default();
        match (shape, written) {
            (Shape::Struct(_) | Shape::Map(..), Value::Object(all)) if !ATOMIC.contains(&field) => {
                for (name, value) in all.iter().filter(|(name, _)| is_owned(path, name)) {
                    let known = match shape {
                        Shape::Map(_, item) => Some(&**item),
                        _ => shape
                            .structure()
                            .and_then(|known| known.field(name, self.kubernetes))
                            .map(|field| &field.shape),
                    };
                    let Some(known) = known else { continue };
                    let applied = applied.map(|applied| applied?.get(name));
                    self.value(value, applied, live.get(name), known, &format!("{path}.{name}"));
                }
            }
            (Shape::List(item), Value::Array(all)) if keys_of(self.kind, field).is_some() => {
                let keys = keys_of(self.kind, field).unwrap_or_default();
                for one in all {
                    let key = element(one, keys);
                    let same = |list| same_item(list, one, keys);
                    let (applied, live) = (applied.map(|applied| same(applied?)), same(live));
                    self.value(one, applied, live, item, &format!("{path}{key}"));
                }
            }
            _ if written != live && applied.first() != Some(&Some(live)) => {
                let is_changed = applied.last().copied().flatten().is_some_and(|kept| kept != live);
                self.found.push(Contested { path: path.to_owned(), is_changed });
            }
            _ => {}
        }
    }
}

/// Whether a field has owners: the name of an object has none, its status others, and a list of finalizers is a set.
fn is_owned(path: &str, name: &str) -> bool {
    match path {
        "" => !["apiVersion", "kind", "status"].contains(&name),
        ".metadata" => ["annotations", "labels", "ownerReferences"].contains(&name),
        _ => name != "finalizers",
    }
}

/// The item of a list that has the keys of `one`.
fn same_item<'v>(list: &'v Value, one: &Value, keys: Keys) -> Option<&'v Value> {
    let key = element(one, keys);
    list.as_array()?.iter().find(|other| element(other, keys) == key)
}
