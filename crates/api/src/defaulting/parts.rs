//! The fields that containers of both types have: two types without a trait in common, whose fields have the same names.

use k8s_openapi::api::core::v1::{
    Container, ContainerPort, ContainerResizePolicy, ContainerRestartRule, EnvVar, EphemeralContainer,
    Lifecycle, Probe, ResourceRequirements, SecurityContext, VolumeMount,
};

/// The fields that have defaults or gates.
pub(super) struct Parts<'a> {
    pub env: &'a mut Option<Vec<EnvVar>>,
    pub image: &'a Option<String>,
    pub image_pull_policy: &'a mut Option<String>,
    pub lifecycle: &'a mut Option<Lifecycle>,
    pub ports: &'a mut Option<Vec<ContainerPort>>,
    pub probes: [&'a mut Option<Probe>; 3],
    pub resize_policy: &'a mut Option<Vec<ContainerResizePolicy>>,
    pub resources: &'a mut Option<ResourceRequirements>,
    pub restart_policy: &'a mut Option<String>,
    pub restart_policy_rules: &'a mut Option<Vec<ContainerRestartRule>>,
    pub security_context: &'a mut Option<SecurityContext>,
    pub termination_message_path: &'a mut Option<String>,
    pub termination_message_policy: &'a mut Option<String>,
    pub volume_mounts: &'a mut Option<Vec<VolumeMount>>,
}

macro_rules! parts_of {
    ($container:ty) => {
        impl<'a> From<&'a mut $container> for Parts<'a> {
            fn from(container: &'a mut $container) -> Parts<'a> {
                Parts {
                    env: &mut container.env,
                    image: &container.image,
                    image_pull_policy: &mut container.image_pull_policy,
                    lifecycle: &mut container.lifecycle,
                    ports: &mut container.ports,
                    probes: [
                        &mut container.liveness_probe,
                        &mut container.readiness_probe,
                        &mut container.startup_probe,
                    ],
                    resize_policy: &mut container.resize_policy,
                    resources: &mut container.resources,
                    restart_policy: &mut container.restart_policy,
                    restart_policy_rules: &mut container.restart_policy_rules,
                    security_context: &mut container.security_context,
                    termination_message_path: &mut container.termination_message_path,
                    termination_message_policy: &mut container.termination_message_policy,
                    volume_mounts: &mut container.volume_mounts,
                }
            }
        }
    };
}

parts_of!(Container);
parts_of!(EphemeralContainer);
