//! A create as a whole cluster answers it: defaults, admission, validation, quota; then the Pods that follow.
//! Upstream: the order of apiserver/pkg/endpoints/handlers/create.go.

mod documents;
mod pods;
mod world;

pub use documents::{Documents, name};
pub use pods::{Created, Event, create};
pub use world::World;

use admission::Refusal;
use api::kinds::{self, Kind};
use api::typed::object_from_json;
use api::{Kubernetes, Object, defaulting};
use k8s_openapi::api::core::v1::{LimitRange, Pod, ResourceQuota};
use serde_json::Value;

/// Creates one Pod: the Pod as stored, charged to the quotas, or the refusal.
pub fn create_pod(pod: Pod, name: &str, world: &mut World, kubernetes: &Kubernetes) -> Result<Pod, Refusal> {
    let mut object = Object::Pod(Box::new(pod));
    defaulting::apply(&mut object, kubernetes);
    let mut class = None;
    if let Object::Pod(pod) = &mut object {
        admission::mutate(pod, &world.around, name)?;
        class = pod.spec.as_ref().map(|spec| resources::qos_class(spec, kubernetes).name().to_owned());
    }
    defaulting::prepare(&mut object, kubernetes);
    if let Object::Pod(pod) = &mut object {
        pod.status.get_or_insert_default().qos_class = class;
    }
    validate(&object, name, kubernetes)?;
    let Object::Pod(pod) = object else { return Err(Refusal { message: String::new() }) };
    admission::validate(&pod, &world.around, &mut world.used, kubernetes, name)?;
    Ok(*pod)
}

/// The server's own validation.
fn validate(object: &Object, name: &str, kubernetes: &Kubernetes) -> Result<(), Refusal> {
    let errors = match object {
        Object::Other(value) => other_errors(value),
        object => validation::validate(object, kubernetes, &validation::Options::default())
            .iter()
            .map(|error| error.message(kubernetes))
            .collect(),
    };
    if errors.is_empty() { Ok(()) } else { Err(Refusal::invalid(&qualified(object), name, &errors)) }
}

/// LimitRanges and quotas are checked too; of other kinds nothing is known.
fn other_errors(value: &Value) -> Vec<String> {
    match value.get("kind").and_then(Value::as_str) {
        Some("LimitRange") => object_from_json(value).map_or_else(
            |_| Vec::new(),
            |mut range: LimitRange| {
                admission::limit_range::fill_in(&mut range);
                admission::limit_range::errors(&range)
            },
        ),
        Some("ResourceQuota") => object_from_json(value)
            .map_or_else(|_| Vec::new(), |quota: ResourceQuota| admission::quota::errors(&quota)),
        _ => Vec::new(),
    }
}

/// The kind with its group, as `is invalid` names it.
fn qualified(object: &Object) -> String {
    let kind = object.kind();
    match resource(object).split_once('.') {
        Some((_, group)) => format!("{kind}.{group}"),
        None => kind.to_owned(),
    }
}

/// The plural with its group, as quotas and `is forbidden` name it.
pub(crate) fn resource(object: &Object) -> String {
    let group = kinds::named(object.kind()).map(Kind::suffix).unwrap_or_default();
    format!("{}s{group}", object.kind().to_lowercase())
}
