//! StatefulSet. Upstream: ValidateStatefulSet, pkg/apis/apps/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::apps::v1::{
    RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy,
};
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaimSpec, PersistentVolumeClaimVolumeSource, PodTemplateSpec, Volume,
};

use super::{check_not_negative, check_runs_forever, int_or_percent, selector};
use crate::bad_value::word;
use crate::metadata::{self, NameRule, annotations, label_selector, labels};
use crate::site::{Context, PodSite, all, items, text};
use crate::{Errors, go, names, pod, volumes, walk};

pub(crate) fn check(object: &StatefulSet, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Label, &FieldPath::root("metadata"), context, errors);
    let (spec, path) = (&object.spec, FieldPath::root("spec"));
    check_management(spec, &path.field("podManagementPolicy"), errors);
    if let Some(strategy) = &spec.update_strategy {
        check_strategy(strategy, &path.field("updateStrategy"), errors);
    }
    if let Some(policy) = &spec.persistent_volume_claim_retention_policy {
        let path = path.field("persistentVolumeClaimRetentionPolicy");
        check_retention(policy.when_deleted.as_ref(), &path.field("whenDeleted"), errors);
        check_retention(policy.when_scaled.as_ref(), &path.field("whenScaled"), errors);
    }
    if context.kubernetes.has(Change::StatefulSetTemplateRules) {
        check_claims(spec, &path.field("volumeClaimTemplates"), context, errors);
    }
    check_not_negative(spec.replicas, &path.field("replicas"), errors);
    check_not_negative(spec.min_ready_seconds, &path.field("minReadySeconds"), errors);
    let start = spec.ordinals.as_ref().and_then(|ordinals| ordinals.start);
    check_not_negative(start, &path.field("ordinals.start"), errors);
    let service = text(spec.service_name.as_ref());
    if !service.is_empty() && context.kubernetes.has(Change::ServiceNameRule) {
        errors.invalid_each(&path.field("serviceName"), service, names::dns_label(service));
    }
    let selector_path = path.field("selector");
    selector::check(&spec.selector, "statefulset", &selector_path, context, errors);
    if selector::is_usable(&spec.selector, context) {
        check_template(spec, &path.field("template"), context, errors);
    } else {
        errors.invalid(&selector_path, label_selector::printed(Some(&spec.selector)), "");
    }
    check_runs_forever(&spec.template, "StatefulSet", &path.field("template"), errors);
}

fn check_management(spec: &StatefulSetSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    match text(spec.pod_management_policy.as_ref()) {
        "" => errors.required(path, ""),
        "OrderedReady" | "Parallel" => {}
        policy => errors.invalid(path, word(policy), "must be 'OrderedReady' or 'Parallel'"),
    }
}

fn check_retention(policy: Option<&String>, path: &FieldPath<'_>, errors: &mut Errors) {
    let policy = text(policy);
    if !matches!(policy, "Retain" | "Delete") {
        errors.not_supported(path, word(policy), &["Retain", "Delete"]);
    }
}

fn check_strategy(strategy: &StatefulSetUpdateStrategy, path: &FieldPath<'_>, errors: &mut Errors) {
    let rolling = path.field("rollingUpdate");
    match (text(strategy.type_.as_ref()), &strategy.rolling_update) {
        ("", _) => errors.required(path, ""),
        ("OnDelete", Some(update)) => {
            errors.invalid(
                &rolling,
                printed_update(update),
                "only allowed for updateStrategy 'RollingUpdate'",
            );
        }
        ("RollingUpdate", Some(update)) => check_rolling_update(update, &rolling, errors),
        ("OnDelete" | "RollingUpdate", None) => {}
        _ => errors.invalid(path, printed(strategy), "must be 'RollingUpdate' or 'OnDelete'"),
    }
}

fn check_rolling_update(
    update: &RollingUpdateStatefulSetStrategy,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_not_negative(update.partition, &path.field("partition"), errors);
    let Some(unavailable) = &update.max_unavailable else { return };
    let path = path.field("maxUnavailable");
    int_or_percent::check(unavailable, &path, errors);
    if int_or_percent::is_zero(unavailable) {
        errors.invalid(&path, int_or_percent::printed(unavailable), "cannot be 0");
    }
    int_or_percent::check_at_most_all(unavailable, &path, errors);
}

/// Only the specs; the names are checked as names of volumes.
fn check_claims(spec: &StatefulSetSpec, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let nothing = PersistentVolumeClaimSpec::default();
    for (path, claim) in items(spec.volume_claim_templates.as_ref(), path) {
        let spec = claim.spec.as_ref().unwrap_or(&nothing);
        volumes::check_claim_spec(spec, &path.field("spec"), context, errors);
    }
}

/// The template as Pods are made from it; labels and annotations are looked at twice.
fn check_template(spec: &StatefulSetSpec, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let template = with_claims(spec);
    selector::check_template_labels(&spec.selector, &template, path, errors);
    if context.kubernetes.has(Change::StatefulSetTemplateRules) {
        walk::template(&template, path, context, errors);
    }
    let metadata = template.metadata.clone().unwrap_or_default();
    labels::check(metadata.labels.as_ref(), &path.field("labels"), context, errors);
    let annotations_path = path.field("annotations");
    annotations::check(metadata.annotations.as_ref(), &annotations_path, context, errors);
    let pod_spec = template.spec.clone().unwrap_or_default();
    let site = PodSite { context: *context, path: path.field("spec"), spec: &pod_spec, metadata: None };
    pod::annotations::check(&metadata, &annotations_path, &site, errors);
}

/// Each Pod gets a name of its own and a volume for each claim, which hides one of the same name.
fn with_claims(spec: &StatefulSetSpec) -> PodTemplateSpec {
    let mut template = spec.template.clone();
    let Some(pod) = &mut template.spec else { return template };
    pod.hostname = None;
    pod.subdomain = None;
    let mut volumes: Vec<Volume> = Vec::new();
    let mut names = BTreeSet::new();
    for claim in all(spec.volume_claim_templates.as_ref()) {
        let name = text(claim.metadata.name.as_ref()).to_owned();
        if !names.insert(name.clone()) {
            continue;
        }
        let source = PersistentVolumeClaimVolumeSource { claim_name: name.clone(), read_only: None };
        volumes.push(Volume { name, persistent_volume_claim: Some(source), ..Volume::default() });
    }
    if volumes.is_empty() {
        return template;
    }
    let others = pod.volumes.take().into_iter().flatten();
    volumes.extend(others.filter(|volume| !names.contains(&volume.name)));
    pod.volumes = Some(volumes);
    template
}

fn printed(strategy: &StatefulSetUpdateStrategy) -> go::Value {
    let rolling = go::pointer(
        strategy.rolling_update.as_ref(),
        "*apps.RollingUpdateStatefulSetStrategy",
        printed_update,
    );
    let type_ = go::text(text(strategy.type_.as_ref()));
    go::structure("apps.StatefulSetUpdateStrategy", vec![("Type", type_), ("RollingUpdate", rolling)])
}

fn printed_update(update: &RollingUpdateStatefulSetStrategy) -> go::Value {
    let unavailable =
        go::pointer(update.max_unavailable.as_ref(), "*intstr.IntOrString", int_or_percent::printed);
    let partition = go::Value::Integer(update.partition.unwrap_or_default().into());
    let fields = vec![("Partition", partition), ("MaxUnavailable", unavailable)];
    go::structure("apps.RollingUpdateStatefulSetStrategy", fields)
}
