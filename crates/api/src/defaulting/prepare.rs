//! Changes that the server makes between decoding and validating a created object: a name for `generateName`,
//! a clean status, the first generation, fields behind gates, selectors that it writes itself.
//! Upstream: `BeforeCreate`, staging/src/k8s.io/apiserver/pkg/registry/rest/create.go, and
//! `PrepareForCreate` of pkg/registry/{core,apps,batch}/*/strategy.go.

use crate::well_known::{GATED, RANDOM_END, TEMPLATE_GENERATION};
use k8s_openapi::api::apps::v1::{DaemonSetStatus, DeploymentStatus, ReplicaSetStatus, StatefulSetStatus};
use k8s_openapi::api::batch::v1::{CronJobStatus, Job, JobSpec, JobStatus};
use k8s_openapi::api::core::v1::{Pod, PodCondition, PodStatus, ReplicationControllerStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};

use super::{app_armor, drop, label_keys};
use crate::collections::sort_by;
use crate::features::Change;
use crate::{Gate, Kubernetes, Object};

/// Stands for the UID that a server would draw; it appears in the labels and selector of a Job.
pub const UID: &str = "00000000-0000-4000-8000-000000000000";

/// The longest name that the server makes of `generateName`, and the length of the random end.
const GENERATED_NAME: usize = 63;

/// Changes a defaulted object into the one that is validated and stored.
///
/// The QoS class of a Pod's status is not written here: it is computed from the Pod before this call.
///
/// Returns what the server warns of while it does this, which it does even of an object that it then refuses.
pub fn prepare(object: &mut Object, kubernetes: &Kubernetes) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(metadata) = object.metadata_mut() {
        warnings.extend(drop_duplicate_owners(metadata));
        prepare_metadata(metadata);
    }
    match object {
        Object::Pod(object) => warnings.extend(pod(object, kubernetes)),
        Object::Deployment(object) => object.status = Some(DeploymentStatus::default()),
        Object::ReplicaSet(object) => object.status = Some(ReplicaSetStatus::default()),
        Object::StatefulSet(object) => {
            object.status =
                Some(StatefulSetStatus { available_replicas: Some(0), ..StatefulSetStatus::default() });
            drop::stateful_set(object, kubernetes);
        }
        Object::DaemonSet(object) => {
            object.status = Some(DaemonSetStatus::default());
            template_generation(&mut object.metadata);
        }
        Object::Job(object) => job(object, kubernetes),
        Object::CronJob(object) => object.status = Some(CronJobStatus::default()),
        Object::ReplicationController(object) => object.status = Some(ReplicationControllerStatus::default()),
        Object::Other(value) => warnings.extend(super::strategies::prepare(value)),
        Object::PodTemplate(_) => {}
    }
    if let Some(spec) = object.pod_template_mut().and_then(|template| template.spec.as_mut()) {
        drop::apply(spec, kubernetes);
    }
    warnings
}

/// Lists each owner of an object once, which the server does before any plugin sees it, and returns its warning.
pub fn unique_owners(object: &mut Object) -> Option<String> {
    if let Object::Other(value) = object {
        return super::strategies::unique_owners(value);
    }
    drop_duplicate_owners(object.metadata_mut()?)
}

/// Lists each owner once, and returns the warning about those that were listed again.
/// Upstream: dedupOwnerReferencesAndAddWarning, apiserver/pkg/endpoints/handlers/rest.go.
fn drop_duplicate_owners(metadata: &mut ObjectMeta) -> Option<String> {
    let owners = metadata.owner_references.as_mut()?;
    // An owner is compared with those of the same UID only, which are few.
    let mut all: Vec<(usize, &OwnerReference)> = owners.iter().enumerate().collect();
    sort_by(&mut all, |(_, one), (_, other)| one.uid.cmp(&other.uid));
    let (mut same, mut again): (Vec<&OwnerReference>, Vec<usize>) = (Vec::new(), Vec::new());
    for (at, owner) in all {
        same.retain(|kept| kept.uid == owner.uid);
        if same.contains(&owner) {
            again.push(at);
        } else {
            same.push(owner);
        }
    }
    sort_by(&mut again, usize::cmp);
    let (mut positions, mut at, mut again) = (again.into_iter().peekable(), 0, Vec::new());
    owners.retain(|owner| {
        let is_again = positions.next_if_eq(&at).is_some();
        at += 1;
        if is_again {
            again.push(owner.uid.clone());
        }
        !is_again
    });
    duplicate_owners(&again)
}

/// The warning about owners that were listed again, by their UIDs.
pub(super) fn duplicate_owners(again: &[String]) -> Option<String> {
    (!again.is_empty()).then(|| {
        format!(
            ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {}",
            again.join(", ")
        )
    })
}

fn prepare_metadata(metadata: &mut ObjectMeta) {
    metadata.deletion_timestamp = None;
    metadata.deletion_grace_period_seconds = None;
    metadata.self_link = None;
    metadata.creation_timestamp = None;
    metadata.uid = None;
    // The field manager writes its own, and forgets what it cannot read.
    metadata.managed_fields = None;
    if metadata.namespace.as_deref().is_none_or(str::is_empty) {
        metadata.namespace = Some("default".to_owned());
    }
    let prefix = metadata.generate_name.as_deref().unwrap_or_default();
    if metadata.name.as_deref().is_none_or(str::is_empty) && !prefix.is_empty() {
        metadata.name = Some(generated_name(prefix));
    }
    metadata.generation = Some(1);
}

/// The name that is made of `generateName`.
pub(super) fn generated_name(prefix: &str) -> String {
    let kept: String = prefix.chars().take(GENERATED_NAME - RANDOM_END.len()).collect();
    kept + RANDOM_END
}

fn pod(pod: &mut Pod, kubernetes: &Kubernetes) -> Vec<String> {
    if !kubernetes.has(Change::MetadataGeneration) {
        pod.metadata.generation = None;
    }
    let spec = pod.spec.get_or_insert_default();
    drop::apply(spec, kubernetes);
    let is_gated = spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty());
    pod.status = Some(PodStatus {
        phase: Some("Pending".to_owned()),
        conditions: is_gated.then(|| vec![scheduling_gated()]),
        ..PodStatus::default()
    });
    if let Some(labels) = &pod.metadata.labels {
        label_keys::merge(spec, labels, kubernetes);
    }
    let warnings = app_armor::from_annotations(&pod.metadata, spec);
    if !kubernetes.has(Change::AppArmorAnnotationsLeftAlone) && kubernetes.enabled(Gate::AppArmorFields) {
        app_armor::to_annotations(&mut pod.metadata, spec);
    }
    warnings
}

/// Upstream: `applySchedulingGatedCondition`.
fn scheduling_gated() -> PodCondition {
    PodCondition {
        type_: "PodScheduled".to_owned(),
        status: "False".to_owned(),
        reason: Some("SchedulingGated".to_owned()),
        message: Some(GATED.to_owned()),
        ..PodCondition::default()
    }
}

/// The internal `templateGeneration` of a DaemonSet lives in an annotation of the served version.
fn template_generation(metadata: &mut ObjectMeta) {
    let annotations = metadata.annotations.get_or_insert_default();
    let written = annotations.get(TEMPLATE_GENERATION);
    let generation = written.and_then(|text| text.parse::<i64>().ok()).unwrap_or_default().max(1);
    annotations.insert(TEMPLATE_GENERATION.to_owned(), generation.to_string());
}

fn job(job: &mut Job, kubernetes: &Kubernetes) {
    job.status = Some(JobStatus::default());
    let spec = job.spec.get_or_insert_default();
    if spec.manual_selector != Some(true) {
        generate_selector(spec, job.metadata.name.as_deref().unwrap_or_default(), UID);
    }
    drop::job(spec, kubernetes);
}

/// Gives a Job the selector and the labels by which its controller knows its Pods.
/// Upstream: `generateSelector`, pkg/registry/batch/job/strategy.go.
pub fn generate_selector(spec: &mut JobSpec, name: &str, uid: &str) {
    let labels = spec.template.metadata.get_or_insert_default().labels.get_or_insert_default();
    for (key, value) in [
        ("job-name", name),
        ("batch.kubernetes.io/job-name", name),
        ("controller-uid", uid),
        ("batch.kubernetes.io/controller-uid", uid),
    ] {
        labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
    }
    let selected = spec.selector.get_or_insert_default().match_labels.get_or_insert_default();
    selected.entry("batch.kubernetes.io/controller-uid".to_owned()).or_insert_with(|| uid.to_owned());
}
