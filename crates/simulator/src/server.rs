//! The API server, as a simulation asks it: before anything is stored, and before anything stored is changed.

use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use std::rc::Rc;

/// Answers writes. What validation and admission are is its own matter.
pub trait Server {
    /// The object as it would be stored, or the refusal in the server's words.
    fn create(&self, object: Object, there: &There<'_>) -> Result<Object, String>;

    /// An object that is to take the place of another one, as it would be stored, or the refusal.
    fn update(&self, object: Object, stored: &Object, write: &Write<'_>) -> Result<Object, String>;

    /// Changes `live` as `kubectl apply` of `new` does, when `old` was applied before.
    fn merge(&self, live: &mut Value, old: &Value, new: &Value);

    /// The object of this name that the cluster makes by itself, as it is when it is new; `None` when it makes none.
    fn own(&self, kind: &str, namespace: &str, name: &str) -> Option<Object> {
        let _ = (kind, namespace, name);
        None
    }

    /// The server of the same cluster with an object as it is now; `None` where no answer depends on it.
    fn with(&self, object: &Object) -> Option<Rc<dyn Server>> {
        let _ = object;
        None
    }

    /// The server of the same cluster when an object is gone; `None` where no answer depends on it.
    fn without(&self, object: &Object) -> Option<Rc<dyn Server>> {
        let _ = object;
        None
    }

    /// Whether a namespace takes nothing new because it is being deleted, which no controller minds.
    fn is_terminating(&self, namespace: &str) -> bool {
        let _ = namespace;
        false
    }

    /// By resource of a quota, what its namespace uses of it; `None` where nobody counts.
    fn used(&self, quota: &Value, there: &There<'_>) -> Option<Vec<(String, Quantity)>> {
        let _ = (quota, there);
        None
    }
}

/// The objects that are there, as stored, for those who count them.
pub struct There<'a> {
    /// The Pods of the cluster.
    pub pods: &'a dyn Fn() -> Vec<Pod>,
    /// The other objects of a namespace.
    pub objects: &'a dyn Fn(&str) -> Vec<Rc<Object>>,
}

impl There<'_> {
    /// Nothing is there, or nothing of it matters.
    pub const NOTHING: There<'static> = There { pods: &Vec::new, objects: &|_| Vec::new() };
}

/// An update and what is around it.
pub struct Write<'a> {
    /// Empty when the object itself is written.
    pub subresource: &'a str,
    /// The Pods of the cluster, as stored.
    pub there: &'a dyn Fn() -> Vec<Pod>,
    /// The amount of a resource that the node of a Pod can give, where it is known.
    pub room: &'a dyn Fn(&str) -> Option<Quantity>,
}

/// A server that gives defaults and takes everything, as for objects that a cluster has taken already.
#[derive(Clone, Debug, Default)]
pub struct Defaults(pub Kubernetes);

impl Server for Defaults {
    fn create(&self, object: Object, _there: &There<'_>) -> Result<Object, String> {
        let mut object = object;
        api::defaulting::apply(&mut object, &self.0);
        if matches!(object, Object::Pod(_)) {
            // Warnings are for the person who checks the manifest.
            let _ = api::defaulting::prepare(&mut object, &self.0);
        }
        Ok(object)
    }

    fn merge(&self, live: &mut Value, _old: &Value, new: &Value) {
        let (Some(live), Some(new)) = (live.as_object_mut(), new.as_object()) else { return };
        for (field, value) in new {
            live.insert(field.clone(), value.clone());
        }
    }

    fn update(&self, object: Object, stored: &Object, _write: &Write<'_>) -> Result<Object, String> {
        let mut object = object;
        api::defaulting::generation::count(&mut object, stored);
        Ok(object)
    }
}
