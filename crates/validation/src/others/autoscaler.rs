//! HorizontalPodAutoscalers in the form of `autoscaling/v2`. Upstream: validateHorizontalPodAutoscalerSpec,
//! pkg/apis/autoscaling/validation/validation.go.

use api::{Change, Gate};

use super::{At, check_word};
use crate::bad_value::word;
use crate::container::resource_names;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "autoscaler",
    Invalid "minReplicas" "must be greater than or equal to",
    Required "maxReplicas" "",
    Invalid "maxReplicas" "",
    Required "spec.metrics" "must",
    Forbidden "spec.metrics" "",
    NotSupported "spec.metrics.type" "",
    Invalid "scaleTargetRef.apiVersion" "must specify API group"
);

/// The kinds of metrics, each with its field.
const METRICS: [(&str, &str); 5] = [
    ("ContainerResource", "containerResource"),
    ("External", "external"),
    ("Object", "object"),
    ("Pods", "pods"),
    ("Resource", "resource"),
];
/// The order in which the server looks at the fields.
const LOOKED_AT: [&str; 5] = ["object", "external", "pods", "resource", "containerResource"];
const AN_HOUR: i64 = 3600;
const LONGEST_PERIOD: i64 = 1800;

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let (min, max) = (spec.field("minReplicas"), spec.field("maxReplicas"));
    let least = i64::from(!context.enabled(Gate::HPAScaleToZero));
    check_replicas(&min, &max, least, &mut errors.of(&RULE));
    let target = spec.field("scaleTargetRef");
    check_reference(&target, context, errors);
    check_group(&target, context, errors);
    let metrics = spec.field("metrics");
    for metric in metrics.items() {
        check_metric(&metric, context, errors);
    }
    let to_zero = |metric: At<'_>| matches!(metric.field("type").text(), "Object" | "External");
    if min.integer() == 0 && !metrics.items().any(to_zero) {
        let detail =
            "must specify at least one Object or External metric to support scaling to zero replicas";
        errors.of(&RULE).forbidden(&metrics.path, detail);
    }
    let behavior = spec.field("behavior");
    for side in ["scaleUp", "scaleDown"] {
        let rules = behavior.field(side);
        if rules.is_given() {
            check_scaling(&rules, errors);
        }
    }
}

fn check_replicas(min: &At<'_>, max: &At<'_>, least: i64, errors: &mut Errors) {
    if min.integer() < least {
        let detail = format!("must be greater than or equal to {least}");
        errors.invalid(&min.path, min.integer(), detail);
    }
    if max.integer() == 0 {
        errors.required(&max.path, "must be set and greater than 0");
    } else if max.integer() < 0 {
        errors.invalid(&max.path, max.integer(), "must be greater than or equal to 1");
    }
    if max.integer() < min.integer() {
        errors.invalid(&max.path, max.integer(), "must be greater than or equal to `minReplicas`");
    }
}

/// Upstream: ValidateCrossVersionObjectReference.
fn check_reference(reference: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    for field in ["kind", "name"] {
        let at = reference.field(field);
        if at.text().is_empty() {
            errors.required(&at.path, "");
        } else {
            errors.invalid_each(&at.path, at.text(), names::path_segment(at.text()));
        }
    }
    let version = reference.field("apiVersion");
    if context.kubernetes.has(Change::ScaleTargetGroup) && version.text().matches('/').count() > 1 {
        let detail = format!("unexpected GroupVersion string: {}", version.text());
        errors.invalid(&version.path, version.text(), detail);
    }
}

/// Only one kind that can be scaled is of the core group. Upstream: ValidateAPIVersion in the same file, and
/// validationOptionsForHorizontalPodAutoscaler, pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
fn check_group(target: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let version = target.field("apiVersion");
    let is_core = match version.text().split_once('/') {
        None => true,
        Some((group, rest)) => group.is_empty() && !rest.contains('/'),
    };
    let is_asked = context.kubernetes.has(Change::ScaleTargetGroup);
    if is_asked && is_core && target.field("kind").text() != "ReplicationController" {
        errors.of(&RULE).invalid(&version.path, version.text(), "apiVersion must specify API group");
    }
}

/// Upstream: validateMetricSpec.
fn check_metric(metric: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let type_ = metric.field("type");
    let names = METRICS.map(|(name, _)| name);
    let errors = &mut errors.of(&RULE);
    if type_.text().is_empty() {
        errors.required(&type_.path, "must specify a metric source type");
    }
    let expected = METRICS.iter().find(|(name, _)| *name == type_.text()).map(|(_, field)| *field);
    if expected.is_none() {
        errors.not_supported(&type_.path, word(type_.text()), &names);
    }
    let present: Vec<&str> = LOOKED_AT.into_iter().filter(|field| metric.field(field).is_given()).collect();
    if let Some(field) = present.first() {
        let source = metric.field(field);
        check_source(&source, field, context, errors);
    }
    match expected {
        Some(field) if !metric.field(field).is_given() => {
            let detail = "must populate information for the given metric source";
            errors.required(&metric.path.field(field), detail);
        }
        Some(_) => {}
        None => errors.not_supported(&type_.path, word(type_.text()), &names),
    }
    if present.len() != 1 {
        for field in present.into_iter().filter(|field| Some(*field) != expected) {
            errors.forbidden(&metric.path.field(field), "must populate the given metric source only");
        }
    }
}

fn check_source(source: &At<'_>, kind: &str, context: &Context<'_>, errors: &mut Errors) {
    let target = source.field("target");
    let has = |field: &str| target.field(field).is_given();
    let (value, average, share) = (has("value"), has("averageValue"), has("averageUtilization"));
    let average_path = target.path.field("averageValue");
    match kind {
        "object" => {
            check_reference(&source.field("describedObject"), context, errors);
            check_identifier(source, errors);
            check_target(&target, errors);
            if !value && !average {
                errors.required(&average_path, "must set either a target value or averageValue");
            }
        }
        "external" => {
            check_identifier(source, errors);
            check_target(&target, errors);
            if !value && !average {
                let detail = "must set either a target value for metric or a per-pod target";
                errors.required(&average_path, detail);
            }
            if value && average {
                let detail = "may not set both a target value for metric and a per-pod target";
                errors.forbidden(&target.path.field("value"), detail);
            }
        }
        "pods" => {
            check_identifier(source, errors);
            check_target(&target, errors);
            if !average {
                errors.required(&average_path, "must specify a positive target averageValue");
            }
        }
        _ => {
            check_resource(source, kind, context, errors);
            check_target(&target, errors);
            if !share && !average {
                let detail = "must set either a target raw value or a target utilization";
                errors.required(&target.path.field("averageUtilization"), detail);
            }
            if share && average {
                let detail = "may not set both a target raw value and a target utilization";
                errors.forbidden(&average_path, detail);
            }
        }
    }
}

fn check_resource(source: &At<'_>, kind: &str, context: &Context<'_>, errors: &mut Errors) {
    let name = source.field("name");
    if name.text().is_empty() {
        errors.required(&name.path, "must specify a resource name");
    } else if kind == "containerResource" {
        resource_names::check_of_container(name.text(), &name.path, context, errors);
    }
    if kind != "containerResource" {
        return;
    }
    let container = source.field("container");
    if container.text().is_empty() {
        errors.required(&container.path, "must specify a container");
    } else {
        errors.invalid_each(&container.path, container.text(), names::dns_label(container.text()));
    }
}

fn check_identifier(source: &At<'_>, errors: &mut Errors) {
    let metric = source.field("metric");
    let name = metric.field("name");
    if name.text().is_empty() {
        errors.required(&name.path, "must specify a metric name");
    } else {
        errors.invalid_each(&name.path, name.text(), names::path_segment(name.text()));
    }
}

fn check_target(target: &At<'_>, errors: &mut Errors) {
    let type_ = target.field("type");
    if type_.text().is_empty() {
        errors.required(&type_.path, "must specify a metric target type");
    }
    if !matches!(type_.text(), "Utilization" | "Value" | "AverageValue") {
        let detail = "must be either Utilization, Value, or AverageValue";
        errors.invalid(&type_.path, word(type_.text()), detail);
    }
    for field in ["value", "averageValue"] {
        let at = target.field(field);
        if let Some(amount) = at.quantity().filter(|amount| amount.sign() <= 0) {
            errors.invalid(&at.path, super::quantity(&amount), "must be positive");
        }
    }
    let share = target.field("averageUtilization");
    if let Some(value) = share.given_integer().filter(|value| *value < 1) {
        errors.invalid(&share.path, value, "must be greater than 0");
    }
}

/// Upstream: validateScalingRules.
fn check_scaling(rules: &At<'_>, errors: &mut Errors) {
    let window = rules.field("stabilizationWindowSeconds");
    if window.integer() < 0 {
        errors.invalid(&window.path, window.integer(), "must be greater than or equal to zero");
    } else if window.integer() > AN_HOUR {
        errors.invalid(&window.path, window.integer(), format!("must be less than or equal to {AN_HOUR}"));
    }
    check_word(&rules.field("selectPolicy"), &["Disabled", "Max", "Min"], errors);
    let policies = rules.field("policies");
    if policies.is_empty() {
        errors.required(&policies.path, "must specify at least one Policy");
    }
    for policy in policies.items() {
        let type_ = policy.field("type");
        if !matches!(type_.text(), "Pods" | "Percent") {
            errors.not_supported(&type_.path, word(type_.text()), &["Percent", "Pods"]);
        }
        for field in ["value", "periodSeconds"] {
            let at = policy.field(field);
            if at.integer() <= 0 {
                errors.invalid(&at.path, at.integer(), "must be greater than zero");
            }
        }
        let period = policy.field("periodSeconds");
        if period.integer() > LONGEST_PERIOD {
            let detail = format!("must be less than or equal to {LONGEST_PERIOD}");
            errors.invalid(&period.path, period.integer(), detail);
        }
    }
    let tolerance = rules.field("tolerance");
    if let Some(amount) = tolerance.quantity().filter(|amount| amount.sign() < 0) {
        errors.invalid(&tolerance.path, amount.to_string(), "must be greater than or equal to 0");
    }
}
