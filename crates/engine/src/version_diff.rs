//! The differences between two Kubernetes releases for one manifest.

use api::Kubernetes;
use api::collections::gather;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use view::{Problem, StoredField, VersionDiff};

use crate::check;
use crate::manifest::Manifest;

impl Manifest {
    /// The differences in the problems of the text and in the stored form of its first object.
    pub fn version_diff(&self, from: &Kubernetes, to: &Kubernetes) -> VersionDiff {
        let (one, other) = (self.under(from), self.under(to));
        let (first, second) = (one.check().problems, other.check().problems);
        VersionDiff {
            appear: missing(&second, &first),
            disappear: missing(&first, &second),
            stored: differences(&check::stored(&one), &check::stored(&other)),
        }
    }
}

/// The problems of `one` that `other` does not have.
fn missing(one: &[Problem], other: &[Problem]) -> Vec<Problem> {
    let said: BTreeSet<_> = gather(other.iter().map(|problem| (problem.severity, &problem.message)));
    let new = |problem: &&Problem| !said.contains(&(problem.severity, &problem.message));
    one.iter().filter(new).cloned().collect()
}

/// The leaves that differ, in the order of the first object, then of the second.
fn differences(before: &Value, after: &Value) -> Vec<StoredField> {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    leaves(before, String::new(), &mut one);
    leaves(after, String::new(), &mut other);
    let by_field = |leaves: &[(String, String)]| gather::<BTreeMap<_, _>, _>(leaves.iter().cloned());
    let (first, second) = (by_field(&one), by_field(&other));
    let changed = one.iter().filter_map(|(field, value)| {
        let after = second.get(field);
        (after != Some(value)).then(|| StoredField {
            field: field.clone(),
            before: Some(value.clone()),
            after: after.cloned(),
        })
    });
    let added = other
        .iter()
        .filter(|(field, _)| !first.contains_key(field))
        .map(|(field, value)| StoredField { field: field.clone(), before: None, after: Some(value.clone()) });
    changed.chain(added).collect()
}

fn leaves(value: &Value, path: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                leaves(value, format!("{path}{dot}{name}"), found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, format!("{path}[{index}]"), found);
            }
        }
        Value::Null if path.is_empty() => {}
        leaf => found.push((path, leaf.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Manifest, kubernetes};
    use view::VersionDiff;

    #[test]
    fn a_young_field_is_unknown_to_an_older_release() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  hostnameOverride: a\n  containers: [{ name: a, image: b }]\n";
        let between = |from, to| {
            Manifest::read(text, &kubernetes("1.36")).version_diff(&kubernetes(from), &kubernetes(to))
        };
        let found = between("1.36", "1.33");
        assert!(
            found.appear.iter().any(|problem| problem.message == "unknown field \"spec.hostnameOverride\""),
            "{found:#?}"
        );
        assert!(
            found
                .stored
                .iter()
                .any(|stored| stored.field == "spec.hostnameOverride" && stored.after.is_none())
        );
        let back = between("1.33", "1.36");
        assert_eq!(back.disappear, found.appear);
        assert_eq!(between("1.36", "1.36"), VersionDiff::default());
    }
}
