//! Checks a document's nodes against the field table: type errors, unknown and doubled fields.
//! Upstream: sigs.k8s.io/json decode.go (`object`, `array`, `literalStore`) with its strict errors.
//!
//! The code that fills the typed object ([`crate::typed`]) walks the document and checks each node here on its way.

use super::{DecodeError, MAX_STRICT, StrictError, time};
use crate::base64;
use crate::features::Change;
use crate::fields::{self, Field, Shape, Struct};
use crate::{Kubernetes, Quantity};
use source::{Document, Kind, Language, Node, Scalar, print};
use std::cell::RefCell;
use std::fmt::Write as _;

/// State of the checks of one document, with the faults found so far.
pub(crate) struct Strict<'k> {
    kubernetes: &'k Kubernetes,
    json: bool,
    found: RefCell<(Vec<DecodeError>, Vec<StrictError>)>,
}

/// The way to a value: paths are printed only when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'t> {
    parent: Option<&'t Trail<'t>>,
    step: Step<'t>,
    /// The type that the value should have.
    pub shape: &'t Shape,
}

#[derive(Clone, Copy)]
pub(crate) enum Step<'t> {
    /// The object itself.
    Start,
    /// A field and the struct that holds it.
    Field(&'t Field, &'static Struct),
    Key(&'t str),
    Index(usize),
}

impl<'t> Trail<'t> {
    /// The trail to the object itself.
    pub fn start(shape: &'t Shape) -> Self {
        Trail { parent: None, step: Step::Start, shape }
    }

    #[inline]
    pub fn child<'c>(&'c self, step: Step<'c>, shape: &'c Shape) -> Trail<'c>
    where
        't: 'c,
    {
        Trail { parent: Some(self), step, shape }
    }

    /// The struct that the value should be.
    pub fn structure(&self) -> Option<&'static Struct> {
        match self.shape {
            Shape::Struct(index) => fields::get(*index),
            _ => None,
        }
    }

    /// `spec.containers[0].image`, keys of maps after a dot, as strict errors print it.
    fn strict(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.strict(out);
        }
        match self.step {
            Step::Start => {}
            Step::Field(&Field { name, .. }, _) | Step::Key(name) => {
                if self.parent.is_some_and(|parent| parent.parent.is_some()) {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }

    /// `spec.containers.image`: fields only, embedded structs on the way.
    fn decode(&self, embedded: bool, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.decode(embedded, out);
        }
        if let Step::Field(field, _) = self.step {
            for part in field.embedded.filter(|_| embedded).into_iter().chain([field.name]) {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(part);
            }
        }
    }

    /// The name of the struct that holds the innermost field.
    fn holder(&self) -> &'static str {
        match (self.step, self.parent) {
            (Step::Field(_, structure), _) => structure.name,
            (_, Some(parent)) => parent.holder(),
            (_, None) => "",
        }
    }
}

fn path(trail: &Trail<'_>) -> String {
    let mut out = String::new();
    trail.strict(&mut out);
    out
}

impl<'k> Strict<'k> {
    pub fn new(document: &Document, kubernetes: &'k Kubernetes) -> Self {
        Strict { kubernetes, json: document.language() == Language::Json, found: RefCell::default() }
    }

    /// All that was found, in order.
    pub fn found(self) -> (Vec<DecodeError>, Vec<StrictError>) {
        self.found.into_inner()
    }

    /// The field with this name of the struct at the end of `trail`; `seen` marks those that came before.
    pub fn field(
        &self,
        name: &str,
        structure: &'static Struct,
        seen: &mut u64,
        trail: &Trail<'_>,
    ) -> Option<&'static Field> {
        let Some(field) = structure.field(name, self.kubernetes) else {
            self.strict("unknown field", name, structure.name, trail);
            return None;
        };
        let mark = 1 << (field.number % 64);
        if self.json && *seen & mark != 0 {
            self.duplicate(field.name, trail);
        }
        *seen |= mark;
        Some(field)
    }

    /// Whether keys of a map may be there twice: not in YAML, nor when they come sorted.
    pub fn may_have_duplicates(&self, node: Node<'_>) -> bool {
        self.json && !node.entries().zip(node.entries().skip(1)).all(|(one, next)| one.key < next.key)
    }

    /// A field or key is there twice in what `trail` leads to.
    pub fn duplicate(&self, name: &str, trail: &Trail<'_>) {
        self.strict("duplicate field", name, "", trail);
    }

    /// Whether a node is what it should be, as far as can be seen without going into it.
    pub fn fits(&self, node: Node<'_>, trail: &Trail<'_>) -> bool {
        match (trail.shape, node.kind()) {
            (_, Kind::Scalar(Scalar::Null, _))
            | (Shape::Any, _)
            | (Shape::String(_) | Shape::IntOrString, Kind::Scalar(Scalar::String, _))
            | (Shape::Bool, Kind::Scalar(Scalar::Bool(_), _))
            | (Shape::Int64, Kind::Scalar(Scalar::Int(_), _))
            | (Shape::Float, Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _))
            | (Shape::Struct(_) | Shape::Map(..), Kind::Mapping)
            | (Shape::List(_), Kind::Sequence) => true,
            // A list of numbers are bytes to Go, too.
            (Shape::Bytes, Kind::Sequence) => {
                let strange = node.items().map(word).find(|word| *word != "number");
                strange.is_none_or(|word| self.mismatch(node, word, trail, "uint8"))
            }
            (Shape::Int32 | Shape::IntOrString, Kind::Scalar(Scalar::Int(value), _))
                if i32::try_from(value).is_ok() =>
            {
                true
            }
            (Shape::Bytes, Kind::Scalar(Scalar::String, text)) => match base64::invalid(text) {
                None => true,
                Some(at) => {
                    self.refuse(format!("illegal base64 data at input byte {at}"), node, trail);
                    false
                }
            },
            (Shape::Int32 | Shape::Int64 | Shape::IntOrString, _) => self.number(node, trail),
            (Shape::Quantity, _) => self.quantity(node, trail),
            (Shape::Time | Shape::MicroTime, _) => self.time(node, trail),
            _ => self.mismatch(node, word(node), trail, &trail.shape.go_type()),
        }
    }

    /// Checks a number that is not written as a small whole one; it may still be one: `80.0` in YAML.
    fn number(&self, node: Node<'_>, trail: &Trail<'_>) -> bool {
        let wide = *trail.shape == Shape::Int64;
        let go_type = if wide { "int64" } else { "int32" };
        let Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _) = node.kind() else {
            return self.mismatch(node, word(node), trail, go_type);
        };
        let text = print::number_text(node);
        let fits = match text.parse::<i64>() {
            Ok(value) => wide || i32::try_from(value).is_ok(),
            Err(_) => false,
        };
        fits || self.mismatch(node, &format!("number {text}"), trail, go_type)
    }

    fn quantity(&self, node: Node<'_>, trail: &Trail<'_>) -> bool {
        let parsed = match node.kind() {
            Kind::Scalar(Scalar::String, text) => Quantity::from_json_text(text),
            Kind::Scalar(Scalar::Int(value), _) if value >= 0 => return true,
            _ => Quantity::parse(&print::json_of(node)),
        };
        parsed.map_err(|error| self.refuse(error.to_string(), node, trail)).is_ok()
    }

    fn time(&self, node: Node<'_>, trail: &Trail<'_>) -> bool {
        let Some(text) = node.as_str() else {
            return self.mismatch(node, word(node), trail, "string");
        };
        let is_micro = *trail.shape == Shape::MicroTime;
        let layout = if is_micro { time::MICROSECONDS } else { time::SECONDS };
        let checked = time::check(text, layout);
        checked.map_err(|message| self.refuse(message, node, trail)).is_ok()
    }

    #[cold]
    fn mismatch(&self, node: Node<'_>, word: &str, trail: &Trail<'_>, go_type: &str) -> bool {
        let mut field = String::new();
        trail.decode(self.kubernetes.has(Change::EmbeddedNamesInDecodePaths), &mut field);
        let holder = trail.holder();
        let message =
            format!("json: cannot unmarshal {word} into Go struct field {holder}.{field} of type {go_type}");
        self.refuse(message, node, trail);
        false
    }

    #[cold]
    fn refuse(&self, message: String, node: Node<'_>, trail: &Trail<'_>) {
        // These types read themselves in Go, whose decoder gives up when one of them cannot.
        let aborts =
            matches!(trail.shape, Shape::IntOrString | Shape::Quantity | Shape::Time | Shape::MicroTime);
        self.found.borrow_mut().0.push(DecodeError {
            message,
            path: path(trail),
            wanted: trail.shape.plain(),
            found: plain(node),
            aborts,
        });
    }

    #[cold]
    fn strict(&self, what: &str, name: &str, structure: &'static str, trail: &Trail<'_>) {
        let errors = &mut self.found.borrow_mut().1;
        if errors.len() >= MAX_STRICT {
            return;
        }
        let path = path(&trail.child(Step::Key(name), trail.shape));
        let message = format!("{what} {}", print::quote(&path));
        if errors.iter().all(|error| error.message != message) {
            errors.push(StrictError { message, path, structure });
        }
    }
}

/// The decoder's word for what is written.
fn word(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Sequence => "array",
        Kind::Mapping => "object",
        Kind::Scalar(Scalar::Bool(_), _) => "bool",
        Kind::Scalar(Scalar::String | Scalar::Null, _) => "string",
        Kind::Scalar(..) => "number",
    }
}

/// The word for people.
fn plain(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Sequence => "list",
        Kind::Mapping => "map",
        Kind::Scalar(Scalar::Bool(_), _) => "true or false",
        Kind::Scalar(Scalar::String | Scalar::Null, _) => "string",
        Kind::Scalar(..) => "number",
    }
}
