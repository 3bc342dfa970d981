//! A text that is sent to a cluster in which its objects may be there already, changed since.

use super::shown::{Answers, annotate};
use super::{Terminal, new_cluster};
use crate::applied::{Place, Stored};
use crate::check::again::{self, configuration};
use crate::check::client;
use crate::check::data::{Mode, Options};
use api::Object;
use api::read::TypeMeta;
use apiserver::State;
use kubectl::Output;
use kubectl::apply::{DryRun, Submission};
use serde_json::Value;
use source::{Document, Documents};

/// The answers to a text that is sent to a cluster in which `there` is, in kubectl's terms, with the requests that were taken.
/// `before` is the text that was applied when the cluster was new.
pub(crate) fn send(
    text: &Documents,
    before: &Documents,
    there: &[Value],
    state: State,
    submission: &Submission,
    answers: &dyn Answers,
) -> (Output, Vec<Taken>) {
    let options = Options { cluster: state.cluster, ..new_cluster(&state.kubernetes) };
    let mut terminal = Terminal { state, answers: Some(answers), ..Terminal::new(submission, &options) };
    terminal.state.namespace.clone_from(&submission.namespace);
    terminal.state.is_dry_run = submission.dry_run == DryRun::Server;
    let mut applied = Vec::new();
    each(before, |document| {
        applied.extend(place(document, "default").map(|(meta, place)| {
            let configuration = configuration(document.root(), place.namespace(), &meta);
            (place, configuration)
        }));
    });
    each(text, |document| terminal.find(document, there, &applied));
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

/// Looks at each document of a text, and at each item of its lists.
fn each(text: &Documents, mut look: impl FnMut(&Document)) {
    for document in &text.documents {
        let items = api::list::items(document);
        items.as_deref().unwrap_or(std::slice::from_ref(document)).iter().for_each(&mut look);
    }
}

/// The type and the place of a document's object; `None` when it has no name.
fn place(document: &Document, namespace: &str) -> Option<(TypeMeta, Place)> {
    let meta = client::type_meta(document, Mode::Kubectl);
    Place::of_root(document.root(), &meta, namespace).map(|place| (meta, place))
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
    let Some((meta, place)) = place(document, namespace) else { return };
    if let Some(object) = there.iter_mut().find(|one| is_at(one, &meta.kind, &place)) {
        annotate(object, again::noted(&configuration(document.root(), place.namespace(), &meta)));
    }
}

impl Terminal<'_> {
    /// Keeps the object of a document as it is among those that are there, with what was applied to it.
    fn find(&mut self, document: &Document, there: &[Value], applied: &[(Place, String)]) {
        let Some((meta, place)) = place(document, &self.state.namespace) else { return };
        if let Some(object) = there.iter().find(|one| is_at(one, &meta.kind, &place)) {
            let applied = applied.iter().find(|(other, _)| *other == place);
            let applied = applied.map(|(_, text)| text.clone()).unwrap_or_default();
            let object = Some(Object::from_json(object.clone()));
            self.objects.insert(place, Stored { applied, object });
        }
    }
}
