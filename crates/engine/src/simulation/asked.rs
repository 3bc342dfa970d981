//! The API server at an instant, and its answer to a request that was typed.

use api::well_known::{RANDOM_END, TOKEN_VOLUME};
use api::{Object, Quantity};
use apiserver::{Cluster as Sort, State};
use k8s_openapi::api::core::v1::Pod;
use kubectl::apply::{Doing, Refusal, Submission};
use kubectl::{Cluster, Done, Output, Patch, PatchKind, Request, Whom};
use serde_json::Value;
use simulator::Write;
use source::Documents as Text;

use super::objects::{self, text};
use super::scale;
use super::server::Served;
use crate::check::{self, Taken};
use crate::create::part;

/// The consequence of a request that the server takes.
pub(super) enum Outcome {
    /// It is done, and this is what the server answers with, where it is an object.
    Done(Option<Value>),
    /// A patch leaves its object as it is.
    Unchanged(Option<Value>),
}

/// The server's answer, behind its warnings.
type Answer = (Vec<String>, Result<Outcome, Refusal>);

/// The server of the objects that are there.
pub(super) struct Asked<'a> {
    cluster: &'a Cluster<'a>,
    state: State,
}

fn refused(refusal: Refusal) -> Answer {
    (Vec::new(), Err(refusal))
}

impl<'a> Asked<'a> {
    /// The server of a cluster.
    pub fn of(cluster: &'a Cluster<'a>) -> Asked<'a> {
        let mut state = State::new(Sort::Assumed, cluster.kubernetes);
        for value in cluster.workloads {
            let object = || Object::Other(Box::new(value.clone()));
            let kind = text(value, "/kind");
            if part::is_consulted_kind(kind) || kind == "StorageClass" {
                state.add(object());
            }
            if part::is_competing_kind(kind) {
                state.renew(&object());
            }
        }
        Asked { cluster, state }
    }

    /// The object that a request is about.
    fn found(&self, whom: &Whom) -> Option<Object> {
        let is_pod = whom.kind == "Pod";
        let all = if is_pod { self.cluster.pods } else { self.cluster.workloads };
        let found = all.iter().find(|one| {
            text(one, "/metadata/name") == whom.name
                && text(one, "/metadata/namespace") == whom.namespace
                && (is_pod || text(one, "/kind") == whom.kind)
        });
        if is_pod {
            pod(found?).map(|pod| Object::Pod(Box::new(pod)))
        } else {
            found.cloned().map(Object::from_json)
        }
    }

    fn pods(&self) -> Vec<Pod> {
        self.cluster.pods.iter().filter_map(pod).collect()
    }

    /// The server's answer to a request.
    pub fn answer(&self, done: &Done) -> Answer {
        match &done.request {
            Request::Create(object) => self.created(object, self.found(&done.whom).as_ref()),
            Request::Delete { .. } => {
                let message = Some(&done.whom).filter(|whom| whom.kind == "Namespace");
                match message.and_then(|whom| simulator::undeletable(&whom.name)) {
                    Some(message) => {
                        refused(Refusal::Status { reason: "Forbidden", doing: Doing::Nothing, message })
                    }
                    None => (Vec::new(), Ok(Outcome::Done(None))),
                }
            }
            Request::Evict { .. } => (Vec::new(), Ok(Outcome::Done(None))),
            Request::Patch(patch) => match self.found(&done.whom) {
                Some(stored) => self.patched(&stored, patch),
                None => (Vec::new(), Ok(Outcome::Done(None))),
            },
        }
    }

    /// The answer to a new object, which kubectl looks at first. All that is there is counted only where a quota counts it.
    fn created(&self, object: &Value, there: Option<&Object>) -> Answer {
        let problems = |key: &str| {
            let problems = validation::names::config_map_key(key).into_iter();
            problems.map(|problem| problem.text.into_owned()).collect()
        };
        if let Some(refusal) = kubectl::bad_key(object, problems) {
            return refused(refusal);
        }
        let namespace = self.state.namespace_of(&Object::from_json(object.clone()));
        let made = |object: Object| Outcome::Done(Some(self.as_made(&object)));
        let done = |(warned, outcome): check::Request| (warned, outcome.map(made));
        if self.state.around(&namespace).quotas.is_empty() {
            return done(check::created(object, there, &self.state));
        }
        done(check::created(object, there, &self.counted(&namespace)))
    }

    /// The answer to a patch in a dry run of kubectl alone, which applies it to the object that is there.
    pub fn imagined(&self, done: &Done) -> Answer {
        let (Request::Patch(patch), Some(stored)) = (&done.request, self.found(&done.whom)) else {
            return self.answer(done);
        };
        let mut value = tidy(stored.to_json(), &stored);
        // A dry run of a scaling shows the object as it is.
        if patch.subresource.is_none()
            && let Err(words) = simulator::patched(&mut value, &patch.patch, Some(patch.kind.name()))
        {
            return refused(Refusal::Client(words));
        }
        (Vec::new(), Ok(Outcome::Done(Some(value))))
    }

    /// A new object as the server answers with it.
    fn as_made(&self, object: &Object) -> Value {
        let mut value = api::printed::json(object);
        objects::complete(&mut value, object, self.cluster.kubernetes);
        let namespace = self.state.namespace_of(object);
        let uid = simulator::uid(&format!("{}/{namespace}/{}", object.kind(), object.name()));
        let made = api::time::text(self.cluster.now);
        if let Some(fields) = value.get_mut("metadata").and_then(Value::as_object_mut) {
            fields.insert("uid".to_owned(), uid.clone().into());
            fields.insert("creationTimestamp".to_owned(), made.into());
            if !namespace.is_empty() {
                fields.insert("namespace".to_owned(), namespace.into());
            }
        }
        // A Job's labels have it too; the volume of an account's token has letters of its own.
        let sent = format!("{TOKEN_VOLUME}{RANDOM_END}");
        let drawn = format!("{TOKEN_VOLUME}{}", simulator::letters(object.name()));
        let text = value.to_string().replace(api::defaulting::UID, &uid).replace(&sent, &drawn);
        serde_json::from_str(&text).unwrap_or(value)
    }

    /// The state with all that a namespace's quotas count.
    fn counted(&self, namespace: &str) -> State {
        let mut state = self.state.clone();
        let others =
            self.cluster.workloads.iter().filter(|one| text(one, "/metadata/namespace") == namespace);
        let others: Vec<Object> = others.cloned().map(Object::from_json).collect();
        state.fill(namespace, self.pods(), &others);
        state
    }

    /// The output of a command that sends a text, with the requests that are taken; `before` is what was applied at the beginning.
    pub fn sent(
        &self,
        text: &Text,
        before: &Text,
        submission: &Submission,
    ) -> (Output, Vec<(Whom, Request)>) {
        let mut there = self.cluster.workloads.to_vec();
        there.extend(self.cluster.pods.iter().map(|pod| {
            let mut pod = pod.clone();
            pod.as_object_mut().map(|fields| fields.insert("kind".to_owned(), "Pod".into()));
            pod
        }));
        let state = self.counted(&submission.namespace);
        let (output, taken) = check::send(text, before, &there, state, submission, self);
        let request = |taken| request(taken, &self.state, &submission.namespace);
        (output, taken.into_iter().map(request).collect())
    }

    /// The answer to a patch of an object that is there.
    fn patched(&self, stored: &Object, patch: &Patch) -> Answer {
        let (twice, Patch { kind, subresource, patch, .. }) = (patch.warnings.clone(), patch);
        let before = stored.to_json();
        if subresource.as_deref() == Some("scale") {
            let scaled = scale::refusal(&before, patch, *kind);
            if let Some(refusal) = scaled {
                return refused(refusal);
            }
        }
        let rules = api::strategic::Rules::of(stored.kind());
        let keyless = || api::strategic::keyless(&before, patch, rules);
        if let Some(message) = (*kind == PatchKind::Strategic).then(keyless).flatten() {
            return refused(Refusal::Status { reason: "", doing: Doing::Nothing, message });
        }
        let mut value = before.clone();
        if let Err(words) = simulator::patched(&mut value, patch, Some(kind.name())) {
            // The words of the scenario's actions say more than the server does.
            return refused(Refusal::Request(words.split(" (").next().unwrap_or_default().to_owned()));
        }
        let is_pod = matches!(stored, Object::Pod(_));
        if let Some(why) = is_pod.then(|| simulator::unreadable(&value)).flatten() {
            return refused(Refusal::Unreadable {
                patch: api::json::go_text(patch),
                why,
                doing: Doing::Nothing,
            });
        }
        if let Some(refusal) = elsewhere(&before, &value) {
            return refused(refusal);
        }
        let same = tidy(before.clone(), stored);
        let outcome = |after: Value| {
            let after = tidy(after, stored);
            if after == same { Outcome::Unchanged(Some(after)) } else { Outcome::Done(Some(after)) }
        };
        // The rules of the other subresources are the simulation's.
        let subresource = match subresource.as_deref() {
            None => "",
            Some("resize") if is_pod => "resize",
            Some(of) => {
                let object = Object::from_json(value.clone());
                let written = match of {
                    "status" => apiserver::with_status(object),
                    "ephemeralcontainers" if is_pod => {
                        apiserver::with_ephemeral_containers(object, &self.state)
                    }
                    _ => Ok(object),
                };
                let written = written.map_err(|refusal| check::in_kubectl(refusal, Doing::Nothing));
                return (twice, written.map(|_| outcome(value)));
            }
        };
        let (pods, room) = (|| self.pods(), |resource: &str| self.room(stored, resource));
        let write = Write { subresource, there: &pods, room: &room };
        let server = Served::new(self.state.clone());
        let update = |object: Object| server.updated(object, stored, &write);
        let (warned, updated) =
            check::patched(patch, &value, stored, *kind == PatchKind::Strategic, &self.state, update);
        let warned = twice.into_iter().chain(warned).collect();
        // The server drops the fields that it does not know.
        (warned, updated.map(|object| outcome(kept(&before, object.to_json()))))
    }

    /// The amount of a resource that the node of a Pod can give.
    fn room(&self, pod: &Object, resource: &str) -> Option<Quantity> {
        let node = pod.pod_spec().and_then(|(_, spec)| spec.node_name.clone())?;
        let mut nodes = self.cluster.workloads.iter().filter(|one| text(one, "/kind") == "Node");
        let status = nodes.find(|one| text(one, "/metadata/name") == node)?.get("status")?;
        let amounts = status.get("allocatable").or_else(|| status.get("capacity"))?;
        Quantity::parse(amounts.get(resource)?.as_str()?).ok()
    }
}

impl check::Answers for Asked<'_> {
    fn object(&self, object: &Object, before: Option<&Object>) -> Value {
        match before {
            Some(before) => tidy(kept(&before.to_json(), object.to_json()), before),
            None => self.as_made(object),
        }
    }

    fn now(&self) -> String {
        api::time::text(self.cluster.now)
    }
}

/// The request that was taken, and its object; `namespace` is the one of objects that name none.
fn request(taken: Taken, state: &State, namespace: &str) -> (Whom, Request) {
    let Taken { before, mut body } = taken;
    let whom = |object: &Value, namespace: String| {
        let text = |pointer: &str| text(object, pointer).to_owned();
        Whom { kind: text("/kind"), namespace, name: text("/metadata/name") }
    };
    if let Some(before) = before {
        let (kind, subresource, warnings) = (PatchKind::Strategic, None, Vec::new());
        let space = text(&before, "/metadata/namespace").to_owned();
        return (whom(&before, space), Request::Patch(Patch { kind, subresource, patch: body, warnings }));
    }
    let mut space = state.namespace_of(&Object::from_json(body.clone()));
    let metadata = body.get_mut("metadata").and_then(Value::as_object_mut);
    if let Some(metadata) = metadata.filter(|fields| !space.is_empty() && !fields.contains_key("namespace")) {
        namespace.clone_into(&mut space);
        if namespace != "default" {
            metadata.insert("namespace".to_owned(), namespace.into());
        }
    }
    (whom(&body, space), Request::Create(body))
}

/// An object as kubectl prints it.
fn tidy(mut value: Value, object: &Object) -> Value {
    api::printed::tidy(&mut value, matches!(object, Object::Other(_)));
    value
}

/// An object with what no write of it changes: its status, its identity and its date of birth.
fn kept(before: &Value, mut after: Value) -> Value {
    let kept = [
        ("", "status"),
        ("/metadata", "creationTimestamp"),
        ("/metadata", "namespace"),
        ("/metadata", "uid"),
    ];
    for (parent, field) in kept {
        let Some(fields) = after.pointer_mut(parent).and_then(Value::as_object_mut) else { continue };
        match before.pointer(&format!("{parent}/{field}")) {
            Some(old) => fields.insert(field.to_owned(), old.clone()),
            None => fields.remove(field),
        };
    }
    after
}

/// The refusal of a patch that makes another object of it. Upstream: checkName, apiserver/pkg/endpoints/handlers/rest.go.
fn elsewhere(before: &Value, after: &Value) -> Option<Refusal> {
    let of = |object: &Value, field: &str| objects::text(object, field).to_owned();
    let bad = |message: String| Refusal::Status { reason: "BadRequest", doing: Doing::Nothing, message };
    let (kind, version) = (of(after, "/kind"), of(after, "/apiVersion"));
    if kind != of(before, "/kind") || version != of(before, "/apiVersion") {
        let scheme = "in scheme \"pkg/api/legacyscheme/scheme.go:30\"";
        let why = format!("no kind {kind:?} is registered for version {version:?} {scheme}");
        let patch = api::json::text(&api::json::sorted(after.clone()));
        return Some(Refusal::Unreadable { patch, why, doing: Doing::Nothing });
    }
    let (name, new) = (of(before, "/metadata/name"), of(after, "/metadata/name"));
    if !new.is_empty() && new != name {
        let words = "does not match the name on the URL";
        return Some(bad(format!("the name of the object ({new}) {words} ({name})")));
    }
    let (space, new) = (of(before, "/metadata/namespace"), of(after, "/metadata/namespace"));
    let words = "the namespace of the provided object does not match the namespace sent on the request";
    (!new.is_empty() && new != space).then(|| bad(words.to_owned()))
}

fn pod(value: &Value) -> Option<Pod> {
    api::typed::from_json(value).ok()
}
