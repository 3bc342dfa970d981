//! `completionMode` and what only an indexed Job may ask for. Upstream: validateJobSpec,
//! pkg/apis/batch/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::batch::v1::JobSpec;

use crate::bad_value::word;
use crate::rule::rule;
use crate::{Errors, Rule};

pub(crate) static INDEXED_JOB: Rule = rule!(
    "indexed-job",
    Invalid "" "requires indexed completion mode",
    Required ".completions" "when completion mode is Indexed"
);

/// The most Pods side by side, so that the lists of indexes in the status stay short.
const MOST: i32 = 100_000;
/// [`MOST`] of a Job with more completions than that and a back-off of each index.
const MOST_OF_LARGE: i32 = 10_000;

pub(super) fn check(spec: &JobSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    match spec.completion_mode.as_deref() {
        Some("Indexed") => check_indexed(spec, path, errors),
        Some("NonIndexed") | None => {
            let detail = "requires indexed completion mode";
            let mut errors = errors.of(&INDEXED_JOB);
            if let Some(limit) = spec.backoff_limit_per_index {
                errors.invalid(&path.field("backoffLimitPerIndex"), limit, detail);
            }
            if let Some(most) = spec.max_failed_indexes {
                errors.invalid(&path.field("maxFailedIndexes"), most, detail);
            }
        }
        Some(mode) => {
            errors.not_supported(&path.field("completionMode"), word(mode), &["NonIndexed", "Indexed"]);
        }
    }
}

fn check_indexed(spec: &JobSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    let (parallelism_path, failed_path) = (path.field("parallelism"), path.field("maxFailedIndexes"));
    if spec.completions.is_none() {
        let path = path.field("completions");
        errors.of(&INDEXED_JOB).required(&path, "when completion mode is Indexed");
    }
    if let Some(parallelism) = spec.parallelism.filter(|parallelism| *parallelism > MOST) {
        let detail = format!("must be less than or equal to {MOST} when completion mode is Indexed");
        errors.invalid(&parallelism_path, parallelism, detail);
    }
    if let (Some(completions), Some(failed)) = (spec.completions, spec.max_failed_indexes)
        && failed > completions
    {
        errors.invalid(&failed_path, failed, "must be less than or equal to completions");
    }
    if let Some(failed) = spec.max_failed_indexes.filter(|failed| *failed > MOST) {
        errors.invalid(&failed_path, failed, format!("must be less than or equal to {MOST}"));
    }
    let is_large = spec.completions.is_some_and(|completions| completions > MOST);
    if is_large && spec.backoff_limit_per_index.is_some() {
        let detail = format!(
            "must be less than or equal to {MOST_OF_LARGE} when completions are above {MOST} and used with backoff limit per index"
        );
        if spec.max_failed_indexes.is_none() {
            let detail = format!("must be specified when completions is above {MOST}");
            errors.required(&failed_path, detail);
        }
        if let Some(parallelism) = spec.parallelism.filter(|parallelism| *parallelism > MOST_OF_LARGE) {
            errors.invalid(&parallelism_path, parallelism, detail.clone());
        }
        if let Some(failed) = spec.max_failed_indexes.filter(|failed| *failed > MOST_OF_LARGE) {
            errors.invalid(&failed_path, failed, detail);
        }
    }
}
