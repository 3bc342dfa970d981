//! The answer of `podlab check --batch`: the first document, as the server would answer its create.

use super::data::{Mode, Options, Stage};
use super::{client, pipeline};
use serde_json::{Value, json};

/// The row of the batch contract for one text.
pub(crate) fn answer(text: &str, options: &Options, with_object: bool) -> Value {
    let read = match options.mode {
        Mode::Json => source::read_json(text),
        Mode::Yaml => source::read(text),
        Mode::Kubectl => first_piece(text),
    };
    let Some(document) = read.documents.first() else {
        let error = match read.problems.first() {
            Some(problem) => client::unreadable(&problem.message, options.mode),
            None => pipeline::nothing(options.mode),
        };
        return refused(Stage::Client, &error);
    };
    let answer = pipeline::answer(document, options);
    if let Some(error) = &answer.client {
        return refused(Stage::Client, error);
    }
    let read = answer.read.as_ref();
    if let Some(error) = read.and_then(api::Read::decode_error) {
        return refused(Stage::Decode, &error.message);
    }
    let strict = read.map(|read| read.strict.as_slice()).unwrap_or_default();
    let strict: Vec<&str> = answer
        .duplicates
        .as_deref()
        .into_iter()
        .chain(strict.iter().map(|error| error.message.as_str()))
        .collect();
    let errors: Vec<Value> = answer.errors.iter().map(|error| error.to_json(&options.kubernetes)).collect();
    let mut row = json!({
        "stage": answer.stage,
        "decodeError": null,
        "strictErrors": strict,
        "errors": errors,
        "warnings": answer.warnings,
        "qosClass": answer.qos,
        "resources": {"requests": answer.requests, "limits": answer.limits},
    });
    if with_object && let Value::Object(fields) = &mut row {
        fields.insert("defaulted".to_owned(), pipeline::defaulted(&answer));
    }
    row
}

/// What kubectl sends first: it passes over pieces that hold nothing.
fn first_piece(text: &str) -> source::Documents {
    let pieces = client::pieces(text).into_iter().map(source::read);
    let holds = |read: &source::Documents| match read.documents.first() {
        Some(document) => !document.root().is_null() || document.failure.is_some(),
        None => !read.problems.is_empty(),
    };
    pieces.into_iter().find(holds).unwrap_or_default()
}

fn refused(stage: Stage, error: &str) -> Value {
    json!({
        "stage": stage,
        "decodeError": error,
        "strictErrors": [],
        "errors": [],
        "warnings": [],
        "qosClass": null,
        "resources": {},
    })
}
