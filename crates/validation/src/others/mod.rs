//! Rules for the built-in kinds without a Pod, one file for those that belong together. They look at plain values, which
//! weighs less than a type and its reader for each kind.

mod at;
mod autoscaler;
mod autoscaler_v1;
mod classes;
mod config;
mod deprecations;
mod device;
mod disruption_budget;
mod endpoint_slice;
mod endpoints;
mod ingress;
mod limit_range;
mod names;
mod network_policy;
mod node;
mod port;
mod resource_quota;
mod role;
mod service;
mod service_allocation;
mod small;
mod volume;
pub(crate) mod warnings;

use std::collections::BTreeMap;

use api::collections::gather;
use api::{FieldPath, Quantity};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

use crate::bad_value::word;
use crate::metadata::{self, NameRule};
use crate::site::Context;
use crate::{Errors, Rule, go};
use at::At;
pub use service_allocation::{NODE_PORTS, Taken};

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &autoscaler::RULE,
    &classes::PRIORITY,
    &config::KEYS,
    &config::SECRET,
    &device::RULE,
    &disruption_budget::RULE,
    &endpoint_slice::RULE,
    &ingress::BACKEND,
    &ingress::PATH,
    &limit_range::RULE,
    &network_policy::RULE,
    &resource_quota::RULE,
    &role::BINDING,
    &role::RULE,
    &service::PORTS,
    &service::TYPE,
    &volume::RULE,
];

/// The rules of a kind.
type Check = fn(&At<'_>, &Context<'_>, &mut Errors);

/// The kinds whose values are checked, with what their names must be.
const KINDS: &[(&str, NameRule, Check)] = &[
    ("CSIDriver", NameRule::Subdomain, small::csi_driver),
    ("ClusterRole", NameRule::PathSegment, role::cluster_role),
    ("ClusterRoleBinding", NameRule::PathSegment, role::cluster_role_binding),
    ("ConfigMap", NameRule::Subdomain, config::config_map),
    ("DeviceClass", NameRule::LongName, device::class),
    ("EndpointSlice", NameRule::Subdomain, endpoint_slice::check),
    ("Endpoints", NameRule::Subdomain, endpoints::check),
    ("HorizontalPodAutoscaler", NameRule::Subdomain, autoscaler::check),
    ("Ingress", NameRule::Subdomain, ingress::check),
    ("IngressClass", NameRule::Subdomain, small::ingress_class),
    ("Lease", NameRule::Subdomain, small::lease),
    ("LimitRange", NameRule::Subdomain, limit_range::check),
    ("Namespace", NameRule::Label, config::namespace),
    ("NetworkPolicy", NameRule::Subdomain, network_policy::check),
    ("Node", NameRule::Subdomain, node::check),
    ("PersistentVolume", NameRule::Subdomain, volume::persistent_volume),
    ("PersistentVolumeClaim", NameRule::Subdomain, volume::claim),
    ("PodDisruptionBudget", NameRule::PathSegment, disruption_budget::check),
    ("PriorityClass", NameRule::Subdomain, classes::priority),
    ("ResourceClaim", NameRule::Subdomain, device::claim),
    ("ResourceClaimTemplate", NameRule::Subdomain, device::claim_template),
    ("ResourceQuota", NameRule::Subdomain, resource_quota::check),
    ("Role", NameRule::PathSegment, role::role),
    ("RoleBinding", NameRule::PathSegment, role::role_binding),
    ("RuntimeClass", NameRule::Subdomain, classes::runtime),
    ("Secret", NameRule::Subdomain, config::secret),
    ("Service", NameRule::Service, service::check),
    ("ServiceAccount", NameRule::Subdomain, |_, _, _| {}),
    ("StorageClass", NameRule::Subdomain, classes::storage),
    ("VolumeAttributesClass", NameRule::Subdomain, small::volume_attributes_class),
];

fn found(value: &Value) -> Option<&'static (&'static str, NameRule, Check)> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    api::kinds::other(text("apiVersion"), text("kind"))?;
    KINDS.iter().find(|(kind, ..)| *kind == text("kind"))
}

/// Whether every rule is asked that the server asks of such an object.
pub(crate) fn is_checked(value: &Value) -> bool {
    found(value).is_some() && !device::has_expressions(value) && !autoscaler_v1::hides(value)
}

/// The errors for which the server refuses a create of an object without a Pod.
pub(crate) fn check(value: &Value, context: &Context<'_>, errors: &mut Errors) {
    let Some((kind, name, rules)) = found(value) else { return check_named(value, context, errors) };
    let converted = autoscaler_v1::is(value).then(|| autoscaler_v1::converted(value));
    let value = converted.as_ref().unwrap_or(value);
    let object = At::object(value);
    let metadata: ObjectMeta = object.field("metadata").typed();
    if *kind == "Service" && service_allocation::check_allocation(&object, context, errors) {
        return;
    }
    let path = FieldPath::root("metadata");
    // The strategy of a budget looks at nothing of the metadata, so that the generic check finds it all.
    let is_left = *kind == "PodDisruptionBudget";
    if matches!(*kind, "Lease" | "RuntimeClass") {
        metadata::check_general(&metadata, *name, &path, context, errors);
    } else if !is_left {
        metadata::check(&metadata, *name, &path, context, errors);
    }
    rules(&object, context, errors);
    if errors.is_empty() && is_left {
        metadata::check_general(&metadata, *name, &path, context, errors);
    } else if errors.is_empty() {
        metadata::check_path_segments(&metadata, errors);
    }
}

/// The metadata of a kind of which nothing else is known here.
fn check_named(value: &Value, context: &Context<'_>, errors: &mut Errors) {
    let object = At::object(value);
    let (version, kind) = (object.field("apiVersion").text(), object.field("kind").text());
    let Some((_, has_short_names)) = small::NAMED.iter().find(|(named, _)| *named == kind) else { return };
    if api::kinds::other(version, kind).is_none() {
        return;
    }
    let metadata: ObjectMeta = object.field("metadata").typed();
    let path = FieldPath::root("metadata");
    let check = if *has_short_names { metadata::check } else { metadata::check_general };
    check(&metadata, NameRule::Subdomain, &path, context, errors);
}

/// The annotations or labels of an object.
fn texts_of(at: &At<'_>) -> BTreeMap<String, String> {
    gather(at.entries().map(|(key, value)| (key.to_owned(), value.text().to_owned())))
}

/// An amount as a message prints it; what was written does not matter.
fn quantity(amount: &Quantity) -> go::Value {
    go::quantity(&Written(amount.to_string()))
}

/// A word of a fixed list that may be absent.
fn check_word(at: &At<'_>, known: &[&str], errors: &mut Errors) {
    if at.given_text().is_some_and(|text| !known.contains(&text)) {
        errors.not_supported(&at.path, word(at.text()), known);
    }
}
