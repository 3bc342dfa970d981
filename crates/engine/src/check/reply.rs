//! The server's reply to a create of a text: of its first document, without places.

use super::data::{Mode, Options, Stage};
use super::{client, pipeline};
use api::Object;
use apiserver::{Refusal, State};
use std::collections::BTreeMap;

/// What the server says.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Where it stops.
    pub stage: Stage,
    /// Why there is no object: no endpoint could be found, or a value has a wrong type. All that follows is empty then.
    pub refusal: Option<String>,
    /// Unknown and duplicate fields.
    pub strict: Vec<String>,
    /// Why admission, or a namespace that is not there, refuses the object.
    pub refused: Option<Refusal>,
    /// What validation says, in the server's order.
    pub errors: Vec<validation::Error>,
    /// The warnings, in the server's order.
    pub warnings: Vec<String>,
    /// Of a Pod, or of the Pods of a workload.
    pub qos: Option<String>,
    /// The scheduler's view.
    pub requests: BTreeMap<String, String>,
    /// The limits beside it.
    pub limits: BTreeMap<String, String>,
    /// The object as it would be stored.
    pub stored: Option<Object>,
}

/// The server's reply to a create of the text's first document.
///
/// ```
/// use engine::check::{Options, Stage, reply};
/// let reply = reply("apiVersion: v1\nkind: Pod\nspec: {nodeName: 5}\n", &Options::default());
/// assert_eq!(reply.stage, Stage::Decode);
/// assert!(reply.refusal.unwrap().starts_with("json: cannot unmarshal number into Go struct field"));
/// ```
pub fn reply(text: &str, options: &Options) -> Reply {
    reply_in(text, options, &options.state())
}

/// [`reply`] of a cluster that has objects already.
pub fn reply_in(text: &str, options: &Options, state: &State) -> Reply {
    let read = match options.mode {
        Mode::Json => source::read_json(text),
        Mode::Yaml => source::read(text),
        Mode::Kubectl => first_piece(text),
    };
    let Some(document) = read.documents.first() else {
        return refused(
            Stage::Client,
            match read.problems.first() {
                Some(problem) => client::unreadable(&problem.message, options.mode),
                None => pipeline::nothing(options.mode),
            },
        );
    };
    let answer = pipeline::answer(document, options, state);
    if let Some(error) = answer.client {
        return refused(Stage::Client, error);
    }
    let read = answer.read.as_ref();
    if let Some(error) = read.and_then(api::Read::decode_error) {
        return refused(Stage::Decode, error.message.clone());
    }
    let strict = read.map(|read| read.strict.as_slice()).unwrap_or_default();
    let strict = strict.iter().map(|error| error.message.clone());
    Reply {
        stage: answer.stage,
        refusal: None,
        strict: answer.duplicates.into_iter().chain(strict).collect(),
        refused: answer.refused,
        errors: answer.errors,
        warnings: answer.warnings,
        qos: answer.qos,
        requests: answer.requests,
        limits: answer.limits,
        stored: answer.stored,
    }
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

fn refused(stage: Stage, why: String) -> Reply {
    Reply { stage, refusal: Some(why), ..Reply::default() }
}
