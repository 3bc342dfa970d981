//! `kubectl create` of a ConfigMap or a Secret. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create.

use super::{Change, Done};
use crate::apply::Refusal;
use crate::command::arguments::Arguments;
use crate::command::{Output, meta, not_played};
use serde_json::{Map, Value, json};

/// The words that may stand behind `create`.
const CREATABLE: [&str; 24] = [
    "clusterrole",
    "clusterrolebinding",
    "configmap",
    "cm",
    "cronjob",
    "cj",
    "deployment",
    "deploy",
    "ingress",
    "ing",
    "job",
    "namespace",
    "ns",
    "poddisruptionbudget",
    "pdb",
    "priorityclass",
    "pc",
    "quota",
    "role",
    "rolebinding",
    "secret",
    "service",
    "serviceaccount",
    "sa",
];

/// `create secret generic NAME` and `create configmap NAME`, with literals.
pub(super) fn create(arguments: &Arguments, objects: &[Value]) -> Result<Change, Output> {
    for flag in ["dry-run", "validate", "filename"] {
        if arguments.value(flag).is_some_and(|value| value != "none") {
            return Err(not_played(&format!("create --{flag}")));
        }
    }
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let (kind, field, name) = match words.as_slice() {
        ["secret", "generic", name] => ("Secret", "stringData", *name),
        ["configmap" | "cm", name] => ("ConfigMap", "data", *name),
        ["secret", "generic", names @ ..] | ["configmap" | "cm", names @ ..] => {
            return Err(arguments.misused(&format!("exactly one NAME is required, got {}", names.len())));
        }
        [] => return Err(Output::failure("error: must specify one of -f and -k")),
        [what, ..] if !CREATABLE.contains(what) => {
            return Err(arguments.misused(&format!("Unexpected args: [{}]", words.join(" "))));
        }
        _ => {
            return Err(not_played(
                "create` of anything but `secret generic` and `configmap`, `kubectl create",
            ));
        }
    };
    let mut data = Map::new();
    for pair in arguments.values("from-literal") {
        let invalid =
            || Output::failure(&format!("error: invalid literal source {pair}, expected key=value"));
        let (key, value) = pair.split_once('=').filter(|(key, _)| !key.is_empty()).ok_or_else(invalid)?;
        if data.insert(key.to_owned(), value.into()).is_some() {
            return Err(Output::failure(&format!(
                "error: cannot add key \"{key}\", another key by that name already exists in Data for {kind} \"{name}\""
            )));
        }
    }
    let object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, field: data});
    let lower = kind.to_lowercase();
    let is_there = |object: &&Value| super::kind(object) == kind && meta(object, "name") == name;
    if objects.iter().any(|object| is_there(&object)) {
        let colon = if kind == "ConfigMap" { ":" } else { "" };
        return Err(Output::failure(&format!(
            "error: failed to create {lower}{colon} {lower}s \"{name}\" already exists"
        )));
    }
    let output = Output::text(format!("{lower}/{name} created\n"));
    Ok(Change { output, done: vec![Done::Create(object)] })
}

/// kubectl's refusal of an object for a key of its data, which it looks at before it asks the server; `problems` are those of a
/// key. Upstream: addKeyFromLiteralToConfigMap and addKeyFromLiteralToSecret, create_{configmap,secret}.go.
pub fn bad_key(object: &Value, problems: impl Fn(&str) -> Vec<String>) -> Option<Refusal> {
    let words = match super::kind(object) {
        "ConfigMap" => "is not a valid key name for a ConfigMap:",
        "Secret" => "is not valid key name for a Secret",
        _ => return None,
    };
    let data = ["data", "stringData"].into_iter().filter_map(|field| object.get(field)?.as_object());
    let keys = data.flat_map(|data| data.keys()).map(|key| (key, problems(key)));
    let (key, why) = keys.into_iter().find(|(_, why)| !why.is_empty())?;
    Some(Refusal::Client(format!("{key:?} {words} {}", why.join(","))))
}
