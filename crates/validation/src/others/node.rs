//! Nodes. Upstream: ValidateNode, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::{FieldPath, Gate};

use super::At;
use super::names::check_block;
use crate::bad_value::word;
use crate::container::resource_names;
use crate::metadata::labels;
use crate::site::Context;
use crate::{Detail, Errors, go, names};
use api::json::quote;

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let taints = spec.field("taints");
    // The server's own path.
    let metadata = FieldPath::root("metadata");
    check_taints(&taints.named(metadata.field("taints")), context, errors);
    let status = object.field("status");
    for list in ["capacity", "allocatable"] {
        for (name, at) in status.field(list).entries() {
            let path = status.path.field(list);
            check_amount(name, &at, &path.field(name), context, errors);
        }
    }
    if context.enabled(Gate::NodeDeclaredFeatures) {
        check_features(&status.field("declaredFeatures"), errors);
    }
    let blocks = spec.field("podCIDRs");
    for block in blocks.items() {
        check_block(block.text(), &block.path, context, errors);
    }
    let texts = blocks.texts();
    let sixes = texts.iter().filter(|text| text.contains(':')).count();
    if texts.len() > 2 || texts.len() == 2 && sixes != 1 {
        let detail = "may specify no more than one CIDR for each IP family";
        errors.invalid(&blocks.path, blocks.printed_texts("[]string"), detail);
    }
}

/// Upstream: validateNodeDeclaredFeatures.
fn check_features(features: &At<'_>, errors: &mut Errors) {
    const SHAPE: &str = "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
    let texts = features.texts();
    for (index, name) in texts.iter().enumerate() {
        let complaint = if name.len() > 253 {
            Some("must be no more than 253 characters")
        } else {
            (!is_feature(name)).then_some(SHAPE)
        };
        if let Some(complaint) = complaint {
            let detail = format!("invalid feature name {}: {complaint}", quote(name));
            errors.invalid(&features.path.index(index), *name, detail);
        }
        let (Some(next), path) = (texts.get(index + 1), features.path.index(index + 1)) else { continue };
        if next == name {
            errors.duplicate(&path, *next);
        } else if next < name {
            errors.invalid(&path, *next, "list must be sorted alphabetically");
        }
    }
}

/// `MyFeature/mySubFeature`.
fn is_feature(name: &str) -> bool {
    name.split('/').enumerate().all(|(index, part)| {
        let first = part.bytes().next().unwrap_or_default();
        let is_start = if index == 0 { first.is_ascii_uppercase() } else { first.is_ascii_alphabetic() };
        is_start && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn check_amount(name: &str, at: &At<'_>, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let Some(amount) = at.quantity() else { return };
    if amount.sign() < 0 {
        errors.invalid(path, amount.to_string(), "must be greater than or equal to 0");
    }
    if resource_names::is_integer(name, context) && amount.milli_value() % 1000 != 0 {
        errors.invalid(path, super::quantity(&amount), "must be an integer");
    }
}

/// Upstream: validateNodeTaints.
fn check_taints(taints: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for taint in taints.items() {
        let (key, value, effect) = (taint.field("key"), taint.field("value"), taint.field("effect"));
        labels::check_key(key.text(), &key.path, context, errors);
        let messages = names::label_value(value.text(), context.kubernetes);
        if !messages.is_empty() {
            errors.invalid(&value.path, value.text(), Detail::joined(&messages, ";"));
        }
        if effect.text().is_empty() {
            errors.required(&effect.path, "");
        } else if !EFFECTS.contains(&effect.text()) {
            errors.not_supported(&effect.path, word(effect.text()), &EFFECTS);
        }
        if !seen.insert((effect.text().to_owned(), key.text().to_owned())) {
            let printed = go::structure(
                "core.Taint",
                vec![
                    ("Key", go::text(key.text())),
                    ("Value", go::text(value.text())),
                    ("Effect", go::text(effect.text())),
                    ("TimeAdded", go::nil("*v1.Time")),
                ],
            );
            let detail = "taints must be unique by key and effect pair";
            errors.duplicate_because(&taint.path, printed, detail);
        }
    }
}
