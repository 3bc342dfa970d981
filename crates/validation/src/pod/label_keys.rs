//! `matchLabelKeys` and `mismatchLabelKeys` of affinity terms and spread constraints.
//! Upstream: ValidateMatchLabelKeysAndMismatchLabelKeys, ValidateMatchLabelKeysInTopologySpread,
//! pkg/apis/core/validation/validation.go.

use std::collections::{BTreeMap, BTreeSet};

use api::FieldPath;
use api::collections::gather;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use crate::metadata::labels;
use crate::rule::rule;
use crate::site::{Context, all};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!(
    "match-label-keys",
    Forbidden "atchLabelKeys" "must not be specified when labelSelector is not set"
);

const NO_SELECTOR: &str = "must not be specified when labelSelector is not set";
const CONFLICT: &str = "exists in both matchLabelKeys and labelSelector";

/// Keys that were merged into the selector before it came here, so a key that stands there twice was there already.
pub(super) fn check(
    matching: &[String],
    mismatching: &[String],
    selector: Option<&LabelSelector>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_keys(matching, selector, &path.field("matchLabelKeys"), context, errors);
    check_keys(mismatching, selector, &path.field("mismatchLabelKeys"), context, errors);
    if let Some(selector) = selector {
        let labels = selector.match_labels.iter().flatten().map(|(key, _)| key.as_str());
        let mut seen: BTreeSet<&str> = gather(labels);
        // The last of two equal keys counts.
        let positions: BTreeMap<&str, usize> =
            gather(matching.iter().enumerate().map(|(index, key)| (key.as_str(), index)));
        for requirement in all(selector.match_expressions.as_ref()) {
            let key = requirement.key.as_str();
            let is_new = seen.insert(key);
            if let Some(position) = positions.get(key).copied().filter(|_| !is_new) {
                // The server names an item of the whole term.
                errors.invalid(&path.index(position), key, CONFLICT);
            }
        }
    }
    let mismatching: BTreeSet<&String> = gather(mismatching);
    for (index, key) in matching.iter().enumerate().filter(|(_, key)| mismatching.contains(key)) {
        let path = path.field("matchLabelKeys");
        errors.invalid(&path.index(index), key, "exists in both matchLabelKeys and mismatchLabelKeys");
    }
}

fn check_keys(
    keys: &[String],
    selector: Option<&LabelSelector>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if selector.is_none() {
        if !keys.is_empty() {
            errors.of(&RULE).forbidden(path, NO_SELECTOR);
        }
        return;
    }
    for (index, key) in keys.iter().enumerate() {
        labels::check_key(key, &path.index(index), context, errors);
    }
}

/// Keys that stay beside the selector, as releases before 1.34 keep them.
pub(super) fn check_unmerged(
    keys: &[String],
    selector: Option<&LabelSelector>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if keys.is_empty() {
        return;
    }
    let mut selected = BTreeSet::new();
    match selector {
        None => errors.of(&RULE).forbidden(path, NO_SELECTOR),
        Some(selector) => {
            selected.extend(selector.match_labels.iter().flatten().map(|(key, _)| key.as_str()));
            selected.extend(
                all(selector.match_expressions.as_ref()).iter().map(|requirement| requirement.key.as_str()),
            );
        }
    }
    for (index, key) in keys.iter().enumerate() {
        labels::check_key(key, &path.index(index), context, errors);
        if selected.contains(key.as_str()) {
            errors.invalid(&path.index(index), key, CONFLICT);
        }
    }
}
