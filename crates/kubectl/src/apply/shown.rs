//! Objects that `apply`, `create`, `replace` and `diff` print in the place of the lines about them.
//! Upstream: printObjects, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go; Run, ../diff/diff.go.

use super::{Refusal, Submission};
use crate::command::{Form, Output, in_order, printed};
use crate::diff::{self, Compared};
use serde_json::{Value, json};

/// The part of an object that is shown in the place of the line about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The object.
    Whole(Box<Value>),
    /// The changes that an apply would make in it.
    Compared(Box<Compared>),
}

/// The output of a `kubectl diff`, which compares nothing where the server refuses an object.
pub(super) fn compared(
    mut out: Output,
    shown: &[&Shown],
    refusal: Option<Refusal>,
    submission: &Submission,
) -> Output {
    if let Some(refusal) = refusal {
        let is_status = matches!(refusal, Refusal::Status { .. });
        let words = if is_status { refusal.among(&submission.source) + "\n" } else { refusal.alone() };
        out.stderr.push_str(&words);
        out.exit = 2;
        return out;
    }
    out.stdout = diff::print(shown.iter().filter_map(|shown| match shown {
        Shown::Compared(compared) => Some(&**compared),
        Shown::Whole(_) => None,
    }));
    out.exit = u8::from(!out.stdout.is_empty());
    out
}

/// The objects as `-o` prints them: one by one, or those of an apply in a list.
pub(super) fn wholes(shown: &[&Shown], submission: &Submission) -> String {
    let Some(form) = submission.prints else { return String::new() };
    let all = shown.iter().filter_map(|shown| match shown {
        Shown::Whole(object) => Some(&**object),
        Shown::Compared(_) => None,
    });
    let all: Vec<&Value> = all.collect();
    if submission.verb.applies() && all.len() > 1 {
        let items: Vec<Value> = all.into_iter().map(|object| api::json::sorted(object.clone())).collect();
        // The list is a type of Go, whose fields have an order of their own; its items have none.
        let list = json!({"kind": "List", "apiVersion": "v1", "metadata": {}, "items": items});
        return if form == Form::Json { in_order(&list) } else { printed(form, &list, true) };
    }
    let mut out = String::new();
    for object in all {
        out.push_str(&printed(form, object, out.is_empty()));
    }
    out
}
