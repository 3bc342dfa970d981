//! Fields behind gates that are off are forgotten before anything looks at them.
//! Upstream: `dropDisabledFields`, pkg/api/pod/util.go, and the strategies of StatefulSet and Job.

use std::collections::BTreeSet;

use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::batch::v1::JobSpec;
use k8s_openapi::api::core::v1::{PodSpec, VolumeMount};

use super::{drop_containers, label_keys};
use crate::{Gate, Kubernetes};

/// Drops from the spec of a Pod or template what `kubernetes` has disabled.
pub(super) fn apply(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    let off = |gate| !kubernetes.enabled(gate);
    if off(Gate::UserNamespacesSupport) {
        spec.host_users = None;
    }
    if off(Gate::PodLevelResources) {
        spec.resources = None;
    }
    if off(Gate::HostnameOverride) {
        spec.hostname_override = None;
    }
    if off(Gate::GenericWorkload) {
        spec.scheduling_group = None;
    }
    if off(Gate::DynamicResourceAllocation) {
        spec.resource_claims = None;
    }
    if let Some(context) = &mut spec.security_context {
        if off(Gate::SupplementalGroupsPolicy) {
            context.supplemental_groups_policy = None;
        }
        if off(Gate::SELinuxChangePolicy) {
            context.se_linux_change_policy = None;
        }
    }
    scheduling(spec, kubernetes);
    if off(Gate::ImageVolume) {
        image_volumes(spec);
    }
    projections(spec, kubernetes);
    drop_containers::apply(spec, kubernetes);
}

fn scheduling(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    if !kubernetes.enabled(Gate::MatchLabelKeysInPodAffinity) {
        label_keys::affinity_terms(spec, &mut |term| {
            term.match_label_keys = None;
            term.mismatch_label_keys = None;
        });
    }
    for constraint in spec.topology_spread_constraints.iter_mut().flatten() {
        if !kubernetes.enabled(Gate::MatchLabelKeysInPodTopologySpread) {
            constraint.match_label_keys = None;
        }
        if !kubernetes.enabled(Gate::NodeInclusionPolicyInPodTopologySpread) {
            constraint.node_affinity_policy = None;
            constraint.node_taints_policy = None;
        }
    }
    if !kubernetes.enabled(Gate::PodSchedulingReadiness) {
        spec.scheduling_gates = None;
    }
}

fn projections(spec: &mut PodSpec, kubernetes: &Kubernetes) {
    let projected = spec.volumes.iter_mut().flatten().filter_map(|volume| volume.projected.as_mut());
    for source in projected.flat_map(|projected| projected.sources.iter_mut().flatten()) {
        if !kubernetes.enabled(Gate::ClusterTrustBundleProjection) {
            source.cluster_trust_bundle = None;
        }
        if !kubernetes.enabled(Gate::PodCertificateRequest) {
            source.pod_certificate = None;
        }
    }
}

/// Image volumes go with the mounts that name them.
fn image_volumes(spec: &mut PodSpec) {
    let mut dropped = BTreeSet::new();
    if let Some(volumes) = &mut spec.volumes {
        volumes.retain(|volume| {
            if volume.image.is_some() {
                dropped.insert(volume.name.clone());
            }
            volume.image.is_none()
        });
    }
    if dropped.is_empty() {
        return;
    }
    let clean = |mounts: &mut Option<Vec<VolumeMount>>| {
        if let Some(mounts) = mounts {
            mounts.retain(|mount| !dropped.contains(&mount.name));
        }
    };
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        clean(&mut container.volume_mounts);
    }
    for container in spec.ephemeral_containers.iter_mut().flatten() {
        clean(&mut container.volume_mounts);
    }
}

/// Drops what a StatefulSet may not say yet.
pub(super) fn stateful_set(object: &mut StatefulSet, kubernetes: &Kubernetes) {
    if !kubernetes.enabled(Gate::StatefulSetAutoDeletePVC) {
        object.spec.persistent_volume_claim_retention_policy = None;
    }
    if !kubernetes.enabled(Gate::StatefulSetStartOrdinal) {
        object.spec.ordinals = None;
    }
    if kubernetes.enabled(Gate::MaxUnavailableStatefulSet) {
        return;
    }
    let strategy = object.spec.update_strategy.as_mut();
    if let Some(rolling) = strategy.and_then(|strategy| strategy.rolling_update.as_mut()) {
        rolling.max_unavailable = None;
    }
}

/// Drops what a Job may not say yet.
pub(super) fn job(spec: &mut JobSpec, kubernetes: &Kubernetes) {
    if !kubernetes.enabled(Gate::JobManagedBy) {
        spec.managed_by = None;
    }
    if !kubernetes.enabled(Gate::JobSuccessPolicy) {
        spec.success_policy = None;
    }
    if !kubernetes.enabled(Gate::JobBackoffLimitPerIndex) {
        spec.backoff_limit_per_index = None;
        spec.max_failed_indexes = None;
        if let Some(policy) = &mut spec.pod_failure_policy {
            policy.rules.retain(|rule| rule.action != "FailIndex");
        }
    }
    if !kubernetes.enabled(Gate::JobPodFailurePolicy) {
        spec.pod_failure_policy = None;
    }
    if !kubernetes.enabled(Gate::JobPodReplacementPolicy) {
        spec.pod_replacement_policy = None;
    }
}
