//! One request of a typed command: the server's answer to the object in its body.

use super::super::data::{Mode, Options};
use super::super::pipeline;
use super::again;
use super::write::{Sending, in_kubectl, warned};
use api::{Object, read};
use apiserver::State;
use kubectl::apply::{Doing, Refusal, Submission, Validation};
use serde_json::Value;
use source::Document;

/// The server's answer: its warnings, and the object as it stores it.
pub(crate) type Answer = (Vec<String>, Result<Object, Refusal>);

/// The answer to a new object, when `there` is one of its name.
pub(crate) fn created(object: &Value, there: Option<&Object>, state: &State) -> Answer {
    let Some(document) = body(object) else { return (Vec::new(), Ok(Object::from_json(object.clone()))) };
    let answer = pipeline::answer(&document, &options(state), state);
    let stored = || answer.stored.clone().unwrap_or_else(|| Object::from_json(object.clone()));
    let namespace = state.namespace_of(&stored());
    // kubectl leaves it to the server, which warns of unknown fields.
    let submission = Submission { validation: Validation::Warn, ..Submission::apply("STDIN") };
    let mut warnings = Vec::new();
    let mut sending = Sending { answer: &answer, submission: &submission, state, warnings: &mut warnings };
    let outcome = match there {
        Some(_) => sending.create_again(&namespace),
        None => sending.create(&namespace),
    };
    (warnings, outcome.map(|_| stored()))
}

/// The answer to a patch that makes `value` of an object; `update` is the server's look at the change.
pub(crate) fn patched(
    patch: &Value,
    value: &Value,
    stored: &Object,
    is_strategic: bool,
    state: &State,
    update: impl FnOnce(Object) -> Result<Object, apiserver::Refusal>,
) -> Answer {
    let Some(document) = body(value) else { return (Vec::new(), Ok(stored.clone())) };
    let fitting = if is_strategic { again::fitting(&document, &state.kubernetes) } else { None };
    let document = fitting.unwrap_or(document);
    let read = read(&document, &state.kubernetes);
    if let Some(error) = read.decode_error() {
        // Its metadata is what the server reads anew with the whole object; after the other patches it reads all of it.
        let is_metadata = error.path == "metadata" || error.path.starts_with("metadata.");
        let (patch, why) = if is_metadata || !is_strategic {
            (api::json::text(&api::json::sorted(value.clone())), error.message.clone())
        } else {
            (api::json::go_text(patch), again::converted(error))
        };
        return (Vec::new(), Err(Refusal::Unreadable { patch, why, doing: Doing::Nothing }));
    }
    let strict = read.strict.iter().map(|error| error.message.clone());
    let mut warnings: Vec<String> = strict.filter(|message| message.starts_with("unknown")).collect();
    let outcome = update(read.object).map_err(|refusal| in_kubectl(refusal, Doing::Nothing));
    if let Ok(object) = &outcome {
        let answer = pipeline::answer(&document, &options(state), state);
        warnings.extend(warned(&answer, object, stored, state));
    }
    (warnings, outcome)
}

/// The body of a request, as the server gets it.
fn body(object: &Value) -> Option<Document> {
    source::read_json(&api::json::text(object)).documents.into_iter().next()
}

fn options(state: &State) -> Options {
    let (mode, kubernetes) = (Mode::Kubectl, state.kubernetes.clone());
    Options { kubernetes, mode, cluster: state.cluster, wrap: false, ..Options::default() }
}
