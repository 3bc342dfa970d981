//! The templates that a StatefulSet or a DaemonSet has and had, as a cluster keeps them for a rollback.
//! Upstream: pkg/controller/history/controller_history.go.

use super::objects::text;
use serde_json::{Value, json};
use simulator::template_hash;
use simulator::trace::ObjectVersion;

/// The ControllerRevisions of `set`, the oldest first; `history` is what the set has been so far.
pub(super) fn revisions(history: &[&ObjectVersion], set: &Value) -> Vec<Value> {
    let (kind, name) = (text(set, "/kind"), text(set, "/metadata/name"));
    if !["StatefulSet", "DaemonSet"].contains(&kind) {
        return Vec::new();
    }
    let namespace = text(set, "/metadata/namespace");
    let mut all: Vec<(String, Value)> = Vec::new();
    let mut number = 0;
    for version in history {
        if version.deleted {
            (all, number) = (Vec::new(), 0);
            continue;
        }
        let Some((_, template)) = version.object.pod_template() else { continue };
        let hash = template_hash(template);
        if all.last().is_some_and(|(last, _)| *last == hash) {
            continue;
        }
        number += 1;
        // A template that comes back keeps its object, which gets the newest number.
        let known = all.iter().position(|(one, _)| *one == hash).map(|place| all.remove(place).1);
        let mut one = known.unwrap_or_else(|| {
            let made = api::time::text(version.at.to_timestamp());
            let owner = json!({"apiVersion": "apps/v1", "kind": kind, "name": name, "controller": true,
                "blockOwnerDeletion": true, "uid": text(set, "/metadata/uid")});
            let metadata = json!({"name": format!("{name}-{hash}"), "namespace": namespace,
                "creationTimestamp": made, "ownerReferences": [owner]});
            let data = json!({"spec": {"template": api::typed::to_json(template)}});
            json!({"apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": metadata, "data": data})
        });
        if let Some(fields) = one.as_object_mut() {
            fields.insert("revision".to_owned(), json!(number));
        }
        all.push((hash, one));
    }
    all.into_iter().map(|(_, one)| one).collect()
}
