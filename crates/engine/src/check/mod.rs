//! The API server's answer to a create, stage by stage, with the place of each problem in the text.

mod again;
mod among;
mod apply;
mod client;
mod data;
pub(crate) mod fix;
pub(crate) mod hints;
mod pipeline;
mod plain;
mod problems;
mod reply;
mod schema;
mod written;

pub(crate) use among::among;
pub(crate) use apply::{Answers, Request, Taken, apply_read, created, in_kubectl, note, patched, send};
pub use apply::{apply, apply_all, submit};
pub use data::{Checked, CheckedDocument, Edit, Fix, Mode, Options, Problem, Severity, Stage};
pub(crate) use pipeline::{Answer, Depth};
pub use reply::{Reply, reply, reply_in};

use advice::Advice;
use api::Object;
use api::collections::sort_by_key;
use apiserver::State;
use kubectl::apply::Submission;
use problems::Collector;
use serde_json::Value;
use source::{Document, Positions};
use std::ops::Range;

use crate::manifest::{Manifest, Part};

/// Everything that the server would say about a text, each problem with its stage and place. Never fails.
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
    checked(&Manifest::read_with(text, options))
}

/// Everything that the server would say about a manifest.
pub(crate) fn checked(manifest: &Manifest) -> Checked {
    let options = manifest.options();
    let mut checked = Checked::default();
    let mut collector = Collector::new(manifest.text(), Positions::new(manifest.text()), options);
    for part in manifest.parts() {
        collector.document = part.index;
        checked.note = checked.note.or_else(|| part.note.map(str::to_owned));
        checked.documents.push(one(part, &mut collector, manifest));
    }
    collector.document = manifest.documents().count();
    manifest.problems().iter().for_each(|problem| collector.unreadable(problem));
    let lists =
        if options.mode == Mode::Kubectl { refused_lists(manifest, &mut collector) } else { Vec::new() };
    for document in &mut checked.documents {
        if lists.iter().any(|list| list.contains(&document.range.start)) {
            document.stage = Stage::Client;
        }
    }
    let unread = !manifest.is_whole() || !lists.is_empty();
    if checked.documents.is_empty() && !unread {
        collector.nothing();
    }
    let stages = checked.documents.iter().map(|document| document.stage);
    let stages = stages.chain(unread.then_some(Stage::Client));
    checked.stage = stages.min().unwrap_or(Stage::Client);
    if options.mode == Mode::Kubectl {
        for (index, found) in hints::target::find(manifest) {
            collector.document = index;
            collector.hint(found, Stage::Ok);
        }
        // Before all else, since it causes the rest.
        collector.document = 0;
        for found in hints::pasted(manifest.text(), checked.stage, &collector.trials) {
            collector.cause(found, checked.stage);
        }
    }
    checked.errors = collector.found(Severity::Error);
    checked.cut = collector.cut();
    checked.problems = collector.problems;
    sort_by_key(&mut checked.problems, |problem| (problem.document, problem.range.start, problem.stage));
    checked
}

/// Whether kubectl reads nothing behind a document, since it cannot read it or does not find its kind.
pub(crate) fn ends_the_file(document: &Document) -> bool {
    document.failure.is_some() || schema::without_kind(document.root()).is_some()
}

/// The places of the lists that kubectl keeps back as a whole.
pub(crate) fn lists_kept_back(manifest: &Manifest) -> Vec<Range<usize>> {
    if manifest.options().mode != Mode::Kubectl {
        return Vec::new();
    }
    let submission = Submission::apply("STDIN");
    let refused = manifest.lists().filter(|(_, document)| {
        schema::refuse(document.root(), &submission, &manifest.options().kubernetes).is_some()
    });
    refused.map(|(_, document)| document.range.clone()).collect()
}

/// The lists that kubectl keeps back as a whole although the server would take each item; each gets a problem.
fn refused_lists(manifest: &Manifest, collector: &mut Collector<'_>) -> Vec<Range<usize>> {
    let submission = Submission::apply("STDIN");
    let mut refused = Vec::new();
    for (index, document) in manifest.lists() {
        let inside = |problem: &Problem| {
            problem.severity == Severity::Error
                && problem.stage <= Stage::Strict
                && document.range.contains(&problem.range.start)
        };
        if collector.problems.iter().any(inside) {
            continue;
        }
        if let Some(words) = schema::refuse(document.root(), &submission, &manifest.options().kubernetes) {
            collector.document = index;
            collector.list(document, &words);
            refused.push(document.range.clone());
        }
    }
    refused
}

/// The first object of a manifest as the server would store and print it; null when there is none.
pub(crate) fn stored(manifest: &Manifest) -> Value {
    let first = manifest.parts().next();
    first.map_or(Value::Null, |part| pipeline::defaulted(part.answer))
}

/// One document with the server's answer and our advice.
#[derive(Debug)]
pub(crate) struct Look {
    /// The object as it was read, before its defaults.
    pub object: Object,
    /// The server's answer when no other document is there.
    pub answer: Answer,
    pub advice: Vec<Advice>,
    /// Fields that the release forgets.
    forgotten: Vec<String>,
}

impl Look {
    /// Takes a document through all stages.
    pub fn at(document: &Document, options: &Options, state: &State) -> Look {
        let (mut object, mut advice, mut forgotten) = (None, Vec::new(), Vec::new());
        let answer = pipeline::answer_and(document, options, state, |read| {
            advice = advice::advise(read);
            forgotten = hints::dropped::find(read, &options.kubernetes);
            object = Some(read.clone());
        });
        let object = object.unwrap_or_else(|| api::read(document, &options.kubernetes).object);
        Look { object, answer, advice, forgotten }
    }
}

fn one(part: Part<'_>, collector: &mut Collector<'_>, manifest: &Manifest) -> CheckedDocument {
    let Part { document, look, answer, .. } = part;
    let (options, text) = (manifest.options(), manifest.text());
    let name = document.root().get("metadata").and_then(|metadata| metadata.get("name"));
    let stage = collector.all(document, answer, answer.advice.as_ref().unwrap_or(&look.advice));
    if options.mode == Mode::Kubectl {
        for found in hints::of_document(document, text, &look.forgotten, options, &collector.trials) {
            collector.hint(found, Stage::Ok);
        }
    }
    CheckedDocument {
        range: document.range.clone(),
        kind: answer.meta.kind.clone(),
        name: name.and_then(|name| name.as_str()).unwrap_or_default().to_owned(),
        stage,
        checked: answer.depth == Depth::Whole,
        fields_checked: answer.depth != Depth::Text,
        qos_class: answer.qos.clone(),
        resources: answer.requests.clone(),
    }
}
