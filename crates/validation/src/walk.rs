//! The shape of a Pod and the order in which the API server looks at it.
//! Upstream: ValidatePodCreate, ValidatePodTemplateSpec and ValidatePodSpec, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate, Object};
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::container::lists::EPHEMERAL_CONTAINERS;
use crate::site::{Context, PodSite, all};
use crate::{Errors, container, metadata, others, pod, volumes, workloads};

/// A whole object as it is created.
pub(crate) fn object(object: &Object, context: &Context<'_>, errors: &mut Errors) {
    match object {
        Object::Pod(created) => pod(created, context, errors),
        Object::Deployment(created) => workloads::deployment::check(created, context, errors),
        Object::ReplicaSet(created) => workloads::replica_set::check(created, context, errors),
        Object::StatefulSet(created) => workloads::stateful_set::check(created, context, errors),
        Object::DaemonSet(created) => workloads::daemon_set::check(created, context, errors),
        Object::Job(created) => workloads::job::check(created, context, errors),
        Object::CronJob(created) => workloads::cron_job::check(created, context, errors),
        Object::ReplicationController(created) => {
            workloads::replication_controller::check(created, context, errors);
        }
        Object::PodTemplate(created) => workloads::pod_template::check(created, context, errors),
        Object::Other(value) => return others::check(value, context, errors),
    }
    // The strategy's rules come first; the generic ones speak only when those have nothing to say.
    if let (true, Some(metadata)) = (errors.is_empty(), object.metadata()) {
        metadata::check_path_segments(metadata, errors);
    }
}

/// Upstream: ValidatePodCreate.
fn pod(created: &Pod, context: &Context<'_>, errors: &mut Errors) {
    let path = FieldPath::root("metadata");
    metadata::check(&created.metadata, metadata::NameRule::Subdomain, &path, context, errors);
    let nothing = PodSpec::default();
    let spec = created.spec.as_ref().unwrap_or(&nothing);
    let site =
        PodSite { context: *context, path: FieldPath::root("spec"), spec, metadata: Some(&created.metadata) };
    pod::annotations::check(&created.metadata, &path.field("annotations"), &site, errors);
    self::spec(&site, errors);
    volumes::check_service_account_tokens(&site, errors);
    container::image::check_whitespace(all(Some(&spec.containers)), &site.path.field("containers"), errors);
    container::image::check_whitespace(
        all(spec.init_containers.as_ref()),
        &site.path.field("initContainers"),
        errors,
    );
    if !all(spec.ephemeral_containers.as_ref()).is_empty() {
        let path = site.path.field("ephemeralContainers");
        errors.of(&EPHEMERAL_CONTAINERS).forbidden(&path, "cannot be set on create");
    }
    pod::scheduling_gates::check_node_name(&site, errors);
    annotations_and_fields(&created.metadata, &site, errors);
}

/// A template inside a workload. Upstream: ValidatePodTemplateSpec.
pub(crate) fn template(
    template: &PodTemplateSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let nothing = ObjectMeta::default();
    let metadata = template.metadata.as_ref().unwrap_or(&nothing);
    metadata::labels::check(metadata.labels.as_ref(), &path.field("labels"), context, errors);
    let annotations = path.field("annotations");
    metadata::annotations::check(metadata.annotations.as_ref(), &annotations, context, errors);
    let nothing = PodSpec::default();
    let spec = template.spec.as_ref().unwrap_or(&nothing);
    let site = PodSite { context: *context, path: path.field("spec"), spec, metadata: None };
    pod::annotations::check(metadata, &annotations, &site, errors);
    self::spec(&site, errors);
    annotations_and_fields(metadata, &site, errors);
    if !all(spec.ephemeral_containers.as_ref()).is_empty() {
        let path = site.path.field("ephemeralContainers");
        let detail = "ephemeral containers not allowed in pod template";
        errors.of(&EPHEMERAL_CONTAINERS).forbidden(&path, detail);
    }
}

fn annotations_and_fields(metadata: &ObjectMeta, site: &PodSite<'_>, errors: &mut Errors) {
    pod::seccomp::check_annotations_and_fields(metadata, site, errors);
    pod::app_armor::check_annotations_and_fields(metadata, site, errors);
}

/// Upstream: ValidatePodSpec.
fn spec(site: &PodSite<'_>, errors: &mut Errors) {
    pod::termination_grace_period_seconds::check(site, errors);
    let volumes = volumes::check(site, errors);
    let claims = pod::resource_claims::names(site);
    pod::resource_claims::check(site, errors);
    container::lists::check_app(site, &volumes, &claims, errors);
    container::lists::check_init(site, &volumes, &claims, errors);
    container::lists::check_ephemeral(site, &volumes, &claims, errors);
    if site.context.enabled(Gate::PodLevelResources) {
        pod::resources::check(site, &claims, errors);
    }
    pod::host_network::check(site, errors);
    pod::restart_policy::check(site, errors);
    pod::dns_policy::check(site, errors);
    pod::node_selector::check(site, errors);
    pod::security_context::check(site, errors);
    pod::image_pull_secrets::check(site, errors);
    pod::affinity::check(site, errors);
    pod::dns_config::check(site, errors);
    pod::readiness_gates::check(site, errors);
    pod::scheduling_gates::check(site, errors);
    pod::topology_spread_constraints::check(site, errors);
    pod::windows_host_process::check(site, errors);
    pod::host_users::check(site, errors);
    pod::hostname_override::check(site, errors);
    pod::service_account_name::check(site, errors);
    pod::node_name::check(site, errors);
    pod::active_deadline_seconds::check(site, errors);
    pod::hostname::check(site, errors);
    pod::tolerations::check(site, errors);
    pod::host_aliases::check(site, errors);
    pod::priority_class_name::check(site, errors);
    pod::runtime_class_name::check(site, errors);
    pod::preemption_policy::check(site, errors);
    pod::overhead::check(site, errors);
    pod::os::check(site, errors);
    pod::scheduling_group::check(site, errors);
    pod::file_keys::check(site, errors);
}
