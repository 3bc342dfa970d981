//! Kinds of which little is asked. Upstream: ValidateIngressClass, pkg/apis/networking/validation/validation.go; ValidateLease,
//! pkg/apis/coordination/validation/validation.go; ValidateCSIDriver and ValidateVolumeAttributesClass,
//! pkg/apis/storage/validation/validation.go.

use std::collections::BTreeSet;

use api::Gate;

use super::At;
use super::classes::check_parameters;
use crate::bad_value::word;
use crate::site::Context;
use crate::volumes::check_given;
use crate::workloads::job::managed_by::check_path;
use crate::{Errors, names};

/// Kinds of which only the metadata is looked at, and whether finalizers without a slash must be known.
pub(super) const NAMED: [(&str, bool); 12] = [
    ("CSINode", true),
    ("CSIStorageCapacity", true),
    ("ControllerRevision", true),
    ("MutatingAdmissionPolicy", false),
    ("MutatingAdmissionPolicyBinding", false),
    ("MutatingWebhookConfiguration", false),
    ("ResourceSlice", true),
    ("ServiceCIDR", true),
    ("ValidatingAdmissionPolicy", false),
    ("ValidatingAdmissionPolicyBinding", false),
    ("ValidatingWebhookConfiguration", false),
    ("VolumeAttachment", true),
];

pub(super) fn ingress_class(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    const LONGEST: usize = 250;
    let spec = object.field("spec");
    let controller = spec.field("controller");
    if controller.text().len() > LONGEST {
        errors.too_long(&controller.path, LONGEST);
    }
    check_path(controller.text(), &controller.path, errors);
    let parameters = spec.field("parameters");
    if !parameters.is_given() {
        return;
    }
    let group = parameters.field("apiGroup");
    if group.is_given() {
        errors.invalid_each(&group.path, group.text(), names::dns_subdomain(group.text()));
    }
    for field in ["kind", "name"] {
        let at = parameters.field(field);
        check_given(at.text(), &at.path, errors);
        errors.invalid_each(&at.path, at.text(), names::path_segment(at.text()));
    }
    let (scope, namespace) = (parameters.field("scope"), parameters.field("namespace"));
    match (scope.text(), namespace.is_given()) {
        ("Namespace", false) => {
            errors.required(&namespace.path, "`parameters.scope` is set to 'Namespace'");
        }
        ("Namespace", true) => {
            errors.invalid_each(&namespace.path, namespace.text(), names::dns_label(namespace.text()));
        }
        ("Cluster", true) => errors.forbidden(&namespace.path, "`parameters.scope` is set to 'Cluster'"),
        ("Cluster", false) => {}
        (other, _) => errors.not_supported(&scope.path, other, &["Cluster", "Namespace"]),
    }
}

pub(super) fn lease(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let (duration, transitions) = (spec.field("leaseDurationSeconds"), spec.field("leaseTransitions"));
    if let Some(seconds) = duration.given_integer().filter(|seconds| *seconds <= 0) {
        errors.invalid(&duration.path, seconds, "must be greater than 0");
    }
    if let Some(count) = transitions.given_integer().filter(|count| *count < 0) {
        errors.invalid(&transitions.path, count, "must be greater than or equal to 0");
    }
}

pub(super) fn volume_attributes_class(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let driver = object.field("driverName");
    check_given(driver.text(), &driver.path, errors);
    if !driver.text().is_empty() {
        let lower = driver.text().to_lowercase();
        errors.invalid_each(&driver.path, &lower, names::label_key(&lower, context.kubernetes));
    }
    let parameters = object.field("parameters");
    check_parameters(&parameters, errors);
    if parameters.is_empty() {
        errors.required(&parameters.path, "must contain at least one key/value pair");
    }
}

pub(super) fn csi_driver(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    const POLICIES: [&str; 3] = ["File", "None", "ReadWriteOnceWithFSType"];
    const MODES: [&str; 2] = ["Persistent", "Ephemeral"];
    let spec = object.field("spec");
    let policy = spec.field("fsGroupPolicy");
    if policy.is_given() && !POLICIES.contains(&policy.text()) {
        errors.not_supported(&policy.path, word(policy.text()), &POLICIES);
    }
    let requests = spec.field("tokenRequests");
    let mut seen = BTreeSet::new();
    for request in requests.items() {
        let (audience, seconds) = (request.field("audience"), request.field("expirationSeconds"));
        if !seen.insert(audience.text().to_owned()) {
            errors.duplicate(&audience.path, audience.text());
            continue;
        }
        let detail = match seconds.given_integer() {
            Some(..600) => "may not specify a duration less than 10 minutes",
            Some(0x1_0000_0001..) => "may not specify a duration larger than 2^32 seconds",
            _ => continue,
        };
        errors.invalid(&seconds.path, seconds.integer(), detail);
    }
    let modes = spec.field("volumeLifecycleModes");
    for mode in modes.texts().into_iter().filter(|mode| !MODES.contains(mode)) {
        errors.not_supported(&modes.path, word(mode), &MODES);
    }
    let period = spec.field("nodeAllocatableUpdatePeriodSeconds");
    let too_short = period.given_integer().filter(|seconds| *seconds < 10);
    if let Some(seconds) = too_short.filter(|_| context.enabled(Gate::MutableCSINodeAllocatableCount)) {
        errors.invalid(&period.path, seconds, "must be greater than or equal to 10 seconds");
    }
    let in_secrets = spec.field("serviceAccountTokenInSecrets");
    let is_known = context.enabled(Gate::CSIServiceAccountTokenSecrets);
    if is_known && in_secrets.is_given() && requests.is_empty() {
        let detail = "serviceAccountTokenInSecrets is set but no tokenRequests are specified";
        errors.invalid(&in_secrets.path, in_secrets.is_true(), detail);
    }
}
