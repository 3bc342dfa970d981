//! Whether a stored object may become another. Upstream: `ValidateUpdate` of the strategies below pkg/registry.

mod difference;
mod internal;
mod others;
mod parts;
mod pod;
mod resize;
mod service;
mod storage;
mod workloads;

pub use parts::{with_ephemeral_containers, with_status};

use crate::{Cluster, Refusal, State, names, other};
use api::kinds::Strategy;
use api::well_known::NO_RESOURCE;
use api::{Gate, Object, defaulting};
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use std::borrow::Cow;
use validation::{Error, Kind};

/// The object that takes the place of `stored`, with its defaults; or the refusal. `subresource` is empty when the object
/// itself is written; the rules of the others are their own.
pub fn update(object: Object, stored: &Object, subresource: &str, state: &State) -> Result<Object, Refusal> {
    if let Some(refusal) = conflict(&object, stored) {
        return Err(refusal);
    }
    let object = settled(object, stored, subresource, state);
    let mut object = match (subresource, object, stored) {
        ("", object, _) => {
            let errors = all_errors(&object, stored, state);
            let object =
                valid(object, errors.iter().map(|error| error.message(&state.kubernetes)).collect())?;
            if let Some(refusal) = storage::ungrown(&object, stored, state) {
                return Err(refusal);
            }
            object
        }
        ("resize", Object::Pod(pod), Object::Pod(stored)) => resized(*pod, stored, state)?,
        ("resize", ..) => return Err(unknown()),
        ("status", object, _) => return Ok(object),
        (_, object, _) => object,
    };
    defaulting::generation::count(&mut object, stored);
    Ok(object)
}

/// The object that would take the place of `stored`, with its defaults, and the errors for which it may not.
pub fn change(object: Object, stored: &Object, state: &State) -> (Object, Vec<Error>) {
    let mut object = settled(object, stored, "", state);
    let errors = all_errors(&object, stored, state);
    defaulting::generation::count(&mut object, stored);
    (object, errors)
}

pub use storage::ungrown;

/// The object as the server looks at it.
fn settled(object: Object, stored: &Object, subresource: &str, state: &State) -> Object {
    let mut object = object;
    if let (Object::Other(new), Object::Other(old)) = (&mut object, stored) {
        others::settle(new, old);
    }
    defaulting::apply(&mut object, &state.kubernetes);
    if let (Object::Pod(pod), Object::Pod(stored), "") = (&mut object, stored, subresource)
        && state.cluster != Cluster::Bare
    {
        admission::mutate_update(pod, stored);
    }
    object
}

/// The server knows no such subresource.
fn unknown() -> Refusal {
    Refusal::NotFound(NO_RESOURCE.to_owned())
}

/// The errors of an object by its own rules and those of its change, in the server's order.
fn all_errors(object: &Object, stored: &Object, state: &State) -> Vec<Error> {
    let mut errors = metadata(object, stored);
    let mut own = own_errors(object, state);
    let has = |strategy| names::kind(object).is_some_and(|kind| kind.has(strategy));
    let trusts_generate_name = has(Strategy::TrustsGenerateName);
    let asks_metadata_only = has(Strategy::AsksMetadataOnly);
    own.retain(|error| match &*error.field {
        "metadata.generateName" if trusts_generate_name => false,
        field if asks_metadata_only => field.starts_with("metadata") && field != "metadata.name",
        _ => is_asked_again(object.kind(), error),
    });
    let is_whole = object.kind() == "Service" && service::is_address(&own);
    let further = if is_whole { Vec::new() } else { self::errors(object, stored, &own, state) };
    if has(Strategy::LooksAtChangesFirst) {
        // The metadata are looked at before all else, and once more among the rules of a create.
        let (metadata, own): (Vec<Error>, Vec<Error>) = own.into_iter().partition(is_of_metadata);
        errors.extend(metadata.into_iter().chain(further).chain(own));
    } else {
        errors.extend(own.into_iter().chain(further));
    }
    if errors.is_empty() && state.cluster != Cluster::Bare {
        errors = other::security_labels(object);
    }
    errors
}

/// Whether an update finds the error before all others. Upstream: ValidateObjectMetaAccessorUpdate,
/// apimachinery/pkg/api/validation/objectmeta.go.
fn is_of_metadata(error: &Error) -> bool {
    let fields = ["labels", "annotations", "ownerReferences", "finalizers"];
    // An annotation is required by the type of a Secret, not by the metadata.
    error.kind != Kind::Required
        && error
            .field
            .strip_prefix("metadata.")
            .is_some_and(|field| fields.iter().any(|one| field.starts_with(one)))
}

/// Whether the server asks a rule of a create when it updates an object: what cannot change anyway it mostly leaves alone.
fn is_asked_again(kind: &str, error: &Error) -> bool {
    match kind {
        "Pod" => !matches!(
            &*error.detail,
            "cannot be set on create" | "cannot be set until all schedulingGates have been cleared"
        ),
        "StatefulSet" => {
            !error.field.starts_with("spec.volumeClaimTemplates") && error.field != "spec.serviceName"
        }
        _ => true,
    }
}

/// The errors of a change of what only the server sets.
/// Upstream: ValidateObjectMetaAccessorUpdate, apimachinery/pkg/api/validation/objectmeta.go.
fn metadata(object: &Object, stored: &Object) -> Vec<Error> {
    let of = |object: &Object| match object {
        Object::Other(value) => value.get("metadata").cloned().unwrap_or_default(),
        typed => typed.metadata().map(api::typed::to_json).unwrap_or_default(),
    };
    let (new, old) = (of(object), of(stored));
    let fields = ["uid", "deletionTimestamp", "deletionGracePeriodSeconds"].into_iter();
    let given = |metadata: &Value, field: &str| metadata.get(field).filter(|value| !value.is_null()).cloned();
    let changed = fields.filter_map(|field| {
        let value = given(&new, field).filter(|value| given(&old, field).as_ref() != Some(value))?;
        Some(invalid(format!("metadata.{field}"), &api::json::text(&value), "field is immutable"))
    });
    changed.collect()
}

/// The refusal of an object that names another version of itself than the one that is there.
/// Upstream: Store.Update, apiserver/pkg/registry/generic/registry/store.go.
pub fn conflict(object: &Object, stored: &Object) -> Option<Refusal> {
    let version = |object: &Object| match object {
        Object::Other(value) => {
            value.pointer("/metadata/resourceVersion").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        typed => typed.metadata().and_then(|metadata| metadata.resource_version.clone()).unwrap_or_default(),
    };
    let asked = version(object);
    (!asked.is_empty() && asked != version(stored)).then(|| {
        Refusal::Conflict(format!(
            "Operation cannot be fulfilled on {} \"{}\": the object has been modified; please apply your changes to the latest version and try again",
            names::resource(object),
            names::name(object)
        ))
    })
}

fn own_errors(object: &Object, state: &State) -> Vec<Error> {
    let rules = validation::Options { allow_privileged: state.allow_privileged };
    validation::validate(object, &state.kubernetes, &rules)
}

/// The object, when nothing is wrong with it.
fn valid(object: Object, errors: Vec<String>) -> Result<Object, Refusal> {
    if errors.is_empty() {
        return Ok(object);
    }
    Err(Refusal::Invalid { kind: names::qualified(&object), name: names::name(&object), errors })
}

/// A Pod with other resources: validation comes first, then the plugins that look at a resize.
fn resized(pod: Pod, stored: &Pod, state: &State) -> Result<Object, Refusal> {
    if !state.kubernetes.enabled(Gate::InPlacePodVerticalScaling) {
        return Err(unknown());
    }
    let pod = resize::kept(pod, stored, &state.kubernetes);
    let further = resize::errors(&pod, stored, &state.kubernetes);
    let object = Object::Pod(Box::new(pod));
    let own = own_errors(&object, state);
    let own = own.iter().filter(|error| is_asked_again("Pod", error));
    let own = own.map(|error| error.message(&state.kubernetes));
    let object = valid(object, own.chain(further).collect())?;
    let Object::Pod(pod) = &object else { return Ok(object) };
    let changed = !api::typed::is_same(&pod.spec, &stored.spec);
    if state.cluster != Cluster::Bare && changed {
        let room = state.room(&state.namespace_of(&object));
        let mut used = room.used.clone();
        admission::validate_resize(
            pod,
            stored,
            &room.around,
            &mut used,
            state.node_of(pod),
            &state.kubernetes,
        )?;
    }
    Ok(object)
}

/// The errors of an update that a create would not have, each with its field.
fn errors(new: &Object, old: &Object, own: &[Error], state: &State) -> Vec<Error> {
    let mut errors = match (new, old) {
        (Object::Other(new), Object::Other(old)) => others::errors(new, old),
        (Object::Pod(new), Object::Pod(old)) => pod::errors(new, old),
        (Object::Deployment(new), Object::Deployment(old)) => {
            workloads::selector(&new.spec.selector, &old.spec.selector)
        }
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => {
            workloads::selector(&new.spec.selector, &old.spec.selector)
        }
        (Object::DaemonSet(new), Object::DaemonSet(old)) => {
            workloads::selector(&new.spec.selector, &old.spec.selector)
        }
        (Object::StatefulSet(new), Object::StatefulSet(old)) => workloads::stateful_set(&new.spec, &old.spec),
        (Object::Job(new), Object::Job(old)) => match &new.spec {
            Some(new) => workloads::job(new, old, &state.kubernetes),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    // Our types cannot tell a selector that is left out from an empty one; the rules about the object can.
    let is_there = own.iter().any(|error| error.detail.starts_with("empty selector is invalid"));
    let bare = |error: &Error| error.field == "spec.selector" && error.detail == "{}: field is immutable";
    for error in errors.iter_mut().filter(|error| !is_there && bare(error)) {
        *error = invalid("spec.selector", "null", "field is immutable");
    }
    errors
}

/// The value may not take the place of the one before. A map or a list is printed as JSON that is safe within HTML.
fn invalid(field: impl Into<Cow<'static, str>>, value: &str, why: &str) -> Error {
    let is_json = value.starts_with(['{', '[']);
    let value = if is_json { Cow::Owned(api::json::html_safe(value)) } else { Cow::Borrowed(value) };
    Error::worded(Kind::Invalid, field.into().into_owned(), format!("{value}: {why}"))
}

/// The field may not change.
fn forbidden(field: impl Into<Cow<'static, str>>, why: impl Into<Cow<'static, str>>) -> Error {
    Error::worded(Kind::Forbidden, field.into().into_owned(), why)
}

impl State {
    /// Whether Pods that are created are soon on a node, as in a whole cluster.
    pub fn schedules(&self) -> bool {
        matches!(self.cluster, Cluster::New | Cluster::Assumed)
    }
}
