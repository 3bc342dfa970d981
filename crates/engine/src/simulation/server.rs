//! The API server of a simulation: a default cluster with the rules of the text.

use api::well_known::{RANDOM_END, TOKEN_VOLUME};
use api::{Kubernetes, Object, Quantity, defaulting};
use apiserver::{Allocatable, Refusal, State, attempt};
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use simulator::{Server, There, Write};
use std::rc::Rc;

use crate::create::part;

/// Answers writes with the state of the text.
pub(crate) struct Served {
    state: State,
}

impl Served {
    /// A cluster in which the other objects of a text exist.
    pub fn new(state: State) -> Served {
        Served { state }
    }

    /// The server's answer to a create. What exists is added only where a quota counts it, to save time.
    fn refusal(&self, object: &Object, there: &There<'_>) -> Result<Object, Refusal> {
        let namespace = self.state.namespace_of(object);
        let counted = !self.state.around(&namespace).quotas.is_empty();
        let attempt = if counted {
            let mut state = self.state.clone();
            let is_pod = matches!(object, Object::Pod(_));
            let others = if is_pod { Vec::new() } else { (there.objects)(&namespace) };
            state.fill(&namespace, (there.pods)(), others.iter().map(|object| &**object));
            attempt(object.clone(), &state)
        } else {
            attempt(object.clone(), &self.state)
        };
        match attempt.refusal(&self.state) {
            Some(refusal) => Err(refusal),
            None => Ok(attempt.object),
        }
    }

    /// Whether a quota is known as it is; only its spec counts, and its status changes with each Pod.
    fn has(&self, object: &Object) -> bool {
        let Object::Other(value) = object else { return false };
        let quotas = &self.state.around(&self.state.namespace_of(object)).quotas;
        let known = quotas.get(object.name()).filter(|_| object.kind() == "ResourceQuota");
        known.is_some_and(|known| {
            let spec = known.spec.as_ref().map(api::typed::to_json);
            spec.as_ref() == value.get("spec")
        })
    }

    /// The server behind a change of an object; `None` where no answer depends on it.
    fn renewed(&self, object: &Object, change: fn(&mut State, &Object)) -> Option<Rc<dyn Server>> {
        if !part::is_consulted(object) && object.kind() != "StorageClass" {
            return None;
        }
        let mut state = self.state.clone();
        change(&mut state, object);
        Some(Rc::new(Served { state }))
    }

    fn kubernetes(&self) -> &Kubernetes {
        &self.state.kubernetes
    }
}

impl Server for Served {
    fn create(&self, object: Object, there: &There<'_>) -> Result<Object, String> {
        let stored = self.refusal(&object, there).map_err(|refusal| refusal.to_string())?;
        if let Object::Pod(mut pod) = stored {
            name_token_volume(&mut pod);
            return Ok(Object::Pod(pod));
        }
        // The simulation draws the UID in a Job's labels itself.
        let mut object = object;
        defaulting::apply(&mut object, self.kubernetes());
        Ok(object)
    }

    fn own(&self, kind: &str, namespace: &str, name: &str) -> Option<Object> {
        let own = self.state.schedules().then(|| apiserver::own_in(kind, namespace, name))?;
        own.map(Object::from_json)
    }

    fn with(&self, object: &Object) -> Option<Rc<dyn Server>> {
        if self.has(object) { None } else { self.renewed(object, State::put) }
    }

    fn without(&self, object: &Object) -> Option<Rc<dyn Server>> {
        self.renewed(object, State::remove)
    }

    fn is_terminating(&self, namespace: &str) -> bool {
        self.state.is_terminating(namespace)
    }

    fn used(&self, quota: &Value, there: &There<'_>) -> Option<Vec<(String, Quantity)>> {
        let mut state = State::new(self.state.cluster, self.kubernetes());
        let quota = Object::Other(Box::new(quota.clone()));
        state.add(quota.clone());
        let namespace = self.state.namespace_of(&quota);
        let others = (there.objects)(&namespace);
        state.fill(&namespace, (there.pods)(), others.iter().map(|object| &**object));
        let used = state.used(&namespace).get(quota.name())?;
        Some(used.iter().map(|(name, amount)| (name.clone(), amount.clone())).collect())
    }

    fn merge(&self, live: &mut Value, old: &Value, new: &Value) {
        apiserver::merge(live, old, new);
    }

    fn update(&self, object: Object, stored: &Object, write: &Write<'_>) -> Result<Object, String> {
        self.updated(object, stored, write).map_err(|refusal| refusal.to_string())
    }
}

impl Served {
    /// An object that is to take the place of another one, as it would be stored, or the refusal.
    pub fn updated(&self, object: Object, stored: &Object, write: &Write<'_>) -> Result<Object, Refusal> {
        let answer = |object: Object, stored: &Object, state: &State| {
            apiserver::update(object, stored, write.subresource, state)
        };
        if write.subresource != "resize" {
            return answer(object, stored, &self.state);
        }
        let mut state = self.state.clone();
        for pod in (write.there)() {
            state.add_pod(pod);
        }
        state.recount();
        let node = stored.pod_spec().and_then(|(_, spec)| spec.node_name.clone());
        if let (Some(node), Some(cpu), Some(memory)) = (node, (write.room)("cpu"), (write.room)("memory")) {
            state.nodes.insert(node, Allocatable { cpu, memory });
        }
        answer(object, stored, &state)
    }
}

/// Draws the letters at the end of the token volume's name from the Pod's name.
fn name_token_volume(pod: &mut Pod) {
    let sent = format!("{TOKEN_VOLUME}{RANDOM_END}");
    let letters = simulator::letters(pod.metadata.name.as_deref().unwrap_or_default());
    let drawn = format!("{TOKEN_VOLUME}{letters}");
    let Some(spec) = pod.spec.as_mut() else { return };
    for volume in spec.volumes.iter_mut().flatten().filter(|volume| volume.name == sent) {
        volume.name.clone_from(&drawn);
    }
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        for mount in container.volume_mounts.iter_mut().flatten().filter(|mount| mount.name == sent) {
            mount.name.clone_from(&drawn);
        }
    }
}
