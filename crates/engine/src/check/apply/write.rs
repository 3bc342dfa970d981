//! One object of `kubectl apply`, `create` or `replace`: what the server makes of it, in kubectl's terms.

use api::json::quote;
use api::well_known::{ENFORCE_MOUNTABLE_SECRETS, LAST_APPLIED};
use api::{Object, kinds, strategic};
use apiserver::State;
use kubectl::apply::{
    Doing, Done, DryRun, Invalid, OWN_WARNING, Patch, Refusal, Submission, Validation, Verb, WARNING,
};
use serde_json::{Value, json};
use validation::Error;

use super::super::pipeline;
use super::again;
use crate::applied::Stored;

/// An object on its way to the server.
pub(super) struct Sending<'a> {
    /// The server's answer to a create.
    pub answer: &'a pipeline::Answer,
    pub submission: &'a Submission,
    pub state: &'a State,
    /// The server's warnings so far.
    pub warnings: &'a mut Vec<String>,
}

impl Sending<'_> {
    /// Creates the object, with refusals in the server's order; `namespace` is empty for one of the whole cluster.
    pub fn create(&mut self, namespace: &str) -> Result<Done, Refusal> {
        if self.submission.dry_run == DryRun::Client {
            return Ok(Done::Created);
        }
        // The endpoint is deprecated, whatever is sent to it.
        let of_endpoint = pipeline::deprecation(&self.answer.meta, &self.state.kubernetes);
        self.warnings.extend(of_endpoint.clone());
        self.decode(&self.doing())?;
        if let Some(refusal) = &self.answer.refused {
            return Err(in_kubectl(refusal.clone(), self.doing()));
        }
        if !namespace.is_empty() && !self.state.has_namespace(namespace) {
            return Err(self.refusal("NotFound", format!("namespaces {} not found", quote(namespace))));
        }
        if !self.answer.errors.is_empty() {
            return Err(self.invalid(&self.answer.errors, self.doing()));
        }
        let others = self.answer.warnings.iter().filter(|one| Some(*one) != of_endpoint.as_ref());
        self.warnings.extend(others.cloned());
        Ok(Done::Created)
    }

    /// Creates an object of whose name there is one, which the server says when it finds nothing else to refuse.
    pub fn create_again(&mut self, namespace: &str) -> Result<Done, Refusal> {
        let done = self.create(namespace)?;
        if self.submission.dry_run == DryRun::Client {
            return Ok(done);
        }
        let (resource, name) = (resource(self.answer), quote(&name(self.answer)));
        Err(self.refusal("AlreadyExists", format!("{resource} {name} already exists")))
    }

    /// Applies to an object that exists: kubectl sends the difference, if there is one.
    /// Upstream: Patcher.patchSimple, staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go.
    pub fn configure(
        &mut self,
        stored: &Stored,
        texts: &Texts<'_>,
        namespace: &str,
    ) -> Result<(Done, Option<Object>), Refusal> {
        if let Some(refusal) = self.uncomputed(stored, texts, namespace) {
            return Err(refusal);
        }
        let patch = again::patch(stored, texts.applied);
        let is_same = patch.as_ref().map_or(stored.applied == texts.applied, |patch| *patch == json!({}));
        if is_same && self.submission.verb == Verb::Apply {
            return Ok((Done::Unchanged, None));
        }
        if self.submission.dry_run == DryRun::Client {
            return Ok((Done::Configured, None));
        }
        let doing = match (&patch, self.submission.verb) {
            (Some(patch), Verb::Apply) if !self.submission.is_diff => {
                let (text, object) = (again::printed(patch), described(self.answer, namespace));
                Doing::Patching(Box::new(Patch { text, object }))
            }
            _ => self.doing(),
        };
        match &patch {
            Some(patch) if self.submission.verb == Verb::Apply => self.readable(patch, &doing)?,
            _ => self.decode(&doing)?,
        }
        // The first apply on the server's side takes nothing away: what it leaves out is still somebody else's.
        let is_served = self.submission.verb == Verb::ApplyServerSide;
        let kept = Stored { applied: texts.fits.to_owned(), object: stored.object.clone() };
        let joined = if is_served { again::change(&kept, texts.fits, self.state) } else { None };
        let is_last = |(_, errors): &(Object, Vec<Error>)| {
            !errors.is_empty() || self.submission.dry_run == DryRun::Server
        };
        let changed = joined.filter(is_last).or_else(|| again::change(stored, texts.fits, self.state));
        let Some((object, errors)) = changed else {
            if let Some(old) = &stored.object {
                self.warn(old, old);
            }
            return Ok((Done::Configured, None));
        };
        if let Some(old) = &stored.object {
            if let Some(refusal) = apiserver::conflict(&object, old) {
                return Err(in_kubectl(refusal, doing));
            }
            if errors.is_empty() {
                if let Some(refusal) = apiserver::ungrown(&object, old, self.state) {
                    return Err(in_kubectl(refusal, doing));
                }
                self.warn(&object, old);
            }
        }
        if !errors.is_empty() {
            return Err(self.invalid(&errors, doing));
        }
        Ok((Done::Configured, Some(object)))
    }

    /// The refusal of an object whose difference kubectl cannot tell, since an item of a list does not say which one it is.
    fn uncomputed(&mut self, stored: &Stored, texts: &Texts<'_>, namespace: &str) -> Option<Refusal> {
        if self.submission.verb != Verb::Apply || self.submission.dry_run == DryRun::Client {
            return None;
        }
        let live = stored.object.as_ref()?;
        let written: Value = serde_json::from_str(texts.applied).ok()?;
        let why = strategic::keyless(&live.to_json(), &written, strategic::Rules::of(live.kind()))?;
        let source = quote(&self.submission.source);
        let [original, modified, current] = again::three(stored, texts.applied)?;
        for of in ["v3 spec", "spec"] {
            self.warnings.push(format!("{OWN_WARNING}error calculating patch from openapi {of}: {why}"));
        }
        let object = described(self.answer, namespace);
        Some(Refusal::Client(format!(
            "error when applying patch:\n\nto:\n{object}\nfor: {source}: error when patching {source}: creating patch with:\noriginal:\n{original}\nmodified:\n{modified}\ncurrent:\n{current}\nfor: {why}"
        )))
    }

    /// Puts an object in the place of the one that exists; its status stays.
    pub fn replace(
        &mut self,
        stored: Option<&Stored>,
        written: Value,
    ) -> Result<(Done, Option<Object>), Refusal> {
        if self.submission.dry_run == DryRun::Client {
            return Ok((Done::Replaced, None));
        }
        self.decode(&self.doing())?;
        let Some(stored) = stored else {
            let (resource, name) = (resource(self.answer), quote(&name(self.answer)));
            return Err(self.refusal("NotFound", format!("{resource} {name} not found")));
        };
        let Some(old) = stored.object.as_ref() else { return Ok((Done::Replaced, None)) };
        if let Some(message) = apiserver::other_uid(&written, old, &simulator::uid(&name(self.answer))) {
            return Err(self.refusal("Conflict", message));
        }
        let mut written = written;
        if let (Some(fields), Some(status)) = (written.as_object_mut(), old.to_json().get("status")) {
            fields.insert("status".to_owned(), status.clone());
        }
        let object = apiserver::update(Object::from_json(written), old, "", self.state)
            .map_err(|refusal| in_kubectl(refusal, self.doing()))?;
        self.warn(&object, old);
        Ok((Done::Replaced, Some(object)))
    }

    /// The server's look at a text that is applied on its side.
    pub fn typed(&self, written: &Value, namespace: &str) -> Result<(), Refusal> {
        let refuse = |reason, message| Err(Refusal::Status { reason, doing: Doing::Nothing, message });
        if written.pointer("/metadata/managedFields").is_some_and(|fields| !fields.is_null()) {
            return refuse("BadRequest", "metadata.managedFields must be nil".to_owned());
        }
        if let Some(message) = apiserver::typed_patch(written, namespace, &self.state.kubernetes) {
            // The server gives this error no reason, and none to the next.
            return refuse("", message);
        }
        match self.answer.read.as_ref().and_then(api::Read::decode_error) {
            Some(error) => {
                let why = again::converted(error);
                refuse("", apiserver::unconverted(written, namespace, &why))
            }
            None => Ok(()),
        }
    }

    /// Says that a dry run leaves the annotation of `kubectl apply` to whom it belongs.
    /// Upstream: migrateToSSAIfNecessary, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go.
    pub fn tell_unmigrated(&mut self, stored: &Stored) {
        if self.submission.dry_run == DryRun::Server && !stored.applied.is_empty() {
            let version = &self.answer.meta.api_version;
            self.warnings.push(format!(
                "{WARNING}failed to migrate {LAST_APPLIED} for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using {version}: .metadata.annotations.{LAST_APPLIED}"
            ));
        }
    }

    fn doing(&self) -> Doing {
        if self.submission.is_diff { Doing::Nothing } else { self.submission.verb.doing() }
    }

    fn refusal(&self, reason: &'static str, message: String) -> Refusal {
        Refusal::Status { reason, doing: self.doing(), message }
    }

    fn invalid(&self, errors: &[Error], doing: Doing) -> Refusal {
        let meta = &self.answer.meta;
        let group = meta.api_version.split_once('/').map_or("", |(group, _)| group);
        Refusal::Invalid(Invalid {
            kind: meta.kind.clone(),
            group: group.to_owned(),
            name: name(self.answer),
            doing,
            errors: errors.iter().map(|error| error.message(&self.state.kubernetes)).collect(),
        })
    }

    fn warn(&mut self, object: &Object, old: &Object) {
        self.warnings.extend(warned(self.answer, object, old, self.state));
    }

    /// The server's look at what a patch makes: unknown fields, values that a field cannot hold.
    fn readable(&mut self, patch: &Value, doing: &Doing) -> Result<(), Refusal> {
        let Some(read) = &self.answer.read else { return Ok(()) };
        let strict = read.strict.iter().map(|error| &*error.message);
        let unknown: Vec<&str> = strict.filter(|one| one.starts_with("unknown")).collect();
        let why = match read.decode_error() {
            Some(error) => again::converted(error),
            None if unknown.is_empty() => return Ok(()),
            None => match self.submission.validation {
                Validation::Strict => format!("strict decoding error: {}", unknown.join(", ")),
                Validation::Warn => {
                    self.warnings.extend(unknown.into_iter().map(str::to_owned));
                    return Ok(());
                }
                Validation::Ignore => return Ok(()),
            },
        };
        let patch = api::json::go_text(&again::merged(patch));
        Err(Refusal::Unreadable { patch, why, doing: doing.clone() })
    }

    /// The decoder's answer; unknown fields are refused, warned about or dropped.
    fn decode(&mut self, doing: &Doing) -> Result<(), Refusal> {
        let Some(read) = &self.answer.read else { return Ok(()) };
        let kind = &self.answer.meta.kind;
        let version = self.answer.meta.api_version.rsplit('/').next().unwrap_or_default();
        let refuse = |why: &str| {
            let message = format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {why}");
            Err(Refusal::Status { reason: "BadRequest", doing: doing.clone(), message })
        };
        if let Some(error) = read.decode_error() {
            return refuse(&error.message);
        }
        let strict = read.strict.iter().map(|error| error.message.as_str());
        match self.submission.validation {
            Validation::Strict if !read.strict.is_empty() => {
                refuse(&format!("strict decoding error: {}", strict.collect::<Vec<_>>().join(", ")))
            }
            Validation::Warn => {
                self.warnings.extend(strict.map(str::to_owned));
                Ok(())
            }
            Validation::Strict | Validation::Ignore => Ok(()),
        }
    }
}

/// An object that is sent: as `kubectl apply` notes it, with its numbers as a patch is read, as it is written.
pub(super) struct Texts<'t> {
    pub applied: &'t str,
    pub fits: &'t str,
    pub written: &'t dyn Fn() -> Value,
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
    let plural =
        kinds::plural(version, kind).map_or_else(|| format!("{}s", kind.to_lowercase()), str::to_owned);
    format!(
        "Resource: \"{group}/{number}, Resource={plural}\", GroupVersionKind: \"{group}/{number}, Kind={kind}\"\nName: \"{}\", Namespace: \"{namespace}\"",
        name(answer)
    )
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

/// The answer to a text that is applied on the server's side with the uid of an object that is not there.
/// Upstream: patcher.applyPatch, apiserver/pkg/endpoints/handlers/patch.go; the advice: kubectl/pkg/cmd/apply/apply.go.
pub(super) fn without_object(uid: &str, answer: &pipeline::Answer) -> String {
    let (resource, name) = (resource(answer), quote(&name(answer)));
    let why =
        format!("uid mismatch: the provided object specified uid {uid}, and no existing object was found");
    format!("Operation cannot be fulfilled on {resource} {name}: {why}\n{CONFLICT}")
}

/// kubectl's advice on a conflict.
pub(super) const CONFLICT: &str = "Please review the fields above--they currently have other managers. Here
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

pub(super) fn name(answer: &pipeline::Answer) -> String {
    answer.stored.as_ref().map(apiserver::name).unwrap_or_default()
}
