//! Numbers of Pods that may be given as a share. Upstream: ValidatePositiveIntOrPercent, IsNotMoreThan100Percent,
//! getIntOrPercentValue, pkg/apis/apps/validation/validation.go.

use api::FieldPath;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value as Json;

use crate::go::{self, Value};
use crate::{Errors, names};

/// The value that Go holds where nothing was written.
pub(super) const ABSENT: IntOrString = IntOrString::Int(0);

/// A number may not be negative, and a text must be a percentage.
pub(crate) fn check(value: &IntOrString, path: &FieldPath<'_>, errors: &mut Errors) {
    match value {
        IntOrString::Int(number) => super::check_not_negative(Some(*number), path, errors),
        IntOrString::String(text) => {
            for message in names::percent(text) {
                errors.invalid(path, printed(value), message);
            }
        }
    }
}

/// A percentage is not more than the whole.
pub(crate) fn check_at_most_all(value: &IntOrString, path: &FieldPath<'_>, errors: &mut Errors) {
    if percent_of(value).is_some_and(|percent| percent > 100) {
        errors.invalid(path, printed(value), "must not be greater than 100%");
    }
}

/// Whether it stands for no Pods, as a number or as a share; a text that is neither counts as zero.
pub(super) fn is_zero(value: &IntOrString) -> bool {
    match value {
        IntOrString::Int(number) => *number == 0,
        IntOrString::String(text) => {
            percent_of(value).unwrap_or_else(|| text.parse::<i64>().unwrap_or_default()) == 0
        }
    }
}

/// The number before the sign; one too large for Go is as large as Go can say.
fn percent_of(value: &IntOrString) -> Option<i64> {
    let IntOrString::String(text) = value else { return None };
    let digits = text.strip_suffix('%').filter(|_| names::percent(text).is_empty())?;
    Some(digits.parse().unwrap_or(i64::MAX))
}

/// The value as a message prints it.
pub(crate) fn printed(value: &IntOrString) -> Value {
    let (json, kind, number, text) = match value {
        IntOrString::Int(number) => (Json::from(*number), 0, *number, ""),
        IntOrString::String(text) => (Json::from(text.as_str()), 1, 0, text.as_str()),
    };
    let mut literal = format!("intstr.IntOrString{{Type:{kind}, IntVal:{number}, StrVal:");
    api::json::quote_into(text, &mut literal);
    literal.push('}');
    Value::Special { json, literal }
}

/// A rolling update as Go prints it, by the name of its pointer's type: the Pods that may be missing and those that may be
/// too many.
pub(super) fn rolling(go_type: &'static str, amounts: Option<[&Option<IntOrString>; 2]>) -> Value {
    go::pointer(amounts, go_type, |amounts| {
        let [unavailable, surge] = amounts.map(|amount| printed(amount.as_ref().unwrap_or(&ABSENT)));
        let fields = vec![("MaxUnavailable", unavailable), ("MaxSurge", surge)];
        go::structure(go_type.trim_start_matches('*'), fields)
    })
}
