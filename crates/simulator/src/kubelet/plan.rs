//! The plan of a sync, as a value. Upstream: computePodActions, pkg/kubelet/kuberuntime/kuberuntime_manager.go.

mod app;
mod init;
mod resize;

use crate::shape::{ContainerShape, Restart, Role, Shape};
use crate::trace::Probe;
use crate::world::{Instance, InstanceState, ProbeResult, RuntimePod, Updates};
use api::Kubernetes;
use api::collections::Map;

/// The actions of a sync, in the order of their lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PodActions {
    /// Stop everything and the sandbox.
    pub kill_pod: bool,
    /// Make a sandbox, with this attempt.
    pub create_sandbox: Option<u32>,
    /// There was a sandbox before.
    pub sandbox_changed: bool,
    /// Containers to start, by index: ephemeral, init, app.
    pub ephemeral: Vec<usize>,
    pub init: Vec<usize>,
    pub app: Vec<usize>,
    /// Running containers to stop.
    pub kill: Vec<KillOne>,
    /// Instances to remove for a restart of all containers, and whether they run.
    pub reset: Vec<(u32, bool)>,
    /// Running containers that get other resources.
    pub updates: Updates,
}

/// A container to be stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KillOne {
    pub instance: u32,
    pub message: String,
    /// The probe whose failure is the cause; it may have its own grace period.
    pub probe: Option<Probe>,
}

/// Everything that the plan depends on.
pub(crate) struct Input<'a> {
    pub shape: &'a Shape,
    pub seen: &'a RuntimePod,
    /// The Pod in the runtime, with the resources that were carried out.
    pub live: &'a RuntimePod,
    /// The version of the Pod whose resources are allocated.
    pub allocated: &'a Shape,
    pub kubernetes: &'a Kubernetes,
    pub results: &'a Map<(u32, Probe), ProbeResult>,
    pub deleting: bool,
    /// All containers are being restarted.
    pub resetting: bool,
}

impl Input<'_> {
    fn result(&self, instance: &Instance, probe: Probe) -> Option<ProbeResult> {
        self.results.get(&(instance.id, probe)).copied()
    }
}

/// Computes the plan.
pub(crate) fn compute(input: &Input<'_>) -> PodActions {
    let mut actions = PodActions::default();
    if input.resetting {
        actions.reset = resets(input);
        return actions;
    }
    let sandbox = input.seen.sandbox();
    if sandbox.is_none_or(|sandbox| !sandbox.ready) {
        actions.kill_pod = true;
        actions.sandbox_changed = sandbox.is_some();
        new_sandbox(input, sandbox.map_or(0, |sandbox| sandbox.attempt + 1), &mut actions);
        return actions;
    }
    let missing = input.shape.of(Role::Ephemeral).filter(|(index, _)| input.seen.newest(*index).is_none());
    actions.ephemeral = missing.map(|(index, _)| index).collect();
    let initialized = init::plan(input, &mut actions);
    if initialized && !actions.kill_pod {
        app::plan(input, &mut actions);
        actions.updates.pod_level = resize::of_pod(input);
    }
    actions
}

/// Everything starts anew in a new sandbox, unless nothing is left to do.
fn new_sandbox(input: &Input<'_>, attempt: u32, actions: &mut PodActions) {
    let shape = input.shape;
    if shape.restart == Restart::Never && attempt != 0 && !input.seen.instances.is_empty() {
        return;
    }
    let succeeded = |index: usize| {
        let newest = input.seen.newest(index);
        newest.is_some_and(|newest| newest.state != InstanceState::Running && newest.exit_code == 0)
    };
    let once = |spec: &ContainerShape| spec.restart.unwrap_or(shape.restart) == Restart::OnFailure;
    let apps = shape.of(Role::App).filter(|(index, spec)| !(once(spec) && succeeded(*index)));
    let apps: Vec<usize> = apps.map(|(index, _)| index).collect();
    // Upstream asks besides whether any was ever made. Only a Pod without containers, which the API server refuses,
    // can have none: it would get one sandbox after the other.
    if apps.is_empty() {
        return;
    }
    actions.create_sandbox = Some(attempt);
    if shape.has_init() {
        actions.init = vec![0];
    } else {
        actions.app = apps;
    }
}

/// Other containers first, the ones whose exit asked for it last.
fn resets(input: &Input<'_>) -> Vec<(u32, bool)> {
    let mut lists: [Vec<(u32, bool)>; 4] = Default::default();
    let [apps, inits, source_apps, source_inits] = &mut lists;
    for (index, spec) in input.shape.containers.iter().enumerate() {
        for instance in input.seen.instances.of(index) {
            let exited = instance.state == InstanceState::Exited;
            let source = exited && spec.rule_action(instance.exit_code) == Some("RestartAllContainers");
            let list = match (spec.role, source) {
                (Role::Ephemeral, _) => continue,
                (Role::App, false) => &mut *apps,
                (Role::App, true) => &mut *source_apps,
                (_, false) => &mut *inits,
                (_, true) => &mut *source_inits,
            };
            list.push((instance.id, !exited));
        }
    }
    lists.concat()
}
