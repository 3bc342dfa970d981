//! Changes that the strategies of the kinds without a Pod make before they validate a created object, on plain values.
//! Upstream: `BeforeCreate`, apiserver/pkg/registry/rest/create.go, and `PrepareForCreate` of pkg/registry/*/*/strategy.go.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::others::{Fields, each, set_text, text, text_of, within};
use super::prepare::{UID, duplicate_owners, generated_name};
use crate::kinds::Strategy;

/// The warning about owners that are listed twice; each stands there once from now on.
pub(super) fn unique_owners(value: &mut Value) -> Option<String> {
    crate::kinds::other(text(value, "apiVersion"), text(value, "kind"))?;
    drop_duplicate_owners(value.get_mut("metadata")?.as_object_mut()?)
}

/// Changes a defaulted object as the strategies do: a name for `generateName`, no status but that of a Node, the metadata
/// that is the server's own. Returns the server's warning about owners that are listed twice.
pub(super) fn prepare(value: &mut Value) -> Option<String> {
    let kind = text(value, "kind").to_owned();
    let other = crate::kinds::other(text(value, "apiVersion"), &kind)?;
    let Value::Object(object) = value else { return None };
    let mut warning = None;
    within(object, "metadata", |metadata| {
        warning = drop_duplicate_owners(metadata);
        drop_own_metadata(metadata);
        if other.namespaced {
            set_text(metadata, "namespace", "default");
        } else {
            metadata.remove("namespace");
        }
        let prefix = text_of(metadata, "generateName").to_owned();
        if !prefix.is_empty() {
            set_text(metadata, "name", &generated_name(&prefix));
        }
        if other.has(Strategy::CountsGeneration) {
            metadata.insert("generation".to_owned(), json!(1));
        }
        if kind == "LimitRange" {
            set_text(metadata, "name", UID);
        }
    });
    if other.has(Strategy::LosesStatus) {
        object.remove("status");
    }
    match kind.as_str() {
        "EndpointSlice" => each(object, "endpoints", |one| drop(one.remove("deprecatedTopology"))),
        "Node" => {
            for (part, field) in [("spec", "configSource"), ("status", "config")] {
                if let Some(part) = object.get_mut(part).and_then(Value::as_object_mut) {
                    part.remove(field);
                }
            }
        }
        "PersistentVolumeClaim" => within(object, "spec", data_sources),
        // Only the names of the Secrets count.
        "ServiceAccount" => each(object, "secrets", |secret| secret.retain(|field, _| field == "name")),
        _ => {}
    }
    warning
}

/// Upstream: dedupOwnerReferencesAndAddWarning, apiserver/pkg/endpoints/handlers/rest.go.
fn drop_duplicate_owners(metadata: &mut Fields) -> Option<String> {
    let owners = metadata.get_mut("ownerReferences").and_then(Value::as_array_mut)?;
    let (mut seen, mut again) = (BTreeSet::new(), Vec::new());
    owners.retain(|owner| {
        let is_new = seen.insert(crate::json::text(owner));
        if !is_new {
            again.push(text(owner, "uid").to_owned());
        }
        is_new
    });
    duplicate_owners(&again)
}

/// Takes out the metadata that the server writes itself.
fn drop_own_metadata(metadata: &mut Fields) {
    for own in [
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
        "creationTimestamp",
        "uid",
        "managedFields",
    ] {
        metadata.remove(own);
    }
}

/// The source of a claim stands in two fields, of which the older takes claims and snapshots only: it forgets anything
/// else, and each is copied into the other where that is empty.
/// Upstream: EnforceDataSourceBackwardsCompatibility and NormalizeDataSources, pkg/api/persistentvolumeclaim/util.go.
pub fn data_sources(spec: &mut Fields) {
    let lies_elsewhere = |source: &Value| !text(source, "namespace").is_empty();
    // Other namespaces are behind a gate that is off.
    if spec.get("dataSourceRef").is_some_and(lies_elsewhere) {
        spec.remove("dataSourceRef");
    }
    let is_known = |source: &Value| {
        matches!(
            (text(source, "kind"), text(source, "apiGroup")),
            ("PersistentVolumeClaim", "") | ("VolumeSnapshot", "snapshot.storage.k8s.io")
        )
    };
    let given = |spec: &Fields, field: &str| spec.get(field).filter(|source| !source.is_null()).cloned();
    match (given(spec, "dataSource"), given(spec, "dataSourceRef")) {
        (Some(source), None) if is_known(&source) => drop(spec.insert("dataSourceRef".to_owned(), source)),
        (Some(_), None) => drop(spec.remove("dataSource")),
        (None, Some(source)) => drop(spec.insert("dataSource".to_owned(), source)),
        _ => {}
    }
}
