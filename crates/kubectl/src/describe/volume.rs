//! PersistentVolumes. Upstream: describePersistentVolume, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{marks, status};
use super::volumes;
use super::writer::Writer;
use crate::Cluster;
use crate::others::{class, items, modes, quantity, text};
use serde_json::Value;

pub(super) fn volume(w: &mut Writer, volume: &Value, cluster: &Cluster<'_>) {
    w.field(0, "Name", text(volume, "/metadata/name"));
    marks(w, volume);
    let finalizers: Vec<&str> = items(volume, "/metadata/finalizers").filter_map(Value::as_str).collect();
    w.field(0, "Finalizers", &format!("[{}]", finalizers.join(" ")));
    w.field(0, "StorageClass", class(volume));
    status(w, volume, cluster);
    let claim = volume.pointer("/spec/claimRef");
    let claim = claim.map(|claim| format!("{}/{}", text(claim, "/namespace"), text(claim, "/name")));
    w.field(0, "Claim", &claim.unwrap_or_default());
    w.field(0, "Reclaim Policy", text(volume, "/spec/persistentVolumeReclaimPolicy"));
    w.field(0, "Access Modes", &modes(volume, "/spec/accessModes"));
    if volume.pointer("/spec/volumeMode").is_some() {
        w.field(0, "VolumeMode", text(volume, "/spec/volumeMode"));
    }
    w.field(0, "Capacity", &quantity(volume, "/spec/capacity/storage"));
    affinity(w, volume);
    w.field(0, "Message", text(volume, "/status/message"));
    w.line(0, "Source:");
    volumes::persistent(w, volume.get("spec").unwrap_or(&Value::Null));
}

/// The nodes that can use a volume.
fn affinity(w: &mut Writer, volume: &Value) {
    let Some(required) = volume.pointer("/spec/nodeAffinity/required") else {
        w.field(0, "Node Affinity", "<none>");
        return;
    };
    w.field(0, "Node Affinity", "");
    let mut terms = items(required, "/nodeSelectorTerms").peekable();
    if terms.peek().is_none() {
        w.field(1, "Required Terms", "<none>");
        return;
    }
    w.field(1, "Required Terms", "");
    for (number, term) in terms.enumerate() {
        w.write(2, &format!("Term {number}:\t"));
        let mut expressions = items(term, "/matchExpressions").enumerate().peekable();
        if expressions.peek().is_none() {
            w.line(0, "<none>");
        }
        for (index, expression) in expressions {
            if index > 0 {
                w.write(2, "\t");
            }
            let values: Vec<&str> = items(expression, "/values").filter_map(Value::as_str).collect();
            let values = if values.is_empty() { String::new() } else { format!(" [{}]", values.join(", ")) };
            let operator = text(expression, "/operator").to_lowercase();
            w.line(0, &format!("{} {operator}{values}", text(expression, "/key")));
        }
    }
}
