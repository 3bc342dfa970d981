//! Defaults of the kinds that hold a Pod template.
//! Upstream: pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go and
//! `SetDefaults_ReplicationController`, pkg/apis/core/v1/defaults.go.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job, JobSpec};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PodTemplate, ReplicationController};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{pod_spec, text, volume};
use crate::{Gate, Kubernetes};

const ROLLING_UPDATE: &str = "RollingUpdate";

pub(super) fn deployment(object: &mut Deployment, kubernetes: &Kubernetes) {
    let spec = &mut object.spec;
    spec.replicas.get_or_insert(1);
    let strategy = spec.strategy.get_or_insert_default();
    text(&mut strategy.type_, ROLLING_UPDATE);
    if strategy.type_.as_deref() == Some(ROLLING_UPDATE) {
        let rolling = strategy.rolling_update.get_or_insert_default();
        rolling.max_unavailable.get_or_insert_with(|| IntOrString::String("25%".to_owned()));
        rolling.max_surge.get_or_insert_with(|| IntOrString::String("25%".to_owned()));
    }
    spec.revision_history_limit.get_or_insert(10);
    spec.progress_deadline_seconds.get_or_insert(600);
    pod_spec::template(&mut spec.template, kubernetes);
}

pub(super) fn replica_set(object: &mut ReplicaSet, kubernetes: &Kubernetes) {
    object.spec.replicas.get_or_insert(1);
    pod_spec::template(object.spec.template.get_or_insert_default(), kubernetes);
}

pub(super) fn daemon_set(object: &mut DaemonSet, kubernetes: &Kubernetes) {
    let spec = &mut object.spec;
    let strategy = spec.update_strategy.get_or_insert_default();
    text(&mut strategy.type_, ROLLING_UPDATE);
    if strategy.type_.as_deref() == Some(ROLLING_UPDATE) {
        let rolling = strategy.rolling_update.get_or_insert_default();
        rolling.max_unavailable.get_or_insert(IntOrString::Int(1));
        rolling.max_surge.get_or_insert(IntOrString::Int(0));
    } else if let Some(rolling) = &mut strategy.rolling_update {
        // The server's own type holds both as plain values.
        rolling.max_unavailable.get_or_insert(IntOrString::Int(0));
        rolling.max_surge.get_or_insert(IntOrString::Int(0));
    }
    spec.revision_history_limit.get_or_insert(10);
    pod_spec::template(&mut spec.template, kubernetes);
}

pub(super) fn stateful_set(object: &mut StatefulSet, kubernetes: &Kubernetes) {
    let spec = &mut object.spec;
    spec.service_name.get_or_insert_default();
    text(&mut spec.pod_management_policy, "OrderedReady");
    let strategy = spec.update_strategy.get_or_insert_default();
    if strategy.type_.as_deref().is_none_or(str::is_empty) {
        strategy.type_ = Some(ROLLING_UPDATE.to_owned());
        strategy.rolling_update.get_or_insert_default();
    }
    if strategy.type_.as_deref() == Some(ROLLING_UPDATE)
        && let Some(rolling) = &mut strategy.rolling_update
    {
        rolling.partition.get_or_insert(0);
        if kubernetes.enabled(Gate::MaxUnavailableStatefulSet) {
            rolling.max_unavailable.get_or_insert(IntOrString::Int(1));
        }
    }
    let retention = spec.persistent_volume_claim_retention_policy.get_or_insert_default();
    text(&mut retention.when_deleted, "Retain");
    text(&mut retention.when_scaled, "Retain");
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
    pod_spec::template(&mut spec.template, kubernetes);
    spec.volume_claim_templates.iter_mut().flatten().for_each(claim_template);
}

/// Upstream: `SetDefaults_PersistentVolumeClaim`; the claims are whole objects, with kind and status.
fn claim_template(claim: &mut PersistentVolumeClaim) {
    volume::claim_spec(claim.spec.get_or_insert_default());
    text(&mut claim.status.get_or_insert_default().phase, "Pending");
}

pub(super) fn job(object: &mut Job, kubernetes: &Kubernetes) {
    let spec = object.spec.get_or_insert_default();
    if spec.completions.is_none() && spec.parallelism.is_none() {
        spec.completions = Some(1);
    }
    spec.parallelism.get_or_insert(1);
    let backoff_limit = if spec.backoff_limit_per_index.is_some() { i32::MAX } else { 6 };
    spec.backoff_limit.get_or_insert(backoff_limit);
    let labels = spec.template.metadata.as_ref().and_then(|metadata| metadata.labels.as_ref());
    if let Some(labels) = labels
        && object.metadata.labels.as_ref().is_none_or(std::collections::BTreeMap::is_empty)
    {
        object.metadata.labels = Some(labels.clone());
    }
    spec.completion_mode.get_or_insert_with(|| "NonIndexed".to_owned());
    spec.suspend.get_or_insert(false);
    if kubernetes.enabled(Gate::JobPodReplacementPolicy) {
        let policy = if spec.pod_failure_policy.is_some() { "Failed" } else { "TerminatingOrFailed" };
        spec.pod_replacement_policy.get_or_insert_with(|| policy.to_owned());
    }
    spec.manual_selector.get_or_insert(false);
    job_spec(spec, kubernetes);
}

/// The defaults that a Job shares with the Job template of a CronJob.
fn job_spec(spec: &mut JobSpec, kubernetes: &Kubernetes) {
    if let Some(policy) = &mut spec.pod_failure_policy {
        for pattern in policy.rules.iter_mut().flat_map(|rule| rule.on_pod_conditions.iter_mut().flatten()) {
            text(&mut pattern.status, "True");
        }
    }
    pod_spec::template(&mut spec.template, kubernetes);
}

pub(super) fn cron_job(object: &mut CronJob, kubernetes: &Kubernetes) {
    let spec = &mut object.spec;
    text(&mut spec.concurrency_policy, "Allow");
    spec.suspend.get_or_insert(false);
    spec.successful_jobs_history_limit.get_or_insert(3);
    spec.failed_jobs_history_limit.get_or_insert(1);
    spec.job_template.metadata.get_or_insert_default();
    job_spec(spec.job_template.spec.get_or_insert_default(), kubernetes);
}

pub(super) fn replication_controller(object: &mut ReplicationController, kubernetes: &Kubernetes) {
    let spec = object.spec.get_or_insert_default();
    let labels = spec.template.as_ref().and_then(|template| template.metadata.as_ref()?.labels.clone());
    if let Some(labels) = labels {
        let is_empty = |map: &Option<std::collections::BTreeMap<String, String>>| {
            map.as_ref().is_none_or(std::collections::BTreeMap::is_empty)
        };
        if is_empty(&spec.selector) {
            spec.selector = Some(labels.clone());
        }
        if is_empty(&object.metadata.labels) {
            object.metadata.labels = Some(labels);
        }
    }
    spec.replicas.get_or_insert(1);
    if let Some(template) = &mut spec.template {
        pod_spec::template(template, kubernetes);
    }
}

pub(super) fn pod_template(object: &mut PodTemplate, kubernetes: &Kubernetes) {
    pod_spec::template(object.template.get_or_insert_default(), kubernetes);
}
