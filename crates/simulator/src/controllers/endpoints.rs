//! The addresses behind a Service. Upstream: pkg/controller/endpointslice and k8s.io/endpointslice.

use super::pods;
use crate::cluster::watch;
use crate::trace::Endpoint;
use crate::world::{Effect, Effects, PodId, PodState, RecordEffect, Seen, Workload, World};
use api::Object;

/// The controller's turn. A Pod's end by itself is no news to it, only what concerns its readiness, deletion or address;
/// so the address of a Pod that has ended may stay in the slice.
pub(super) fn control(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let all = world.pods().iter().enumerate().filter(|(_, state)| !state.api.removed);
    let selected: Vec<(PodId, &PodState)> =
        all.filter(|(_, state)| watch::selects(workload, state)).collect();
    let seen = |pod: &PodId| workload.endpoints.get(pod);
    let is_news = |(pod, state): &(PodId, &PodState)| {
        let Some(seen) = seen(pod) else { return true };
        // The Service itself may have changed.
        let is_other = || !state.is_terminal() && seen.endpoint != endpoint(workload, state);
        state.api.deletion.is_some() || seen.state != look(state) || is_other()
    };
    let mut known = workload.endpoints.clone();
    let gone: Vec<PodId> =
        known.keys().copied().filter(|pod| selected.iter().all(|(other, _)| other != pod)).collect();
    if gone.is_empty() && !selected.iter().any(is_news) {
        return effects;
    }
    let name = &workload.name;
    let mut tell = |pod: PodId, endpoint: Option<Endpoint>| {
        let record = RecordEffect::Endpoint { service: name.clone(), pod, endpoint };
        effects.push(Effect::Record(record));
    };
    for pod in gone {
        if known.remove(&pod).is_some_and(|seen| seen.endpoint.is_some()) {
            tell(pod, None);
        }
    }
    for (pod, state) in selected {
        let endpoint = endpoint(workload, state);
        if seen(&pod).and_then(|seen| seen.endpoint) != endpoint {
            tell(pod, endpoint);
        }
        known.insert(pod, Seen { state: look(state), endpoint });
    }
    effects.workload(index, Workload { endpoints: known, ..workload.clone() });
    effects
}

/// Whether a Pod is ready, is being deleted, and has an address.
fn look(state: &PodState) -> (bool, bool, bool) {
    (pods::is_ready(state), state.api.deletion.is_some(), state.api.status.pod_ip.is_some())
}

/// A Pod's address in the slice, when it has one. Upstream: podToEndpoint.
fn endpoint(workload: &Workload, state: &PodState) -> Option<Endpoint> {
    let (serving, terminating, has_address) = look(state);
    let Object::Other(service) = &*workload.object else { return None };
    let always = service.pointer("/spec/publishNotReadyAddresses").and_then(serde_json::Value::as_bool);
    let ready = always == Some(true) || serving && !terminating;
    (has_address && !state.is_terminal()).then_some(Endpoint { ready, serving, terminating })
}
