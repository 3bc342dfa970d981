//! The text as documents and objects, fragments wrapped as the check wraps them, with a way from fields to places and back.

use api::{Kubernetes, Object, fragment};
use source::{Document, Positions};

use super::{Place, problems};

/// A manifest that has been read: where its fields stand, and which stands where.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    text: String,
    documents: Vec<Document>,
}

impl Manifest {
    /// Reads any text.
    pub fn read(text: &str) -> Manifest {
        Manifest::of(text, source::read(text))
    }

    /// Reads a text that is written as people write; `None` for any other, see [`super::usual`].
    pub fn read_usual(text: &str) -> Option<Manifest> {
        source::read_usual(text).map(|read| Manifest::of(text, read))
    }

    fn of(text: &str, read: source::Documents) -> Manifest {
        let documents = read.documents.into_iter();
        let whole =
            |document: Document| fragment::wrap(&document).map_or(document, |wrapped| wrapped.document);
        Manifest { text: text.to_owned(), documents: documents.map(whole).collect() }
    }

    /// The documents; a fragment is a whole Pod here.
    pub(super) fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The objects, without what cannot be read of them.
    pub(super) fn objects(&self, kubernetes: &Kubernetes) -> Vec<Object> {
        let read = self.documents.iter().map(|document| api::read(document, kubernetes).object);
        read.filter(|object| !object.kind().is_empty()).collect()
    }

    /// Where a field is written, or the nearest of its parents; `None` when there is no document.
    ///
    /// ```
    /// let place = engine::page::Manifest::read("spec:\n  nodeName: a\n").locate("spec.nodeName").unwrap();
    /// assert_eq!((place.from, place.to, place.line), (18, 19, 2));
    /// ```
    pub fn locate(&self, field: &str) -> Option<Place> {
        let places = self.documents.iter().map(|document| document.locate(field));
        // Of equals the last would win; the first document is meant.
        let place = places.rev().max_by_key(|place| place.exact)?;
        Some(problems::place(&Positions::new(&self.text), &place.range))
    }

    /// The whole of what is written for a field: a container with all its lines; `None` when it is not written.
    pub fn extent(&self, field: &str) -> Option<Place> {
        let mut found = self.documents.iter().map(|document| (document, document.locate(field)));
        let (document, place) = found.find(|(_, place)| place.exact)?;
        let range = document.node(place.node).range();
        let written = self.text.get(range.clone()).unwrap_or_default();
        let end = range.start + written.trim_end().len();
        Some(problems::place(&Positions::new(&self.text), &(range.start..end)))
    }

    /// The field that is written at an offset in UTF-16 units, as the API server prints it; may be empty.
    ///
    /// ```
    /// let manifest = engine::page::Manifest::read("spec:\n  containers:\n  - name: web\n");
    /// assert_eq!(manifest.field_at(31), "spec.containers[0].name");
    /// ```
    pub fn field_at(&self, offset: u32) -> String {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let byte = Positions::new(&self.text).byte_of_utf16(offset);
        let mut documents = self.documents.iter();
        let document = documents.find(|document| document.range.start <= byte && byte <= document.range.end);
        document.map(|document| document.path_at(byte).0).unwrap_or_default()
    }
}

/// The objects of a text, without what cannot be read of them.
pub(super) fn objects(text: &str, kubernetes: &Kubernetes) -> Vec<Object> {
    Manifest::read(text).objects(kubernetes)
}
