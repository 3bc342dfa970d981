//! `successPolicy`. Upstream: validateSuccessPolicy and validateIndexesFormat, pkg/apis/batch/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::batch::v1::{JobSpec, SuccessPolicy, SuccessPolicyRule};

use super::completion::INDEXED_JOB;
use crate::site::items;
use crate::workloads::check_not_negative;
use crate::{Errors, go};

const MOST_RULES: usize = 20;
const LONGEST_INDEXES: usize = 64 * 1024;

pub(super) fn check(policy: &SuccessPolicy, spec: &JobSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    if spec.completion_mode.as_deref() != Some("Indexed") {
        let detail = "requires indexed completion mode";
        return errors.of(&INDEXED_JOB).invalid(path, printed(policy), detail);
    }
    let path = path.field("rules");
    if policy.rules.is_empty() {
        let detail = "at least one rules must be specified when the successPolicy is specified";
        errors.required(&path, detail);
    }
    if policy.rules.len() > MOST_RULES {
        errors.too_many(&path, policy.rules.len(), MOST_RULES);
    }
    for (path, rule) in items(Some(&policy.rules), &path) {
        check_rule(rule, spec.completions, &path, errors);
    }
}

/// Without completions, which are reported elsewhere, the server itself fails here.
fn check_rule(rule: &SuccessPolicyRule, completions: Option<i32>, path: &FieldPath<'_>, errors: &mut Errors) {
    if rule.succeeded_count.is_none() && rule.succeeded_indexes.is_none() {
        errors.required(path, "at least one of succeededCount or succeededIndexes must be specified");
    }
    let mut listed = None;
    if let Some(indexes) = &rule.succeeded_indexes {
        let path = path.field("succeededIndexes");
        if indexes.len() > LONGEST_INDEXES {
            errors.too_long(&path, LONGEST_INDEXES);
        }
        listed = completions.map(|completions| match count(indexes, completions) {
            Ok(total) => total,
            Err(reason) => {
                errors.invalid(&path, indexes, format!("error parsing succeededIndexes: {reason}"));
                0
            }
        });
    }
    let Some(wanted) = rule.succeeded_count else { return };
    let path = path.field("succeededCount");
    check_not_negative(Some(wanted), &path, errors);
    if let Some(completions) = completions.filter(|completions| wanted > *completions) {
        let detail =
            format!("must be less than or equal to {completions} (the number of specified completions)");
        errors.invalid(&path, wanted, detail);
    }
    if let Some(listed) = listed.filter(|listed| i64::from(wanted) > *listed) {
        let detail = format!(
            "must be less than or equal to {listed} (the number of indexes in the specified succeededIndexes field)"
        );
        errors.invalid(&path, wanted, detail);
    }
}

/// How many indexes a text such as `0-2,5` names.
fn count(indexes: &str, completions: i32) -> Result<i64, String> {
    if indexes.is_empty() {
        return Ok(0);
    }
    let (mut total, mut last) = (0, None::<i64>);
    for interval in indexes.split(',') {
        let (first, end) = bounds(interval, completions)?;
        if let Some(last) = last.filter(|last| *last >= first) {
            return Err(format!("non-increasing order, previous: {last}, current: {first}"));
        }
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn bounds(interval: &str, completions: i32) -> Result<(i64, i64), String> {
    let mut parts = interval.split('-');
    let (first, end, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    if more.is_some() {
        let mut reason = "the fragment ".to_owned();
        api::json::quote_into(interval, &mut reason);
        reason.push_str(
            " violates the requirement that an index interval can have at most two parts separated by '-'",
        );
        return Err(reason);
    }
    let first = index(first, completions)?;
    let Some(end) = end else { return Ok((first, first)) };
    let end = index(end, completions)?;
    if first >= end {
        return Err(format!("non-increasing order, previous: {first}, current: {end}"));
    }
    Ok((first, end))
}

fn index(text: &str, completions: i32) -> Result<i64, String> {
    let quoted = |mut reason: String| {
        api::json::quote_into(text, &mut reason);
        reason
    };
    let index: i64 =
        text.parse().map_err(|_| quoted("cannot convert string to integer for index: ".to_owned()))?;
    if index >= i64::from(completions) {
        return Err(quoted("too large index: ".to_owned()));
    }
    Ok(index)
}

fn printed(policy: &SuccessPolicy) -> go::Value {
    let rules = policy.rules.iter().map(|rule| {
        let indexes = go::pointer(rule.succeeded_indexes.clone(), "*string", go::text);
        let count = go::pointer(rule.succeeded_count, "*int32", |count| go::Value::Integer(count.into()));
        go::structure(
            "batch.SuccessPolicyRule",
            vec![("SucceededIndexes", indexes), ("SucceededCount", count)],
        )
    });
    let rules = go::Value::List("[]batch.SuccessPolicyRule", rules.collect());
    go::structure("batch.SuccessPolicy", vec![("Rules", rules)])
}
