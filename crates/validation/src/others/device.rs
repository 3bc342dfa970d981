//! DeviceClasses, ResourceClaims and their templates. Expressions are not evaluated.
//! Upstream: ValidateDeviceClass, ValidateResourceClaim, pkg/apis/resource/validation/validation.go.

use std::collections::{BTreeMap, BTreeSet};

use api::collections::gather;
use api::{FieldPath, Gate};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

use super::At;
use super::names::check_subdomain;
use crate::bad_value::word;
use crate::container::resource_names;
use crate::metadata::labels;
use crate::rule::rule;
use crate::site::Context;
use crate::volumes::{check_given, check_template_metadata};
use crate::{Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "device-request",
    Required "requests" "exactly one of `exactly` or `firstAvailable` is required",
    Invalid "requests" "exactly one of `exactly` or `firstAvailable` is required",
    Required "deviceClassName" "",
    Invalid "count" "",
    NotSupported "allocationMode" "",
    Invalid "" "must be the name of a request in the claim",
    Duplicate "devices.requests" ""
);

/// The most requests, constraints, configurations or selectors of one list.
const MOST: usize = 32;
const MOST_ALTERNATIVES: usize = 8;
const LONGEST_TEXT: usize = 10 * 1024;

/// Whether anything in it can only be judged by evaluating an expression.
pub(super) fn has_expressions(value: &Value) -> bool {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    text("apiVersion").starts_with("resource.k8s.io/") && mentions(value, "cel")
}

fn mentions(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| name == key || mentions(value, key)),
        Value::Array(items) => items.iter().any(|item| mentions(item, key)),
        _ => false,
    }
}

pub(super) fn class(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    check_selectors(&spec, errors);
    let config = spec.field("config");
    if is_short(&config, MOST, errors) {
        for item in config.items() {
            check_configuration(&item, errors);
        }
    }
    let name = spec.field("extendedResourceName");
    if name.is_given() && !resource_names::is_extended(name.text(), context) {
        errors.invalid(&name.path, name.text(), "must be a valid extended resource name");
    }
}

pub(super) fn claim(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    check_claim(&object.field("spec"), context, errors);
}

pub(super) fn claim_template(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let metadata: Option<ObjectMeta> = spec.field("metadata").typed();
    if let Some(metadata) = metadata {
        check_template_metadata(&metadata, &spec.path.field("metadata"), context, errors);
    }
    check_claim(&spec.field("spec"), context, errors);
}

/// The names of requests, each with those of its alternatives.
type Requests = BTreeMap<String, BTreeSet<String>>;

/// Upstream: validateDeviceClaim.
fn check_claim(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let devices = spec.field("devices");
    let list = devices.field("requests");
    let mut requests = Requests::new();
    for request in list.items() {
        let alternatives = request.field("firstAvailable");
        let names = gather(alternatives.items().map(|one| one.field("name").text().to_owned()));
        requests.insert(request.field("name").text().to_owned(), names);
    }
    if is_short(&list, MOST, errors) {
        for request in list.items() {
            check_request(&request, context, errors);
        }
        check_unique(&list, "name", &mut errors.of(&RULE));
    }
    let constraints = devices.field("constraints");
    if is_short(&constraints, MOST, errors) {
        for constraint in constraints.items() {
            check_references(&constraint.field("requests"), &requests, errors);
            check_constraint(&constraint, context, errors);
        }
    }
    let config = devices.field("config");
    if is_short(&config, MOST, errors) {
        for item in config.items() {
            check_references(&item.field("requests"), &requests, errors);
            check_configuration(&item, errors);
        }
    }
}

/// A list that is not longer than it may be.
fn is_short(list: &At<'_>, most: usize, errors: &mut Errors) -> bool {
    if list.len() > most {
        errors.too_many(&list.path, list.len(), most);
    }
    list.len() <= most
}

/// Each only once: the items themselves, or one of their fields.
fn check_unique(list: &At<'_>, field: &str, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for item in list.items() {
        let key = if field.is_empty() { item.text().to_owned() } else { item.field(field).text().to_owned() };
        if !seen.insert(key.clone()) {
            errors.duplicate(&item.path, key);
        }
    }
}

fn check_name(at: &At<'_>, errors: &mut Errors) {
    errors.invalid_each(&at.path, at.text(), names::dns_label(at.text()));
}

/// Upstream: validateDeviceRequest.
fn check_request(request: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let name = request.field("name");
    check_name(&name, errors);
    let (exactly, alternatives) = (request.field("exactly"), request.field("firstAvailable"));
    match (exactly.is_given(), !alternatives.is_empty()) {
        (false, false) => {
            let detail = "exactly one of `exactly` or `firstAvailable` is required";
            errors.of(&RULE).required(&request.path, detail);
        }
        (true, true) => {
            let detail =
                "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set";
            errors.of(&RULE).invalid(&request.path, crate::bad_value::null(), detail);
        }
        (true, false) => check_exact(&exactly, context, errors),
        (false, true) => {
            if is_short(&alternatives, MOST_ALTERNATIVES, errors) {
                for one in alternatives.items() {
                    check_name(&one.field("name"), errors);
                    check_exact(&one, context, errors);
                }
                check_unique(&alternatives, "name", &mut errors.of(&RULE));
            }
        }
    }
}

/// Upstream: validateExactDeviceRequest, validateDeviceSubRequest.
fn check_exact(request: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let class = request.field("deviceClassName");
    check_given(class.text(), &class.path, &mut errors.of(&RULE));
    check_subdomain(&class, errors);
    check_selectors(request, errors);
    check_count(request, &mut errors.of(&RULE));
    for toleration in request.field("tolerations").items() {
        check_toleration(&toleration, context, errors);
    }
}

/// Upstream: validateDeviceAllocationMode.
fn check_count(request: &At<'_>, errors: &mut Errors) {
    let (mode, count) = (request.field("allocationMode"), request.field("count"));
    match mode.text() {
        "All" => {
            if count.integer() != 0 {
                let detail = "must not be specified when allocationMode is 'All'";
                errors.invalid(&count.path, count.integer(), detail);
            }
        }
        "ExactCount" => {
            if count.integer() <= 0 {
                errors.invalid(&count.path, count.integer(), "must be greater than zero");
            }
        }
        other => errors.not_supported(&mode.path, word(other), &["All", "ExactCount"]),
    }
}

fn check_selectors(holder: &At<'_>, errors: &mut Errors) {
    let selectors = holder.field("selectors");
    if !is_short(&selectors, MOST, errors) {
        return;
    }
    for selector in selectors.items() {
        let cel = selector.field("cel");
        if !cel.is_given() {
            errors.required(&cel.path, "");
        }
        let expression = cel.field("expression");
        if expression.text().len() > LONGEST_TEXT {
            errors.too_long(&expression.path, LONGEST_TEXT);
        }
    }
}

/// Upstream: validateDeviceToleration.
fn check_toleration(toleration: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (key, operator, value) =
        (toleration.field("key"), toleration.field("operator"), toleration.field("value"));
    if !key.text().is_empty() {
        labels::check_key(key.text(), &key.path, context, errors);
    }
    match operator.text() {
        "Exists" => {
            if !value.text().is_empty() {
                errors.invalid(&value.path, value.text(), "must be empty for operator `Exists`");
            }
        }
        "Equal" => {
            let messages = names::label_value(value.text(), context.kubernetes);
            errors.invalid_each(&value.path, value.text(), messages);
        }
        "" => errors.required(&operator.path, ""),
        other => errors.not_supported(&operator.path, word(other), &["Equal", "Exists"]),
    }
    let effect = toleration.field("effect");
    if !matches!(effect.text(), "" | "NoExecute" | "NoSchedule" | "None") {
        errors.not_supported(&effect.path, word(effect.text()), &["NoExecute", "NoSchedule", "None"]);
    }
}

/// Names of requests. Upstream: validateRequestNameRef.
fn check_references(list: &At<'_>, requests: &Requests, errors: &mut Errors) {
    const UNKNOWN: &str = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
    if !is_short(list, MOST, errors) {
        return;
    }
    for at in list.items() {
        let name = at.text();
        let mut parts = name.split('/');
        let (own, alternative, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        if rest.is_none() {
            for part in name.split('/') {
                errors.invalid_each(&at.path, part, names::dns_label(part));
            }
        }
        let is_known = rest.is_none()
            && requests.get(own).is_some_and(|names| alternative.is_none_or(|name| names.contains(name)));
        if !is_known {
            errors.of(&RULE).invalid(&at.path, name, UNKNOWN);
        }
    }
    check_unique(list, "", errors);
}

fn check_constraint(constraint: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (same, distinct) = (constraint.field("matchAttribute"), constraint.field("distinctAttribute"));
    if same.is_given() {
        check_attribute(&same, errors);
    } else if distinct.is_given() {
        check_attribute(&distinct, errors);
    } else if context.enabled(Gate::DRAConsumableCapacity) {
        let detail = "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set";
        errors.required(&constraint.path, detail);
    } else {
        errors.required(&same.path, "");
    }
}

/// `driver.example.com/model`. Upstream: validateFullyQualifiedName.
fn check_attribute(at: &At<'_>, errors: &mut Errors) {
    let Some((domain, name)) = at.text().split_once('/') else {
        check_identifier(at.text(), &at.path, errors);
        let detail = "a fully qualified name must be a domain and a name separated by a slash";
        return errors.invalid(&at.path, word(at.text()), detail);
    };
    if name.contains('/') {
        return;
    }
    if domain.is_empty() {
        errors.invalid(&at.path, "", "the domain must not be empty");
    } else {
        check_driver(domain, &at.path, errors);
    }
    if name.is_empty() {
        errors.invalid(&at.path, "", "the name must not be empty");
    } else {
        check_identifier(name, &at.path, errors);
    }
}

fn check_identifier(text: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if text.len() > MOST {
        errors.too_long(path, MOST);
    }
    errors.invalid_each(path, text, names::c_identifier(text));
}

/// Upstream: ValidateCSIDriverName, which drivers of devices share.
fn check_driver(text: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if text.is_empty() {
        return errors.required(path, "");
    }
    if text.len() > 63 {
        errors.too_long(path, 63);
    }
    errors.invalid_each(path, text, names::dns_subdomain(&text.to_lowercase()));
}

/// Upstream: validateDeviceConfiguration.
fn check_configuration(item: &At<'_>, errors: &mut Errors) {
    let opaque = item.field("opaque");
    if !opaque.is_given() {
        return errors.required(&opaque.path, "");
    }
    let (driver, parameters) = (opaque.field("driver"), opaque.field("parameters"));
    check_driver(driver.text(), &driver.path, errors);
    if !parameters.is_given() {
        errors.required(&parameters.path, "");
    } else if !parameters.is_map() {
        errors.invalid(&parameters.path, "<value omitted>", "must be a valid JSON object");
    }
}
