//! `kubectl apply`, `create` and `replace` of a text: kubectl's reading joined with the server's answer.
//! Upstream: StreamVisitor.Visit and infoForData, staging/src/k8s.io/cli-runtime/pkg/resource/{visitor,mapper}.go;
//! applyOneObject, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go.

mod managers;
mod request;
mod sent;
mod shown;
mod unsent;
mod write;

use super::again::{self, configuration};
use super::client::{self, parsing};
use super::data::{Mode, Options};
use super::{pipeline, schema};
use crate::applied::{Applied, Place, Stored, full_name};
use crate::manifest::Manifest;
use api::kinds::{self, Strategy};
use api::read::TypeMeta;
use api::{Kubernetes, Object};
use apiserver::{Cluster, State};
use kubectl::Output;
use kubectl::apply::{Done, DryRun, Item, Refusal, Submission, Verb, render};
pub(crate) use request::{Answer as Request, created, patched};
pub(crate) use sent::{Taken, note, send};
use serde_json::Value;
pub(crate) use shown::Answers;
use shown::{Shows, local};
use source::{Cause, Document, Documents, Node, print};
use unsent::{EMPTY, NESTED, elsewhere, in_list, nameless, unaddressable, unreadable, unregistered};
pub(crate) use write::in_kubectl;
use write::{Sending, Texts};

/// The output of kubectl for a text, when the objects of `before` were applied already.
pub fn submit(text: &str, before: &str, submission: &Submission, options: &Options) -> Output {
    render(&answers(text, before, submission, options), submission)
}

/// The server's answer to each object of a text, when the objects of `before` were applied already.
fn answers(text: &str, before: &str, submission: &Submission, options: &Options) -> Vec<Item> {
    let options = Options { mode: Mode::Kubectl, wrap: false, ..options.clone() };
    let mut cluster = Terminal::new(submission, &options);
    cluster.take(&source::read_stream(before), &Submission::apply("STDIN"));
    cluster.take(&source::read_stream(text), submission)
}

/// The output of `kubectl apply -f FILE` for a text on a cluster in which nothing of it exists.
pub fn apply(text: &str, file: &str, kubernetes: &Kubernetes) -> Output {
    submit(text, "", &Submission::apply(file), &new_cluster(kubernetes))
}

/// The outputs of `kubectl apply` for several files in one run: what an earlier one creates is there for the later ones.
pub fn apply_all(files: &[(&str, &str)], kubernetes: &Kubernetes) -> Vec<Output> {
    let options = new_cluster(kubernetes);
    let mut cluster = Terminal::new(&Submission::apply("STDIN"), &options);
    let take = |(text, file): &(&str, &str)| {
        let submission = Submission::apply(file);
        (cluster.take(&source::read_stream(text), &submission), submission)
    };
    let taken: Vec<(Vec<Item>, Submission)> = files.iter().map(take).collect();
    // A file without an object is nothing to kubectl, unless all of them are.
    let is_any = taken.iter().any(|(items, _)| !items.is_empty());
    let outputs = taken.iter().enumerate().map(|(index, (items, submission))| {
        if items.is_empty() && (is_any || index > 0) { Output::default() } else { render(items, submission) }
    });
    outputs.collect()
}

/// [`apply`] for a text that has been read.
pub(crate) fn apply_read(manifest: &Manifest, file: &str) -> Output {
    let submission = Submission::apply(file);
    Terminal::new(&submission, &new_cluster(manifest.kubernetes())).shown(manifest.written(), &submission)
}

/// A new default cluster, asked by kubectl.
fn new_cluster(kubernetes: &Kubernetes) -> Options {
    let (mode, cluster) = (Mode::Kubectl, Cluster::New);
    Options { kubernetes: kubernetes.clone(), mode, cluster, wrap: false, ..Options::default() }
}

/// The cluster behind a terminal, and the objects that were sent to it.
struct Terminal<'a> {
    state: State,
    objects: Applied,
    options: &'a Options,
    taken: Vec<Taken>,
    /// The form in which the server answers; that of the bare server where no whole cluster is asked.
    answers: Option<&'a dyn Answers>,
}

impl<'a> Terminal<'a> {
    fn new(submission: &Submission, options: &'a Options) -> Terminal<'a> {
        let mut state = options.state();
        state.namespace.clone_from(&submission.namespace);
        state.is_dry_run = submission.dry_run == DryRun::Server;
        Terminal { state, objects: Applied::new(), options, taken: Vec::new(), answers: None }
    }

    /// The output.
    fn shown(&mut self, read: &Documents, submission: &Submission) -> Output {
        render(&self.take(read, submission), submission)
    }

    fn take(&mut self, read: &Documents, submission: &Submission) -> Vec<Item> {
        let mut items = Vec::new();
        if let Err(why) = submission.selects(None, &self.options.kubernetes) {
            return vec![Item::Unread(why)];
        }
        for document in &read.documents {
            if let Some(failure) = &document.failure {
                items.push(Item::Unread(parsing(failure, &submission.source)));
                return items;
            }
            if document.root().is_null() {
                continue;
            }
            if let Some(error) = schema::refuse(document.root(), submission, &self.options.kubernetes) {
                items.push(Item::Unread(error));
                return items;
            }
            match api::list::items(document) {
                Some(_) if api::list::is_nested(document) => items.push(Item::Unread(NESTED.to_owned())),
                Some(all) => {
                    for one in &all {
                        self.visit(one, submission, &mut items);
                        items.last_mut().into_iter().for_each(in_list);
                    }
                }
                None => self.visit(document, submission, &mut items),
            }
        }
        items.extend(read.problems.iter().map(|problem| match problem.cause {
            Cause::Limit => Item::Limit(problem.message.clone()),
            _ => Item::Unread(parsing(problem, &submission.source)),
        }));
        items
    }

    fn visit(&mut self, document: &Document, submission: &Submission, items: &mut Vec<Item>) {
        let pruned = if submission.verb == Verb::Apply { without_nulls(document) } else { None };
        let answer = pipeline::answer(pruned.as_ref().unwrap_or(document), self.options, &self.state);
        if let Some(item) = unregistered(&answer, submission) {
            return items.push(item);
        }
        let refused = unreadable(document, &answer, submission, &self.options.kubernetes)
            .or_else(|| elsewhere(document.root(), &answer, submission));
        if refused.is_some() || self.is_selected(document.root(), submission) {
            items.push(refused.unwrap_or_else(|| self.send(document, &answer, submission)));
        }
    }

    /// Whether the command line means an object with these labels.
    fn is_selected(&self, root: Node<'_>, submission: &Submission) -> bool {
        let labels = || root.get("metadata").and_then(|metadata| metadata.get("labels")).map(api::json::of);
        submission.selector.is_empty()
            || submission.selects(labels().as_ref(), &self.options.kubernetes).unwrap_or_default()
    }

    /// The name of an object in the cluster: its own, or the generated one, of which the server draws the end.
    fn drawn(&self, names: &Names<'_>, applied: &str) -> String {
        if !names.own.is_empty() || names.generated.is_empty() {
            return names.own.to_owned();
        }
        let seed = format!("{applied}/{}", self.objects.len());
        format!("{}{}", names.generated, simulator::letters(&seed))
    }

    /// Sends an object, and keeps what the server makes of it.
    fn send(&mut self, document: &Document, answer: &pipeline::Answer, submission: &Submission) -> Item {
        let root = document.root();
        let is_clusters = kinds::is_clusters(&answer.meta.api_version, &answer.meta.kind);
        let names = Names::of(root, is_clusters, submission);
        let applied = configuration(root, &names.namespace, &answer.meta);
        let name = full_name(&answer.meta, &self.drawn(&names, &print::json_of(root)));
        let place = Place::new(&names.namespace, &name);
        let found = self.objects.get(&place);
        let made = if found.is_none() { again::own(&answer.meta, &place, &self.state) } else { None };
        let there = found.or(made.as_ref());
        let mut warnings = Vec::new();
        if let Some(stored) = there.filter(|_| is_applied(submission, names.own)) {
            warnings.extend(again::missing_annotation(stored, &answer.meta, &place));
        }
        // A patch is read otherwise than a body.
        let is_patch =
            submission.verb == Verb::ApplyServerSide || is_applied(submission, names.own) && there.is_some();
        let fitting = if is_patch { again::fitting(document, &self.options.kubernetes) } else { None };
        let anew = fitting.as_ref().map(|fitting| pipeline::answer(fitting, self.options, &self.state));
        let answer = anew.as_ref().unwrap_or(answer);
        let fits = fitting.map(|fitting| configuration(fitting.root(), &names.namespace, &answer.meta));
        let fits = fits.as_deref().unwrap_or(&applied);
        let written = || sent(root, is_clusters);
        let texts = Texts { applied: &applied, fits, written: &written };
        let sending = Sending { answer, submission, state: &self.state, warnings: &mut warnings };
        let outcome = outcome(sending, &names, &texts, there);
        let (was_there, earlier) = (there.is_some(), there.and_then(|there| there.object.clone()));
        let object = outcome.as_ref().ok().filter(|_| submission.is_diff || submission.prints.is_some());
        let object = object.and_then(|(_, changed)| {
            let made = answer.stored.as_ref().filter(|_| !was_there);
            let local = || local(written(), &names.namespace);
            let before = there.map(|there| &*there.applied).unwrap_or_default();
            let (earlier, changed) = (earlier.as_ref(), changed.as_ref());
            let objects = Shows { earlier, before, changed, made, local: &local };
            self.show(&objects, &applied, submission)
        });
        let outcome = outcome.map(|(done, changed)| {
            if submission.dry_run == DryRun::None {
                let kept = Kept { was_there, earlier, changed, created: answer.stored.as_ref() };
                let object = self.keep(kept, &written);
                self.objects.insert(place, Stored { applied, object });
            }
            done
        });
        Item::Sent { name, warnings, outcome, object }
    }

    /// The object that is in the cluster behind a write that the server took.
    fn keep(&mut self, kept: Kept<'_>, written: &dyn Fn() -> Value) -> Option<Object> {
        let Kept { was_there, earlier, changed, created } = kept;
        if !was_there {
            self.state.store(&created.cloned().unwrap_or_else(|| Object::from_json(written())));
        } else if let Some(object) = &changed {
            self.state.renew(object);
        }
        self.taken.extend(Taken::of(earlier.as_ref(), changed.as_ref(), written));
        let object = changed.or(earlier).or_else(|| created.cloned())?;
        Some(again::scheduled(object, &self.state))
    }
}

/// An object that the server took, before and after.
struct Kept<'a> {
    /// Whether an object was there.
    was_there: bool,
    /// That object, as far as it is known.
    earlier: Option<Object>,
    /// The object that it became.
    changed: Option<Object>,
    /// The object that a create makes.
    created: Option<&'a Object>,
}

/// The answer to an object that is sent, with the object where one that is there changes.
fn outcome(
    mut sending: Sending<'_>,
    names: &Names<'_>,
    texts: &Texts<'_>,
    there: Option<&Stored>,
) -> Result<(Done, Option<Object>), Refusal> {
    let Names { own, generated, ref namespace } = *names;
    let (answer, submission) = (sending.answer, sending.submission);
    let by_name = is_named(submission);
    if own.is_empty() && by_name {
        return Err(nameless(generated, EMPTY, answer, namespace, submission));
    }
    if let Some(why) = unaddressable(own).filter(|_| by_name) {
        return Err(nameless("", &why, answer, namespace, submission));
    }
    let done = match (submission.verb, there) {
        (Verb::Replace, None) if is_created_anyway(&answer.meta) => {
            sending.create(namespace)?;
            Done::Replaced
        }
        (Verb::Replace, there) => return sending.replace(there, (texts.written)()),
        (Verb::Apply, Some(stored)) => return sending.configure(stored, texts, namespace),
        (Verb::ApplyServerSide, there) => {
            sending.typed(&(texts.written)(), namespace)?;
            if let (None, Some(uid)) = (there, uid(&(texts.written)())) {
                return Err(Refusal::Client(write::without_object(&uid, answer)));
            }
            if let Some(stored) = there {
                managers::refuse(stored, texts, &sending)?;
                let (_, changed) = sending.configure(stored, texts, namespace)?;
                sending.tell_unmigrated(stored);
                return Ok((Done::ServerSideApplied, changed));
            }
            sending.create(namespace)?;
            Done::ServerSideApplied
        }
        (Verb::Apply | Verb::Create, None) => sending.create(namespace)?,
        (Verb::Create, Some(_)) => sending.create_again(namespace)?,
    };
    Ok((done, None))
}

/// The uid that an object is written with.
fn uid(object: &Value) -> Option<String> {
    let uid = object.pointer("/metadata/uid").and_then(Value::as_str)?;
    (!uid.is_empty()).then(|| uid.to_owned())
}

/// The name of an object that is sent, the beginning of one that the server makes up, and its namespace.
struct Names<'n> {
    own: &'n str,
    generated: &'n str,
    namespace: String,
}

impl<'n> Names<'n> {
    fn of(root: Node<'n>, is_clusters: bool, submission: &Submission) -> Names<'n> {
        let metadata = root.get("metadata");
        let of = |field| metadata.map(|metadata| text(metadata, field)).unwrap_or_default();
        let namespace = match of("namespace") {
            _ if is_clusters => "",
            "" => &submission.namespace,
            own => own,
        };
        Names { own: of("name"), generated: of("generateName"), namespace: namespace.to_owned() }
    }
}

/// The object as the server takes it; what is the whole cluster's loses its namespace.
/// Upstream: EnsureObjectNamespaceMatchesRequestNamespace, apiserver/pkg/registry/rest/meta.go.
fn sent(root: Node<'_>, is_clusters: bool) -> Value {
    let mut object = api::json::of(root);
    let metadata = object.get_mut("metadata").and_then(Value::as_object_mut);
    if let Some(metadata) = metadata.filter(|_| is_clusters) {
        metadata.remove("namespace");
    }
    object
}

/// The document without its fields that are null, of which `kubectl apply` sends none; `None` when it has none.
/// Upstream: pruneNullsFromMap, staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go.
fn without_nulls(document: &Document) -> Option<Document> {
    let mut value = api::json::of(document.root());
    if document.failure.is_some() || prune(&mut value) == 0 {
        return None;
    }
    source::read_json(&api::json::text(&value)).documents.into_iter().next()
}

/// Takes out what is null, and counts it.
fn prune(value: &mut Value) -> usize {
    match value {
        Value::Object(fields) => {
            let count = fields.len();
            fields.retain(|_, value| !value.is_null());
            count - fields.len() + fields.values_mut().map(prune).sum::<usize>()
        }
        Value::Array(items) => items.iter_mut().map(prune).sum(),
        _ => 0,
    }
}

/// Whether an object of this name is sent as `kubectl apply` does it.
fn is_applied(submission: &Submission, own: &str) -> bool {
    submission.verb == Verb::Apply && !own.is_empty()
}

/// Whether a replace creates an object that is not there.
fn is_created_anyway(meta: &TypeMeta) -> bool {
    kinds::find(&meta.api_version, &meta.kind).is_some_and(|kind| kind.has(Strategy::CreatedByUpdates))
}

/// Whether kubectl asks for an object by its name.
fn is_named(submission: &Submission) -> bool {
    submission.verb.applies() || submission.verb == Verb::Replace && submission.dry_run != DryRun::Client
}

fn text<'a>(node: Node<'a>, field: &str) -> &'a str {
    node.get(field).and_then(|value| value.as_str()).unwrap_or_default()
}
