//! Carries out a resize: memory before CPU; what grows, from the Pod to its containers, what shrinks, the other way round.
//! Upstream: doPodResizeAction and updatePodContainerResources, pkg/kubelet/kuberuntime/kuberuntime_manager.go.

use super::allocate::condition;
use super::{amounts, memory, texts};
use crate::Word;
use crate::kubelet::event;
use crate::trace::{CallKind, EventType};
use crate::world::{
    Amounts, Effects, Group, KubeletEffect, PodId, PodState, Resizing, RuntimeEffect, Sync, SyncEffect,
    Update, Updates, World,
};

/// The part of the numbers that is changed at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Memory,
    Cpu,
}

/// A resize under way.
struct Resize<'a> {
    world: &'a World,
    pod: PodId,
    state: &'a PodState,
    sync: &'a Sync,
    /// The Pod's group as it is by now.
    group: Group,
    /// The containers that were asked already.
    asked: Vec<u32>,
    effects: Effects,
}

/// Does it; the first error ends it, and it is tried again.
pub(in crate::kubelet) fn actuate(
    world: &World,
    pod: PodId,
    state: &PodState,
    sync: &Sync,
    updates: &Updates,
) -> Effects {
    let wanted = amounts::group(&sync.allocated, world.kubernetes());
    let present = state.runtime.group.unwrap_or(wanted);
    if (!updates.memory.is_empty() || updates.restarts)
        && let Some(words) = memory::below_use(world, state, present, wanted, &updates.memory)
    {
        return failed(world, pod, state, sync, &words);
    }
    let mut resize =
        Resize { world, pod, state, sync, group: present, asked: Vec::new(), effects: Effects::none() };
    let whole = updates.restarts || updates.pod_level;
    let mut outcome = Ok(());
    if !updates.memory.is_empty() || whole {
        outcome = resize.part(Part::Memory, &updates.memory, wanted, updates.pod_level);
    }
    if outcome.is_ok() && (!updates.cpu.is_empty() || whole) {
        outcome = resize.part(Part::Cpu, &updates.cpu, wanted, updates.pod_level);
    }
    let mut effects = resize.effects;
    effects.kubelet(pod, KubeletEffect::Reinspect(true));
    match outcome {
        Ok(()) => effects.sync(pod, SyncEffect::Succeeded),
        Err(words) => effects.and(failed(world, pod, state, sync, &words)),
    }
    effects
}

/// The condition tells the error from the next status on; the event comes once.
fn failed(world: &World, pod: PodId, state: &PodState, sync: &Sync, words: &str) -> Effects {
    let mut effects = Effects::none();
    effects.sync(pod, SyncEffect::Failed { retry: None });
    let present = state.kubelet.as_ref().map(|kubelet| kubelet.resizing.clone()).unwrap_or_default();
    let known = present.in_progress.as_ref();
    let generation = known.and_then(|known| known.observed_generation).unwrap_or(sync.allocated.generation);
    if known.is_some_and(|known| known.message.as_deref() == Some(words)) {
        return effects;
    }
    let message = texts::told("Pod resize error", &sync.allocated, generation, words);
    effects.push(event(state, None, EventType::Warning, Word::ResizeError, message));
    effects.pod_message(pod, format!("resize error: {words}"));
    let error = condition(world, Word::PodResizeInProgress, Some(Word::Error), words, generation);
    let new = Resizing { in_progress: Some(error), ..present };
    effects.kubelet(pod, KubeletEffect::Resizing(Box::new(new)));
    effects
}

impl Resize<'_> {
    /// Changes the memory or the CPU of the Pod and its containers.
    fn part(&mut self, part: Part, updates: &[Update], wanted: Group, pod_level: bool) -> Result<(), String> {
        let before = self.group;
        // The Pod's limit stays when not all containers have one.
        let (limit, request) = match part {
            Part::Memory => {
                let limit = wanted.memory.or(before.memory);
                (before.memory.unwrap_or(i64::MAX).cmp(&limit.unwrap_or(i64::MAX)), 0.cmp(&0))
            }
            Part::Cpu => {
                let limit = wanted.quota.or(before.quota);
                (before.quota.unwrap_or(-1).cmp(&limit.unwrap_or(-1)), before.shares.cmp(&wanted.shares))
            }
        };
        if limit.is_lt() {
            self.pod_limit(part, wanted);
        }
        if request.is_lt() {
            self.pod_request(wanted);
        }
        for update in updates {
            self.container(part, *update)?;
        }
        if request.is_gt() {
            self.pod_request(wanted);
        }
        if limit.is_gt() {
            self.pod_limit(part, wanted);
        }
        if let Some(done) =
            amounts::pod_level(&self.sync.allocated, self.world.kubernetes()).filter(|_| pod_level)
        {
            let before = self.state.runtime.pod_level.unwrap_or_default();
            let memory = Amounts { cpu_request: before.cpu_request, cpu_limit: before.cpu_limit, ..done };
            let done = if part == Part::Memory { memory } else { done };
            self.effects.runtime(self.pod, RuntimeEffect::PodLevel(done));
        }
        Ok(())
    }

    fn pod_limit(&mut self, part: Part, wanted: Group) {
        match part {
            Part::Memory => self.group.memory = wanted.memory.or(self.group.memory),
            Part::Cpu => self.group.quota = wanted.quota.or(self.group.quota),
        }
        self.tell_group();
    }

    fn pod_request(&mut self, wanted: Group) {
        self.group.shares = wanted.shares;
        self.tell_group();
    }

    fn tell_group(&mut self) {
        let resources = amounts::of_group(self.group);
        let attempt = self.state.runtime.sandbox().map_or(0, |sandbox| sandbox.attempt);
        self.effects.pod_call(self.pod, attempt, CallKind::UpdatePodSandboxResources { resources });
        self.effects.runtime(self.pod, RuntimeEffect::Group(self.group));
    }

    /// Asks the runtime; at the step of the memory the CPU stays as it was, afterwards all is new.
    fn container(&mut self, part: Part, update: Update) -> Result<(), String> {
        let (wanted, present) = (update.wanted, update.present);
        let resources = match part {
            Part::Memory => {
                Amounts { cpu_request: present.cpu_request, cpu_limit: present.cpu_limit, ..wanted }
            }
            Part::Cpu => wanted,
        };
        let told = amounts::linux(&self.sync.allocated, update.container, resources, self.world.kubernetes());
        let error = self.answer(update).map(|error| format!("rpc error: code = Unknown desc = {error}"));
        self.asked.push(update.instance);
        let kind = CallKind::UpdateContainerResources { resources: told, error: error.clone() };
        self.effects.call(self.pod, self.state, update.instance, kind);
        if let Some(error) = error {
            return Err(error);
        }
        self.effects.runtime(self.pod, RuntimeEffect::Updated { instance: update.instance, resources });
        Ok(())
    }

    /// The answer of the runtime to this call, by how often it was asked before.
    fn answer(&self, update: Update) -> Option<String> {
        let instance = self.state.runtime.instance(update.instance)?;
        let run = self.state.run(instance);
        let name = &self.state.shape.containers.get(update.container)?.name;
        let is_one = |kind: &CallKind| matches!(kind, CallKind::UpdateContainerResources { .. });
        let calls = self.world.calls().iter().filter(|call| call.pod == self.pod && call.container == *name);
        let asked = calls.filter(|call| call.attempt == instance.attempt && is_one(&call.kind)).count();
        let now = self.asked.iter().filter(|one| **one == update.instance).count();
        run.update.get(asked + now).cloned().flatten()
    }
}
