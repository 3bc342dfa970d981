//! What differs between two Kubernetes versions for one manifest.

use api::Kubernetes;
use api::collections::gather;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::{Problem, pipeline};
use crate::check;

/// What the later version does otherwise than the earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Between {
    /// Said by the second only.
    pub appear: Vec<Problem>,
    /// Said by the first only.
    pub disappear: Vec<Problem>,
    /// Fields of the stored object that differ: dropped, or with another default.
    pub stored: Vec<Stored>,
}

/// One field of the stored object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// `spec.containers[0].restartPolicy`.
    pub field: String,
    /// Its value in the first, as JSON; `None` when it has none.
    pub before: Option<String>,
    /// Its value in the second.
    pub after: Option<String>,
}

/// Compares what two versions say of a text and store of its first object.
pub fn between(text: &str, from: &Kubernetes, to: &Kubernetes) -> Between {
    let (one, other) = (pipeline::analyze(text, from).problems, pipeline::analyze(text, to).problems);
    let missing = |these: &[Problem], those: &[Problem]| {
        let said: BTreeSet<_> = gather(those.iter().map(|problem| (problem.severity, &problem.message)));
        these
            .iter()
            .filter(|problem| !said.contains(&(problem.severity, &problem.message)))
            .cloned()
            .collect()
    };
    Between {
        appear: missing(&other, &one),
        disappear: missing(&one, &other),
        stored: differences(&check::stored(text, from), &check::stored(text, to)),
    }
}

/// The leaves that differ, in the order of the first object and then of the second.
fn differences(before: &Value, after: &Value) -> Vec<Stored> {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    leaves(before, String::new(), &mut one);
    leaves(after, String::new(), &mut other);
    let by_field = |leaves: &[(String, String)]| gather::<BTreeMap<_, _>, _>(leaves.iter().cloned());
    let (first, second) = (by_field(&one), by_field(&other));
    let changed = one.iter().filter_map(|(field, value)| {
        let after = second.get(field);
        (after != Some(value)).then(|| Stored {
            field: field.clone(),
            before: Some(value.clone()),
            after: after.cloned(),
        })
    });
    let added = other.iter().filter(|(field, _)| !first.contains_key(field)).map(|(field, value)| Stored {
        field: field.clone(),
        before: None,
        after: Some(value.clone()),
    });
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
    use super::between;
    use crate::page::kubernetes;

    #[test]
    fn a_young_field_is_unknown_to_an_older_release() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  hostnameOverride: a\n  containers: [{ name: a, image: b }]\n";
        let found = between(text, &kubernetes("1.36"), &kubernetes("1.33"));
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
        let back = between(text, &kubernetes("1.33"), &kubernetes("1.36"));
        assert_eq!(back.disappear, found.appear);
        assert_eq!(between(text, &kubernetes("1.36"), &kubernetes("1.36")), super::Between::default());
    }
}
