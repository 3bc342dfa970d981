//! Whether a stored object may become another. Upstream: `ValidateUpdate` of the strategies below pkg/registry.

mod difference;
mod internal;
mod others;
mod pod;
mod resize;
mod service;
mod storage;
mod workloads;

use crate::{Cluster, Refusal, State, names, other};
use api::{Gate, Object, defaulting};
use k8s_openapi::api::core::v1::Pod;
use std::borrow::Cow;
use validation::{Error, Kind};

/// The object that takes the place of `stored`, with its defaults; or the refusal. `subresource` is empty when the object
/// itself is written; the rules of the others are their own.
pub fn update(object: Object, stored: &Object, subresource: &str, state: &State) -> Result<Object, Refusal> {
    let object = settled(object, stored, subresource, state);
    match (subresource, object, stored) {
        ("", object, _) => {
            let errors = all_errors(&object, stored, state);
            valid(object, errors.iter().map(|error| error.message(&state.kubernetes)).collect())
        }
        ("resize", Object::Pod(pod), Object::Pod(stored)) => resized(*pod, stored, state),
        ("resize", ..) => Err(unknown()),
        (_, object, _) => Ok(object),
    }
}

/// The object that would take the place of `stored`, with its defaults, and the errors for which it may not.
pub fn change(object: Object, stored: &Object, state: &State) -> (Object, Vec<Error>) {
    let object = settled(object, stored, "", state);
    let errors = all_errors(&object, stored, state);
    (object, errors)
}

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
    Refusal::NotFound("the server could not find the requested resource".to_owned())
}

/// The errors of an object by its own rules, then those of its change.
fn all_errors(object: &Object, stored: &Object, state: &State) -> Vec<Error> {
    // The server asks of some kinds only whether they changed, of others that first.
    let own = match object.kind() {
        "PriorityClass" | "StorageClass" => Vec::new(),
        _ => own_errors(object, state),
    };
    let further = self::errors(object, stored);
    let is_first = matches!(object.kind(), "ConfigMap" | "IngressClass" | "Secret" | "Service");
    let (mut errors, more) = if is_first { (further, own) } else { (own, further) };
    errors.extend(more);
    if errors.is_empty() && state.cluster != Cluster::Bare {
        errors = other::security_labels(object);
    }
    errors
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
    let own = own.iter().map(|error| error.message(&state.kubernetes));
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
fn errors(new: &Object, old: &Object) -> Vec<Error> {
    match (new, old) {
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
        (Object::Job(new), Object::Job(old)) => match (&new.spec, &old.spec) {
            (Some(new), Some(old_spec)) => {
                let started = old.status.as_ref().is_some_and(|status| status.start_time.is_some());
                workloads::job(new, old_spec, started)
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The value may not take the place of the one before.
fn invalid(field: impl Into<Cow<'static, str>>, value: &str, why: &str) -> Error {
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
