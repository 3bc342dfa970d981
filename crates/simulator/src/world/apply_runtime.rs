//! The part of [`World::apply`] that changes a Pod's sandbox and containers.

use super::{InstanceState, PodId, RuntimeEffect, RuntimePod, World};
use std::rc::Rc;

impl World {
    pub(super) fn apply_runtime(&mut self, pod: PodId, effect: RuntimeEffect) {
        let now = self.now;
        let Some(state) = self.pods.get_mut(pod) else { return };
        let runtime = Rc::make_mut(&mut state.runtime);
        match effect {
            RuntimeEffect::SandboxReady(sandbox) => {
                runtime.sandboxes.drain(..runtime.sandboxes.len().saturating_sub(1));
                runtime.sandboxes.push(sandbox);
                self.node.addresses += 1;
                runtime.version += 1;
            }
            RuntimeEffect::SandboxDead => {
                if let Some(sandbox) = runtime.sandboxes.last_mut() {
                    sandbox.ready = false;
                }
                runtime.version += 1;
            }
            RuntimeEffect::Created(instance) => {
                count_creation(runtime, instance.container);
                runtime.made += 1;
                runtime.instances.push(*instance);
            }
            RuntimeEffect::CreateFailed { container } => count_creation(runtime, container),
            RuntimeEffect::Started { instance } => {
                if let Some(instance) = runtime.instance_mut(instance) {
                    instance.state = InstanceState::Running;
                    instance.started = Some(now);
                }
                runtime.version += 1;
            }
            RuntimeEffect::Exited { instance, code, reason, message } => {
                if let Some(instance) = runtime.instance_mut(instance) {
                    instance.state = InstanceState::Exited;
                    instance.finished = Some(now);
                    instance.exit_code = code;
                    instance.reason = reason;
                    instance.message = message;
                }
                runtime.version += 1;
            }
            RuntimeEffect::Updated { instance, resources } => {
                if let Some(instance) = runtime.instance_mut(instance) {
                    instance.resources = resources;
                }
                runtime.version += 1;
            }
            RuntimeEffect::Group(group) => {
                state.changes += 1;
                runtime.group = Some(group);
            }
            RuntimeEffect::PodLevel(amounts) => {
                state.changes += 1;
                runtime.pod_level = Some(amounts);
            }
            RuntimeEffect::Removed { instance } => {
                runtime.instances.remove(instance);
                runtime.version += 1;
            }
        }
    }
}

fn count_creation(runtime: &mut RuntimePod, container: usize) {
    runtime.creates.update(container, u32::default, |count| *count += 1);
}
