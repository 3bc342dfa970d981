//! The classes of the cluster that Pods name.

use api::typed::object_from_json;
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use serde_json::Value;
use std::collections::BTreeMap;

/// Priority and runtime classes, by name.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// Priority classes; the system's two are known without being listed.
    pub priority: BTreeMap<String, PriorityClass>,
    /// Runtime classes.
    pub runtime: BTreeMap<String, RuntimeClass>,
}

impl Classes {
    /// Adds an object in its JSON form if it is a class; returns whether it is one.
    pub fn add(&mut self, object: &Value) -> bool {
        match object.get("kind").and_then(Value::as_str) {
            Some("PriorityClass") => object_from_json(object).is_ok_and(|class: PriorityClass| {
                self.priority.insert(class.metadata.name.clone().unwrap_or_default(), class);
                true
            }),
            Some("RuntimeClass") => object_from_json(object).is_ok_and(|class: RuntimeClass| {
                self.runtime.insert(class.metadata.name.clone().unwrap_or_default(), class);
                true
            }),
            _ => false,
        }
    }
}
