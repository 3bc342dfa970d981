//! The text as documents and objects, fragments wrapped as the check wraps them, with a way from fields to places and back.

use api::{Kubernetes, Object, fragment};
use source::{Document, Positions};

use super::{Place, problems};

/// The documents of a text; a fragment is a whole Pod here.
pub(super) fn documents(text: &str) -> Vec<Document> {
    let documents = source::read(text).documents.into_iter();
    documents.map(|document| fragment::wrap(&document).map_or(document, |wrapped| wrapped.document)).collect()
}

/// The objects of the text, without what cannot be read of them.
pub(super) fn objects(text: &str, kubernetes: &Kubernetes) -> Vec<Object> {
    let documents = documents(text);
    let read = documents.iter().map(|document| api::read(document, kubernetes).object);
    read.filter(|object| !object.kind().is_empty()).collect()
}

/// Where a field is written, or the nearest of its parents; `None` when there is no document.
///
/// ```
/// let place = engine::page::locate("spec:\n  nodeName: a\n", "spec.nodeName").unwrap();
/// assert_eq!((place.from, place.to, place.line), (18, 19, 2));
/// ```
pub fn locate(text: &str, field: &str) -> Option<Place> {
    let positions = Positions::new(text);
    let documents = documents(text);
    let places = documents.iter().map(|document| document.locate(field));
    // Of equals the last would win; the first document is meant.
    let place = places.rev().max_by_key(|place| place.exact)?;
    Some(problems::place(&positions, &place.range))
}

/// The whole of what is written for a field: a container with all its lines; `None` when it is not written.
pub fn extent(text: &str, field: &str) -> Option<Place> {
    let positions = Positions::new(text);
    let documents = documents(text);
    let mut found = documents.iter().map(|document| (document, document.locate(field)));
    let (document, place) = found.find(|(_, place)| place.exact)?;
    let range = document.node(place.node).range();
    let written = text.get(range.clone()).unwrap_or_default();
    let end = range.start + written.trim_end().len();
    Some(problems::place(&positions, &(range.start..end)))
}

/// The field that is written at an offset in UTF-16 units, as the API server prints it; may be empty.
///
/// ```
/// let text = "spec:\n  containers:\n  - name: web\n";
/// assert_eq!(engine::page::field_at(text, 31), "spec.containers[0].name");
/// ```
pub fn field_at(text: &str, offset: u32) -> String {
    let byte = Positions::new(text).byte_of_utf16(usize::try_from(offset).unwrap_or(usize::MAX));
    let documents = documents(text);
    let document =
        documents.iter().find(|document| document.range.start <= byte && byte <= document.range.end);
    document.map(|document| document.path_at(byte).0).unwrap_or_default()
}
