//! The server's reply to a create of a text's first document, without places.

use super::data::{Mode, Options, Stage};
use super::{client, pipeline};
use crate::manifest::is_present;
use api::Object;
use apiserver::{Refusal, State};
use source::Document;
use std::collections::BTreeMap;

/// The server's reply.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// The stage at which it stops.
    pub stage: Stage,
    /// The reason why there is no object: no endpoint, or a value of a wrong type. All other fields are empty then.
    pub refusal: Option<String>,
    /// The messages about unknown and duplicate fields.
    pub strict: Vec<String>,
    /// The refusal by admission, or because the namespace does not exist.
    pub refused: Option<Refusal>,
    /// The errors of validation, in the server's order.
    pub errors: Vec<validation::Error>,
    /// The warnings, in the server's order.
    pub warnings: Vec<String>,
    /// The QoS class of a Pod, or of the Pods of a workload.
    pub qos: Option<String>,
    /// The requests as the scheduler counts them.
    pub requests: BTreeMap<String, String>,
    /// The limits, likewise.
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

/// [`reply`] on a cluster that has objects already.
pub fn reply_in(text: &str, options: &Options, state: &State) -> Reply {
    let read = options.mode.read(text);
    let holds = |document: &&Document| options.mode != Mode::Kubectl || is_present(document);
    let Some(document) = read.documents.iter().find(holds) else {
        let why = match (read.problems.first(), options.mode) {
            (Some(problem), mode) => client::unreadable(problem, mode),
            (None, Mode::Kubectl) => "error: no objects passed to create".to_owned(),
            (None, mode) => pipeline::nothing(mode),
        };
        return refused(Stage::Client, why);
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

fn refused(stage: Stage, why: String) -> Reply {
    Reply { stage, refusal: Some(why), ..Reply::default() }
}
