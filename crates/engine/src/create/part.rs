//! The part that an object has in the create of another one.

use api::Object;
use apiserver::{Refusal, State};

/// Whether an object is there before those that are asked about. A Pod that is bound to a node is.
pub(crate) fn is_there(object: &Object) -> bool {
    match object {
        Object::Pod(pod) => pod.spec.as_ref().is_some_and(|spec| spec.node_name.is_some()),
        Object::Other(_) => true,
        _ => false,
    }
}

/// Whether the server looks at an object when another one is created.
pub(crate) fn is_consulted(object: &Object) -> bool {
    matches!(object, Object::Other(_)) && is_consulted_kind(object.kind())
}

/// Whether the server looks at objects of a kind when another object is created.
pub(crate) fn is_consulted_kind(kind: &str) -> bool {
    const KINDS: [&str; 6] =
        ["Namespace", "LimitRange", "ResourceQuota", "ServiceAccount", "PriorityClass", "RuntimeClass"];
    KINDS.contains(&kind)
}

/// Whether an object takes something of the whole cluster that no other may have then: a port of the nodes, an
/// address, the place of the default class.
pub(crate) fn competes(object: &Object) -> bool {
    matches!(object, Object::Other(_)) && is_competing_kind(object.kind())
}

/// Whether objects of a kind compete.
pub(crate) fn is_competing_kind(kind: &str) -> bool {
    ["Service", "PriorityClass"].contains(&kind)
}

/// Whether an object bounds how many others there may be, or how large.
pub(crate) fn is_rule(object: &Object) -> bool {
    matches!(object, Object::Other(_)) && ["LimitRange", "ResourceQuota"].contains(&object.kind())
}

/// Whether an object is neither Pod nor workload and the server would refuse it.
pub(crate) fn is_surrounding_refused(object: &Object, state: &State) -> bool {
    matches!(object, Object::Other(_)) && refusal(object, state).is_some()
}

/// The refusal of an object that others need, looked at by itself.
pub(super) fn refusal(object: &Object, state: &State) -> Option<Refusal> {
    apiserver::attempt(object.clone(), state).refusal(state)
}
