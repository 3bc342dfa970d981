//! `tolerations`. Upstream: ValidateTolerations, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::collections::gather;
use api::features::Change;
use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::Toleration;
use serde_json::Value;

use crate::bad_value::word;
use crate::metadata::labels;
use crate::rule::rule;
use crate::site::{Context, PodSite, text};
use crate::{Detail, Errors, Rule, names};

pub(crate) static TOLERATION_OPERATOR: Rule =
    rule!("toleration-operator", Invalid "tolerations.operator" "operator must be Exists");

pub(crate) static TOLERATION_VALUE: Rule =
    rule!("toleration-value", Invalid "tolerations.operator" "value must be empty");

pub(crate) static TOLERATION_SECONDS: Rule =
    rule!("toleration-seconds", Invalid "tolerations.effect" "tolerationSeconds");

const ANNOTATION: &str = "scheduler.alpha.kubernetes.io/tolerations";
const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("tolerations");
    for (index, toleration) in site.spec.tolerations.iter().flatten().enumerate() {
        check_one(toleration, &path.index(index), &site.context, errors);
    }
}

pub(crate) fn check_one(
    toleration: &Toleration,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let key = text(toleration.key.as_ref());
    let operator = text(toleration.operator.as_ref());
    let effect = text(toleration.effect.as_ref());
    if !key.is_empty() {
        labels::check_key(key, &path.field("key"), context, errors);
    } else if operator != "Exists" {
        let detail =
            "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        errors.of(&TOLERATION_OPERATOR).invalid(&path.field("operator"), word(operator), detail);
    }
    if toleration.toleration_seconds.is_some() && effect != "NoExecute" {
        let detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
        errors.of(&TOLERATION_SECONDS).invalid(&path.field("effect"), word(effect), detail);
    }
    check_value(operator, text(toleration.value.as_ref()), path, context, errors);
    if !effect.is_empty() && !EFFECTS.contains(&effect) {
        errors.not_supported(&path.field("effect"), word(effect), &EFFECTS);
    }
}

/// The value is wrong, and the operator is named.
fn check_value(
    operator: &str,
    value: &str,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let operator_path = path.field("operator");
    match operator {
        "Equal" | "" => {
            let messages = names::label_value(value, context.kubernetes);
            if !messages.is_empty() {
                errors.invalid(&operator_path, value, Detail::joined(&messages, ";"));
            }
        }
        "Exists" => {
            if !value.is_empty() {
                let detail = "value must be empty when `operator` is 'Exists'";
                errors.of(&TOLERATION_VALUE).invalid(&operator_path, value, detail);
            }
        }
        "Lt" | "Gt" if context.enabled(Gate::TaintTolerationComparisonOperators) => {
            check_number(value, &path.field("value"), errors);
        }
        "Lt" | "Gt" if context.kubernetes.has(Change::MoreTolerationOperators) => {
            errors.not_supported(&operator_path, word(operator), &["Equal", "Exists", "Lt", "Gt"]);
        }
        _ => errors.not_supported(&operator_path, word(operator), &["Equal", "Exists"]),
    }
}

/// Upstream: IsDecimalInteger, apimachinery/pkg/api/validate/content, and Go's `ParseInt`.
fn check_number(value: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_decimal = value == "0"
        || (digits.starts_with(|first| matches!(first, '1'..='9'))
            && digits.bytes().all(|b| b.is_ascii_digit()));
    if !is_decimal {
        errors.invalid(
            path,
            value,
            "must be a valid decimal integer in canonical form (an optional '-' followed by digits, without leading zeros)",
        );
    }
    if value.parse::<i64>().is_err() {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let reason = if is_number { "value out of range" } else { "invalid syntax" };
        let mut detail = "strconv.ParseInt: parsing ".to_owned();
        api::json::quote_into(value, &mut detail);
        errors.invalid(path, value, format!("{detail}: {reason}"));
    }
}

/// Tolerations as JSON in an annotation, as they were before they had a field.
/// Upstream: ValidateTolerationsInPodAnnotations; `path` is that of the annotations.
pub(crate) fn check_annotation(
    annotations: &BTreeMap<String, String>,
    path: &FieldPath<'_>,
    site: &PodSite<'_>,
    errors: &mut Errors,
) {
    let Some(json) = annotations.get(ANNOTATION).filter(|json| !json.is_empty()) else { return };
    let tolerations = match read(json) {
        Ok(tolerations) => tolerations,
        Err(reason) => return errors.invalid(path, ANNOTATION, reason),
    };
    let path = path.field(ANNOTATION);
    for (index, toleration) in tolerations.iter().enumerate() {
        check_one(toleration, &path.index(index), &site.context, errors);
    }
}

/// Read into the server's internal type, whose fields Go finds in upper and lower case alike.
/// The words are Go's for what goes wrong most.
fn read(json: &str) -> Result<Vec<Toleration>, String> {
    let value: Value = serde_json::from_str(json).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => "unexpected end of JSON input".to_owned(),
        _ => format!("invalid JSON: {error}"),
    })?;
    let items = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(items) => items,
        other => {
            let kind = json_kind(&other);
            return Err(format!("json: cannot unmarshal {kind} into Go value of type []core.Toleration"));
        }
    };
    items.into_iter().map(read_one).collect()
}

fn read_one(item: Value) -> Result<Toleration, String> {
    let Value::Object(fields) = item else {
        let kind = json_kind(&item);
        return Err(format!("json: cannot unmarshal {kind} into Go value of type core.Toleration"));
    };
    let lower: BTreeMap<String, Value> =
        gather(fields.into_iter().map(|(name, value)| (name.to_lowercase(), value)));
    let text = |name: &str| match lower.get(&name.to_lowercase()) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => {
            let kind = json_kind(other);
            Err(format!(
                "json: cannot unmarshal {kind} into Go struct field Toleration.{name} of type string"
            ))
        }
    };
    Ok(Toleration {
        key: text("Key")?,
        operator: text("Operator")?,
        value: text("Value")?,
        effect: text("Effect")?,
        toleration_seconds: lower.get("tolerationseconds").and_then(Value::as_i64),
    })
}

/// How Go calls a JSON value in errors.
fn json_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
