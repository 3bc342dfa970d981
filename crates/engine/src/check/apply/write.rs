//! One object of `kubectl apply`, `create` or `replace`: what the server makes of it, in kubectl's terms.

use api::json::quote;
use api::well_known::ENFORCE_MOUNTABLE_SECRETS;
use api::{Kubernetes, Object, kinds};
use apiserver::State;
use kubectl::apply::{Doing, Done, DryRun, Invalid, Patch, Refusal, Submission, Validation, Verb};
use serde_json::{Value, json};
use validation::Error;

use super::super::data::Options;
use super::super::pipeline;
use super::again;
use crate::applied::Stored;

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
    let refuse = |reason, message| Err(Refusal::Status { reason, doing: doing.clone(), message });
    // The endpoint is deprecated, whatever is sent to it.
    let of_endpoint = pipeline::deprecation(&answer.meta, options);
    warnings.extend(of_endpoint.clone());
    let strict = decode(answer, submission, warnings).or_else(|message| refuse("BadRequest", message));
    strict?;
    if let Some(refusal) = &answer.refused {
        return Err(in_kubectl(refusal.clone(), doing.clone()));
    }
    if let Some(namespace) = missing {
        return refuse("NotFound", format!("namespaces {} not found", quote(namespace)));
    }
    if !answer.errors.is_empty() {
        return Err(invalid(answer, texts(&answer.errors, &options.kubernetes), doing.clone()));
    }
    warnings.extend(answer.warnings.iter().filter(|one| Some(*one) != of_endpoint.as_ref()).cloned());
    if exists {
        let resource = resource(answer);
        return refuse("AlreadyExists", format!("{resource} {} already exists", quote(&name(answer))));
    }
    Ok(Done::Created)
}

/// Applies to an object that exists: kubectl sends the difference, if there is one. `fits` is what is applied, with its numbers as
/// the server reads them.
/// Upstream: Patcher.patchSimple, staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go.
pub(super) fn configure(
    stored: &Stored,
    (applied, fits, namespace): (&str, &str, &str),
    state: &State,
    answer: &pipeline::Answer,
    submission: &Submission,
    warnings: &mut Vec<String>,
) -> Result<(Done, Option<Object>), Refusal> {
    let patch = again::patch(stored, applied);
    let is_same = patch.as_ref().map_or(stored.applied == applied, |patch| *patch == json!({}));
    if is_same && submission.verb == Verb::Apply {
        return Ok((Done::Unchanged, None));
    }
    if submission.dry_run == DryRun::Client {
        return Ok((Done::Configured, None));
    }
    let doing = match (&patch, submission.verb) {
        (Some(patch), Verb::Apply) => {
            let (text, object) = (again::printed(patch), described(answer, namespace));
            Doing::Patching(Box::new(Patch { text, object }))
        }
        (_, verb) => verb.doing(),
    };
    let read = match &patch {
        Some(patch) if submission.verb == Verb::Apply => {
            readable(patch, answer, submission, warnings, &doing)
        }
        _ => decode(answer, submission, warnings).map(drop).map_err(|message| Refusal::Status {
            reason: "BadRequest",
            doing: doing.clone(),
            message,
        }),
    };
    read?;
    let Some((object, errors)) = again::change(stored, fits, state) else {
        let old = stored.object.iter();
        warnings.extend(old.flat_map(|old| warned(answer, old, old, state)));
        return Ok((Done::Configured, None));
    };
    if let Some(old) = &stored.object {
        if let Some(refusal) = apiserver::conflict(&object, old) {
            return Err(in_kubectl(refusal, doing));
        }
        if errors.is_empty() {
            warnings.extend(warned(answer, &object, old, state));
        }
    }
    if !errors.is_empty() {
        return Err(invalid(answer, texts(&errors, &state.kubernetes), doing));
    }
    Ok((Done::Configured, Some(object)))
}

/// The server's look at what a patch makes: unknown fields, values that a field cannot hold.
fn readable(
    patch: &Value,
    answer: &pipeline::Answer,
    submission: &Submission,
    warnings: &mut Vec<String>,
    doing: &Doing,
) -> Result<(), Refusal> {
    let Some(read) = &answer.read else { return Ok(()) };
    let unknown = || read.strict.iter().map(|error| &*error.message).filter(|one| one.starts_with("unknown"));
    let why = match read.decode_error() {
        Some(error) => again::converted(error),
        None if unknown().next().is_none() => return Ok(()),
        None => match submission.validation {
            Validation::Strict => {
                format!("strict decoding error: {}", unknown().collect::<Vec<_>>().join(", "))
            }
            Validation::Warn => {
                warnings.extend(unknown().map(str::to_owned));
                return Ok(());
            }
            Validation::Ignore => return Ok(()),
        },
    };
    let patch = api::json::go_text(&again::merged(patch));
    Err(Refusal::Unreadable { patch, why, doing: doing.clone() })
}

/// The server's warnings about an object that takes the place of another. Upstream: `WarningsOnUpdate` of the strategies
/// below pkg/registry; those of workloads look at a spec that has changed.
pub(super) fn warned(answer: &pipeline::Answer, object: &Object, old: &Object, state: &State) -> Vec<String> {
    let spec = |object: &Object| object.to_json().get("spec").cloned();
    let is_workload = object.pod_template().is_some();
    if is_workload && spec(object) == spec(old) {
        return Vec::new();
    }
    if matches!(object, Object::ReplicationController(_)) {
        // The server hands the old template over in the place of the new one.
        return validation::warnings(old, &state.kubernetes);
    }
    let is_guarded = |object: &Object| {
        let pointer = format!("/metadata/annotations/{}", ENFORCE_MOUNTABLE_SECRETS.replace('/', "~1"));
        object.to_json().pointer(&pointer).is_some()
    };
    if object.kind() == "ServiceAccount" && is_guarded(old) {
        return Vec::new();
    }
    if answer.refused.is_none() && answer.errors.is_empty() {
        return answer.warnings.clone();
    }
    // A create of it would have been refused, so that its warnings are not known.
    validation::warnings(object, &state.kubernetes)
}

/// An object as kubectl describes it in errors. Upstream: Info.String, cli-runtime/pkg/resource/visitor.go.
pub(super) fn described(answer: &pipeline::Answer, namespace: &str) -> String {
    let (version, kind) = (&answer.meta.api_version, &answer.meta.kind);
    let (group, number) = version.split_once('/').unwrap_or(("", version));
    let plural = kinds::plural(version, kind).unwrap_or_else(|| format!("{}s", kind.to_lowercase()));
    format!(
        "Resource: \"{group}/{number}, Resource={plural}\", GroupVersionKind: \"{group}/{number}, Kind={kind}\"\nName: \"{}\", Namespace: \"{namespace}\"",
        name(answer)
    )
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
    let refuse = |reason, message| Refusal::Status { reason, doing: doing.clone(), message };
    if submission.dry_run == DryRun::Client {
        return Ok((Done::Replaced, None));
    }
    decode(answer, submission, warnings).map_err(|message| refuse("BadRequest", message))?;
    let Some(stored) = stored else {
        let (resource, name) = (resource(answer), quote(&name(answer)));
        return Err(refuse("NotFound", format!("{resource} {name} not found")));
    };
    let Some(old) = stored.object.as_ref() else { return Ok((Done::Replaced, None)) };
    if let Some(message) = apiserver::other_uid(&written, old, &simulator::uid(&name(answer))) {
        return Err(refuse("Conflict", message));
    }
    let mut written = written;
    if let (Some(fields), Some(status)) = (written.as_object_mut(), old.to_json().get("status")) {
        fields.insert("status".to_owned(), status.clone());
    }
    let object = apiserver::update(Object::from_json(written), old, "", state)
        .map_err(|refusal| in_kubectl(refusal, doing.clone()))?;
    warnings.extend(warned(answer, &object, old, state));
    Ok((Done::Replaced, Some(object)))
}

/// The server's refusal in kubectl's terms.
pub(crate) fn in_kubectl(refusal: apiserver::Refusal, doing: Doing) -> Refusal {
    match refusal {
        apiserver::Refusal::Invalid { kind, name, errors } => {
            let (kind, group) = kind.split_once('.').unwrap_or((&kind, ""));
            let (kind, group) = (kind.to_owned(), group.to_owned());
            Refusal::Invalid(Invalid { kind, group, name, doing, errors })
        }
        other => Refusal::Status { reason: other.reason(), doing, message: other.to_string() },
    }
}

/// The server's look at a text that is applied on its side.
pub(super) fn typed(
    written: &Value,
    namespace: &str,
    answer: &pipeline::Answer,
    kubernetes: &Kubernetes,
) -> Result<(), Refusal> {
    let refuse = |reason, message| Err(Refusal::Status { reason, doing: Doing::Nothing, message });
    if written.pointer("/metadata/managedFields").is_some_and(|fields| !fields.is_null()) {
        return refuse("BadRequest", "metadata.managedFields must be nil".to_owned());
    }
    if let Some(message) = apiserver::typed_patch(written, namespace, kubernetes) {
        // The server gives this error no reason, and none to the next.
        return refuse("", message);
    }
    match answer.read.as_ref().and_then(api::Read::decode_error) {
        Some(error) => {
            let why = again::converted(error);
            refuse("", apiserver::unconverted(written, namespace, &why))
        }
        None => Ok(()),
    }
}

/// The answer to a text that is applied on the server's side with the uid of an object that is not there.
/// Upstream: patcher.applyPatch, apiserver/pkg/endpoints/handlers/patch.go; the advice: kubectl/pkg/cmd/apply/apply.go.
pub(super) fn without_object(uid: &str, answer: &pipeline::Answer) -> String {
    let (resource, name) = (resource(answer), quote(&name(answer)));
    let why =
        format!("uid mismatch: the provided object specified uid {uid}, and no existing object was found");
    format!("Operation cannot be fulfilled on {resource} {name}: {why}\n{CONFLICT}")
}

/// kubectl's advice on a conflict.
const CONFLICT: &str = "Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts";

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

fn invalid(answer: &pipeline::Answer, errors: Vec<String>, doing: Doing) -> Refusal {
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
