//! LimitRanges. Upstream: ValidateLimitRange, pkg/apis/core/validation/validation.go. The server walks Go maps, whose order
//! is chance; here it is that of the alphabet.

use std::collections::{BTreeMap, BTreeSet};

use api::collections::gather;
use api::{FieldPath, Quantity};

use super::At;
use crate::bad_value::word;
use crate::container::resource_names;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "limit-range-bounds",
    Invalid "spec.limits.min" "is greater than max value",
    Invalid "spec.limits.default" "is greater than",
    Invalid "spec.limits.defaultRequest" "is greater than",
    Invalid "spec.limits.defaultRequest" "must equal to defaultRequest value",
    Invalid "spec.limits.maxLimitRequestRatio" "ratio",
    Required "spec.limits.limits" "either minimum or maximum storage value is required",
    Forbidden "spec.limits" "may not be specified when `type` is 'Pod'"
);

/// The amounts of one list.
type Amounts = BTreeMap<String, Quantity>;

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let mut seen = BTreeSet::new();
    for item in spec.field("limits").items() {
        let type_ = item.field("type");
        check_type(type_.text(), &type_.path, context, errors);
        if !seen.insert(type_.text().to_owned()) {
            errors.duplicate(&type_.path, word(type_.text()));
        }
        check_item(&item, context, errors);
    }
}

fn check_type(type_: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let messages = names::label_key(type_, context.kubernetes);
    let is_standard = matches!(type_, "Pod" | "Container" | "PersistentVolumeClaim");
    if messages.is_empty() && !is_standard && !type_.contains('/') {
        errors.invalid(path, word(type_), "must be a standard limit type or fully qualified");
    }
    for message in messages {
        errors.invalid(path, word(type_), message);
    }
}

fn check_item(item: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let type_ = item.field("type").text();
    let read = |field: &str, errors: &mut Errors| amounts(&item.field(field), type_, context, errors);
    let max = read("max", errors);
    let min = read("min", errors);
    let (mut default, mut request) = (Amounts::new(), Amounts::new());
    if type_ == "Pod" {
        for field in ["default", "defaultRequest"] {
            if !item.field(field).is_empty() {
                let detail = "may not be specified when `type` is 'Pod'";
                errors.of(&RULE).forbidden(&item.path.field(field), detail);
            }
        }
    } else {
        default = read("default", errors);
        request = read("defaultRequest", errors);
    }
    if type_ == "PersistentVolumeClaim" && !min.contains_key("storage") && !max.contains_key("storage") {
        let detail = "either minimum or maximum storage value is required, but neither was provided";
        errors.of(&RULE).required(&item.path.field("limits"), detail);
    }
    let ratio = read("maxLimitRequestRatio", errors);
    let lists = [&max, &min, &default, &request, &ratio];
    let keys: BTreeSet<&String> = gather(lists.into_iter().flat_map(BTreeMap::keys));
    for key in keys {
        let bounds = Bounds {
            key,
            min: min.get(key),
            max: max.get(key),
            default: default.get(key),
            request: request.get(key),
            ratio: ratio.get(key),
        };
        bounds.check(&item.path, &mut errors.of(&RULE));
    }
}

fn amounts(list: &At<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) -> Amounts {
    let mut amounts = Amounts::new();
    for (name, at) in list.entries() {
        if matches!(type_, "Pod" | "Container") {
            resource_names::check_of_container(name, &at.path, context, errors);
        } else {
            resource_names::check(name, &at.path, context, errors);
        }
        amounts.extend(at.quantity().map(|amount| (name.to_owned(), amount)));
    }
    amounts
}

/// All bounds of one resource.
struct Bounds<'a> {
    key: &'a str,
    min: Option<&'a Quantity>,
    max: Option<&'a Quantity>,
    default: Option<&'a Quantity>,
    request: Option<&'a Quantity>,
    ratio: Option<&'a Quantity>,
}

impl Bounds<'_> {
    fn check(&self, item: &FieldPath<'_>, errors: &mut Errors) {
        let Bounds { min, max, default, request, .. } = *self;
        // Each row: the field, the lesser that is too large, the names of both, and the one that is shown.
        let pairs = [
            ("min", min, max, "min value", "max value", min),
            ("defaultRequest", min, request, "min value", "default request value", request),
            ("defaultRequest", request, max, "default request value", "max value", request),
            ("defaultRequest", request, default, "default request value", "default limit value", request),
            ("default", min, default, "min value", "default value", min),
            ("default", default, max, "default value", "max value", max),
        ];
        for (field, lesser, greater, one, other, shown) in pairs {
            let (Some(lesser), Some(greater), Some(shown)) = (lesser, greater, shown) else { continue };
            if lesser > greater {
                let detail = format!("{one} {lesser} is greater than {other} {greater}");
                self.refuse(item, field, shown, detail, errors);
            }
        }
        self.check_ratio(item, errors);
        let (Some(default), Some(request)) = (default, request) else { return };
        if !resource_names::may_be_overcommitted(self.key) && default != request {
            let detail = format!(
                "default value {default} must equal to defaultRequest value {request} in {}",
                self.key
            );
            self.refuse(item, "defaultRequest", request, detail, errors);
        }
    }

    fn check_ratio(&self, item: &FieldPath<'_>, errors: &mut Errors) {
        let Some(ratio) = self.ratio else { return };
        if ratio.milli_value() < 1000 {
            let detail = format!("ratio {ratio} is less than 1");
            self.refuse(item, "maxLimitRequestRatio", ratio, detail, errors);
        }
        let (Some(min), Some(max)) = (self.min, self.max) else { return };
        let is_small = [ratio, min, max].iter().all(|amount| amount.value() < i64::MAX / 1000);
        #[expect(
            clippy::cast_precision_loss,
            reason = "the server divides as floating point, and prints that"
        )]
        let (allowed, most) = if is_small {
            (ratio.milli_value() as f64 / 1000.0, max.milli_value() as f64 / min.milli_value() as f64)
        } else {
            (ratio.value() as f64, max.value() as f64 / min.value() as f64)
        };
        if allowed > most {
            let detail = format!("ratio {ratio} is greater than max/min = {most:.6}");
            self.refuse(item, "maxLimitRequestRatio", ratio, detail, errors);
        }
    }

    fn refuse(
        &self,
        item: &FieldPath<'_>,
        field: &str,
        shown: &Quantity,
        detail: String,
        errors: &mut Errors,
    ) {
        let list = item.field(field);
        errors.invalid(&list.key(self.key), super::quantity(shown), detail);
    }
}
