//! PersistentVolumeClaims. Upstream: describePersistentVolumeClaim, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, marks, status};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{class, items, modes, quantity, text};
use serde_json::Value;

pub(super) fn claim(w: &mut Writer, claim: &Value, cluster: &Cluster<'_>) {
    identity(w, claim);
    w.field(0, "StorageClass", class(claim));
    status(w, claim, cluster);
    let volume = text(claim, "/spec/volumeName");
    w.field(0, "Volume", volume);
    marks(w, claim);
    let finalizers: Vec<&str> = items(claim, "/metadata/finalizers").filter_map(Value::as_str).collect();
    w.field(0, "Finalizers", &format!("[{}]", finalizers.join(" ")));
    let bound = |text: String| if volume.is_empty() { String::new() } else { text };
    w.field(0, "Capacity", &bound(quantity(claim, "/status/capacity/storage")));
    w.field(0, "Access Modes", &bound(modes(claim, "/status/accessModes")));
    if claim.pointer("/spec/volumeMode").is_some() {
        w.field(0, "VolumeMode", text(claim, "/spec/volumeMode"));
    }
    if let Some(source) = claim.pointer("/spec/dataSource") {
        w.line(0, "DataSource:");
        w.optional(1, "APIGroup", source.get("apiGroup").and_then(Value::as_str));
        w.field(1, "Kind", text(source, "/kind"));
        w.field(1, "Name", text(source, "/name"));
    }
    w.list(0, "Used By", &users(claim, cluster));
}

/// The names of the Pods that use a claim or for which it was made, sorted.
fn users(claim: &Value, cluster: &Cluster<'_>) -> Vec<String> {
    let name = text(claim, "/metadata/name");
    let names_it = |pod: &&Value| {
        let uid = text(pod, "/metadata/uid");
        let is_owner = |owner: &Value| text(owner, "/kind") == "Pod" && text(owner, "/uid") == uid;
        items(pod, "/spec/volumes").any(|volume| text(volume, "/persistentVolumeClaim/claimName") == name)
            || items(claim, "/metadata/ownerReferences").any(is_owner)
    };
    let pods = cluster.pods_in(Some(text(claim, "/metadata/namespace"))).filter(names_it);
    let mut users: Vec<String> = pods.map(|pod| text(pod, "/metadata/name").to_owned()).collect();
    api::collections::sort_by(&mut users, Ord::cmp);
    users
}
