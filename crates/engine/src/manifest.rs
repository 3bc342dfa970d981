//! A text that is read once, for all questions about it.

use std::cell::OnceCell;
use std::rc::Rc;

use api::fragment::{self, Wrapped};
use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::PodSpec;
use source::{Document, Documents, Positions, Reread};
use view::Place;

use crate::check::{self, Answer, Look, Mode, Options};
use crate::create;
use crate::places;
use apiserver::State;

/// A manifest that has been read for one release. Its documents are checked when that is first needed, and only once.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    options: Options,
    /// The cluster that answers, before any object of the text exists.
    state: Rc<State>,
    read: Rc<Reading>,
    /// The server's answer to each document, as if it were alone.
    looks: Vec<OnceCell<Rc<Look>>>,
    /// The server's answers to documents that others affect, by their index.
    among: Rc<OnceCell<Vec<(usize, Answer)>>>,
    /// The documents that are left out, because the cluster has refused them, by their index.
    left_out: Rc<Vec<usize>>,
}

/// A text and its tree, which do not depend on the release.
#[derive(Debug, Default)]
struct Reading {
    text: String,
    /// The documents as kubectl cuts the text.
    cut: Documents,
    /// The documents that kubectl would send, in the order of the text.
    sent: Vec<Sent>,
}

/// A document that kubectl would send, or an empty one.
#[derive(Debug, Default)]
struct Sent {
    /// The index of its document among those of the text.
    cut: usize,
    /// The item of a list as a document of its own.
    item: Option<Document>,
    /// The whole Pod around a fragment.
    wrapped: Option<Wrapped>,
}

impl Reading {
    fn new(text: &str, cut: Documents, options: &Options) -> Reading {
        let mut sent = Vec::with_capacity(cut.documents.len());
        for (index, document) in cut.documents.iter().enumerate() {
            let items = if options.mode == Mode::Kubectl { api::list::items(document) } else { None };
            if let Some(items) = items {
                sent.extend(items.into_iter().map(|item| Sent {
                    cut: index,
                    item: Some(item),
                    wrapped: None,
                }));
                continue;
            }
            let wrapped = if options.wrap { fragment::wrap(document) } else { None };
            sent.push(Sent { cut: index, item: None, wrapped });
            if options.wrap && options.mode == Mode::Kubectl {
                let pods = fragment::templates(document).into_iter();
                sent.extend(pods.map(|pod| Sent { cut: index, item: None, wrapped: Some(pod) }));
            }
        }
        Reading { text: text.to_owned(), cut, sent }
    }

    /// The document to send; for a fragment, the whole Pod around it.
    fn document<'r>(&'r self, sent: &'r Sent) -> Option<&'r Document> {
        let whole = sent.wrapped.as_ref().map(|wrapped| &wrapped.document);
        whole.or(sent.item.as_ref()).or_else(|| self.cut.documents.get(sent.cut))
    }

    /// The index of the first document that is sent for a document of the text.
    fn first_of(&self, cut: usize) -> usize {
        self.sent.partition_point(|sent| sent.cut < cut)
    }
}

/// One document of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'m> {
    /// The index among all documents.
    pub index: usize,
    /// The document; for a fragment, the whole Pod around it.
    pub document: &'m Document,
    /// A sentence on the text that was added around a fragment.
    pub note: Option<&'m str>,
    /// The object that was read.
    pub look: &'m Look,
    /// The server's answer in the presence of the other documents.
    pub answer: &'m Answer,
}

/// The text's first object with a Pod.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'m> {
    /// The document.
    pub document: &'m Document,
    /// The object as it was read.
    pub object: &'m Object,
    /// The path of the Pod's spec: `spec.template.spec`.
    pub path: &'static str,
    /// The Pod's spec, as it was read.
    pub spec: &'m PodSpec,
}

impl Manifest {
    /// Reads any text as kubectl would, for one release; a fragment of a Pod is wrapped in a whole one.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("kind: Pod\nspec: {hostNetwork: yes}\n", &Kubernetes::RECORDED);
    /// assert_eq!(manifest.locate("spec.hostNetwork").unwrap().line, 2);
    /// ```
    pub fn read(text: &str, kubernetes: &Kubernetes) -> Manifest {
        Manifest::read_with(text, &Options { kubernetes: kubernetes.clone(), ..Options::default() })
    }

    /// Reads any text with other options.
    pub fn read_with(text: &str, options: &Options) -> Manifest {
        Manifest::of(Reading::new(text, options.mode.read(text), options), options, |_, _| None)
    }

    /// Reads an edited version of this text for the same release: documents that did not change keep their reading and
    /// the server's answer.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let before = Manifest::read("kind: Pod\n---\nkind: Node\n", &Kubernetes::RECORDED);
    /// let after = before.edited("kind: Pods\n---\nkind: Node\n");
    /// assert_eq!(after.check(), Manifest::read(after.text(), &Kubernetes::RECORDED).check());
    /// ```
    #[must_use]
    pub fn edited(&self, text: &str) -> Manifest {
        let Reread { documents, kept } = source::reread(&self.read.text, &self.read.cut, text);
        let reading = Reading::new(text, documents, &self.options);
        Manifest::of(reading, &self.options, |reading, index| {
            let cut = reading.sent.get(index)?.cut;
            let kept = kept.get(cut).copied().flatten()?;
            let before = self.read.first_of(kept.document) + index - reading.first_of(cut);
            self.looks.get(before)?.get().cloned()
        })
    }

    fn of(
        reading: Reading,
        options: &Options,
        look: impl Fn(&Reading, usize) -> Option<Rc<Look>>,
    ) -> Manifest {
        let looks = (0..reading.sent.len())
            .map(|index| look(&reading, index).map(OnceCell::from).unwrap_or_default())
            .collect();
        Manifest {
            options: options.clone(),
            state: Rc::new(options.state()),
            looks,
            among: Rc::default(),
            left_out: Rc::default(),
            read: Rc::new(reading),
        }
    }

    /// This manifest under another release: the text is not read again, its documents are checked anew.
    #[must_use]
    pub fn under(&self, kubernetes: &Kubernetes) -> Manifest {
        let options = Options { kubernetes: kubernetes.clone(), ..self.options.clone() };
        Manifest {
            state: Rc::new(options.state()),
            options,
            read: Rc::clone(&self.read),
            looks: self.looks.iter().map(|_| OnceCell::new()).collect(),
            among: Rc::default(),
            left_out: Rc::default(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.read.text
    }

    /// The release that it was read for.
    pub fn kubernetes(&self) -> &Kubernetes {
        &self.options.kubernetes
    }

    /// Whether all of the text could be read.
    pub fn is_whole(&self) -> bool {
        self.read.cut.problems.is_empty()
    }

    /// The reason why the rest of the text, or one of its documents, cannot be read; `None` when all is read.
    pub fn unread(&self) -> Option<&str> {
        let failed = self.documents().filter_map(|document| document.failure.as_ref());
        failed.chain(self.problems()).map(|problem| problem.message.as_str()).next()
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The problems that keep the rest of the text from being read.
    pub(crate) fn problems(&self) -> &[source::Problem] {
        &self.read.cut.problems
    }

    /// Every document as written: fragments unwrapped, lists whole.
    pub(crate) fn written(&self) -> &Documents {
        &self.read.cut
    }

    /// The lists among the documents as written, and what calls itself one; each with the index of its first item.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (usize, &Document)> {
        let documents = self.read.cut.documents.iter().enumerate();
        let is_list = |document: &Document| {
            let kind = document.root().get("kind").and_then(|kind| kind.as_str());
            document.failure.is_none() && kind.is_some_and(|kind| kind.ends_with("List"))
        };
        let lists = documents.filter(move |(_, document)| is_list(document));
        lists.map(|(cut, document)| (self.read.first_of(cut), document))
    }

    /// Every document, empty ones included; fragments are wrapped, and a list is replaced by its items.
    pub(crate) fn documents(&self) -> impl DoubleEndedIterator<Item = &Document> {
        self.read.sent.iter().filter_map(|sent| self.read.document(sent))
    }

    /// The documents that would be created: kubectl sends each, the server itself reads only the first.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let among = self.among.get_or_init(|| {
            let alone = self.alone().map(|part| (part.index, part.document, part.look));
            check::among(alone, &self.options)
        });
        let mut among = among.iter().peekable();
        let parts = self.alone().map(move |part| match among.next_if(|(index, _)| *index == part.index) {
            Some((_, answer)) => Part { answer, ..part },
            None => part,
        });
        parts.filter(|part| !self.left_out.contains(&part.index))
    }

    /// [`Manifest::parts`], each as if it were alone.
    fn alone(&self) -> impl Iterator<Item = Part<'_>> {
        let most = if self.options.mode == Mode::Kubectl { usize::MAX } else { 1 };
        let sent = self.read.sent.iter().zip(&self.looks).enumerate();
        let present = sent.filter_map(|(index, (sent, look))| {
            let document = self.read.document(sent)?;
            (sent.item.is_some() || is_present(document)).then_some((index, sent, document, look))
        });
        present.take(most).map(|(index, sent, document, look)| {
            let look = look.get_or_init(|| Rc::new(Look::at(document, &self.options, &self.state)));
            let note = sent.wrapped.as_ref().map(|wrapped| wrapped.note.as_str());
            Part { index, document, note, look, answer: &look.answer }
        })
    }

    /// The part of the manifest that `kubectl apply` creates although the server, or kubectl itself, refuses other documents
    /// of it; those that are refused are returned beside it, each as `pod/web`.
    pub fn accepted(&self) -> (Manifest, Vec<String>) {
        let (mut left_out, mut refused) = (Vec::new(), Vec::new());
        let lists = check::lists_kept_back(self);
        // kubectl sends nothing of what stands behind a document that it cannot read.
        let mut ends = false;
        for part in self.parts() {
            let start = part.document.range.start;
            let kept_back = lists.iter().any(|list| list.contains(&start));
            ends |= kept_back || check::ends_the_file(part.document);
            if !ends && part.answer.stage == check::Stage::Ok {
                continue;
            }
            left_out.push(part.index);
            refused.push(create::name(&part.look.object));
        }
        (Manifest { left_out: Rc::new(left_out), ..self.clone() }, refused)
    }

    /// The refused objects that Pods refer to, as a scenario calls what is not there: `Secret/db`.
    pub(crate) fn refused_references(&self) -> Vec<String> {
        const KINDS: [&str; 3] = ["ConfigMap", "Secret", "PersistentVolumeClaim"];
        let left_out = self.alone().filter(|part| self.left_out.contains(&part.index));
        let objects = left_out.map(|part| &part.look.object);
        let referred = objects.filter(|object| KINDS.contains(&object.kind()));
        referred.map(|object| format!("{}/{}", object.kind(), object.name())).collect()
    }

    /// A sentence on the text that was added around the first fragment.
    pub fn note(&self) -> Option<&str> {
        self.read.sent.iter().find_map(|sent| Some(sent.wrapped.as_ref()?.note.as_str()))
    }

    /// The objects as they were read, without the values that could not be read.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.parts().map(|part| &part.look.object).filter(|object| !object.kind().is_empty())
    }

    /// The first object with a Pod.
    pub(crate) fn subject(&self) -> Option<Subject<'_>> {
        self.parts().find_map(|Part { document, look, .. }| {
            let (path, spec) = look.object.pod_spec()?;
            Some(Subject { document, object: &look.object, path, spec })
        })
    }

    /// The document around an offset in UTF-16 units, with the offset in bytes.
    pub(crate) fn document_at(&self, offset: u32) -> Option<(&Document, usize)> {
        let byte = places::byte(self.text(), offset);
        let around = self.documents().find(|document| is_around(document, byte));
        Some((around.or(self.documents().last())?, byte))
    }

    /// The place of a field, or of the nearest of its parents that is written; `None` when there is no document.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("spec:\n  nodeName: a\n", &Kubernetes::RECORDED);
    /// let place = manifest.locate("spec.nodeName").unwrap();
    /// assert_eq!((place.from, place.to, place.line), (18, 19, 2));
    /// ```
    pub fn locate(&self, field: &str) -> Option<Place> {
        let places = self.documents().map(|document| document.locate(field));
        // `max_by_key` keeps the last maximum, so iterate in reverse to prefer the first document.
        let place = places.rev().max_by_key(|place| place.exact)?;
        Some(places::place(&Positions::new(self.text()), &place.range))
    }

    /// The place of a field with all that is written below it; `None` when it is not written.
    pub fn extent(&self, field: &str) -> Option<Place> {
        let mut found = self.documents().map(|document| (document, document.locate(field)));
        let (document, place) = found.find(|(_, place)| place.exact)?;
        let range = document.node(place.node).range();
        let written = self.text().get(range.clone()).unwrap_or_default();
        let end = range.start + written.trim_end().len();
        Some(places::place(&Positions::new(self.text()), &(range.start..end)))
    }

    /// Whether a field is written.
    pub(crate) fn is_written(&self, field: &str) -> bool {
        self.documents().any(|document| document.locate(field).exact)
    }

    /// The path of the field at an offset in UTF-16 units, as the API server prints it; may be empty.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("spec:\n  containers:\n  - name: web\n", &Kubernetes::RECORDED);
    /// assert_eq!(manifest.field_at(31), "spec.containers[0].name");
    /// ```
    pub fn field_at(&self, offset: u32) -> String {
        let inside = self.document_at(offset).filter(|(document, byte)| is_around(document, *byte));
        inside.map(|(document, byte)| document.path_at(byte).0).unwrap_or_default()
    }
}

/// Whether kubectl would make an object of a document.
pub(crate) fn is_present(document: &Document) -> bool {
    !document.root().is_null() || document.failure.is_some()
}

fn is_around(document: &Document, byte: usize) -> bool {
    document.range.start <= byte && byte <= document.range.end
}
