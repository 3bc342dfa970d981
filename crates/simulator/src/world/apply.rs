//! The only place where the world changes: each effect is applied by the function for what it changes.

use super::{
    ApiPod, ClockEffect, Cluster, Effect, Effects, NewPod, NodeEffect, ObjectEffect, PodId, PodState,
    RecordEffect, ReferenceEffect, Timer, WorkloadEffect, World,
};
use crate::Millis;
use crate::shape::Shape;
use crate::trace::{
    Call, Change, ContainerInfo, EndpointChange, Lane, ObjectVersion, Owner, PodTrace, Segment, State,
    Version, What,
};
use api::Object;
use std::rc::Rc;

impl World {
    /// Applies the effects of a transition, in order.
    pub fn apply(&mut self, effects: Effects) {
        for effect in effects {
            self.apply_one(effect);
        }
    }

    /// Applies a single effect.
    pub fn apply_one(&mut self, effect: Effect) {
        match effect {
            Effect::Clock(effect) => self.apply_clock(effect),
            Effect::Record(effect) => self.apply_record(effect),
            Effect::Reference(effect) => self.apply_reference(effect),
            Effect::NewPod(new) => self.create(&new),
            Effect::Object(pod, effect) => self.apply_object(pod, effect),
            Effect::Runtime(pod, effect) => self.apply_runtime(pod, effect),
            Effect::Node(effect) => self.apply_node(effect),
            Effect::Kubelet(pod, effect) => self.apply_kubelet(pod, effect),
            Effect::Workload(effect) => self.apply_workload(effect),
        }
    }

    fn apply_clock(&mut self, effect: ClockEffect) {
        match effect {
            ClockEffect::MoveTo(at) => self.now = self.now.max(at),
            ClockEffect::NextTimer { until } => {
                let mut next = self.timers.pop(until);
                while let Some((at, Timer::Control(workload))) = &next
                    && self.turns.get(workload) != Some(at)
                {
                    next = self.timers.pop(until);
                }
                if let Some((at, timer)) = &next {
                    self.now = self.now.max(*at);
                    if let Timer::Control(workload) = timer {
                        self.turns.remove(workload);
                    }
                }
                self.due = next.map(|(_, timer)| timer);
            }
            ClockEffect::Set { at, timer } => {
                let at = at.max(self.now);
                if let Timer::Control(workload) = timer {
                    if self.turns.get(&workload).is_some_and(|turn| *turn <= at) {
                        return;
                    }
                    self.turns.insert(workload, at);
                }
                // A Pod is in the scheduler's queue once; the attempt that comes sees all that has changed until then.
                if let Timer::Schedule(pod) = timer
                    && self.timers.has_schedule(pod)
                {
                    return;
                }
                self.timers.push(at, timer);
            }
        }
    }

    fn apply_workload(&mut self, effect: WorkloadEffect) {
        self.record.object();
        match effect {
            WorkloadEffect::New(workload) => {
                self.keep(Rc::clone(&workload.object));
                self.workloads.push(*workload);
            }
            WorkloadEffect::Changed(id, workload) => {
                let Some(known) = self.workloads.get_mut(id) else { return };
                let is_new =
                    !Rc::ptr_eq(&known.object, &workload.object) || known.deleted != workload.deleted;
                let (object, deleted) = (Rc::clone(&workload.object), workload.deleted);
                *known = *workload;
                match deleted {
                    _ if !is_new => {}
                    true => self.keep_last(object),
                    false => self.keep(object),
                }
            }
        }
    }

    /// Keeps a version of an object; the API server answers by it from now on.
    fn keep(&mut self, object: Rc<Object>) {
        if let Some(server) = self.server.with(&object) {
            self.server = server;
        }
        self.record.trace.objects.push(ObjectVersion { at: self.now, object, deleted: false });
    }

    /// Keeps the last version of an object that is gone; the API server answers without it from now on.
    fn keep_last(&mut self, object: Rc<Object>) {
        if let Some(server) = self.server.without(&object) {
            self.server = server;
        }
        self.record.trace.objects.push(ObjectVersion { at: self.now, object, deleted: true });
    }

    fn apply_record(&mut self, effect: RecordEffect) {
        let at = self.now;
        match effect {
            RecordEffect::Event(draft) => {
                let is_closed = self.cluster.terminating.contains(&draft.object.namespace);
                self.record.event(at, &draft, is_closed);
            }
            RecordEffect::Call { pod, container, attempt, kind } => {
                let container = self.container_name(pod, container);
                self.record.call(Call { at, pod, container, attempt, kind });
            }
            RecordEffect::Change { pod, container, what } => {
                let container = self.container_name(pod, container);
                self.record.change(Change { at, pod: Some(pod), container, what });
            }
            RecordEffect::Message { subject, text } => {
                self.record.change(Change { at, pod: None, container: subject, what: What::Said(text) });
            }
            RecordEffect::Assumed(sentence) => self.assume(sentence),
            RecordEffect::Refused(text) => self.record.trace.refusals.push((at, text)),
            RecordEffect::Object(object) => {
                self.record.object();
                self.keep(object);
            }
            RecordEffect::Mark { pod, container, kind } => self.record.mark(pod, container, at, kind),
            RecordEffect::Endpoint { service, pod, endpoint } => {
                self.record.trace.endpoints.push(EndpointChange { at, service, pod, endpoint });
            }
            RecordEffect::Segment { pod, container, state } => self.record.segment(pod, container, at, state),
        }
    }

    /// The name of a container of a Pod; empty without one.
    fn container_name(&self, pod: PodId, container: Option<usize>) -> String {
        let shape = self.pod(pod).zip(container).and_then(|(pod, index)| pod.shape.containers.get(index));
        shape.map(|shape| shape.name.clone()).unwrap_or_default()
    }

    fn apply_reference(&mut self, effect: ReferenceEffect) {
        match effect {
            ReferenceEffect::ConfigMap { key, fields } => {
                self.cluster.config_maps.insert(key, fields);
            }
            ReferenceEffect::Secret { key, fields } => {
                self.cluster.secrets.insert(key, fields);
            }
            ReferenceEffect::Account { key } => {
                self.cluster.accounts.insert(key);
            }
            ReferenceEffect::Applied { key, text } => {
                self.cluster.applied.insert(key, text);
            }
            ReferenceEffect::Terminating(namespace) => {
                self.cluster.terminating.insert(namespace);
            }
            ReferenceEffect::Gone { kind, namespace, name } => {
                self.forget(&kind, namespace.as_deref(), &name);
            }
        }
    }

    /// An object without a controller is there no more, be it of the text or assumed.
    fn forget(&mut self, kind: &str, namespace: Option<&str>, name: &str) {
        let Cluster { config_maps, secrets, accounts, applied, missing, terminating, .. } = &mut self.cluster;
        match namespace {
            Some(namespace) => {
                let key = format!("{namespace}/{name}");
                match kind {
                    "ConfigMap" => drop(config_maps.remove(&key)),
                    "Secret" => drop(secrets.remove(&key)),
                    "ServiceAccount" => drop(accounts.take(&key)),
                    _ => {}
                }
                missing.push(format!("{kind}/{key}"));
                applied.remove(&format!("{kind}/{key}"));
            }
            None => missing.push(format!("{kind}/{name}")),
        }
        if kind == "Namespace" {
            terminating.remove(name);
        }
        let gone = namespace.and_then(|namespace| self.stored(kind, namespace, name)).map(Rc::clone);
        if let Some(object) = gone {
            self.keep_last(object);
        }
    }

    /// The trace lists each assumption once.
    fn assume(&mut self, sentence: &str) {
        let assumptions = &mut self.record.trace.assumptions;
        if !assumptions.iter().any(|one| one == sentence) {
            assumptions.push(sentence.to_owned());
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
            self.assume(assumption);
        }
        self.pods.push(PodState {
            name: trace.name.clone(),
            namespace: trace.namespace.clone(),
            uid: new.uid.clone(),
            owner: new.owner,
            tag: new.tag.clone(),
            shape,
            scenario: new.scenario.clone(),
            runs: new.runs.clone(),
            api: ApiPod::new(new, self.now),
            runtime: Rc::default(),
            allocated: None,
            kubelet: None,
            changes: 0,
        });
        self.record.trace.pods.push(trace);
        let pod = self.pods.len() - 1;
        self.add_lanes(pod);
        self.store_base(pod);
    }

    fn apply_object(&mut self, pod: PodId, effect: ObjectEffect) {
        let Some(state) = self.pods.get_mut(pod) else { return };
        match effect {
            ObjectEffect::Base { base, shape } => {
                state.changes += 1;
                state.api.base = base;
                state.shape = shape;
                self.add_lanes(pod);
                self.store_base(pod);
            }
            ObjectEffect::Status(status) => {
                state.changes += 1;
                state.api.status = status;
                self.store(pod);
            }
            ObjectEffect::Owner(owner) => {
                state.owner = owner;
                let owner = owner.and_then(|index| self.workloads.get(index));
                let owner = owner.map(|one| Owner { kind: one.kind.to_string(), name: one.name.clone() });
                if let Some(trace) = self.record.pod(pod) {
                    trace.owner = owner;
                }
            }
            ObjectEffect::Bound => state.api.bound = true,
            ObjectEffect::TaintEviction(eviction) => state.api.eviction = eviction,
            ObjectEffect::Deletion(deletion) => {
                state.changes += 1;
                let mut base = (*state.api.base).clone();
                if let Some(generation) =
                    base.metadata.generation.as_mut().filter(|_| state.api.deletion.is_none())
                {
                    *generation += 1;
                    Rc::make_mut(&mut state.shape).generation = *generation;
                }
                state.api.deletion = Some(deletion);
                let grace = u64::try_from(deletion.grace).unwrap_or(0);
                let gone = deletion.at + Millis::seconds(grace);
                base.metadata.deletion_timestamp = Some(gone.to_time());
                base.metadata.deletion_grace_period_seconds = Some(deletion.grace);
                state.api.base = Rc::new(base);
                self.store_base(pod);
            }
            ObjectEffect::Removed => {
                state.api.removed = true;
                if let Some(trace) = self.record.pod(pod) {
                    trace.removed = Some(self.now);
                }
                let what = What::Said("removed from the API".to_owned());
                self.record.change(Change { at: self.now, pod: Some(pod), container: String::new(), what });
            }
        }
    }

    /// Writes the Pod's present object into the trace, and its version.
    fn store_base(&mut self, pod: PodId) {
        if let (Some(state), Some(trace)) = (self.pods.get(pod), self.record.trace.pods.get_mut(pod)) {
            trace.bases.push(Rc::clone(&state.api.base));
        }
        self.store(pod);
    }

    /// Writes the Pod's present version into the trace.
    fn store(&mut self, pod: PodId) {
        let Some(state) = self.pods.get(pod) else { return };
        let Some(trace) = self.record.trace.pods.get_mut(pod) else { return };
        let base = trace.bases.len().saturating_sub(1);
        let version = Version { at: self.now, base, status: Rc::clone(&state.api.status) };
        self.record.version(pod, version);
    }

    /// Gives each container that has no lane yet its own.
    fn add_lanes(&mut self, pod: PodId) {
        let Some(state) = self.pods.get(pod) else { return };
        let Some(trace) = self.record.trace.pods.get_mut(pod) else { return };
        let reason = state.shape.before_start();
        for shape in state.shape.containers.iter().skip(trace.containers.len()) {
            trace.containers.push(ContainerInfo {
                name: shape.name.clone(),
                role: shape.role,
                path: format!("{}[{}]", shape.role.list(), shape.index),
            });
            let state = State::Waiting { reason: reason.text().to_owned(), message: String::new() };
            trace.lanes.push(Lane { segments: vec![Segment { from: self.now, state }], marks: Vec::new() });
        }
    }

    fn apply_node(&mut self, effect: NodeEffect) {
        match effect {
            NodeEffect::ImagePresent(image) => {
                self.node.images.insert(image);
            }
            NodeEffect::PullBegan(image) => self.node.pulls.update(image, u32::default, |pulls| *pulls += 1),
            NodeEffect::RelistAt(at) => self.node.relist_at = at,
            NodeEffect::Patch { pod, at } => self.node.last_patch = Some((pod, at)),
            NodeEffect::Admitted(pod) => {
                if let Some(state) = self.pods.get_mut(pod) {
                    state.changes += 1;
                    state.kubelet = Some(super::KubeletPod::default());
                }
            }
            NodeEffect::Allocated(pod, shape) => {
                if let Some(state) = self.pods.get_mut(pod) {
                    state.changes += 1;
                    state.allocated = Some(shape);
                }
            }
            NodeEffect::PendingResizes(pods) => self.node.pending_resizes = pods,
            NodeEffect::ResizesTried => self.node.resizes_tried = Some(self.now),
            NodeEffect::KubeletDown(node) => {
                self.node.kubelets.stop(node.as_deref(), self.now);
                if node.is_none() {
                    self.node.relist_at = None;
                    self.node.resizes_tried = None;
                }
                let pods = &mut self.pods;
                pods.iter_mut()
                    .filter(|pod| pod.is_below(node.as_deref()))
                    .for_each(|pod| pod.kubelet = None);
                let known = |pod: &PodId| self.pods.get(*pod).is_some_and(|state| state.kubelet.is_some());
                self.node.pending_resizes.retain(known);
            }
            NodeEffect::KubeletUp(node) => {
                self.node.kubelets.start(node.as_deref(), self.now);
                let pods = self.pods.iter().filter(|pod| pod.is_below(node.as_deref()));
                let pods: Vec<&str> = pods.map(|pod| pod.uid.as_str()).collect();
                self.record.kubelet_restarted(|object| node.is_none() || pods.contains(&object.uid.as_str()));
            }
            NodeEffect::Storage { last, due } => self.node.storage = (last, due),
        }
    }
}
