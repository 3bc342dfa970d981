//! An object that is there already and is applied once more: what the server makes of the change.
//! Upstream: applyOneObject, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go.

use super::data::{Mode, Options};
use super::pipeline::{self, Answer, stage};
use crate::applied::{Applied, Place, Stored};
use crate::simulation::objects;
use api::collections::Map;
use api::json::html_safe;
use api::read::{DecodeError, TypeMeta};
use api::strategic::ORDER;
use api::well_known::LAST_APPLIED;
use api::{Kubernetes, Object, kinds};
use apiserver::{Cluster, State};
use serde_json::{Map as Fields, Value};
use source::{Document, Node};
use validation::Error;

/// The node of a simulation, to which Pods are bound soon.
const NODE: &str = "sim-node";

/// The objects of a text that have been taken, as the documents behind them find them.
#[derive(Default)]
pub(super) struct There {
    objects: Applied,
}

impl There {
    /// Whether a document may be about an object that is there: the cluster made it, or the same text did.
    pub fn is_asked(documents: &[&Document], options: &Options) -> bool {
        if options.mode != Mode::Kubectl || !matches!(options.cluster, Cluster::New | Cluster::Assumed) {
            return false;
        }
        let mut seen: Map<Place, ()> = Map::new();
        documents.iter().any(|document| {
            let meta = super::client::type_meta(document, options.mode);
            let Some(place) = Place::of_root(document.root(), &meta, "default") else { return false };
            let is_own =
                apiserver::own(&meta.api_version, &meta.kind, place.namespace(), place.name()).is_some();
            is_own || seen.insert(place, ()).is_some()
        })
    }

    /// The server's answer to a document, when its object is there.
    pub fn answer(&self, document: &Document, options: &Options, state: &State) -> Option<Answer> {
        let meta = super::client::type_meta(document, options.mode);
        let place = Place::of_root(document.root(), &meta, &state.namespace)?;
        let stored = self.objects.get(&place);
        let made = if stored.is_none() { own(&meta, &place, state) } else { None };
        let stored = stored.or(made.as_ref())?;
        let mut answer = pipeline::answer(document, options, state);
        let applied = configuration(document.root(), place.namespace(), &answer.meta);
        if let Some((object, errors)) = change(stored, &applied, state) {
            answer.errors = errors;
            answer.stored = Some(object);
        } else {
            answer.errors.clear();
        }
        answer.refused = None;
        answer.warnings.extend(missing_annotation(stored, &answer.meta, &place));
        answer.stage = stage(&answer);
        Some(answer)
    }

    /// Keeps an object that the server has taken.
    pub fn keep(&mut self, document: &Document, answer: &Answer, state: &State) {
        let Some(place) = Place::of_root(document.root(), &answer.meta, &state.namespace) else { return };
        let applied = configuration(document.root(), place.namespace(), &answer.meta);
        let object = answer.stored.clone().map(|object| scheduled(object, state));
        self.objects.insert(place, Stored { applied, object });
    }
}

/// An object that the cluster made by itself.
pub(super) fn own(meta: &TypeMeta, place: &Place, state: &State) -> Option<Stored> {
    let value = apiserver::own(&meta.api_version, &meta.kind, place.namespace(), place.name())?;
    let mut object = Object::from_json(value);
    api::defaulting::apply(&mut object, &state.kubernetes);
    Some(Stored { applied: String::new(), object: Some(object) })
}

/// kubectl's warning of an object that it did not make.
pub(super) fn missing_annotation(stored: &Stored, meta: &TypeMeta, place: &Place) -> Option<String> {
    let plural = kinds::plural(&meta.api_version, &meta.kind)?;
    stored.applied.is_empty().then(|| {
        format!(
            "resource {plural}/{} is missing the {LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.",
            place.name()
        )
    })
}

/// The object as an apply leaves it, with the errors for which it may not; `None` when nothing of it is known.
pub(super) fn change(stored: &Stored, applied: &str, state: &State) -> Option<(Object, Vec<Error>)> {
    let (merged, old) = stored.merged(applied)?;
    Some(apiserver::change(merged, old, state))
}

/// The annotation that kubectl writes about an object that it applied.
pub(super) fn noted(applied: &str) -> String {
    html_safe(applied) + "\n"
}

/// The patch that kubectl sends to make the object what is written; `None` when nothing of the object is known.
pub(super) fn patch(stored: &Stored, applied: &str) -> Option<Value> {
    let [before, written, live] = beside(stored, applied)?;
    Some(apiserver::three_way(&live, &before, &written))
}

/// The three texts that kubectl compares, as it prints them: what was applied before, what is now, what is there.
pub(super) fn three(stored: &Stored, applied: &str) -> Option<[String; 3]> {
    let line = |mut value: Value| {
        value.sort_all_objects();
        html_safe(&value.to_string()) + "\n"
    };
    Some(beside(stored, applied)?.map(line))
}

/// The object as it was applied before, as it is applied now, and as it is there; `None` when nothing of the object is known.
fn beside(stored: &Stored, applied: &str) -> Option<[Value; 3]> {
    let [before, mut written] =
        [&*stored.applied, applied].map(|text| serde_json::from_str(text).unwrap_or_default());
    // As the server sends it, without what `omitempty` leaves out, which kubectl sends anew each time.
    let mut live = api::printed::json(stored.object.as_ref()?);
    for (object, text) in [(&mut live, &*stored.applied), (&mut written, applied)] {
        if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
            && !text.is_empty()
        {
            let annotations = metadata.entry("annotations").or_insert_with(|| Fields::new().into());
            let noted = Value::from(noted(text));
            annotations
                .as_object_mut()
                .into_iter()
                .for_each(|all| drop(all.insert(LAST_APPLIED.to_owned(), noted.clone())));
        }
    }
    Some([before, written, live])
}

/// A patch as its merge leaves it: the server takes out the lists whose order the patch gives.
pub(super) fn merged(patch: &Value) -> Value {
    let Value::Object(fields) = patch else { return patch.clone() };
    let is_left = |name: &str| !name.starts_with(ORDER) && !fields.contains_key(&format!("{ORDER}{name}"));
    let left = fields.iter().filter(|(name, _)| is_left(name));
    Value::Object(left.map(|(name, value)| (name.clone(), merged(value))).collect())
}

/// The words of the reader of patched objects for those of the reader of JSON.
/// Upstream: fromUnstructured, apimachinery/pkg/runtime/converter.go.
pub(super) fn converted(error: &DecodeError) -> String {
    let message = error.message.as_str();
    let parts = message.strip_prefix("json: cannot unmarshal ").and_then(|rest| {
        let (from, rest) = rest.split_once(" into ")?;
        Some((from, rest.rsplit_once("of type ")?.1))
    });
    let Some((from, to)) = parts else {
        let of_bytes = if message.starts_with("illegal base64") { "error decoding from json: " } else { "" };
        return format!("{of_bytes}{message}");
    };
    if error.wanted == "number or string" {
        // The type `IntOrString` reads itself, with an error of its own.
        return format!("json: cannot unmarshal {from} into Go value of type {to}");
    }
    let from = match from.split_once(' ').map_or(from, |(word, _)| word) {
        "number" if from.contains('.') => "float64",
        "number" => "int64",
        "array" => "slice",
        "object" => "map",
        plain => plain,
    };
    let is_number = matches!(from, "float64" | "int64");
    match to {
        _ if error.wanted == "string" && from != "int64" => "unrecognized type: string".to_owned(),
        to if error.wanted == "string" => format!("cannot convert {from} to {to}"),
        _ if error.wanted.starts_with("map to ") => format!("cannot restore map from {from}"),
        to if to.starts_with("[]") => format!("cannot restore slice from {from}"),
        to if to.contains('.') => format!("cannot restore struct from: {from}"),
        "bool" => "unrecognized type: bool".to_owned(),
        to if is_number => format!("cannot convert {from} to {to}"),
        to => format!("unrecognized type: {to}"),
    }
}

/// The document with each number that its field cannot hold cut to the field's bits, as the reader of patched objects does it;
/// `None` when all of them fit. Upstream: fromUnstructured, apimachinery/pkg/runtime/converter.go.
pub(super) fn fitting(document: &Document, kubernetes: &Kubernetes) -> Option<Document> {
    let mut fitting: Option<Document> = None;
    loop {
        let now = fitting.as_ref().unwrap_or(document);
        let Some(error) = api::read::read(now, kubernetes).decode_error().cloned() else { break };
        let mut value = api::json::of(now.root());
        let pointer = format!("/{}", error.path.replace(['.', '['], "/").replace(']', ""));
        let Some((place, cut)) = value.pointer_mut(&pointer).zip(cut(&error.message)) else { break };
        *place = cut.into();
        fitting = Some(source::read_json(&api::json::text(&value)).documents.into_iter().next()?);
    }
    fitting
}

/// The number that is left of one that is too large for its field, by the words about it.
fn cut(message: &str) -> Option<i64> {
    let (number, to) = message.strip_prefix("json: cannot unmarshal number ")?.split_once(" into ")?;
    let is_whole = number.trim_start_matches('-').chars().all(|c| c.is_ascii_digit());
    // The reader takes a number that even 64 bits cannot hold for a float.
    let number = is_whole.then(|| number.parse::<i64>().unwrap_or(i64::MIN))?;
    let bits = number.to_le_bytes();
    match to.rsplit_once("of type ")?.1 {
        "int32" => Some(i32::from_le_bytes([bits[0], bits[1], bits[2], bits[3]]).into()),
        "int64" => Some(number),
        _ => None,
    }
}

/// A patch as kubectl prints it.
pub(super) fn printed(patch: &Value) -> String {
    html_safe(&patch.to_string())
}

/// The object as it is when a person changes it: a Pod of a whole cluster has been bound to its node by then, a Service has its
/// address.
pub(super) fn scheduled(object: Object, state: &State) -> Object {
    let mut object = object;
    if let Object::Other(value) = &mut object
        && state.schedules()
        && value.get("kind").and_then(Value::as_str) == Some("Service")
    {
        objects::address(value);
    }
    if let Object::Pod(pod) = &mut object
        && state.schedules()
        && let Some(spec) = pod.spec.as_mut()
        && spec.scheduling_gates.as_ref().is_none_or(Vec::is_empty)
    {
        spec.node_name.get_or_insert_with(|| NODE.to_owned());
    }
    object
}

/// The object as kubectl notes it when it applies it: with its namespace and, even if it has none, annotations.
/// Upstream: GetModifiedConfiguration, staging/src/k8s.io/kubectl/pkg/util/apply.go; SetNamespace, cli-runtime.
pub(super) fn configuration(root: Node<'_>, namespace: &str, meta: &TypeMeta) -> String {
    let mut object = api::json::of(root);
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        let is_inside = kinds::is_known(&meta.api_version, &meta.kind)
            || kinds::other(&meta.api_version, &meta.kind).is_some_and(|other| other.namespaced);
        if is_inside {
            metadata.insert("namespace".to_owned(), namespace.into());
        }
        let annotations = metadata.entry("annotations").or_insert(Value::Null);
        if annotations.is_null() {
            *annotations = Fields::new().into();
        }
        // kubectl writes the annotations back as texts.
        let values = annotations.as_object_mut().into_iter().flat_map(Fields::values_mut);
        values.filter(|value| value.is_null()).for_each(|value| *value = "".into());
    }
    object.sort_all_objects();
    object.to_string()
}
