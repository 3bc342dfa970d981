//! Defaults of the spec of a Pod or of a template.
//! Upstream: `SetDefaults_PodSpec`, pkg/apis/core/v1/defaults.go; `Convert_v1_PodSpec_To_core_PodSpec`.

use crate::well_known::DEFAULT_SCHEDULER;
use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec};

use super::{container, resource_list, text, volume};
use crate::Kubernetes;

/// Fills in a spec: what a template shares with a Pod.
pub(super) fn apply(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    text(&mut spec.dns_policy, "ClusterFirst");
    text(&mut spec.restart_policy, "Always");
    spec.security_context.get_or_insert_default();
    spec.termination_grace_period_seconds.get_or_insert(30);
    text(&mut spec.scheduler_name, DEFAULT_SCHEDULER);
    for volume in spec.volumes.iter_mut().flatten() {
        volume::apply(volume, kubernetes);
    }
    spec.init_containers.iter_mut().flatten().for_each(container::apply);
    spec.containers.iter_mut().for_each(container::apply);
    spec.ephemeral_containers.iter_mut().flatten().for_each(container::apply);
    resource_list::list(&mut spec.overhead);
    spec.resources.iter_mut().for_each(resource_list::requirements);
    alias_service_account(spec);
}

/// `serviceAccount` is the old name of `serviceAccountName`; both are stored.
fn alias_service_account(spec: &mut PodSpec) {
    if spec.service_account_name.as_deref().is_none_or(str::is_empty) {
        spec.service_account_name = spec.service_account.take();
    }
    spec.service_account.clone_from(&spec.service_account_name);
}

/// Fills in a template: Go keeps its metadata and spec as values, so they are never absent.
pub(super) fn template(template: &mut PodTemplateSpec, kubernetes: &Kubernetes) {
    super::pod::drop_init_container_annotations(template.metadata.get_or_insert_default());
    apply(template.spec.get_or_insert_default(), kubernetes);
}
