//! The walk over a document with the field table: type errors, unknown and doubled fields.
//! Upstream: sigs.k8s.io/json decode.go (`object`, `array`, `literalStore`) with its strict errors.

use super::{DecodeError, MAX_STRICT, StrictError, time};
use crate::features::Change;
use crate::fields::{Shape, table};
use crate::{Kubernetes, Quantity};
use source::{Document, Kind, Language, Node, NodeId, Scalar, print};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub decode: Vec<DecodeError>,
    pub strict: Vec<StrictError>,
    /// Values that must not reach the typed object.
    pub skip: BTreeSet<NodeId>,
}

/// Walks a document that should be the struct with this number.
pub(super) fn object(document: &Document, structure: usize, kubernetes: &Kubernetes, found: &mut Found) {
    let mut walk = Walk { kubernetes, json: document.language() == Language::Json, found };
    walk.structure(document.root(), structure, None);
}

struct Walk<'w> {
    kubernetes: &'w Kubernetes,
    json: bool,
    found: &'w mut Found,
}

/// The way to a value: paths are printed only when something is wrong there.
#[derive(Clone, Copy)]
struct Trail<'t> {
    parent: Option<&'t Trail<'t>>,
    step: Step<'t>,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Field { name: &'t str, embedded: Option<&'static str>, structure: &'static str },
    Key(&'t str),
    Index(usize),
}

impl<'t> Trail<'t> {
    /// `spec.containers[0].image`, keys of maps after a dot, as strict errors print it.
    fn strict(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.strict(out);
        }
        match self.step {
            Step::Field { name, .. } | Step::Key(name) => {
                if self.parent.is_some() {
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
        if let Step::Field { name, embedded: inner, .. } = self.step {
            for part in inner.filter(|_| embedded).into_iter().chain([name]) {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(part);
            }
        }
    }

    /// The struct that holds the innermost field.
    fn structure(&self) -> &'static str {
        match (self.step, self.parent) {
            (Step::Field { structure, .. }, _) => structure,
            (_, Some(parent)) => parent.structure(),
            (_, None) => "",
        }
    }

    fn child<'c>(&'c self, step: Step<'c>) -> Trail<'c>
    where
        't: 'c,
    {
        Trail { parent: Some(self), step }
    }
}

fn path(trail: &Trail<'_>) -> String {
    let mut out = String::new();
    trail.strict(&mut out);
    out
}

fn joined<'c>(trail: Option<&'c Trail<'c>>, step: Step<'c>) -> Trail<'c> {
    match trail {
        Some(trail) => trail.child(step),
        None => Trail { parent: None, step },
    }
}

impl Walk<'_> {
    fn structure(&mut self, node: Node<'_>, index: usize, trail: Option<&Trail<'_>>) {
        let Some(structure) = table().get(index) else { return };
        let mut seen = BTreeSet::new();
        for entry in node.entries() {
            let Some(field) = structure.field(entry.key, self.kubernetes) else {
                self.unknown(entry.key, structure.name, trail);
                self.found.skip.insert(entry.value.id());
                continue;
            };
            if self.json && !seen.insert(field.name) {
                self.duplicate(field.name, trail);
            }
            let step = Step::Field { name: field.name, embedded: field.embedded, structure: structure.name };
            self.value(entry.value, &field.shape, &joined(trail, step));
        }
    }

    fn value(&mut self, node: Node<'_>, shape: &Shape, trail: &Trail<'_>) {
        match (shape, node.kind()) {
            (_, Kind::Scalar(Scalar::Null, _))
            | (Shape::Any, _)
            | (Shape::String(_) | Shape::IntOrString, Kind::Scalar(Scalar::String, _))
            | (Shape::Bool, Kind::Scalar(Scalar::Bool(_), _))
            | (Shape::Int64, Kind::Scalar(Scalar::Int(_), _)) => {}
            (Shape::Int32 | Shape::IntOrString, Kind::Scalar(Scalar::Int(value), _))
                if i32::try_from(value).is_ok() => {}
            (Shape::Int32 | Shape::Int64 | Shape::IntOrString, _) => self.number(node, shape, trail),
            (Shape::Quantity, _) => self.quantity(node, trail),
            (Shape::Time | Shape::MicroTime, _) => self.time(node, shape, trail),
            (Shape::Struct(index), Kind::Mapping) => self.structure(node, *index, Some(trail)),
            (Shape::List(item), Kind::Sequence) => {
                for (index, node) in node.items().enumerate() {
                    self.value(node, item, &trail.child(Step::Index(index)));
                }
            }
            (Shape::Map(_, inner), Kind::Mapping) => {
                let mut seen = BTreeSet::new();
                for entry in node.entries() {
                    if self.json && !seen.insert(entry.key) {
                        self.duplicate(entry.key, Some(trail));
                    }
                    self.value(entry.value, inner, &trail.child(Step::Key(entry.key)));
                }
            }
            _ => self.mismatch(node, word(node), shape, trail, &shape.go_type(), false),
        }
    }

    /// What is no small whole number may still be one: `80.0` in YAML.
    fn number(&mut self, node: Node<'_>, shape: &Shape, trail: &Trail<'_>) {
        let either = *shape == Shape::IntOrString;
        let go_type = if *shape == Shape::Int64 { "int64" } else { "int32" };
        let Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _) = node.kind() else {
            self.mismatch(node, word(node), shape, trail, go_type, either);
            return;
        };
        let text = print::number_text(node);
        let fits = match text.parse::<i64>() {
            Ok(value) => *shape == Shape::Int64 || i32::try_from(value).is_ok(),
            Err(_) => false,
        };
        if !fits {
            self.mismatch(node, &format!("number {text}"), shape, trail, go_type, either);
        }
    }

    fn quantity(&mut self, node: Node<'_>, trail: &Trail<'_>) {
        let text = match node.kind() {
            Kind::Scalar(Scalar::String, text) => text.trim().to_owned(),
            Kind::Scalar(Scalar::Int(value), _) if value >= 0 => return,
            _ => print::json_of(node),
        };
        if let Err(error) = Quantity::parse(&text) {
            self.found.skip.insert(node.id());
            self.found.decode.push(DecodeError {
                message: error.to_string(),
                path: path(trail),
                wanted: Shape::Quantity.plain(),
                found: plain(node),
                aborts: true,
            });
        }
    }

    fn time(&mut self, node: Node<'_>, shape: &Shape, trail: &Trail<'_>) {
        let Some(text) = node.as_str() else {
            self.mismatch(node, word(node), shape, trail, "string", true);
            return;
        };
        if let Err(message) = time::check(text, *shape == Shape::MicroTime) {
            self.found.skip.insert(node.id());
            self.found.decode.push(DecodeError {
                message,
                path: path(trail),
                wanted: shape.plain(),
                found: plain(node),
                aborts: true,
            });
        }
    }

    fn mismatch(
        &mut self,
        node: Node<'_>,
        word: &str,
        shape: &Shape,
        trail: &Trail<'_>,
        go_type: &str,
        aborts: bool,
    ) {
        let mut field = String::new();
        trail.decode(self.kubernetes.has(Change::EmbeddedNamesInDecodePaths), &mut field);
        let structure = trail.structure();
        self.found.skip.insert(node.id());
        self.found.decode.push(DecodeError {
            message: format!(
                "json: cannot unmarshal {word} into Go struct field {structure}.{field} of type {go_type}"
            ),
            path: path(trail),
            wanted: shape.plain(),
            found: plain(node),
            aborts,
        });
    }

    fn unknown(&mut self, name: &str, structure: &'static str, trail: Option<&Trail<'_>>) {
        self.strict("unknown field", name, structure, trail);
    }

    fn duplicate(&mut self, name: &str, trail: Option<&Trail<'_>>) {
        self.strict("duplicate field", name, "", trail);
    }

    fn strict(&mut self, what: &str, name: &str, structure: &'static str, trail: Option<&Trail<'_>>) {
        if self.found.strict.len() >= MAX_STRICT {
            return;
        }
        let path = path(&joined(trail, Step::Key(name)));
        let message = format!("{what} {}", print::quote(&path));
        if self.found.strict.iter().all(|error| error.message != message) {
            self.found.strict.push(StrictError { message, path, structure });
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

/// The same for people.
fn plain(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Sequence => "list",
        Kind::Mapping => "map",
        Kind::Scalar(Scalar::Bool(_), _) => "true or false",
        Kind::Scalar(Scalar::String | Scalar::Null, _) => "string",
        Kind::Scalar(..) => "number",
    }
}
