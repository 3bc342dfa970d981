//! The cluster as the scheduler sees it: nodes, bound Pods and what their volumes need.

use api::typed::{Typed, object_from_json};
use k8s_openapi::Resource;
use k8s_openapi::api::core::v1::{Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod};
use k8s_openapi::api::storage::v1::{CSINode, StorageClass};
use serde_json::Value;
use std::collections::BTreeSet;

/// The objects of a cluster that scheduling reads. Pods are as stored: defaulted and admitted.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Nodes, in the order in which they are listed.
    pub nodes: Vec<Node>,
    /// Pods that are bound to nodes (`spec.nodeName`).
    pub pods: Vec<Pod>,
    /// Claims of any namespace.
    pub claims: Vec<PersistentVolumeClaim>,
    /// Volumes.
    pub volumes: Vec<PersistentVolume>,
    /// Storage classes.
    pub storage_classes: Vec<StorageClass>,
    /// How many volumes of which driver a node can attach.
    pub csi_nodes: Vec<CSINode>,
    /// Namespaces with the labels that `namespaceSelector` reads.
    pub namespaces: Vec<Namespace>,
    /// ResourceClaims by namespace and name.
    pub resource_claims: BTreeSet<(String, String)>,
    /// PodDisruptionBudgets, which preemption keeps where it can.
    pub budgets: Vec<Budget>,
}

/// A PodDisruptionBudget as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// The Pods that it counts, by namespace and name; without those whose disruption was counted already.
    pub pods: BTreeSet<(String, String)>,
    /// How many of them may still be disrupted: `status.disruptionsAllowed`.
    pub allowed: i32,
}

impl Cluster {
    /// Takes an object in its JSON form, if scheduling reads its kind; whether it did.
    /// Pods are not read here, but put into `pods`, as stored; those without a node are ignored.
    pub fn add(&mut self, object: Value) -> bool {
        fn take<T: Typed + Resource>(list: &mut Vec<T>, object: &Value) -> bool {
            object_from_json(object).map(|object| list.push(object)).is_ok()
        }
        match object.get("kind").and_then(Value::as_str) {
            Some("Node") => take(&mut self.nodes, &with_texts(object)),
            Some("PersistentVolumeClaim") => take(&mut self.claims, &object),
            Some("PersistentVolume") => take(&mut self.volumes, &object),
            Some("StorageClass") => take(&mut self.storage_classes, &object),
            Some("CSINode") => take(&mut self.csi_nodes, &object),
            Some("Namespace") => take(&mut self.namespaces, &object),
            Some("ResourceClaim") => {
                let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
                let namespace = text("/metadata/namespace").unwrap_or("default").to_owned();
                let name = text("/metadata/name").unwrap_or_default().to_owned();
                self.resource_claims.insert((namespace, name))
            }
            _ => false,
        }
    }

    /// The claim of that name.
    pub(crate) fn claim(&self, namespace: &str, name: &str) -> Option<&PersistentVolumeClaim> {
        self.claims.iter().find(|claim| {
            claim.metadata.name.as_deref() == Some(name)
                && namespace_of(claim.metadata.namespace.as_deref()) == namespace
        })
    }

    /// The volume of that name.
    pub(crate) fn volume(&self, name: &str) -> Option<&PersistentVolume> {
        self.volumes.iter().find(|volume| volume.metadata.name.as_deref() == Some(name))
    }

    /// The storage class of that name.
    pub(crate) fn storage_class(&self, name: &str) -> Option<&StorageClass> {
        self.storage_classes.iter().find(|class| class.metadata.name.as_deref() == Some(name))
    }
}

/// A node as people write it: `value: y` of a taint is a boolean in YAML, and was meant as a text.
fn with_texts(mut node: Value) -> Value {
    let text = |value: &mut Value| {
        if value.is_boolean() || value.is_number() {
            *value = Value::String(value.to_string());
        }
    };
    for list in ["/metadata/labels", "/metadata/annotations"] {
        if let Some(labels) = node.pointer_mut(list).and_then(Value::as_object_mut) {
            labels.values_mut().for_each(text);
        }
    }
    if let Some(taints) = node.pointer_mut("/spec/taints").and_then(Value::as_array_mut) {
        taints.iter_mut().filter_map(|taint| taint.get_mut("value")).for_each(text);
    }
    node
}

/// The namespace, where an object that names none is in `default`.
pub(crate) fn namespace_of(written: Option<&str>) -> &str {
    written.filter(|namespace| !namespace.is_empty()).unwrap_or("default")
}

/// A Pod's namespace.
pub(crate) fn pod_namespace(pod: &Pod) -> &str {
    namespace_of(pod.metadata.namespace.as_deref())
}
