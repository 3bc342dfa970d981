//! An object of `kubectl apply`, `create` or `replace` that is printed, or compared with the one that is there.
//! Upstream: applyOneObject, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go; InfoObject, ../diff/diff.go.

use super::{Terminal, again};
use api::Object;
use api::well_known::LAST_APPLIED;
use kubectl::apply::{DryRun, Shown, Submission, Verb};
use kubectl::diff::Compared;
use serde_json::{Value, json};

/// The answers of a whole cluster to writes.
pub(crate) trait Answers {
    /// An object as the server answers with it; what no write changes is as in the object before.
    fn object(&self, object: &Object, before: Option<&Object>) -> Value;
    /// The time: `2026-01-01T00:00:05Z`.
    fn now(&self) -> String;
}

/// The forms of an object that a command may show.
pub(super) struct Shows<'s> {
    /// The object that was there.
    pub earlier: Option<&'s Object>,
    /// The text that was applied to it last; empty where none was.
    pub before: &'s str,
    /// The object that it becomes.
    pub changed: Option<&'s Object>,
    /// The new object, where none was there.
    pub made: Option<&'s Object>,
    /// The object as kubectl sends it.
    pub local: &'s dyn Fn() -> Value,
}

impl Terminal<'_> {
    /// The object that is shown in the place of the line about it; `applied` is kubectl's note of what is applied.
    pub(super) fn show(&self, all: &Shows<'_>, applied: &str, submission: &Submission) -> Option<Shown> {
        let &Shows { earlier, before, changed, made, local } = all;
        let answered = |object: &Object| match self.answers {
            Some(answers) => answers.object(object, earlier),
            None => api::printed::json(object),
        };
        let noted = |mut object: Value, text: &str| {
            if submission.verb == Verb::Apply && !text.is_empty() {
                annotate(&mut object, again::noted(text));
            }
            object
        };
        let live = earlier.map(|object| noted(answered(object), before));
        if submission.is_diff {
            let now = self.answers.map(Answers::now).unwrap_or_default();
            let merged = answered(changed.or(earlier).or(made)?);
            // A comparison creates an object without the note.
            let merged = if live.is_some() { noted(merged, applied) } else { merged };
            return Some(Shown::Compared(Box::new(Compared { live, merged, now })));
        }
        let object = match (submission.dry_run, submission.verb, live) {
            (DryRun::Client, Verb::Apply, Some(mut live)) => {
                let [before, written] =
                    [before, applied].map(|text| serde_json::from_str(text).unwrap_or_default());
                apiserver::merge(&mut live, &before, &written);
                live
            }
            (DryRun::Client, Verb::Create | Verb::Replace | Verb::Apply, _) => local(),
            _ => answered(changed.or(earlier).or(made)?),
        };
        Some(Shown::Whole(Box::new(noted(object, applied))))
    }
}

/// The object as kubectl sends it, with the namespace that it is sent to.
pub(super) fn local(mut object: Value, namespace: &str) -> Value {
    let metadata = object.get_mut("metadata").and_then(Value::as_object_mut);
    if let Some(metadata) = metadata.filter(|_| !namespace.is_empty()) {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
    object
}

/// Writes the annotation of `kubectl apply` into an object.
pub(super) fn annotate(object: &mut Value, text: String) {
    let metadata = object.get_mut("metadata").and_then(Value::as_object_mut);
    let annotations = metadata.map(|fields| fields.entry("annotations").or_insert_with(|| json!({})));
    if let Some(annotations) = annotations.and_then(Value::as_object_mut) {
        annotations.insert(LAST_APPLIED.to_owned(), text.into());
    }
}
