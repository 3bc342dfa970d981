//! Fields of containers behind gates that are off.
//! Upstream: `dropDisabledFields` and its helpers, pkg/api/pod/util.go.

use k8s_openapi::api::core::v1::{Lifecycle, LifecycleHandler, PodSpec};

use super::parts::Parts;
use crate::features::Change;
use crate::{Gate, Kubernetes};

/// Drops from all containers of a spec what `kubernetes` has disabled.
pub(super) fn apply(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    for container in spec.init_containers.iter_mut().flatten() {
        let mut parts = Parts::from(container);
        let is_kept = kubernetes.enabled(Gate::SidecarContainers);
        let sidecar = parts.restart_policy.take_if(|policy| is_kept && policy == "Always");
        if !is_kept {
            *parts.restart_policy = None;
        }
        one(&mut parts, kubernetes);
        if sidecar.is_some() {
            *parts.restart_policy = sidecar;
        }
    }
    let ephemeral = spec.ephemeral_containers.iter_mut().flatten();
    for mut parts in spec.containers.iter_mut().map(Parts::from).chain(ephemeral.map(Parts::from)) {
        one(&mut parts, kubernetes);
    }
}

fn one(parts: &mut Parts<'_>, kubernetes: &Kubernetes) {
    let off = |gate| !kubernetes.enabled(gate);
    if off(Gate::DynamicResourceAllocation)
        && let Some(resources) = parts.resources
    {
        resources.claims = None;
    }
    if off(Gate::ProcMountType)
        && let Some(context) = parts.security_context
        && let Some(proc_mount) = &mut context.proc_mount
    {
        "Default".clone_into(proc_mount);
    }
    if off(Gate::InPlacePodVerticalScaling) {
        *parts.resize_policy = None;
    }
    if kubernetes.has(Change::ContainerRestartPolicyGated) && off(Gate::ContainerRestartRules) {
        *parts.restart_policy = None;
        *parts.restart_policy_rules = None;
    }
    if off(Gate::RecursiveReadOnlyMounts) {
        for mount in parts.volume_mounts.iter_mut().flatten() {
            mount.recursive_read_only = None;
        }
    }
    if off(Gate::EnvFiles) {
        for source in parts.env.iter_mut().flatten().filter_map(|variable| variable.value_from.as_mut()) {
            source.file_key_ref = None;
        }
    }
    lifecycle(parts.lifecycle, kubernetes);
}

/// A hook or lifecycle that was nothing but the dropped field goes with it.
fn lifecycle(field: &mut Option<Lifecycle>, kubernetes: &Kubernetes) {
    let Some(lifecycle) = field else { return };
    let before = lifecycle.clone();
    if !kubernetes.enabled(Gate::PodLifecycleSleepAction) {
        for hook in [&mut lifecycle.pre_stop, &mut lifecycle.post_start] {
            let Some(handler) = hook else { continue };
            if handler.sleep.take().is_some() && *handler == LifecycleHandler::default() {
                *hook = None;
            }
        }
    }
    if !kubernetes.enabled(Gate::ContainerStopSignals) {
        lifecycle.stop_signal = None;
    }
    if *lifecycle != before && *lifecycle == Lifecycle::default() {
        *field = None;
    }
}
