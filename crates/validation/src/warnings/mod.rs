//! The API server's warnings, in its words and order.
//! Upstream: WarningsOnCreate of the strategies below pkg/registry, and pkg/api/pod/warnings.go.

use api::{FieldPath, Kubernetes, Object};
use k8s_openapi::api::batch::v1::JobSpec;
use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::site::{all, text};
use crate::{Detail, names, others};

mod claims;
mod containers;
pub(crate) mod node_labels;
mod overlapping_paths;
mod pod;
mod ports;
mod sent;
mod volumes;

pub use sent::sent;

/// More warnings than can ever reach a client; those of which there is one for each pair end here.
const ENOUGH: usize = 4 * 1024;

/// A Pod or a template, and where it stands.
struct Site<'a> {
    kubernetes: &'a Kubernetes,
    /// The object, or the template inside it.
    path: FieldPath<'a>,
    is_template: bool,
    metadata: &'a ObjectMeta,
    spec: &'a PodSpec,
}

/// All warnings of an object that is accepted.
pub(crate) fn of(object: &Object, kubernetes: &Kubernetes) -> Vec<String> {
    if let Object::Other(value) = object {
        return others::warnings::of(value, kubernetes);
    }
    let mut warnings = Vec::new();
    let name = text(object.metadata().and_then(|metadata| metadata.name.as_ref()));
    match object {
        Object::Pod(_) => recommend_label(name, "the Pod's hostname", &mut warnings),
        Object::Deployment(_)
        | Object::ReplicaSet(_)
        | Object::Job(_)
        | Object::CronJob(_)
        | Object::ReplicationController(_) => recommend_label(name, "Pod names and hostnames", &mut warnings),
        Object::StatefulSet(_) | Object::DaemonSet(_) | Object::PodTemplate(_) | Object::Other(_) => {}
    }
    match object {
        Object::Job(job) => {
            if let Some(spec) = &job.spec {
                check_indexes(spec, "spec", &mut warnings);
            }
        }
        Object::CronJob(cron_job) => {
            if let Some(spec) = &cron_job.spec.job_template.spec {
                check_indexes(spec, "spec.jobTemplate.spec", &mut warnings);
            }
        }
        _ => {}
    }
    check_pod(object, kubernetes, &mut warnings);
    if let Object::StatefulSet(set) = object {
        let list = FieldPath::root("spec.volumeClaimTemplates");
        for (index, template) in all(set.spec.volume_claim_templates.as_ref()).iter().enumerate() {
            if let Some(spec) = &template.spec {
                claims::check(spec, &list.index(index), &mut warnings);
            }
        }
        if set.spec.revision_history_limit.is_some_and(|limit| limit < 0) {
            warnings.push(
                "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"
                    .to_owned(),
            );
        }
    }
    warnings
}

fn check_pod(object: &Object, kubernetes: &Kubernetes, warnings: &mut Vec<String>) {
    let no_metadata = ObjectMeta::default();
    if let Object::Pod(created) = object {
        if let Some(spec) = &created.spec {
            let path = FieldPath::object();
            let metadata = &created.metadata;
            pod::check(&Site { kubernetes, path, is_template: false, metadata, spec }, warnings);
        }
    } else if let Some((path, PodTemplateSpec { metadata, spec: Some(spec) })) = object.pod_template() {
        let metadata = metadata.as_ref().unwrap_or(&no_metadata);
        let path = FieldPath::root(path);
        pod::check(&Site { kubernetes, path, is_template: true, metadata, spec }, warnings);
    }
}

fn recommend_label(name: &str, used_in: &str, warnings: &mut Vec<String>) {
    let messages = names::dns_label(name);
    if !messages.is_empty() {
        warnings.push(format!(
            "metadata.name: this is used in {used_in}, which can result in surprising behavior; a DNS label is recommended: [{}]",
            Detail::joined(&messages, " ").text
        ));
    }
}

/// Upstream: WarningsForJobSpec, pkg/api/job/warnings.go.
fn check_indexes(spec: &JobSpec, path: &str, warnings: &mut Vec<String>) {
    let is_indexed = spec.completion_mode.as_deref() == Some("Indexed");
    let (completions, parallelism) = (spec.completions.unwrap_or(0), spec.parallelism.unwrap_or(0));
    if is_indexed && completions > 100_000 && parallelism > 10_000 {
        warnings.push(format!(
            "{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"
        ));
    }
}
