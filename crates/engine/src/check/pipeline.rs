//! One document through the server's stages: decode, strict, then a create.
//! Upstream: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and registry/rest/create.go.

use super::data::{Mode, Options, Stage};
use advice::Advice;
use api::collections::gather;
use api::read::TypeMeta;
use api::well_known::ENDPOINTS_DEPRECATED;
use api::{Change, Kubernetes, Object, Read, former, kinds, read};
use apiserver::{Assumed, Refusal, State};
use source::{Document, Kind, Language};
use std::collections::BTreeMap;
use validation::{BadValue, go};

/// Everything that the server would say about one document, later stages included when an earlier one stops.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The stage at which the server stops.
    pub stage: Stage,
    /// The kind and version that are written.
    pub meta: TypeMeta,
    /// The reason why no endpoint was found.
    pub client: Option<String>,
    /// The result of reading, without the object, which became `stored`; absent when the document is no object at all.
    pub read: Option<Read>,
    /// Keys that are written twice in YAML, as one strict error.
    pub duplicates: Option<String>,
    /// The refusal by admission, or because the namespace does not exist.
    pub refused: Option<Refusal>,
    /// Objects that are named and assumed to exist.
    pub assumed: Vec<Assumed>,
    /// The errors of validation, in the server's order.
    pub errors: Vec<validation::Error>,
    /// The server's warnings, in its order.
    pub warnings: Vec<String>,
    /// The QoS class of a Pod, or of a workload's template.
    pub qos: Option<String>,
    /// The requests as the scheduler counts them.
    pub requests: BTreeMap<String, String>,
    /// The limits, likewise.
    pub limits: BTreeMap<String, String>,
    /// The object with its defaults.
    pub stored: Option<Object>,
    /// Our advice, where the namespace's LimitRanges change it.
    pub advice: Option<Vec<Advice>>,
    /// How much of it was looked at.
    pub depth: Depth,
}

/// How much of a document the server's stages were taken through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Only the text: nobody here knows the kind.
    #[default]
    Text,
    /// Its fields and their types.
    Fields,
    /// All that the server looks at.
    Whole,
}

/// Takes a document through all stages.
pub(super) fn answer(document: &Document, options: &Options, state: &State) -> Answer {
    answer_and(document, options, state, |_| {})
}

/// Takes a document through all stages; `look` sees the object as it was read, before its defaults.
pub(super) fn answer_and(
    document: &Document,
    options: &Options,
    state: &State,
    look: impl FnOnce(&Object),
) -> Answer {
    let mut meta = super::client::type_meta(document, options.mode);
    if meta.error.is_none() && !api::read::is_served(&meta.api_version, &meta.kind, &options.kubernetes) {
        meta.error = Some(api::read::no_matches(&meta.api_version, &meta.kind));
        meta.field = "kind";
    }
    let failure = document.failure.as_ref().map(|failure| super::client::unreadable(failure, options.mode));
    let client = failure.or_else(|| meta.error.clone());
    let mut answer = Answer {
        stage: Stage::Ok,
        client,
        read: None,
        duplicates: duplicates(document, options.mode),
        refused: None,
        assumed: Vec::new(),
        errors: Vec::new(),
        warnings: Vec::new(),
        qos: None,
        requests: BTreeMap::new(),
        limits: BTreeMap::new(),
        stored: None,
        advice: None,
        depth: Depth::Text,
        meta,
    };
    let (api_version, kind) = (&answer.meta.api_version, &answer.meta.kind);
    let is_other = answer.meta.error.is_none() && kinds::other(api_version, kind).is_some();
    if kinds::is_known(api_version, kind) || is_other {
        let mut read = read(document, &options.kubernetes);
        look(&read.object);
        answer.depth = if validation::checks(&read.object) { Depth::Whole } else { Depth::Fields };
        let object = std::mem::replace(&mut read.object, Object::Other(Box::default()));
        create(object, state, &mut answer);
        answer.errors.iter_mut().for_each(|error| empty_list(error, document));
        answer.read = Some(read);
    }
    if answer.client.is_none() {
        // The server tells it before it looks at the object.
        answer.warnings.splice(..0, deprecation(&answer.meta, &options.kubernetes));
    }
    answer.stage = stage(&answer);
    answer
}

/// The server's warning of a version that a later release has no more.
/// Upstream: apiserver/pkg/endpoints/deprecation/deprecation.go.
pub(super) fn deprecation(meta: &TypeMeta, kubernetes: &Kubernetes) -> Option<String> {
    if meta.api_version == "v1" && meta.kind == "Endpoints" && kubernetes.has(Change::EndpointsDeprecated) {
        return Some(ENDPOINTS_DEPRECATED.to_owned());
    }
    let former = former::find(&meta.api_version, &meta.kind)?;
    let former::Former { deprecated, removed, successor, .. } = former;
    kubernetes.knows(Some(*deprecated), None).then(|| {
        format!(
            "{} {kind} is deprecated in v1.{deprecated}+, unavailable in v1.{removed}+; use {successor} {kind}",
            meta.api_version,
            kind = meta.kind
        )
    })
}

/// The error for keys that are written twice: sigs.k8s.io/yaml names all in one; kubectl's own reader accepts them.
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

fn create(object: Object, state: &State, answer: &mut Answer) {
    let attempt = apiserver::attempt(object, state);
    if let Some((_, spec)) = attempt.object.pod_spec() {
        let counted = resources::Options::of(&state.kubernetes);
        answer.requests = texts(&resources::requests(spec, &counted));
        answer.limits = texts(&resources::limits(spec, &counted));
    }
    answer.qos = attempt.qos;
    answer.warnings = attempt.warnings;
    answer.errors = attempt.errors;
    answer.refused = attempt.refused;
    answer.assumed = attempt.assumed;
    answer.stored = Some(attempt.object);
}

/// A list that is written but empty, where the typed object holds the same as of one that is not written: the server's message
/// tells the two apart.
fn empty_list(error: &mut validation::Error, document: &Document) {
    let BadValue::Go(go::Value::Nil(go_type)) = error.bad_value else { return };
    let place = document.locate(&error.field);
    if go_type.starts_with("[]") && place.exact && matches!(document.node(place.node).kind(), Kind::Sequence)
    {
        error.bad_value = BadValue::Go(go::Value::List(go_type, Vec::new()));
    }
}

fn texts(totals: &resources::Totals) -> BTreeMap<String, String> {
    gather(totals.iter().map(|(name, amount)| (name.clone(), amount.to_string())))
}

/// The first stage that refuses something.
pub(super) fn stage(answer: &Answer) -> Stage {
    let read = answer.read.as_ref();
    if answer.client.is_some() {
        Stage::Client
    } else if read.is_some_and(|read| !read.decode.is_empty()) {
        Stage::Decode
    } else if answer.duplicates.is_some() || read.is_some_and(|read| !read.strict.is_empty()) {
        Stage::Strict
    } else if answer.refused.is_some() {
        Stage::Refused
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

/// The message for a text without any document.
pub(super) fn nothing(mode: Mode) -> String {
    match mode {
        Mode::Kubectl => "no objects passed to apply".to_owned(),
        Mode::Yaml => "Object 'Kind' is missing in 'null'".to_owned(),
        Mode::Json => "couldn't get version/kind; json parse error: unexpected end of JSON input".to_owned(),
    }
}
