//! The effects of one transition, and short ways to write them.

use super::{
    ClockEffect, Draft, Effect, KubeletEffect, NodeEffect, ObjectEffect, PodId, PodState, RecordEffect,
    RuntimeEffect, SyncEffect, Timer, WorkerEffect, Workload, WorkloadEffect, WorkloadId,
};
use crate::Millis;
use crate::trace::{CallKind, MarkKind, State, What};
use std::rc::Rc;

/// The changes of a transition, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects(Vec<Effect>);

impl Effects {
    /// No change.
    pub fn none() -> Effects {
        Effects::default()
    }

    /// A single change.
    pub fn one(effect: Effect) -> Effects {
        Effects(vec![effect])
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of the Pod that the API server refuses here, and its words.
    pub fn refusal(&self) -> Option<(String, String)> {
        self.0.iter().find_map(|effect| {
            let Effect::NewPod(new) = effect else { return None };
            Some((new.pod.metadata.name.clone().unwrap_or_default(), new.refused.clone()?))
        })
    }

    /// Has the Pods that are made here refused, for a reason that the server does not know.
    pub fn refuse_pods(&mut self, words: &str) {
        for effect in &mut self.0 {
            if let Effect::NewPod(new) = effect {
                new.refused = Some(words.to_owned());
            }
        }
    }

    /// The changes, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Effect> {
        self.0.iter()
    }

    pub fn push(&mut self, effect: Effect) {
        self.0.push(effect);
    }

    /// Puts a change right behind the first one that fits.
    pub fn insert_after(&mut self, fits: impl Fn(&Effect) -> bool, effect: Effect) {
        if let Some(at) = self.0.iter().position(fits) {
            self.0.insert(at + 1, effect);
        }
    }

    /// Adds all of another transition.
    pub fn and(&mut self, other: Effects) {
        if self.0.is_empty() {
            self.0 = other.0;
        } else {
            self.0.extend(other.0);
        }
    }

    /// Sets a timer.
    pub fn at(&mut self, at: Millis, timer: Timer) {
        self.0.push(Effect::Clock(ClockEffect::Set { at, timer }));
    }

    /// Records a notable change of a Pod.
    pub fn pod_change(&mut self, pod: PodId, what: What) {
        self.0.push(Effect::Record(RecordEffect::Change { pod, container: None, what }));
    }

    /// Records a notable change of a Pod in words.
    pub fn pod_message(&mut self, pod: PodId, text: impl Into<String>) {
        self.pod_change(pod, What::Said(text.into()));
    }

    /// Records a notable change of a container.
    pub fn change(&mut self, pod: PodId, container: usize, what: What) {
        self.0.push(Effect::Record(RecordEffect::Change { pod, container: Some(container), what }));
    }

    /// Records a notable change of a workload or of the kubelet in words.
    pub fn message(&mut self, subject: &str, text: impl Into<String>) {
        let (subject, text) = (subject.to_owned(), text.into());
        self.0.push(Effect::Record(RecordEffect::Message { subject, text }));
    }

    /// Records that an action is refused: in words about a Pod or, without one, about the object called `subject`.
    pub fn refuse(&mut self, subject: &str, pod: Option<PodId>, text: impl Into<String>) {
        let text = text.into();
        self.0.push(Effect::Record(RecordEffect::Refused(format!("{subject}: {text}"))));
        match pod {
            Some(pod) => self.pod_message(pod, text),
            None => self.message(subject, text),
        }
    }

    /// Whether an action is refused.
    pub fn is_refused(&self) -> bool {
        self.0.iter().any(|effect| matches!(effect, Effect::Record(RecordEffect::Refused(_))))
    }

    /// Whether a workload is stored anew.
    pub fn changes_workload(&self) -> bool {
        self.0.iter().any(|effect| matches!(effect, Effect::Workload(_)))
    }

    /// Records a point on a container's lane.
    pub fn mark(&mut self, pod: PodId, container: usize, kind: MarkKind) {
        self.0.push(Effect::Record(RecordEffect::Mark { pod, container, kind }));
    }

    /// Records that a container enters another state.
    pub fn segment(&mut self, pod: PodId, container: usize, state: State) {
        self.0.push(Effect::Record(RecordEffect::Segment { pod, container, state }));
    }

    /// Records an event.
    pub fn event(&mut self, draft: Rc<Draft>) {
        self.0.push(Effect::Record(RecordEffect::Event(draft)));
    }

    /// Records a runtime call about a Pod's sandbox or an image.
    pub fn pod_call(&mut self, pod: PodId, attempt: u32, kind: CallKind) {
        self.0.push(Effect::Record(RecordEffect::Call { pod, container: None, attempt, kind }));
    }

    /// Records a runtime call about a run of a container.
    pub fn run_call(&mut self, pod: PodId, container: usize, attempt: u32, kind: CallKind) {
        self.0.push(Effect::Record(RecordEffect::Call { pod, container: Some(container), attempt, kind }));
    }

    /// Records a runtime call about an instance, which may be gone.
    pub fn call(&mut self, pod: PodId, state: &PodState, instance: u32, kind: CallKind) {
        match state.runtime.instance(instance) {
            Some(found) => self.run_call(pod, found.container, found.attempt, kind),
            None => self.pod_call(pod, 0, kind),
        }
    }

    /// Changes a Pod's object in the API.
    pub fn object(&mut self, pod: PodId, effect: ObjectEffect) {
        self.0.push(Effect::Object(pod, effect));
    }

    /// Changes a Pod's sandbox or containers.
    pub fn runtime(&mut self, pod: PodId, effect: RuntimeEffect) {
        self.0.push(Effect::Runtime(pod, effect));
    }

    /// Changes the node or its kubelet.
    pub fn node(&mut self, effect: NodeEffect) {
        self.0.push(Effect::Node(effect));
    }

    /// Changes the kubelet's memory of a Pod.
    pub fn kubelet(&mut self, pod: PodId, effect: KubeletEffect) {
        self.0.push(Effect::Kubelet(pod, effect));
    }

    /// Changes a Pod's worker.
    pub fn worker(&mut self, pod: PodId, effect: WorkerEffect) {
        self.kubelet(pod, KubeletEffect::Worker(effect));
    }

    /// Changes the sync that a Pod's worker runs.
    pub fn sync(&mut self, pod: PodId, effect: SyncEffect) {
        self.kubelet(pod, KubeletEffect::Sync(effect));
    }

    /// Adds a workload.
    pub fn new_workload(&mut self, workload: Workload) {
        self.0.push(Effect::Workload(WorkloadEffect::New(Box::new(workload))));
    }

    /// Replaces a workload.
    pub fn workload(&mut self, id: WorkloadId, workload: Workload) {
        self.0.push(Effect::Workload(WorkloadEffect::Changed(id, Box::new(workload))));
    }
}

impl IntoIterator for Effects {
    type Item = Effect;
    type IntoIter = std::vec::IntoIter<Effect>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
