//! Fills in and changes an object as the API server does before it validates a create.
//! Upstream: pkg/apis/{core,apps,batch}/v1/defaults.go, the conversions to the internal types, and
//! `PrepareForCreate` of the strategies below pkg/registry.
//!
//! [`apply`] is the server's decoding with defaults, [`prepare`] its strategy; both together give the
//! object that is validated, stored and returned. [`crate::printed`] turns it into the server's JSON.

use k8s_openapi::api::core::v1::{Pod, PodSpec};

use crate::{Kubernetes, Object};

mod app_armor;
mod container;
mod drop;
mod drop_containers;
pub mod generation;
mod image;
mod label_keys;
mod others;
mod parts;
mod pod;
mod pod_resources;
mod pod_spec;
mod prepare;
mod resource_list;
mod strategies;
mod volume;
mod workload;

pub use image::pull_policy;
pub use prepare::{UID, generate_selector, prepare, unique_owners};
pub use strategies::data_sources;

/// Fills in the defaults of built-in kinds; custom ones stay as they are.
pub fn apply(object: &mut Object, kubernetes: &Kubernetes) {
    match object {
        Object::Pod(pod) => {
            pod::apply(pod, kubernetes);
            pod_spec::apply(pod.spec.get_or_insert_default(), kubernetes);
            pod::convert(pod);
        }
        Object::Deployment(object) => workload::deployment(object, kubernetes),
        Object::ReplicaSet(object) => workload::replica_set(object, kubernetes),
        Object::StatefulSet(object) => workload::stateful_set(object, kubernetes),
        Object::DaemonSet(object) => workload::daemon_set(object, kubernetes),
        Object::Job(object) => workload::job(object, kubernetes),
        Object::CronJob(object) => workload::cron_job(object, kubernetes),
        Object::ReplicationController(object) => workload::replication_controller(object, kubernetes),
        Object::PodTemplate(object) => workload::pod_template(object, kubernetes),
        Object::Other(value) => others::apply(value),
    }
}

/// The spec of a Pod that is made of a template's spec: with the defaults that only Pods get.
pub fn pod_of_template(spec: &PodSpec, kubernetes: &Kubernetes) -> PodSpec {
    let mut pod = Pod { spec: Some(spec.clone()), ..Pod::default() };
    pod::apply(&mut pod, kubernetes);
    pod.spec.unwrap_or_default()
}

/// Forgets the fields of a Pod's spec whose features are off.
pub fn forget(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    drop::apply(spec, kubernetes);
}

/// Sets a text that Go keeps as a plain string, where absent and empty are the same.
fn text(field: &mut Option<String>, default: &str) {
    if field.as_deref().is_none_or(str::is_empty) {
        *field = Some(default.to_owned());
    }
}

/// Sets a number that Go keeps as a plain integer, where absent and zero are the same.
fn number(field: &mut Option<i32>, default: i32) {
    if field.is_none_or(|value| value == 0) {
        *field = Some(default);
    }
}
