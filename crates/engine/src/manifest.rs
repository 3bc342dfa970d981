//! A text, read once: everything that is asked of it hangs on this value.

use std::cell::OnceCell;
use std::rc::Rc;

use api::{Kubernetes, Object, fragment};
use k8s_openapi::api::core::v1::PodSpec;
use source::{Document, Positions};
use view::Place;

use crate::check::{Look, Mode, Options};
use crate::places;

/// A manifest that has been read for one release. Its documents are looked at by the API server's rules when that is
/// first asked for, once.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    text: Rc<str>,
    options: Options,
    parts: Vec<Part>,
    /// Why the rest of the text could not be read.
    pub(crate) problems: Vec<source::Problem>,
}

/// One document of the text.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its place among all documents.
    pub index: usize,
    /// The document; a fragment is a whole Pod here.
    pub document: Rc<Document>,
    /// What was added to a fragment, in a sentence for people.
    pub note: Option<String>,
    look: OnceCell<Rc<Look>>,
}

impl Part {
    fn new(index: usize, document: Document, options: &Options) -> Part {
        let wrapped = if options.wrap { fragment::wrap(&document) } else { None };
        let (document, note) =
            wrapped.map_or((document, None), |wrapped| (wrapped.document, Some(wrapped.note)));
        Part { index, document: Rc::new(document), note, look: OnceCell::new() }
    }

    /// Whether kubectl would make an object of it.
    fn is_present(&self) -> bool {
        !self.document.root().is_null() || self.document.failure.is_some()
    }

    /// What the server makes of it.
    pub fn look(&self, options: &Options) -> &Look {
        self.look.get_or_init(|| Rc::new(Look::at(&self.document, options)))
    }
}

/// The text's first object with a Pod.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'m> {
    /// Where it is written.
    pub document: &'m Document,
    /// As it was read.
    pub object: &'m Object,
    /// Where its Pod's spec stands: `spec.template.spec`.
    pub path: &'static str,
    /// The Pod's spec, as it was read.
    pub spec: &'m PodSpec,
}

impl Manifest {
    /// Reads any text as kubectl would, for one release; a bare part of a Pod is taken as a whole one.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("kind: Pod\nspec: {hostNetwork: yes}\n", &Kubernetes::RECORDED);
    /// assert_eq!(manifest.locate("spec.hostNetwork").unwrap().line, 2);
    /// ```
    pub fn read(text: &str, kubernetes: &Kubernetes) -> Manifest {
        Manifest::read_with(text, &Options { kubernetes: kubernetes.clone(), ..Options::default() })
    }

    /// Reads any text under other options.
    pub fn read_with(text: &str, options: &Options) -> Manifest {
        let read = match options.mode {
            Mode::Json => source::read_json(text),
            Mode::Yaml | Mode::Kubectl => source::read(text),
        };
        let parts = read.documents.into_iter().enumerate();
        Manifest {
            text: text.into(),
            options: options.clone(),
            parts: parts.map(|(index, document)| Part::new(index, document, options)).collect(),
            problems: read.problems,
        }
    }

    /// The same reading, asked about under another release.
    #[must_use]
    pub fn under(&self, kubernetes: &Kubernetes) -> Manifest {
        let part = |part: &Part| Part { look: OnceCell::new(), ..part.clone() };
        Manifest {
            text: Rc::clone(&self.text),
            options: Options { kubernetes: kubernetes.clone(), ..self.options.clone() },
            parts: self.parts.iter().map(part).collect(),
            problems: self.problems.clone(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The release that it was read for.
    pub fn kubernetes(&self) -> &Kubernetes {
        &self.options.kubernetes
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The documents that would be created: kubectl sends each, the server itself reads only the first.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        let most = if self.options.mode == Mode::Kubectl { usize::MAX } else { 1 };
        self.parts.iter().filter(|part| part.is_present()).take(most)
    }

    /// How many documents the text has, empty ones included.
    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// What was added to a fragment, in a sentence for people.
    pub fn note(&self) -> Option<&str> {
        self.parts().find_map(|part| part.note.as_deref())
    }

    /// The objects as they were read, without what could not be read of them.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        let read = self.parts().map(|part| &part.look(&self.options).object);
        read.filter(|object| !object.kind().is_empty())
    }

    /// The first object with a Pod.
    pub(crate) fn subject(&self) -> Option<Subject<'_>> {
        self.parts().find_map(|part| {
            let object = &part.look(&self.options).object;
            let (path, spec) = object.pod_spec()?;
            Some(Subject { document: &part.document, object, path, spec })
        })
    }

    /// The document around an offset in UTF-16 units, with the offset in bytes.
    pub(crate) fn document_at(&self, offset: u32) -> Option<(&Document, usize)> {
        let byte = places::byte(&self.text, offset);
        let documents = || self.parts.iter().map(|part| &*part.document);
        let around = documents().find(|document| document.range.start <= byte && byte <= document.range.end);
        Some((around.or(documents().last())?, byte))
    }

    /// Where a field is written, or the nearest of its parents; `None` when there is no document.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("spec:\n  nodeName: a\n", &Kubernetes::RECORDED);
    /// let place = manifest.locate("spec.nodeName").unwrap();
    /// assert_eq!((place.from, place.to, place.line), (18, 19, 2));
    /// ```
    pub fn locate(&self, field: &str) -> Option<Place> {
        let places = self.parts.iter().map(|part| part.document.locate(field));
        // `max_by_key` keeps the last maximum, so iterate in reverse to prefer the first document.
        let place = places.rev().max_by_key(|place| place.exact)?;
        Some(places::place(&Positions::new(&self.text), &place.range))
    }

    /// The whole of what is written for a field: a container with all its lines; `None` when it is not written.
    pub fn extent(&self, field: &str) -> Option<Place> {
        let mut found = self.parts.iter().map(|part| (&part.document, part.document.locate(field)));
        let (document, place) = found.find(|(_, place)| place.exact)?;
        let range = document.node(place.node).range();
        let written = self.text.get(range.clone()).unwrap_or_default();
        let end = range.start + written.trim_end().len();
        Some(places::place(&Positions::new(&self.text), &(range.start..end)))
    }

    /// The field that is written at an offset in UTF-16 units, as the API server prints it; may be empty.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("spec:\n  containers:\n  - name: web\n", &Kubernetes::RECORDED);
    /// assert_eq!(manifest.field_at(31), "spec.containers[0].name");
    /// ```
    pub fn field_at(&self, offset: u32) -> String {
        let found = self.document_at(offset);
        let inside =
            found.filter(|(document, byte)| document.range.start <= *byte && *byte <= document.range.end);
        inside.map(|(document, byte)| document.path_at(byte).0).unwrap_or_default()
    }
}
