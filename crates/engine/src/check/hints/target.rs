//! An autoscaler whose target the text does not hold, although it holds other workloads that can be scaled.

use super::{Found, MISSING_TARGET};
use crate::manifest::Manifest;
use api::Object;
use serde_json::Value;
use std::collections::BTreeSet;

/// Each finding with the index of its document.
pub(in crate::check) fn find(manifest: &Manifest) -> Vec<(usize, Found)> {
    let mut there = BTreeSet::new();
    for object in manifest.objects().filter(|object| has_scale(object)) {
        there.insert((place(object), object.kind(), object.name()));
    }
    let mut found = Vec::new();
    if there.is_empty() {
        // The files of a folder are often checked one by one.
        return found;
    }
    for part in manifest.parts() {
        let Object::Other(scaler) = &part.look.object else { continue };
        let target =
            |field: &str| scaler.pointer(&format!("/spec/scaleTargetRef/{field}")).and_then(Value::as_str);
        let (Some(kind), Some(name)) = (target("kind"), target("name")) else { continue };
        let namespace = place(&part.look.object);
        let is_known = ["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"].contains(&kind);
        if !is_known || there.contains(&(namespace, kind, name)) {
            continue;
        }
        found.push((
            part.index,
            Found {
                hint: &MISSING_TARGET,
                range: part.document.locate("spec.scaleTargetRef.name").range,
                message: format!("The text has no {kind} `{name}` in the namespace `{namespace}`."),
                remedy: "Name a workload of the text, unless the target is made elsewhere.",
                fix: None,
            },
        ));
    }
    found
}

/// The namespace of an object, `default` where none is written.
fn place(object: &Object) -> &str {
    Some(object.namespace()).filter(|namespace| !namespace.is_empty()).unwrap_or("default")
}

fn has_scale(object: &Object) -> bool {
    matches!(
        object,
        Object::Deployment(_)
            | Object::ReplicaSet(_)
            | Object::ReplicationController(_)
            | Object::StatefulSet(_)
    )
}
