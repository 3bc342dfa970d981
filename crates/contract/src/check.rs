//! `podlab check --batch`: the API server's answer to a create of a text's first document.

use crate::{Failure, loose};
use api::Kubernetes;
use apiserver::{Cluster, State};
use engine::check::{self, Mode, Options, Stage};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// `{"id","manifest","mode","allowPrivileged","kubernetes","defaulted","serviceAccountAdmission"}`, and the state of
/// the cluster: `{"objects","objectsElsewhere","namespaceLabels","namespaceMissing","accountsMissing"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "the fields of a contract that is fixed")]
pub struct Request {
    /// The text.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: Option<String>,
    /// The form in which the text reaches the server: `yaml` (when left out), `json` or `kubectl`.
    #[serde(deserialize_with = "loose::value")]
    pub mode: Option<String>,
    /// The server's `--allow-privileged`; true when left out.
    #[serde(deserialize_with = "loose::value")]
    pub allow_privileged: Option<bool>,
    /// The release that answers, in place of the batch's own.
    #[serde(deserialize_with = "loose::value")]
    pub kubernetes: Option<String>,
    /// Whether the answer holds the object as it would be stored.
    #[serde(deserialize_with = "loose::value")]
    pub defaulted: bool,
    /// Whether a new default cluster answers, with all its admission plugins; validation alone when left out.
    #[serde(deserialize_with = "loose::value")]
    pub service_account_admission: bool,
    /// The objects of the cluster, and of the manifest's namespace; one text.
    #[serde(deserialize_with = "loose::value")]
    pub objects: String,
    /// The objects of other namespaces: a text for each.
    #[serde(deserialize_with = "loose::pairs")]
    pub objects_elsewhere: BTreeMap<String, String>,
    /// The labels of the namespace.
    #[serde(deserialize_with = "loose::pairs")]
    pub namespace_labels: BTreeMap<String, String>,
    /// Whether the namespace does not exist.
    #[serde(deserialize_with = "loose::value")]
    pub namespace_missing: bool,
    /// Whether the namespace has no ServiceAccount yet.
    #[serde(deserialize_with = "loose::value")]
    pub accounts_missing: bool,
}

/// `{"id","stage","decodeError","strictErrors","errors","warnings","qosClass","resources","defaulted"}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The stage at which the server stops.
    pub stage: Stage,
    /// The reason why there is no object: no endpoint was found, or a value has a wrong type.
    pub decode_error: Option<String>,
    /// The messages about unknown and duplicate fields.
    pub strict_errors: Vec<String>,
    /// The HTTP status of a refusal by admission, or because the namespace does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// The server's reason for that status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The server's message for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The errors of validation in the server's order; given after strict errors too.
    pub errors: Vec<FieldError>,
    /// The server's warnings, in its order.
    pub warnings: Vec<String>,
    /// The QoS class of a Pod, or of the Pods of a workload.
    pub qos_class: Option<String>,
    /// The scheduler's view of a Pod, or of a template as written.
    pub resources: Resources,
    /// The object as the server would store and print it; absent unless it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaulted: Option<Value>,
}

/// One error of validation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// The server's cause, such as `FieldValueRequired`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The path as the server prints it.
    pub field: String,
    /// The value of the field.
    pub bad_value: Value,
    /// The rule that it breaks, in words.
    pub detail: String,
    /// The whole message.
    pub message: String,
}

/// Requests and limits; absent when there is no object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resources {
    /// The requests by resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<BTreeMap<String, String>>,
    /// The limits by resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<BTreeMap<String, String>>,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let manifest = request.manifest.as_deref().ok_or("the request needs a `manifest`, a text")?;
    let mode = match request.mode.as_deref() {
        None | Some("yaml") => Mode::Yaml,
        Some("json") => Mode::Json,
        Some("kubectl") => Mode::Kubectl,
        Some(other) => return Err(format!("`{other}` is no mode; use yaml, json or kubectl").into()),
    };
    let kubernetes = match &request.kubernetes {
        None => kubernetes.clone(),
        Some(version) => Kubernetes::parse(version, [])?,
    };
    let allow_privileged = request.allow_privileged.unwrap_or(true);
    let cluster = if request.service_account_admission { Cluster::New } else { Cluster::Bare };
    let options = Options { kubernetes, mode, cluster, allow_privileged, wrap: false };
    let given = if request.service_account_admission { state(request, &options) } else { options.state() };
    let reply = check::reply_in(manifest, &options, &given);
    let stage = reply.stage;
    if reply.refusal.is_some() {
        return Ok(Answer { stage, decode_error: reply.refusal, ..Answer::default() });
    }
    if let (Stage::Refused, Some(refusal)) = (stage, &reply.refused) {
        let (code, reason) = (Some(refusal.code()), Some(refusal.reason()));
        let (message, warnings) = (Some(refusal.to_string()), reply.warnings);
        return Ok(Answer { stage, code, reason, message, warnings, ..Answer::default() });
    }
    let stored = || reply.stored.as_ref().map_or(Value::Null, api::printed::json);
    Ok(Answer {
        stage,
        decode_error: None,
        code: None,
        reason: None,
        message: None,
        defaulted: request.defaulted.then(stored),
        strict_errors: reply.strict,
        errors: reply.errors.iter().map(|error| field_error(error, &options.kubernetes)).collect(),
        warnings: reply.warnings,
        qos_class: reply.qos,
        resources: Resources { requests: Some(reply.requests), limits: Some(reply.limits) },
    })
}

/// The new cluster of a request, with the objects that the request gives.
fn state(request: &Request, options: &Options) -> State {
    let mut state = options.state();
    let add = |state: &mut State, text: &str| {
        for object in api::objects(text, &options.kubernetes) {
            state.add(object);
        }
    };
    for (namespace, objects) in &request.objects_elsewhere {
        state.namespace.clone_from(namespace);
        add(&mut state, objects);
    }
    "default".clone_into(&mut state.namespace);
    let manifest = request.manifest.as_deref().unwrap_or_default();
    let first = api::objects(manifest, &options.kubernetes).into_iter().next();
    let namespace = first.map(|object| state.namespace_of(&object)).unwrap_or_default();
    if !request.namespace_missing {
        state.add_namespace(&namespace, request.namespace_labels.clone());
    }
    if request.accounts_missing {
        state.remove_accounts(&namespace);
    }
    let own = std::mem::replace(&mut state.namespace, namespace);
    add(&mut state, &request.objects);
    state.namespace = own;
    state.recount();
    state
}

fn field_error(error: &validation::Error, kubernetes: &Kubernetes) -> FieldError {
    FieldError {
        kind: error.kind.name(),
        field: error.field.clone(),
        bad_value: error.bad_value.to_json(),
        detail: error.detail.to_string(),
        message: error.message(kubernetes),
    }
}
