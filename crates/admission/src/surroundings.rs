//! The objects that the plugins look up, of the Pod's namespace and of the cluster.

use api::collections::sort_by;
use api::typed::object_from_json;
use k8s_openapi::api::core::v1::{LimitRange, Pod, ResourceQuota};
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use serde_json::Value;
use std::collections::BTreeMap;

/// The objects around a create.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// LimitRanges with their own defaults filled in, by name.
    pub limit_ranges: Vec<LimitRange>,
    /// Quotas, by name.
    pub quotas: Vec<ResourceQuota>,
    /// Priority classes; the two of the system are known without being listed.
    pub priority_classes: Vec<PriorityClass>,
    /// Runtime classes.
    pub runtime_classes: Vec<RuntimeClass>,
    /// Labels of the namespace, which choose the level of Pod security.
    pub namespace_labels: BTreeMap<String, String>,
    /// Pods that are there already, as stored.
    pub pods: Vec<Pod>,
}

impl Surroundings {
    /// Takes an object in its JSON form, if admission reads its kind; whether it did.
    pub fn add(&mut self, object: &Value) -> bool {
        match object.get("kind").and_then(Value::as_str) {
            Some("LimitRange") => object_from_json(object).is_ok_and(|mut range: LimitRange| {
                crate::limit_range::fill_in(&mut range);
                self.limit_ranges.push(range);
                sort_by(&mut self.limit_ranges, |a, b| a.metadata.name.cmp(&b.metadata.name));
                true
            }),
            Some("ResourceQuota") => object_from_json(object).is_ok_and(|quota: ResourceQuota| {
                self.quotas.push(quota);
                sort_by(&mut self.quotas, |a, b| a.metadata.name.cmp(&b.metadata.name));
                true
            }),
            Some("PriorityClass") => object_from_json(object).is_ok_and(|class| {
                self.priority_classes.push(class);
                true
            }),
            Some("RuntimeClass") => object_from_json(object).is_ok_and(|class| {
                self.runtime_classes.push(class);
                true
            }),
            _ => false,
        }
    }
}
