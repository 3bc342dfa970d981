//! A sync, step by step. Upstream: SyncPod, SyncTerminatingPod and SyncTerminatedPod, pkg/kubelet/kubelet.go, and
//! kuberuntime_manager.go.

mod create;
mod execute;
mod finish;
pub(super) mod hook;
mod image_volumes;
mod kills;
mod prepare;
mod resize;
mod sandbox;
mod start;
mod terminate;

use crate::Word;
use crate::shape::Role;
use crate::trace::EventType;
use crate::world::{
    Effect, Effects, KubeletEffect, KubeletPod, PodId, PodState, Reason, Step, Sync, SyncEffect, Timer, World,
};
use crate::{Millis, latency};

/// Where a sync stands.
pub(super) struct Here<'a> {
    pub world: &'a World,
    pub pod: PodId,
    pub state: &'a PodState,
    pub kubelet: &'a KubeletPod,
    pub sync: &'a Sync,
}

/// Takes the next step of a sync.
pub(crate) fn step(world: &World, pod: PodId, number: u32) -> Effects {
    let Some((state, kubelet)) = world.known(pod) else { return Effects::none() };
    let is_due = |sync: &&Sync| sync.number == number && sync.due <= world.now();
    let Some(sync) = kubelet.worker.sync.as_ref().filter(is_due) else { return Effects::none() };
    let here = Here { world, pod, state, kubelet, sync };
    match sync.steps.front() {
        None | Some(Step::Finish) => finish::finish(&here),
        Some(Step::AwaitCache) => prepare::await_cache(&here),
        Some(Step::Resized) => resize::check(&here),
        Some(Step::Status) => prepare::status(&here),
        Some(Step::Volumes) => prepare::volumes(&here),
        Some(Step::AddProbes) => prepare::add_probes(&here),
        Some(Step::Plan) => execute::plan(&here),
        Some(Step::KillPod { grace }) => kills::pod(&here, *grace),
        Some(Step::AwaitKills) => kills::wait(&here),
        Some(Step::KillOne { instance, message, grace }) => kills::one(&here, *instance, message, *grace),
        Some(Step::StopSandbox) => sandbox::stop(&here),
        Some(Step::PurgeInit) => execute::purge(&here),
        Some(Step::Remove { instance }) => execute::remove(&here, *instance),
        Some(Step::CreateSandbox { attempt }) => sandbox::create(&here, *attempt),
        Some(Step::SandboxMade { attempt, error }) => sandbox::made(&here, *attempt, error.as_deref()),
        Some(Step::Resize { updates }) => resize::carry_out(&here, updates),
        Some(Step::ImageVolume { volume }) => image_volumes::ensure(&here, *volume),
        Some(Step::ImageVolumePulled { volume, began, error }) => {
            image_volumes::pulled(&here, *volume, *began, error.as_deref())
        }
        Some(Step::Start { container }) => start::start(&here, *container),
        Some(Step::PullDone { container, image, began, error }) => {
            start::pulled(&here, *container, image, *began, error.as_deref())
        }
        Some(Step::Create { container, image }) => create::create(&here, *container, image),
        Some(Step::Run { instance }) => create::run(&here, *instance),
        Some(Step::RunDone { instance, error }) => create::ran(&here, *instance, error.as_deref()),
        Some(Step::HookDone { instance, error }) => hook::done(&here, *instance, error.as_deref()),
        Some(Step::StartFailed { container, reason }) => start::failed(&here, *container, reason),
        Some(Step::StopProbes) => terminate::stop_probes(&here),
        Some(Step::Stopped) => terminate::stopped(&here),
        Some(Step::Unmount) => terminate::unmount(&here),
        Some(Step::Finalize) => terminate::finalize(&here),
    }
}

impl Here<'_> {
    /// This step is done; the next one follows after a while.
    fn done(&self, effects: &mut Effects, after: Millis) {
        effects.sync(self.pod, SyncEffect::Pop);
        self.go_on(effects, after);
    }

    /// This step is done; these come before the rest.
    fn then(&self, effects: &mut Effects, steps: Vec<Step>, after: Millis) {
        effects.sync(self.pod, SyncEffect::Pop);
        effects.sync(self.pod, SyncEffect::Push(steps));
        self.go_on(effects, after);
    }

    /// The next step is taken after a while, and not before.
    fn go_on(&self, effects: &mut Effects, after: Millis) {
        let at = self.world.now() + after;
        effects.sync(self.pod, SyncEffect::Due(at));
        effects.at(at, Timer::Step { pod: self.pod, sync: self.sync.number });
    }

    /// The rest is dropped.
    fn abort(&self, effects: &mut Effects) {
        effects.sync(self.pod, SyncEffect::Skip);
        effects.at(self.world.now(), Timer::Step { pod: self.pod, sync: self.sync.number });
    }

    fn event(
        &self,
        container: Option<usize>,
        type_: EventType,
        reason: Word,
        message: impl Into<String>,
    ) -> Effect {
        super::event(self.state, container, type_, reason, message)
    }

    /// A container is started and its hook, if any, is done.
    fn started(&self, effects: &mut Effects, container: usize) {
        effects.sync(self.pod, SyncEffect::Succeeded);
        effects.kubelet(self.pod, KubeletEffect::Reason { container, reason: None });
        self.done(effects, latency::CALL);
    }

    /// A container could not be started: the sync goes on with the next one, or ends when this is an init container.
    fn fail(&self, effects: &mut Effects, container: usize, reason: Reason, retry: Option<Millis>) {
        effects.kubelet(self.pod, KubeletEffect::Reason { container, reason: Some(reason) });
        self.fail_again(effects, container, retry);
    }

    /// The same, for the reason that is known.
    fn fail_again(&self, effects: &mut Effects, container: usize, retry: Option<Millis>) {
        effects.sync(self.pod, SyncEffect::Failed { retry });
        let role = self.state.shape.containers.get(container).map(|spec| spec.role);
        if role == Some(Role::Init) {
            self.abort(effects);
        } else {
            self.done(effects, Millis::ZERO);
        }
    }
}
