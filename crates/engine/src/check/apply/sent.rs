//! A text that is sent to a cluster in which its objects may be there already, changed since.

use super::shown::{Answers, annotate};
use super::{Terminal, new_cluster};
use crate::applied::{Place, Stored};
use crate::check::again::{self, configuration};
use crate::check::client;
use crate::check::data::{Mode, Options};
use api::Object;
use apiserver::State;
use kubectl::Output;
use kubectl::apply::{DryRun, Submission};
use serde_json::Value;
use source::{Document, Documents};

/// The answers to a text that is sent to a cluster in which `there` is, in kubectl's terms, with the requests that were taken.
pub(crate) fn send(
    text: &Documents,
    there: &[Value],
    state: State,
    submission: &Submission,
    answers: &dyn Answers,
) -> (Output, Vec<Taken>) {
    let options = Options { cluster: state.cluster, ..new_cluster(&state.kubernetes) };
    let mut terminal = Terminal { state, answers: Some(answers), ..Terminal::new(submission, &options) };
    terminal.state.namespace.clone_from(&submission.namespace);
    terminal.state.is_dry_run = submission.dry_run == DryRun::Server;
    // An object that is there was applied, since it is of the same text.
    for document in &text.documents {
        let items = api::list::items(document);
        for document in items.as_deref().unwrap_or(std::slice::from_ref(document)) {
            terminal.find(document, there);
        }
    }
    let output = terminal.shown(text, submission);
    (output, terminal.taken)
}

/// A request that the server took.
pub(crate) struct Taken {
    /// The object that was there; `None` when it is new.
    pub before: Option<Value>,
    /// The new object as it is written, or the patch of the one that was there.
    pub body: Value,
}

impl Taken {
    /// The request that made an object, or changed the one that was there; `None` where it changed nothing.
    pub(super) fn of(
        earlier: Option<&Object>,
        changed: Option<&Object>,
        written: impl Fn() -> Value,
    ) -> Option<Taken> {
        let before = earlier.map(Object::to_json);
        let body = match &before {
            Some(old) => apiserver::two_way(old, &changed?.to_json()),
            None => written(),
        };
        Some(Taken { before, body })
    }
}

/// Whether an object is the one of a place.
fn is_at(one: &Value, kind: &str, place: &Place) -> bool {
    let text = |pointer: &str| one.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    text("/kind") == kind
        && text("/metadata/name") == place.name()
        && text("/metadata/namespace") == place.namespace()
}

/// Writes into the object of a document, where it is there, the annotation that `kubectl apply` left.
pub(crate) fn note(document: &Document, namespace: &str, there: &mut [Value]) {
    let meta = client::type_meta(document, Mode::Kubectl);
    let Some(place) = Place::of_root(document.root(), &meta, namespace) else { return };
    if let Some(object) = there.iter_mut().find(|one| is_at(one, &meta.kind, &place)) {
        annotate(object, again::noted(&configuration(document.root(), place.namespace(), &meta)));
    }
}

impl Terminal<'_> {
    /// Keeps the object of a document as it is among those that are there.
    fn find(&mut self, document: &Document, there: &[Value]) {
        let meta = client::type_meta(document, Mode::Kubectl);
        let Some(place) = Place::of_root(document.root(), &meta, &self.state.namespace) else { return };
        if let Some(object) = there.iter().find(|one| is_at(one, &meta.kind, &place)) {
            let applied = configuration(document.root(), place.namespace(), &meta);
            let object = Some(Object::from_json(object.clone()));
            self.objects.insert(place, Stored { applied, object });
        }
    }
}
