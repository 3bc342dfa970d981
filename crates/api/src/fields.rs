//! The field table: what may be written where. From `data/fields.txt`, which `cargo xtask fields`
//! generates; documentation is apart (`data/docs.txt`), so that a page may load it later. The kinds without a Pod have a
//! table of their own (`data/other-fields.txt`), which is read when the first of them is met.
//!
//! A line of the table is a struct's name, or a blank and a field: name, shape, then `!` when the
//! schema requires it, `<Name` for the embedded Go struct that holds it, `+34` and `-37` for the
//! first release that has it and the first that has it no longer. Shapes: `string` (or the name of a
//! Go string type), `bool`, `int32`, `int64`, `float`, `bytes`, `quantity`, `intstr`, `time`, `microtime`, `any`,
//! `@Struct`, `[]SHAPE`, `map SHAPE`, `resources`. The structs behind `=autoscaling/v2` are of that package; one of them
//! is meant before another of its name.

mod parse;
mod words;

use crate::Kubernetes;
use std::sync::OnceLock;

pub use words::words;

const FIELDS: &str = include_str!("../data/fields.txt");
const OTHER_FIELDS: &str = include_str!("../data/other-fields.txt");

/// The documentation of every struct and field, for [`Docs::new`]. A quarter of a megabyte.
pub const DOCS: &str = include_str!("../data/docs.txt");

/// The documentation that a program was given which does not hold it.
static GIVEN: OnceLock<String> = OnceLock::new();

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string, with the name of its Go type.
    String(&'static str),
    /// True or false.
    Bool,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A number with a fraction.
    Float,
    /// Bytes, as text in base64.
    Bytes,
    /// An amount such as `500m`.
    Quantity,
    /// A whole number of 32 bits, or a string.
    IntOrString,
    /// A moment in seconds.
    Time,
    /// A moment in microseconds.
    MicroTime,
    /// Any JSON.
    Any,
    /// The struct with this number.
    Struct(usize),
    /// A list.
    List(Box<Shape>),
    /// A map from strings, with the name of its Go type when it has one.
    Map(Option<&'static str>, Box<Shape>),
}

impl Shape {
    /// As Go prints the type: `[]v1.Container`, `map[string]string`, `int32`.
    pub fn go_type(&self) -> String {
        match self {
            Shape::String(name) | Shape::Map(Some(name), _) => (*name).to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Int32 => "int32".to_owned(),
            Shape::Int64 => "int64".to_owned(),
            Shape::Float => "float64".to_owned(),
            Shape::Bytes => "[]uint8".to_owned(),
            Shape::Quantity => "resource.Quantity".to_owned(),
            Shape::IntOrString => "intstr.IntOrString".to_owned(),
            Shape::Time => "v1.Time".to_owned(),
            Shape::MicroTime => "v1.MicroTime".to_owned(),
            Shape::Any => "interface {}".to_owned(),
            Shape::Struct(index) => {
                get(*index).map_or_else(String::new, |found| format!("{}.{}", found.version, found.name))
            }
            Shape::List(item) => format!("[]{}", item.go_type()),
            Shape::Map(None, value) => format!("map[string]{}", value.go_type()),
        }
    }

    /// For people: `string`, `whole number`, `list of Container`, `map to string`.
    pub fn plain(&self) -> String {
        match self {
            Shape::String(_) => "string".to_owned(),
            Shape::Bool => "true or false".to_owned(),
            Shape::Int32 | Shape::Int64 => "whole number".to_owned(),
            Shape::Float => "number".to_owned(),
            Shape::Bytes => "base64 text".to_owned(),
            Shape::Quantity => "quantity".to_owned(),
            Shape::IntOrString => "number or string".to_owned(),
            Shape::Time | Shape::MicroTime => "time".to_owned(),
            Shape::Any => "anything".to_owned(),
            Shape::Struct(index) => get(*index).map_or("", |found| found.name).to_owned(),
            Shape::List(item) => format!("list of {}", item.plain()),
            Shape::Map(_, value) => format!("map to {}", value.plain()),
        }
    }

    /// The struct that a value of this shape, or its items, are made of.
    pub fn structure(&self) -> Option<&'static Struct> {
        match self {
            Shape::Struct(index) => get(*index),
            Shape::List(inner) | Shape::Map(_, inner) => inner.structure(),
            _ => None,
        }
    }
}

/// A struct of the API.
#[derive(Debug)]
pub struct Struct {
    /// Its name in Go and in OpenAPI, such as `Container`.
    pub name: &'static str,
    /// The version of its Go package: `v1`.
    pub version: &'static str,
    /// Its fields, by name.
    pub fields: Vec<Field>,
    /// Where each field stands in the list, behind 0 for none: at its name's [`hash`], or the next place that was free.
    /// Twice as long as the list at least, and a power of two.
    places: Vec<u8>,
}

impl Struct {
    fn new(name: &'static str, version: &'static str, fields: Vec<Field>) -> Struct {
        let mut places = vec![0; (fields.len() * 2).next_power_of_two()];
        for (behind, field) in (1..).zip(&fields) {
            let mut at = hash(field.name);
            while places.get(at % places.len()).is_some_and(|place| *place != 0) {
                at += 1;
            }
            let length = places.len();
            if let Some(place) = places.get_mut(at % length) {
                *place = behind;
            }
        }
        Struct { name, version, fields, places }
    }

    /// The field with this name in this release.
    pub fn field(&self, name: &str, kubernetes: &Kubernetes) -> Option<&Field> {
        let mut at = hash(name);
        loop {
            // The length is a power of two.
            let place = self.places.get(at & (self.places.len() - 1))?;
            let field = self.fields.get(usize::from(*place).checked_sub(1)?)?;
            if field.name == name {
                return Some(field).filter(|field| field.exists_in(kubernetes));
            }
            at += 1;
        }
    }
}

/// Tells the fields of nearly every struct apart by their length and three letters.
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let [first, .., last] = bytes else { return bytes.len() };
    let middle = bytes.get(bytes.len() / 2).map_or(0, |byte| usize::from(*byte));
    bytes.len() * 8 + usize::from(*first) + middle * 17 + usize::from(*last) * 4
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// As written in a manifest.
    pub name: &'static str,
    /// Its line among those of its struct; the typed objects know their fields by this number.
    pub number: u8,
    /// The type of its value.
    pub shape: Shape,
    /// Whether the schema requires it.
    pub required: bool,
    /// The embedded Go struct that holds it, if one does.
    pub embedded: Option<&'static str>,
    /// The minor of the first release that has it, when that is newer than the oldest offered.
    pub since: Option<u8>,
    /// The minor of the first release that has it no longer.
    pub until: Option<u8>,
}

impl Field {
    /// Whether a release has it.
    pub fn exists_in(&self, kubernetes: &Kubernetes) -> bool {
        kubernetes.knows(self.since, self.until)
    }
}

/// Every struct that Pods and what makes them reach, by name.
pub fn table() -> &'static [Struct] {
    static TABLE: OnceLock<Vec<Struct>> = OnceLock::new();
    TABLE.get_or_init(|| parse::table(FIELDS))
}

/// The structs of the kinds without a Pod.
fn others() -> &'static parse::Others {
    static OTHERS: OnceLock<parse::Others> = OnceLock::new();
    OTHERS.get_or_init(|| parse::others(OTHER_FIELDS, table()))
}

/// The struct with this number.
pub(crate) fn get(index: usize) -> Option<&'static Struct> {
    let table = table();
    table.get(index).or_else(|| others().structs.get(index.checked_sub(table.len())?))
}

/// The struct with this name; the name of a kind is that of its struct.
pub fn structure(name: &str) -> Option<&'static Struct> {
    if let Some(found) = index_of(name) {
        return table().get(found);
    }
    let other = crate::kinds::OTHERS.iter().rev().find(|other| other.name == name);
    match other {
        Some(other) => get(index_of_other(other.api_version, name)?),
        None => others().structs.iter().find(|found| found.name == name),
    }
}

/// The struct of a kind as the shape of a value; `None` of a kind that is not known in this version.
pub fn of_kind(api_version: &str, kind: &str) -> Option<Shape> {
    let own = index_of(kind).filter(|_| crate::kinds::is_known(api_version, kind));
    own.or_else(|| index_of_other(api_version, kind)).map(Shape::Struct)
}

pub(crate) fn index_of(name: &str) -> Option<usize> {
    table().binary_search_by(|found| found.name.cmp(name)).ok()
}

/// The number of the struct of a kind without a Pod.
pub(crate) fn index_of_other(api_version: &str, kind: &str) -> Option<usize> {
    let other = others().find(api_version, kind).map(|index| table().len() + index);
    // A claim stands in the first table, since a StatefulSet holds whole claims.
    other.or_else(|| index_of(kind).filter(|_| crate::kinds::other(api_version, kind).is_some()))
}

/// The field that a path names, such as `spec.containers[0].image` of a `Pod`; `None` for unknown
/// fields and for keys of maps.
pub fn at_path(kind: &str, path: &str, kubernetes: &Kubernetes) -> Option<(&'static Struct, &'static Field)> {
    let mut found = structure(kind)?;
    let mut last = None;
    for step in path.split('.') {
        let name = step.split('[').next()?;
        let field = found.field(name, kubernetes)?;
        last = Some((found, field));
        match field.shape.structure() {
            Some(next) => found = next,
            None => break,
        }
    }
    last
}

/// The documentation, looked up in a text like [`DOCS`].
#[derive(Clone, Copy, Debug)]
pub struct Docs<'t> {
    text: &'t str,
}

impl<'t> Docs<'t> {
    /// From the text of `data/docs.txt`.
    pub fn new(text: &'t str) -> Self {
        Docs { text }
    }

    /// Takes the documentation, in a program that does not hold it. Only the first is kept.
    pub fn load(text: String) {
        let _ = GIVEN.set(text);
    }

    /// The documentation that the program holds or was given; empty before it has come.
    pub fn held() -> Docs<'static> {
        #[cfg(feature = "pages-apart")]
        let held = "";
        #[cfg(not(feature = "pages-apart"))]
        let held = DOCS;
        Docs { text: GIVEN.get().map_or(held, String::as_str) }
    }

    /// The whole text.
    pub fn text(self) -> &'t str {
        self.text
    }

    /// The text about a struct or, if a field is named, about that field; lines are kept.
    ///
    /// ```
    /// let docs = api::fields::Docs::new(api::fields::DOCS);
    /// assert!(docs.find("Container", "image").unwrap().starts_with("Container image name."));
    /// ```
    pub fn find(&self, structure: &str, field: &str) -> Option<String> {
        let start = self.text.find(&format!("\n#{structure}\n"))? + structure.len() + 3;
        let section = self.text.get(start..)?;
        let mut lines = section.lines().take_while(|line| !line.starts_with('#'));
        let found = if field.is_empty() {
            lines.next()
        } else {
            lines.skip(1).find_map(|line| line.strip_prefix(field)?.strip_prefix(' '))
        };
        found.map(|line| line.replace("\\n", "\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, at_path, of_kind, structure, table};
    use crate::Kubernetes;
    use crate::kinds::OTHERS;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_whole_and_sorted() {
        assert!(table().is_sorted_by(|a, b| a.name < b.name));
        for found in table() {
            assert!(found.fields.is_sorted_by(|a, b| a.name < b.name));
            assert!(found.fields.iter().all(|field| field.number < 64), "a bit each of what was seen");
            for field in &found.fields {
                let last = field.until.map_or(37, |until| until - 1);
                let newest = Kubernetes::parse(&format!("1.{last}"), []).unwrap();
                assert_eq!(found.field(field.name, &newest).unwrap().name, field.name);
            }
        }
        let container = structure("Container").unwrap();
        let policy = container.field("imagePullPolicy", &Kubernetes::RECORDED).unwrap();
        assert_eq!(policy.shape, Shape::String("v1.PullPolicy"));
        let ports = container.field("ports", &Kubernetes::RECORDED).unwrap();
        assert_eq!(ports.shape.go_type(), "[]v1.ContainerPort");
    }

    /// Two of them may have one name, such as Event.
    #[test]
    fn every_kind_has_its_struct() {
        for kind in OTHERS {
            let shape = of_kind(kind.api_version, kind.name);
            assert!(shape.is_some_and(|shape| shape.structure().is_some()), "{kind:?}");
        }
        let fields = |version| of_kind(version, "Event").unwrap().structure().unwrap();
        assert!(fields("v1").field("involvedObject", &Kubernetes::RECORDED).is_some());
        assert!(fields("events.k8s.io/v1").field("regarding", &Kubernetes::RECORDED).is_some());
    }

    /// The table that only the build reads holds structs that are in the others too, under one name or several.
    #[test]
    fn what_the_build_reads_is_as_in_the_other_tables() {
        fn fields(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
            let mut structure = "";
            table.lines().filter_map(move |line| {
                let field = line.strip_prefix(' ');
                if field.is_none() {
                    structure = line.split(' ').next()?;
                }
                Some((structure, field?))
            })
        }
        let known: BTreeSet<_> = fields(super::FIELDS).chain(fields(super::OTHER_FIELDS)).collect();
        let names = known.iter().map(|(structure, field)| (*structure, field.split(' ').next()));
        let names: BTreeSet<_> = names.collect();
        let all = fields(include_str!("../data/surrounding-fields.txt"));
        let twice = all.filter(|(structure, field)| names.contains(&(*structure, field.split(' ').next())));
        let twice: Vec<_> = twice.collect();
        assert!(twice.len() > 100, "{}", twice.len());
        let other: Vec<_> = twice.iter().filter(|one| !known.contains(one)).collect();
        assert!(other.is_empty(), "{other:?}");
    }

    #[test]
    fn a_field_has_its_releases() {
        let old = Kubernetes::parse("1.33", []).unwrap();
        assert!(at_path("Pod", "spec.hostnameOverride", &Kubernetes::RECORDED).is_some());
        assert!(at_path("Pod", "spec.hostnameOverride", &old).is_none());
        let (_, field) =
            at_path("CronJob", "spec.jobTemplate.spec.template.spec.containers[1].env[0].name", &old)
                .unwrap();
        assert!(field.required);
    }
}
