//! One object of `kubectl apply`, `create` or `replace`: what the server makes of it, in kubectl's terms.

use api::{Kubernetes, Object};
use apiserver::State;
use kubectl::apply::{Done, DryRun, Invalid, Refusal, Submission, Validation, Verb};
use serde_json::Value;
use validation::Error;

use super::super::data::Options;
use super::super::pipeline;
use super::Stored;
use super::again;

/// Creates an object, with refusals in the server's order; `missing` is its namespace, when that does not exist.
pub(super) fn create(
    answer: &pipeline::Answer,
    exists: bool,
    missing: Option<&str>,
    submission: &Submission,
    options: &Options,
    warnings: &mut Vec<String>,
) -> Result<Done, Refusal> {
    if submission.dry_run == DryRun::Client {
        return Ok(Done::Created);
    }
    let doing = submission.verb.doing();
    let refuse = |reason, message| Err(Refusal::Status { reason, doing, message });
    let strict = decode(answer, submission, warnings).or_else(|message| refuse("BadRequest", message));
    strict?;
    if let Some(refusal) = &answer.refused {
        return refuse(refusal.reason(), refusal.to_string());
    }
    if let Some(namespace) = missing {
        return refuse("NotFound", format!("namespaces \"{namespace}\" not found"));
    }
    if !answer.errors.is_empty() {
        return Err(invalid(answer, texts(&answer.errors, &options.kubernetes), doing));
    }
    warnings.extend(answer.warnings.iter().cloned());
    if exists {
        let resource = resource(answer);
        return refuse("AlreadyExists", format!("{resource} \"{}\" already exists", name(answer)));
    }
    Ok(Done::Created)
}

/// Applies to an object that exists.
pub(super) fn configure(
    stored: &Stored,
    applied: &str,
    state: &State,
    answer: &pipeline::Answer,
    submission: &Submission,
    warnings: &mut Vec<String>,
) -> Result<(Done, Option<Object>), Refusal> {
    if stored.applied == applied {
        return Ok((Done::Unchanged, None));
    }
    if submission.dry_run == DryRun::Client {
        return Ok((Done::Configured, None));
    }
    let doing = if submission.verb == Verb::Apply { "patching" } else { submission.verb.doing() };
    let bad = |message| Refusal::Status { reason: "BadRequest", doing, message };
    decode(answer, submission, warnings).map_err(bad)?;
    let Some((object, errors)) = again::change(stored, applied, state) else {
        return Ok((Done::Configured, None));
    };
    if !errors.is_empty() {
        return Err(invalid(answer, texts(&errors, &state.kubernetes), doing));
    }
    warnings.extend(answer.warnings.iter().cloned());
    Ok((Done::Configured, Some(object)))
}

/// Puts an object in the place of the one that exists; its status stays.
pub(super) fn replace(
    stored: Option<&Stored>,
    written: Value,
    state: &State,
    answer: &pipeline::Answer,
    submission: &Submission,
    warnings: &mut Vec<String>,
) -> Result<(Done, Option<Object>), Refusal> {
    let doing = submission.verb.doing();
    let refuse = |reason, message| Refusal::Status { reason, doing, message };
    if submission.dry_run == DryRun::Client {
        return Ok((Done::Replaced, None));
    }
    decode(answer, submission, warnings).map_err(|message| refuse("BadRequest", message))?;
    let Some(stored) = stored else {
        let (resource, name) = (resource(answer), name(answer));
        return Err(refuse("NotFound", format!("{resource} \"{name}\" not found")));
    };
    let Some(old) = stored.object.as_ref() else { return Ok((Done::Replaced, None)) };
    let mut written = written;
    if let (Some(fields), Some(status)) = (written.as_object_mut(), old.to_json().get("status")) {
        fields.insert("status".to_owned(), status.clone());
    }
    let object = update(Object::from_json(written), old, state, answer, doing)?;
    warnings.extend(answer.warnings.iter().cloned());
    Ok((Done::Replaced, Some(object)))
}

/// The object that takes the place of `old`, or the refusal in kubectl's words.
fn update(
    object: Object,
    old: &Object,
    state: &State,
    answer: &pipeline::Answer,
    doing: &'static str,
) -> Result<Object, Refusal> {
    apiserver::update(object, old, "", state).map_err(|refusal| match refusal {
        apiserver::Refusal::Invalid { errors, .. } => invalid(answer, errors, doing),
        other => Refusal::Status { reason: other.reason(), doing, message: other.to_string() },
    })
}

/// The server's look at a text that is applied on its side.
pub(super) fn typed(written: &Value, namespace: &str, answer: &pipeline::Answer) -> Result<(), Refusal> {
    let strict = answer.read.as_ref().map(|read| read.strict.as_slice()).unwrap_or_default();
    let unknown: Vec<&str> = strict
        .iter()
        .filter(|error| error.message.starts_with("unknown field"))
        .map(|error| error.path.as_str())
        .collect();
    match apiserver::typed_patch(written, namespace, &unknown) {
        // The server gives this error no reason.
        Some(message) => Err(Refusal::Status { reason: "", doing: "", message }),
        None => Ok(()),
    }
}

fn resource(answer: &pipeline::Answer) -> String {
    let plural = || format!("{}s", answer.meta.kind.to_lowercase());
    answer.stored.as_ref().map_or_else(plural, apiserver::resource)
}

/// The decoder's answer; unknown fields are refused, warned about or dropped.
fn decode(
    answer: &pipeline::Answer,
    submission: &Submission,
    warnings: &mut Vec<String>,
) -> Result<Done, String> {
    let Some(read) = &answer.read else { return Ok(Done::Created) };
    let kind = &answer.meta.kind;
    let version = answer.meta.api_version.rsplit('/').next().unwrap_or_default();
    let frame = format!("{kind} in version \"{version}\" cannot be handled as a {kind}");
    if let Some(error) = read.decode_error() {
        return Err(format!("{frame}: {}", error.message));
    }
    let strict = || read.strict.iter().map(|error| error.message.as_str());
    match submission.validation {
        Validation::Strict if !read.strict.is_empty() => {
            Err(format!("{frame}: strict decoding error: {}", strict().collect::<Vec<_>>().join(", ")))
        }
        Validation::Warn => {
            warnings.extend(strict().map(str::to_owned));
            Ok(Done::Created)
        }
        Validation::Strict | Validation::Ignore => Ok(Done::Created),
    }
}

fn texts(errors: &[Error], kubernetes: &Kubernetes) -> Vec<String> {
    errors.iter().map(|error| error.message(kubernetes)).collect()
}

fn invalid(answer: &pipeline::Answer, errors: Vec<String>, doing: &'static str) -> Refusal {
    let group = answer.meta.api_version.split_once('/').map_or("", |(group, _)| group);
    Refusal::Invalid(Invalid {
        kind: answer.meta.kind.clone(),
        group: group.to_owned(),
        name: name(answer),
        doing,
        errors,
    })
}

pub(super) fn name(answer: &pipeline::Answer) -> String {
    answer.stored.as_ref().map(apiserver::name).unwrap_or_default()
}
