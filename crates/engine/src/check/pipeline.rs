//! One document through the server's stages: decode, strict, defaults, validation, warnings.
//! Upstream: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and registry/rest/create.go.

use super::data::{Mode, Options, Stage};
use api::collections::gather;
use api::read::TypeMeta;
use api::{Kubernetes, Object, Read, read};
use source::{Document, Language, print};
use std::collections::BTreeMap;

/// What the server would say of one document; nothing is left out because an earlier stage stopped.
#[derive(Debug)]
pub(super) struct Answer {
    /// Where the server stops.
    pub stage: Stage,
    /// What it says that it is.
    pub meta: TypeMeta,
    /// Why no endpoint could be found.
    pub client: Option<String>,
    /// What was read, but for the object, which became `stored`; absent when the document is no object at all.
    pub read: Option<Read>,
    /// Keys that are written twice in YAML, as one strict error.
    pub duplicates: Option<String>,
    /// What validation says, in the server's order.
    pub errors: Vec<validation::Error>,
    /// The server's warnings, in its order.
    pub warnings: Vec<String>,
    /// Of a Pod, or of a workload's template.
    pub qos: Option<String>,
    /// The scheduler's view.
    pub requests: BTreeMap<String, String>,
    /// The limits beside it.
    pub limits: BTreeMap<String, String>,
    /// The object with its defaults.
    pub stored: Option<Object>,
}

/// Takes a document through all stages.
pub(super) fn answer(document: &Document, options: &Options) -> Answer {
    answer_and(document, options, |_| {})
}

/// Takes a document through all stages; `look` sees the object as it was read, before its defaults.
pub(super) fn answer_and(document: &Document, options: &Options, look: impl FnOnce(&Object)) -> Answer {
    let meta = super::client::type_meta(document, options.mode);
    let failure =
        document.failure.as_ref().map(|failure| super::client::unreadable(&failure.message, options.mode));
    let client = failure.or_else(|| meta.error.clone());
    let mut answer = Answer {
        stage: Stage::Ok,
        client,
        read: None,
        duplicates: duplicates(document, options.mode),
        errors: Vec::new(),
        warnings: Vec::new(),
        qos: None,
        requests: BTreeMap::new(),
        limits: BTreeMap::new(),
        stored: None,
        meta,
    };
    if api::kinds::is_known(&answer.meta.api_version, &answer.meta.kind) {
        let mut read = read(document, &options.kubernetes);
        look(&read.object);
        let object = std::mem::replace(&mut read.object, Object::Other(Box::default()));
        validate(object, options, &mut answer);
        answer.read = Some(read);
    }
    answer.stage = stage(&answer);
    answer
}

/// sigs.k8s.io/yaml names all of them in one error; kubectl's own reader does not mind any.
fn duplicates(document: &Document, mode: Mode) -> Option<String> {
    if document.duplicates.is_empty() || document.language() == Language::Json || mode == Mode::Kubectl {
        return None;
    }
    let lines = document
        .duplicates
        .iter()
        .map(|found| format!("\n  line {}: key {} already set in map", found.line, found.key));
    Some(format!("yaml: unmarshal errors:{}", lines.collect::<String>()))
}

fn validate(mut object: Object, options: &Options, answer: &mut Answer) {
    let kubernetes = &options.kubernetes;
    api::defaulting::apply(&mut object, kubernetes);
    // The server computes the class before it drops fields behind disabled gates.
    answer.qos = qos_class(&object, kubernetes);
    answer.warnings = api::defaulting::prepare(&mut object, kubernetes);
    let rules = validation::Options { allow_privileged: options.allow_privileged };
    answer.errors = validation::validate(&object, kubernetes, &rules);
    if answer.errors.is_empty() {
        answer.warnings.extend(validation::warnings(&object, kubernetes));
    }
    answer.warnings = validation::sent(std::mem::take(&mut answer.warnings));
    if let Some((_, spec)) = object.pod_spec() {
        let counted = resources::Options::of(kubernetes);
        answer.requests = texts(&resources::requests(spec, &counted));
        answer.limits = texts(&resources::limits(spec, &counted));
    }
    if let Object::Pod(pod) = &mut object {
        pod.status.get_or_insert_default().qos_class.clone_from(&answer.qos);
    }
    answer.stored = Some(object);
}

/// The class of a Pod, or of the Pods that a workload makes. A Pod that comes with a class keeps it.
/// Upstream: GetPodQOS, pkg/apis/core/helper/qos/qos.go.
fn qos_class(object: &Object, kubernetes: &Kubernetes) -> Option<String> {
    let (_, spec) = object.pod_spec()?;
    if let Object::Pod(pod) = object {
        let written = pod.status.as_ref().and_then(|status| status.qos_class.clone());
        let written = written.filter(|class| !class.is_empty());
        return written.or_else(|| Some(resources::qos_class(spec, kubernetes).name().to_owned()));
    }
    let spec = api::defaulting::pod_of_template(spec, kubernetes);
    Some(resources::qos_class(&spec, kubernetes).name().to_owned())
}

fn texts(totals: &resources::Totals) -> BTreeMap<String, String> {
    gather(totals.iter().map(|(name, amount)| (name.clone(), amount.to_string())))
}

fn stage(answer: &Answer) -> Stage {
    let read = answer.read.as_ref();
    if answer.client.is_some() {
        Stage::Client
    } else if read.is_some_and(|read| !read.decode.is_empty()) {
        Stage::Decode
    } else if answer.duplicates.is_some() || read.is_some_and(|read| !read.strict.is_empty()) {
        Stage::Strict
    } else if answer.errors.is_empty() {
        Stage::Ok
    } else {
        Stage::Invalid
    }
}

/// The object as the server would store and print it.
pub(super) fn defaulted(answer: &Answer) -> serde_json::Value {
    answer.stored.as_ref().map_or(serde_json::Value::Null, api::printed::json)
}

/// The one thing that a text without any document lacks.
pub(super) fn nothing(mode: Mode) -> String {
    match mode {
        Mode::Kubectl => "error: no objects passed to create".to_owned(),
        Mode::Yaml => "Object 'Kind' is missing in 'null'".to_owned(),
        Mode::Json => format!(
            "couldn't get version/kind; json parse error: {}",
            print::quote("unexpected end of JSON input").trim_matches('"')
        ),
    }
}
