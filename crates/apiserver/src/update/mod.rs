//! Whether a stored object may become another. Upstream: `ValidateUpdate` of the strategies below pkg/registry.

mod difference;
mod internal;
mod pod;
mod workloads;

use crate::{Cluster, Refusal, State, names};
use api::{Object, defaulting};

/// The object that takes the place of `stored`, with its defaults; or the refusal. `subresource` is empty when the object
/// itself is written; the rules of the others are their own.
pub fn update(object: Object, stored: &Object, subresource: &str, state: &State) -> Result<Object, Refusal> {
    let mut object = object;
    defaulting::apply(&mut object, &state.kubernetes);
    if !subresource.is_empty() {
        return Ok(object);
    }
    let rules = validation::Options { allow_privileged: state.allow_privileged };
    let found = validation::validate(&object, &state.kubernetes, &rules);
    let mut errors: Vec<String> = found.iter().map(|error| error.message(&state.kubernetes)).collect();
    errors.extend(self::errors(&object, stored));
    if errors.is_empty() {
        return Ok(object);
    }
    Err(Refusal::Invalid { kind: names::qualified(&object), name: names::name(&object), errors })
}

/// The errors of an update that a create would not have, each with its field.
fn errors(new: &Object, old: &Object) -> Vec<String> {
    match (new, old) {
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

impl State {
    /// Whether Pods that are created are soon on a node, as in a whole cluster.
    pub fn schedules(&self) -> bool {
        self.cluster == Cluster::New
    }
}
