//! Classes of storage, priority and ingress, and what a node has of CSI. Upstream: describeStorageClass,
//! describeVolumeAttributesClass, describePriorityClass, describeIngressClassV1, describeCSINode,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{dated, marks, number};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{is_default, items, text};
use crate::workloads::labels;
use serde_json::Value;

/// `key=value` of each entry of a map, in one line.
fn pairs(w: &mut Writer, title: &str, object: &Value, pointer: &str) {
    w.field(0, title, &labels(object.pointer(pointer).and_then(Value::as_object)));
}

pub(super) fn storage(w: &mut Writer, class: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(class, "/metadata/name"));
    w.field(0, "IsDefaultClass", if is_default(class, "StorageClass") { "Yes" } else { "No" });
    pairs(w, "Annotations", class, "/metadata/annotations");
    w.field(0, "Provisioner", text(class, "/provisioner"));
    pairs(w, "Parameters", class, "/parameters");
    let grows = class.get("allowVolumeExpansion").and_then(Value::as_bool);
    w.field(0, "AllowVolumeExpansion", grows.map_or("<unset>", |on| if on { "True" } else { "False" }));
    let mut options = items(class, "/mountOptions").filter_map(Value::as_str).peekable();
    if options.peek().is_none() {
        w.field(0, "MountOptions", "<none>");
    } else {
        w.line(0, "MountOptions:");
        options.for_each(|option| w.line(1, option));
    }
    w.optional(0, "ReclaimPolicy", class.get("reclaimPolicy").and_then(Value::as_str));
    w.optional(0, "VolumeBindingMode", class.get("volumeBindingMode").and_then(Value::as_str));
    if class.get("allowedTopologies").is_some() {
        topologies(w, class);
    }
}

/// The places in which a class makes volumes.
fn topologies(w: &mut Writer, class: &Value) {
    w.line(0, "AllowedTopologies:\t");
    for (index, term) in items(class, "/allowedTopologies").enumerate() {
        w.write(1, &format!("Term {index}:\t"));
        let mut all = items(term, "/matchLabelExpressions").enumerate().peekable();
        if all.peek().is_none() {
            w.line(0, "<none>");
        }
        for (index, one) in all {
            if index > 0 {
                w.write(1, "\t");
            }
            let values: Vec<&str> = items(one, "/values").filter_map(Value::as_str).collect();
            w.line(0, &format!("{} in [{}]", text(one, "/key"), values.join(", ")));
        }
    }
}

pub(super) fn attributes(w: &mut Writer, class: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(class, "/metadata/name"));
    pairs(w, "Annotations", class, "/metadata/annotations");
    w.field(0, "DriverName", text(class, "/driverName"));
    pairs(w, "Parameters", class, "/parameters");
}

pub(super) fn priority(w: &mut Writer, class: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(class, "/metadata/name"));
    w.field(0, "Value", &number(class, "/value").to_string());
    let is_default = class.get("globalDefault") == Some(&Value::Bool(true));
    w.field(0, "GlobalDefault", if is_default { "true" } else { "false" });
    w.field(0, "PreemptionPolicy", text(class, "/preemptionPolicy"));
    w.field(0, "Description", text(class, "/description"));
    pairs(w, "Annotations", class, "/metadata/annotations");
}

pub(super) fn ingress(w: &mut Writer, class: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(class, "/metadata/name"));
    marks(w, class);
    w.field(0, "Controller", text(class, "/spec/controller"));
    if let Some(parameters) = class.pointer("/spec/parameters") {
        w.line(0, "Parameters:");
        w.optional(1, "APIGroup", parameters.get("apiGroup").and_then(Value::as_str));
        w.field(1, "Kind", text(parameters, "/kind"));
        w.field(1, "Name", text(parameters, "/name"));
    }
}

pub(super) fn csi_node(w: &mut Writer, node: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(node, "/metadata/name"));
    marks(w, node);
    w.field(0, "CreationTimestamp", &dated(node, "/metadata/creationTimestamp"));
    w.line(0, "Spec:");
    if node.pointer("/spec/drivers").is_some_and(Value::is_array) {
        w.line(1, "Drivers:");
    }
    for driver in items(node, "/spec/drivers") {
        w.line(2, &format!("{}:", text(driver, "/name")));
        w.field(3, "Node ID", text(driver, "/nodeID"));
        if driver.pointer("/allocatable/count").is_some() {
            w.line(3, "Allocatables:");
            w.field(4, "Count", &number(driver, "/allocatable/count").to_string());
        }
        if driver.get("topologyKeys").is_some_and(Value::is_array) {
            let keys: Vec<&str> = items(driver, "/topologyKeys").filter_map(Value::as_str).collect();
            w.field(3, "Topology Keys", &format!("[{}]", keys.join(" ")));
        }
    }
}
