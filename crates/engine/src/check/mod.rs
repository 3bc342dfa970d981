//! The API server's answer to a create, stage by stage, with the place of each problem in the text.

pub(crate) mod apply;
pub(crate) mod batch;
mod client;
mod data;
mod fix;
mod pipeline;
mod plain;
mod problems;
mod update;

pub use data::{Checked, CheckedDocument, Edit, Fix, Mode, Options, Problem, Severity, Stage};

use api::Kubernetes;
use api::collections::sort_by_key;
use problems::Cook;
use serde_json::Value;
use source::{Document, Documents, Positions};
use std::borrow::Cow;

/// Everything the server would say of the text, each problem with its stage and place. Never fails.
///
/// ```
/// use engine::check::{Options, Stage, check};
/// let checked = check("apiVersion: v1\nkind: Pod\nspec: {imagee: x}\n", &Options::default());
/// assert_eq!(checked.stage, Stage::Strict);
/// let unknown = checked.problems.iter().find(|problem| problem.stage == Stage::Strict).unwrap();
/// assert_eq!(unknown.message, r#"unknown field "spec.imagee""#);
/// assert_eq!((unknown.line, unknown.column, &unknown.range), (3, 8, &(32..38)));
/// ```
pub fn check(text: &str, options: &Options) -> Checked {
    let read = match options.mode {
        Mode::Json => source::read_json(text),
        Mode::Yaml | Mode::Kubectl => source::read(text),
    };
    let mut checked = Checked::default();
    let mut cook = Cook::new(text, Positions::new(text), options);
    for (index, document) in present(&read, options.mode) {
        cook.document = index;
        let (document, note) = wrapped(document, options);
        if note.is_some() {
            checked.note = checked.note.or(note);
        }
        checked.documents.push(one(&document, options, &mut cook));
    }
    cook.document = read.documents.len();
    read.problems.iter().for_each(|problem| cook.unreadable(problem));
    let unread = !read.problems.is_empty();
    if checked.documents.is_empty() && !unread {
        cook.nothing();
    }
    let stages = checked.documents.iter().map(|document| document.stage);
    let stages = stages.chain(unread.then_some(Stage::Client));
    checked.stage = stages.min().unwrap_or(Stage::Client);
    checked.problems = cook.problems;
    sort_by_key(&mut checked.problems, |problem| (problem.document, problem.range.start, problem.stage));
    checked
}

/// The text's first object as the server would store and print it; null when there is none.
pub(crate) fn stored(text: &str, kubernetes: &Kubernetes) -> Value {
    let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
    let read = source::read(text);
    let Some((_, document)) = present(&read, options.mode).next() else { return Value::Null };
    pipeline::defaulted(&pipeline::answer(&wrapped(document, &options).0, &options))
}

/// The documents that kubectl would create; the server itself reads only the first.
fn present(read: &Documents, mode: Mode) -> impl Iterator<Item = (usize, &Document)> {
    let documents = read.documents.iter().enumerate();
    let documents =
        documents.filter(|(_, document)| !document.root().is_null() || document.failure.is_some());
    documents.take(if mode == Mode::Kubectl { usize::MAX } else { 1 })
}

fn wrapped<'d>(document: &'d Document, options: &Options) -> (Cow<'d, Document>, Option<String>) {
    match api::fragment::wrap(document).filter(|_| options.wrap) {
        Some(wrapped) => (Cow::Owned(wrapped.document), Some(wrapped.note)),
        None => (Cow::Borrowed(document), None),
    }
}

fn one(document: &Document, options: &Options, cook: &mut Cook<'_>) -> CheckedDocument {
    let mut advice = Vec::new();
    let answer = pipeline::answer_and(document, options, |object| advice = advice::advise(object));
    let name = document.root().get("metadata").and_then(|metadata| metadata.get("name"));
    let stage = cook.all(document, &answer, advice);
    CheckedDocument {
        range: document.range.clone(),
        kind: answer.meta.kind.clone(),
        name: name.and_then(|name| name.as_str()).unwrap_or_default().to_owned(),
        stage,
        qos_class: answer.qos,
        resources: answer.requests,
    }
}
