//! Whether a LimitRange itself makes sense. Upstream: ValidateLimitRange, pkg/apis/core/validation/validation.go.

use api::Quantity;
use api::collections::gather;
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use std::collections::{BTreeMap, BTreeSet};

type List = Option<BTreeMap<String, Written>>;

/// The faults of a LimitRange, as the server prints them. Its own defaults are filled in already.
pub fn errors(range: &LimitRange) -> Vec<String> {
    let mut errors = Vec::new();
    let mut types = BTreeSet::new();
    for (i, item) in range.spec.iter().flat_map(|spec| &spec.limits).enumerate() {
        let path = format!("spec.limits[{i}]");
        let kind = item.type_.as_str();
        if !kind.contains('/') && !matches!(kind, "Pod" | "Container" | "PersistentVolumeClaim") {
            errors.push(invalid(&path, "type", kind, "must be a standard limit type or fully qualified"));
        }
        if !types.insert(kind) {
            errors.push(format!("{path}.type: Duplicate value: \"{kind}\""));
        }
        check_fields(item, &path, &mut errors);
        for name in names(item) {
            check_resource(item, name, &path, &mut errors);
        }
    }
    errors
}

fn check_fields(item: &LimitRangeItem, path: &str, errors: &mut Vec<String>) {
    let written = |list: &List| list.as_ref().is_some_and(|list| !list.is_empty());
    if item.type_ == "Pod" {
        for (field, list) in [("default", &item.default), ("defaultRequest", &item.default_request)] {
            if written(list) {
                errors.push(format!("{path}.{field}: Forbidden: may not be specified when `type` is 'Pod'"));
            }
        }
    }
    let has_storage = |list: &List| list.as_ref().is_some_and(|list| list.contains_key("storage"));
    if item.type_ == "PersistentVolumeClaim" && !has_storage(&item.min) && !has_storage(&item.max) {
        errors.push(format!(
            "{path}.limits: Required value: either minimum or maximum storage value is required, but neither was provided"
        ));
    }
}

fn names(item: &LimitRangeItem) -> BTreeSet<&str> {
    let given = [&item.default, &item.default_request];
    let given = given.into_iter().filter(|_| item.type_ != "Pod");
    let lists = [&item.max, &item.min, &item.max_limit_request_ratio].into_iter().chain(given);
    gather(lists.flat_map(|list| list.iter().flatten()).map(|(name, _)| name.as_str()))
}

fn check_resource(item: &LimitRangeItem, name: &str, path: &str, errors: &mut Vec<String>) {
    let get = |list: &List| list.as_ref().and_then(|list| list.get(name)).map(Quantity::of);
    let given = |list: &List| if item.type_ == "Pod" { None } else { get(list) };
    let (min, max, ratio) = (get(&item.min), get(&item.max), get(&item.max_limit_request_ratio));
    let (default, request) = (given(&item.default), given(&item.default_request));
    let mut above = |field: &str,
                     bad: &Option<Quantity>,
                     low: &Option<Quantity>,
                     high: &Option<Quantity>,
                     words: [&str; 2]| {
        if let (Some(bad), Some(low), Some(high)) = (bad, low, high)
            && low > high
        {
            let detail = format!("{} {low} is greater than {} {high}", words[0], words[1]);
            errors.push(invalid(path, &format!("{field}[{name}]"), &bad.to_string(), &detail));
        }
    };
    above("min", &min, &min, &max, ["min value", "max value"]);
    above("defaultRequest", &request, &min, &request, ["min value", "default request value"]);
    above("defaultRequest", &request, &request, &max, ["default request value", "max value"]);
    above("defaultRequest", &request, &request, &default, ["default request value", "default limit value"]);
    // For these two the server prints the bound as the bad value.
    above("default", &default.as_ref().and(min.clone()), &min, &default, ["min value", "default value"]);
    above("default", &default.as_ref().and(max.clone()), &default, &max, ["default value", "max value"]);
    let Some(ratio) = ratio else { return };
    let field = format!("maxLimitRequestRatio[{name}]");
    if ratio < Quantity::new(1, ratio.format()) {
        errors.push(invalid(path, &field, &ratio.to_string(), &format!("ratio {ratio} is less than 1")));
    }
    if let (Some(min), Some(max)) = (min, max) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "upstream compares as floating point, and prints that"
        )]
        let (value, most) =
            (ratio.milli_value() as f64 / 1000.0, max.milli_value() as f64 / min.milli_value() as f64);
        if value > most {
            let detail = format!("ratio {ratio} is greater than max/min = {most:.6}");
            errors.push(invalid(path, &field, &ratio.to_string(), &detail));
        }
    }
}

fn invalid(path: &str, field: &str, bad: &str, detail: &str) -> String {
    format!("{path}.{field}: Invalid value: \"{bad}\": {detail}")
}
