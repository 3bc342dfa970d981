//! Fields of containers behind gates that are off.
//! Upstream: `dropDisabledFields` and its helpers, pkg/api/pod/util.go.

use k8s_openapi::api::core::v1::{
    ContainerResizePolicy, ContainerRestartRule, EnvVar, Lifecycle, LifecycleHandler, PodSpec,
    ResourceRequirements, SecurityContext, VolumeMount,
};

use crate::features::Change;
use crate::{Gate, Kubernetes};

/// The fields that ordinary and ephemeral containers share and that have gates.
struct Parts<'a> {
    env: &'a mut Option<Vec<EnvVar>>,
    lifecycle: &'a mut Option<Lifecycle>,
    resize_policy: &'a mut Option<Vec<ContainerResizePolicy>>,
    resources: &'a mut Option<ResourceRequirements>,
    restart_policy: &'a mut Option<String>,
    restart_policy_rules: &'a mut Option<Vec<ContainerRestartRule>>,
    security_context: &'a mut Option<SecurityContext>,
    volume_mounts: &'a mut Option<Vec<VolumeMount>>,
    is_init: bool,
}

/// The parts of a container of either type: two types without a trait in common, whose fields have the same names.
macro_rules! parts {
    ($container:ident, is_init: $is_init:literal) => {
        Parts {
            env: &mut $container.env,
            lifecycle: &mut $container.lifecycle,
            resize_policy: &mut $container.resize_policy,
            resources: &mut $container.resources,
            restart_policy: &mut $container.restart_policy,
            restart_policy_rules: &mut $container.restart_policy_rules,
            security_context: &mut $container.security_context,
            volume_mounts: &mut $container.volume_mounts,
            is_init: $is_init,
        }
    };
}

/// Drops from all containers of a spec what `kubernetes` has disabled.
pub(super) fn apply(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    for container in spec.init_containers.iter_mut().flatten() {
        one(&mut parts!(container, is_init: true), kubernetes);
    }
    for container in &mut spec.containers {
        one(&mut parts!(container, is_init: false), kubernetes);
    }
    for container in spec.ephemeral_containers.iter_mut().flatten() {
        one(&mut parts!(container, is_init: false), kubernetes);
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
    if off(Gate::SidecarContainers) && parts.is_init {
        *parts.restart_policy = None;
    }
    if kubernetes.has(Change::ContainerRestartPolicyGated) && off(Gate::ContainerRestartRules) {
        let is_sidecar = parts.is_init && parts.restart_policy.as_deref() == Some("Always");
        if !is_sidecar {
            *parts.restart_policy = None;
        }
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
