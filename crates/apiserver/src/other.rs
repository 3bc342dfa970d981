//! The kinds without a Pod that plugins look at.

use crate::state::Room;
use crate::{Cluster, Refusal, State, names, state};
use admission::pod_security::Policy;
use admission::{Surroundings, Word};
use api::typed::object_from_json;
use api::well_known::{DEFAULT_STORAGE_CLASS, STORAGE_CLASS, protection};
use api::{FieldPath, Object};
use k8s_openapi::api::core::v1::PersistentVolumeClaim;
use serde_json::Value;
use validation::{Error, Errors};

/// LimitRanges bound claims, and only one PriorityClass is the default.
pub(crate) fn check(
    value: &Value,
    around: &Surroundings,
    state: &State,
    object: &Object,
) -> Result<(), Refusal> {
    match object.kind() {
        "PersistentVolumeClaim" => claim(value, around, object),
        "PriorityClass" => default_class(value, state, object),
        _ => Ok(()),
    }
}

/// The labels that choose the level of Pod security. Upstream: ValidateNamespace,
/// staging/src/k8s.io/pod-security-admission/admission/admission.go.
pub(crate) fn security_labels(object: &Object) -> Vec<Error> {
    let Object::Other(value) = object else { return Vec::new() };
    if object.kind() != "Namespace" {
        return Vec::new();
    }
    let labels = state::labels(value);
    let path = FieldPath::root("metadata");
    let path = path.field("labels");
    let mut errors = Errors::default();
    for (label, why) in Policy::unreadable(&labels) {
        let written = labels.get(&label).map(String::as_str).unwrap_or_default();
        errors.invalid(&path.key(&label), written, why);
    }
    errors.into_vec()
}

/// Whether a PriorityClass in its JSON form is the default.
pub(crate) fn is_default(class: &Value) -> bool {
    class.get("globalDefault") == Some(&Value::Bool(true))
}

/// Whether a StorageClass in its JSON form is marked as the default.
/// Upstream: IsDefaultAnnotation, pkg/volume/util/storageclass.go.
pub(crate) fn is_default_storage(class: &Value) -> bool {
    let annotations = class.pointer("/metadata/annotations");
    DEFAULT_STORAGE_CLASS
        .iter()
        .any(|mark| annotations.and_then(|all| all.get(*mark)) == Some(&Value::from("true")))
}

/// Gives a claim without a class the default one, before quotas count it.
/// Upstream: plugin/pkg/admission/storage/storageclass/setdefault/admission.go.
pub(crate) fn set_storage_class(object: &mut Object, state: &State) {
    let Some(default) = state.default_storage.as_ref() else { return };
    let is_claim = object.kind() == "PersistentVolumeClaim";
    let Object::Other(claim) = object else { return };
    let annotation = claim.pointer("/metadata/annotations").and_then(|all| all.get(STORAGE_CLASS));
    if is_claim
        && annotation.is_none()
        && let Some(spec) = claim.get_mut("spec").and_then(Value::as_object_mut)
        && spec.get("storageClassName").is_none_or(Value::is_null)
    {
        spec.insert("storageClassName".to_owned(), default.as_str().into());
    }
}

/// Gives what may be in use a finalizer, so that it is not gone before its users are.
/// Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go.
pub(crate) fn protect(object: &mut Object) {
    let Some(finalizer) = protection(object.kind()) else { return };
    let Object::Other(value) = object else { return };
    let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let finalizers = metadata.entry("finalizers").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = finalizers
        && !list.iter().any(|one| *one == finalizer)
    {
        list.push(finalizer.into());
    }
}

/// Requests for devices that are not one's own, which only namespaces with a label may make. An unknown namespace may have it.
/// Upstream: AuthorizedForAdmin, pkg/registry/resource/utils.go.
pub(crate) fn admin_access(object: &Object, room: &Room, state: &State) -> Vec<Error> {
    const LABEL: &str = "resource.kubernetes.io/admin-access";
    let mut errors = Errors::default();
    let pointer = match object.kind() {
        "ResourceClaim" => "/spec/devices/requests",
        "ResourceClaimTemplate" => "/spec/spec/devices/requests",
        _ => return Vec::new(),
    };
    let allows = room.around.namespace_labels.get(LABEL).is_some_and(|value| value == "true");
    let is_known = room.exists && state.cluster != Cluster::Bare;
    let Object::Other(value) = object else { return Vec::new() };
    let requests = value.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let asks = |request: &Value| request.pointer("/exactly/adminAccess") == Some(&Value::Bool(true));
    if let Some(index) = requests.enumerate().find_map(|(index, one)| asks(one).then_some(index))
        && is_known
        && !allows
    {
        let path = FieldPath::root("spec");
        let path = path.field("devices");
        let path = path.field("requests");
        let why =
            format!("admin access to devices requires the `{LABEL}: true` label on the containing namespace");
        errors.forbidden(&path.index(index).field("adminAccess"), why);
    }
    errors.into_vec()
}

/// Upstream: validatePriorityClass, plugin/pkg/admission/priority/admission.go.
fn default_class(value: &Value, state: &State, object: &Object) -> Result<(), Refusal> {
    match state.default_class.as_ref().filter(|_| is_default(value)) {
        Some(default) => {
            let why =
                format!("PriorityClass {default} {}. Only one default can exist", Word::MarkedAsDefault);
            Err(forbidden(object, &why))
        }
        None => Ok(()),
    }
}

fn claim(value: &Value, around: &Surroundings, object: &Object) -> Result<(), Refusal> {
    let Ok(claim) = object_from_json::<PersistentVolumeClaim>(value) else { return Ok(()) };
    admission::limit_range::check_claim(&claim, around).map_err(|why| forbidden(object, &why))
}

/// `deployments.apps "web" is forbidden: ...`.
pub(crate) fn forbidden(object: &Object, why: &str) -> Refusal {
    admission::Refusal::forbidden(&names::resource(object), &names::name(object), why).into()
}
