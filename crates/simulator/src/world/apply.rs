//! The only place where the world changes.

use super::{
    ApiPod, Effect, Effects, Instance, InstanceChange, InstanceState, NewPod, PodId, PodState, Shape, World,
};
use crate::trace::{Call, Change, ContainerInfo, Lane, PodTrace, Segment, State, Version, What};
use std::rc::Rc;

impl World {
    /// Applies the effects of a transition, in order.
    pub fn apply(&mut self, effects: Effects) {
        for effect in effects.0 {
            match effect {
                Effect::At(at, timer) => self.timers.push(at.max(self.now), timer),
                Effect::Kubelet(pod, effect) => self.apply_kubelet(pod, effect),
                Effect::Workload(index, state) => {
                    if let Some(workload) = self.workloads.get_mut(index) {
                        *workload = *state;
                    }
                }
                Effect::WorkloadNew(state) => self.workloads.push(*state),
                Effect::Event(draft) => self.record.event(self.now, &draft),
                Effect::Call(..)
                | Effect::Change(..)
                | Effect::Told(..)
                | Effect::Mark(..)
                | Effect::Lane(..) => self.apply_record(effect),
                Effect::Create(new) => self.create(&new),
                Effect::Base(..)
                | Effect::ApiStatus(..)
                | Effect::Bound(..)
                | Effect::Delete(..)
                | Effect::Remove(..) => self.apply_object(effect),
                Effect::Object { kind, key, fields } => match kind.as_str() {
                    "ConfigMap" => drop(self.cluster.config_maps.insert(key, fields)),
                    "Secret" => drop(self.cluster.secrets.insert(key, fields)),
                    _ => drop(self.cluster.claims.insert(key)),
                },
                Effect::SandboxNew(..)
                | Effect::SandboxDead(..)
                | Effect::InstanceNew(..)
                | Effect::InstanceIs(..)
                | Effect::CreateFailed(..) => self.apply_runtime(effect),
                Effect::ImagePresent(image) => drop(self.node.images.insert(image)),
                Effect::Pulled(image) => self.node.pulls.update(image, u32::default, |pulls| *pulls += 1),
                Effect::RelistAt(at) => self.node.relist_at = at,
                Effect::KubeletDown => {
                    self.node.up = false;
                    self.node.relist_at = None;
                    self.pods.iter_mut().for_each(|pod| pod.kubelet = None);
                }
                Effect::KubeletUp => {
                    self.node.up = true;
                    self.node.started = Some(self.now);
                    self.record.kubelet_restarted();
                }
            }
        }
    }

    fn apply_record(&mut self, effect: Effect) {
        let at = self.now;
        let name = |world: &World, pod: PodId, container: Option<usize>| {
            let spec = world.pod(pod).zip(container).and_then(|(pod, index)| pod.shape.containers.get(index));
            spec.map(|spec| spec.name.clone()).unwrap_or_default()
        };
        match effect {
            Effect::Call(pod, container, attempt, kind) => {
                let container = name(self, pod, container);
                self.record.call(Call { at, pod, container, attempt, kind });
            }
            Effect::Change(pod, container, what) => {
                let container = pod.map(|pod| name(self, pod, container)).unwrap_or_default();
                self.record.change(Change { at, pod, container, what });
            }
            Effect::Told(container, words) => {
                self.record.change(Change { at, pod: None, container, what: What::Said(words) });
            }
            Effect::Mark(pod, container, kind) => self.record.mark(pod, container, at, kind),
            Effect::Lane(pod, container, state) => self.record.segment(pod, container, at, state),
            _ => {}
        }
    }

    fn create(&mut self, new: &NewPod) {
        let shape = Rc::new(Shape::new(&new.pod));
        let metadata = &new.pod.metadata;
        let trace = PodTrace {
            name: metadata.name.clone().unwrap_or_default(),
            namespace: metadata.namespace.clone().unwrap_or_default(),
            uid: new.uid.clone(),
            owner: new.owned_by.clone(),
            created: self.now,
            ..PodTrace::default()
        };
        for assumption in &new.assumptions {
            if !self.record.trace.assumptions.contains(assumption) {
                self.record.trace.assumptions.push(assumption.clone());
            }
        }
        self.pods.push(PodState {
            name: trace.name.clone(),
            namespace: trace.namespace.clone(),
            uid: new.uid.clone(),
            owner: new.owner,
            tag: new.tag.clone(),
            shape,
            behaviour: new.behaviour.clone(),
            runs: new.runs.clone(),
            api: ApiPod::new(new, self.now),
            runtime: Rc::default(),
            kubelet: None,
            changes: 0,
        });
        self.record.trace.pods.push(trace);
        let pod = self.pods.len() - 1;
        self.sync_lanes(pod);
        self.store(pod, true);
    }

    fn apply_object(&mut self, effect: Effect) {
        if let Effect::Base(pod, ..) | Effect::ApiStatus(pod, _) | Effect::Delete(pod, _) = &effect
            && let Some(state) = self.pods.get_mut(*pod)
        {
            state.changes += 1;
        }
        match effect {
            Effect::Base(pod, base, shape) => {
                let Some(state) = self.pods.get_mut(pod) else { return };
                state.api.base = base;
                state.shape = shape;
                self.sync_lanes(pod);
                self.store(pod, true);
            }
            Effect::ApiStatus(pod, status) => {
                let Some(state) = self.pods.get_mut(pod) else { return };
                state.api.status = status;
                self.store(pod, false);
            }
            Effect::Bound(pod) => {
                let Some(state) = self.pods.get_mut(pod) else { return };
                state.api.bound = true;
            }
            Effect::Delete(pod, deletion) => {
                let Some(state) = self.pods.get_mut(pod) else { return };
                state.api.deletion = Some(deletion);
                let mut base = api::typed::copy(&*state.api.base);
                let grace = u64::try_from(deletion.grace).unwrap_or(0);
                let gone = deletion.at + crate::Millis::seconds(grace);
                base.metadata.deletion_timestamp = Some(gone.to_time());
                base.metadata.deletion_grace_period_seconds = Some(deletion.grace);
                state.api.base = Rc::new(base);
                self.store(pod, true);
            }
            Effect::Remove(pod) => {
                let Some(state) = self.pods.get_mut(pod) else { return };
                state.api.removed = true;
                if let Some(trace) = self.record.pod(pod) {
                    trace.removed = Some(self.now);
                }
                self.record.change(Change {
                    at: self.now,
                    pod: Some(pod),
                    container: String::new(),
                    what: What::Said("removed from the API".to_owned()),
                });
            }
            _ => {}
        }
    }

    /// Writes the Pod's present version into the trace.
    fn store(&mut self, pod: PodId, rebased: bool) {
        let Some(state) = self.pods.get(pod) else { return };
        let Some(trace) = self.record.trace.pods.get_mut(pod) else { return };
        if rebased {
            trace.bases.push(Rc::clone(&state.api.base));
        }
        let base = trace.bases.len().saturating_sub(1);
        trace.versions.push(Version { at: self.now, base, status: Rc::clone(&state.api.status) });
    }

    /// Gives each container a lane.
    fn sync_lanes(&mut self, pod: PodId) {
        let Some(state) = self.pods.get(pod) else { return };
        let Some(trace) = self.record.trace.pods.get_mut(pod) else { return };
        let reason = if state.shape.has_init() { "PodInitializing" } else { "ContainerCreating" };
        for spec in state.shape.containers.iter().skip(trace.containers.len()) {
            trace.containers.push(ContainerInfo {
                name: spec.name.clone(),
                role: spec.role,
                path: format!("{}[{}]", spec.role.list(), spec.index),
            });
            let state = State::Waiting { reason: reason.to_owned(), message: String::new() };
            trace.lanes.push(Lane { segments: vec![Segment { from: self.now, state }], marks: Vec::new() });
        }
    }

    fn apply_runtime(&mut self, effect: Effect) {
        let now = self.now;
        let pod = match &effect {
            Effect::SandboxNew(pod, _)
            | Effect::SandboxDead(pod)
            | Effect::InstanceNew(pod, _)
            | Effect::InstanceIs(pod, ..)
            | Effect::CreateFailed(pod, _) => *pod,
            _ => return,
        };
        let Some(state) = self.pods.get_mut(pod) else { return };
        let runtime = Rc::make_mut(&mut state.runtime);
        match effect {
            Effect::SandboxNew(_, sandbox) => {
                runtime.sandboxes.drain(..runtime.sandboxes.len().saturating_sub(1));
                runtime.sandboxes.push(sandbox);
                self.node.addresses += 1;
            }
            Effect::SandboxDead(_) => {
                if let Some(sandbox) = runtime.sandboxes.last_mut() {
                    sandbox.ready = false;
                }
            }
            Effect::InstanceNew(_, instance) => {
                runtime.creates.update(instance.container, u32::default, |count| *count += 1);
                runtime.made += 1;
                runtime.instances.push(Rc::from(instance));
                return;
            }
            Effect::CreateFailed(_, container) => {
                runtime.creates.update(container, u32::default, |count| *count += 1);
                return;
            }
            Effect::InstanceIs(_, id, InstanceChange::Removed) => {
                runtime.instances.retain(|one| one.id != id);
                runtime.version += 1;
                return;
            }
            Effect::InstanceIs(_, id, change) => {
                if let Some(instance) = runtime.instances.iter_mut().find(|instance| instance.id == id) {
                    change_instance(Rc::make_mut(instance), change, now);
                }
            }
            _ => {}
        }
        runtime.version += 1;
        runtime.seen += 1;
    }
}

fn change_instance(instance: &mut Instance, change: InstanceChange, now: crate::Millis) {
    match change {
        InstanceChange::Started => {
            instance.state = InstanceState::Running;
            instance.started = Some(now);
        }
        InstanceChange::Exited { code, reason, message } => {
            instance.state = InstanceState::Exited;
            instance.finished = Some(now);
            instance.exit_code = code;
            instance.reason = reason;
            instance.message = message;
        }
        InstanceChange::Removed => {}
    }
}
