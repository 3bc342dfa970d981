//! A document into an object, strictly, as the API server's decoder reads it.
//! Upstream: apimachinery/pkg/runtime/serializer/json/json.go, sigs.k8s.io/json.
//!
//! Every stage is kept apart and none stops the next: one bad field costs only itself. It is
//! reported, left out, and the rest is read.

mod check;
mod kind;
mod time;

use crate::fields::Shape;
use crate::json;
use crate::typed::Input;
use crate::{Kubernetes, Object};
use source::Document;

pub(crate) use check::{Step, Strict, Trail};
pub use kind::{TypeMeta, is_served, no_matches, type_meta};

/// At most this many strict errors are collected, as on the server.
const MAX_STRICT: usize = 100;

/// A value that its field cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// In the decoder's words.
    pub message: String,
    /// The field, as the API server prints paths.
    pub path: String,
    /// The type that the field wants, for people: `whole number`.
    pub wanted: String,
    /// The type that is written, for people: `string`.
    pub found: &'static str,
    /// Whether decoding stops here, so that the server names this and not an earlier one.
    pub aborts: bool,
}

/// A field that strict decoding refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrictError {
    /// In the decoder's words: `unknown field "spec.foo"`.
    pub message: String,
    /// The field.
    pub path: String,
    /// The struct that does not know the field; empty for a duplicate.
    pub structure: &'static str,
}

/// The result of reading one document.
#[derive(Clone, Debug)]
pub struct Read {
    /// The object, without what could not be read.
    pub object: Object,
    /// Type errors, in the order in which the decoder meets them.
    pub decode: Vec<DecodeError>,
    /// Unknown fields, and in JSON duplicates, in the order in which the decoder meets them.
    pub strict: Vec<StrictError>,
}

impl Read {
    /// The one decode error that the server names.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.decode.iter().find(|error| error.aborts).or_else(|| self.decode.first())
    }
}

/// Reads a document as an object of the kind that it names, under a release.
pub fn read(document: &Document, kubernetes: &Kubernetes) -> Read {
    let (api_version, kind) = kind::names(document);
    read_as(document, api_version, kind, kubernetes)
}

/// The errors of a document's metadata, whatever its kind: as those of a ConfigMap.
pub fn metadata_errors(document: &Document, kubernetes: &Kubernetes) -> Vec<DecodeError> {
    read_as(document, "v1", "ConfigMap", kubernetes).decode
}

/// Reads a document as an object of a kind.
fn read_as(document: &Document, api_version: &str, kind: &str, kubernetes: &Kubernetes) -> Read {
    let strict = Strict::new(document, kubernetes);
    let known = crate::kinds::is_known(api_version, kind);
    let Some(structure) = crate::fields::index_of(kind).filter(|_| known) else {
        let other = crate::kinds::other(api_version, kind);
        let value = match other.and_then(|_| crate::fields::index_of_other(api_version, kind)) {
            Some(structure) => {
                let shape = Shape::Struct(structure);
                Input::node(document.root(), &Trail::start(&shape), &strict).value()
            }
            None => json::of(document.root()),
        };
        let (decode, strict) = strict.found();
        return Read { object: Object::Other(Box::new(value)), decode, strict };
    };
    let shape = Shape::Struct(structure);
    let start = Trail::start(&shape);
    let object = Object::typed(kind, Input::node(document.root(), &start, &strict));
    let mut object = object.unwrap_or_else(|| Object::Other(Box::new(json::of(document.root()))));
    object.keep_empty_selector(|| has_selector(document));
    let (decode, strict) = strict.found();
    Read { object, decode, strict }
}

/// Whether a workload's selector is written, be it empty.
fn has_selector(document: &Document) -> bool {
    let selector = document.root().get("spec").and_then(|spec| spec.get("selector"));
    selector.is_some_and(|selector| matches!(selector.kind(), source::Kind::Mapping))
}
