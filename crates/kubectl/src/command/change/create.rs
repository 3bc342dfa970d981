//! `kubectl create` of an object by its flags. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create.

use super::Change;
use super::make::{Made, make, put};
use crate::apply::Refusal;
use crate::command::arguments::Arguments;
use crate::command::{Output, not_played};
use serde_json::{Map, Value, json};
use std::num::IntErrorKind;

/// The words that may stand behind `create`, those of one kind beside each other.
const CREATABLE: [&str; 25] = [
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
    "svc",
    "serviceaccount",
    "sa",
];

/// Creates what the command line describes: a ConfigMap, Secret, Namespace, account, Deployment, Job or CronJob.
pub(super) fn create(arguments: &Arguments) -> Result<Change, Output> {
    for flag in ["validate", "filename"] {
        if arguments.value(flag).is_some_and(|value| value != "none") {
            return Err(not_played(&format!("create --{flag}")));
        }
    }
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let (what, names) = match words.as_slice() {
        ["secret", "generic", names @ ..] => ("secret", names),
        ["configmap" | "cm", names @ ..] => ("configmap", names),
        ["namespace" | "ns", names @ ..] => ("namespace", names),
        ["serviceaccount" | "sa", names @ ..] => ("serviceaccount", names),
        ["deployment" | "deploy", names @ ..] => ("deployment", names),
        ["job", names @ ..] => ("job", names),
        ["cronjob" | "cj", names @ ..] => ("cronjob", names),
        [] => return Err(Output::failure("error: must specify one of -f and -k")),
        [what, ..] if !CREATABLE.contains(what) => {
            return Err(arguments.misused(&format!("Unexpected args: [{}]", words.join(" "))));
        }
        [what, ..] => return Err(not_played(&format!("create {what}"))),
    };
    match what {
        "deployment" => drop(arguments.required(&["image"])?),
        "cronjob" => drop(arguments.required(&["image", "schedule"])?),
        _ => {}
    }
    // The words behind `--` are a command.
    let own = arguments.dash.map_or(names.len(), |dash| dash.saturating_sub(words.len() - names.len()));
    let (names, command) = names.split_at_checked(own).unwrap_or((names, &[]));
    let [name] = names else {
        return Err(arguments.misused(&format!("exactly one NAME is required, got {}", names.len())));
    };
    let (object, frame) = match what {
        "secret" => (secret(arguments, name)?, "failed to create secret "),
        "configmap" => (config_map(arguments, name)?, "failed to create configmap: "),
        "namespace" => (
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}, "spec": {}, "status": {}}),
            "",
        ),
        "serviceaccount" => (
            json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}),
            "failed to create serviceaccount: ",
        ),
        "deployment" => (deployment(arguments, name, command)?, "failed to create deployment: "),
        _ => {
            let Some(image) = arguments.value("image").filter(|image| !image.is_empty()) else {
                return Err(Output::failure("error: either --image or --from must be specified"));
            };
            job(arguments, what, name, image, command)
        }
    };
    make(arguments, vec![Made { object, frame }], "created")
}

/// The literals of a ConfigMap or a Secret.
fn literals(arguments: &Arguments, kind: &str, name: &str) -> Result<Map<String, Value>, Output> {
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
    Ok(data)
}

fn config_map(arguments: &Arguments, name: &str) -> Result<Value, Output> {
    let data = literals(arguments, "ConfigMap", name)?;
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    if !data.is_empty() {
        put(&mut object, "data", Value::Object(data));
    }
    Ok(object)
}

fn secret(arguments: &Arguments, name: &str) -> Result<Value, Output> {
    let mut data = literals(arguments, "Secret", name)?;
    // The server does it too, and a story is easier to read.
    let is_printed = arguments.value("output") == Some("yaml");
    for value in data.values_mut().filter(|_| is_printed) {
        *value = api::base64::encode(value.as_str().unwrap_or_default().as_bytes()).into();
    }
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if !data.is_empty() {
        put(&mut object, if is_printed { "data" } else { "stringData" }, Value::Object(data));
    }
    if let Some(of) = arguments.value("type").filter(|of| !of.is_empty()) {
        put(&mut object, "type", of);
    }
    Ok(object)
}

fn deployment(arguments: &Arguments, name: &str, command: &[&str]) -> Result<Value, Output> {
    let images: Vec<&str> = arguments.values("image").flat_map(|images| images.split(',')).collect();
    if images.len() > 1 && !command.is_empty() {
        return Err(Output::failure("error: cannot specify multiple --image options and command"));
    }
    let replicas = whole(arguments, "replicas", "-r, --replicas")?.unwrap_or(1);
    let mut containers: Vec<Value> =
        images.into_iter().map(|image| container(&image_name(image), image, command)).collect();
    if let (Some(port), Some(first)) = (whole(arguments, "port", "--port")?, containers.first_mut()) {
        put(first, "ports", json!([{"containerPort": port}]));
    }
    let labels = json!({"app": name});
    Ok(json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "strategy": {},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
        },
        "status": {},
    }))
}

/// The number that a flag gives.
pub(in crate::command) fn whole(
    arguments: &Arguments,
    flag: &str,
    shown: &str,
) -> Result<Option<i64>, Output> {
    let Some(text) = arguments.value(flag) else { return Ok(None) };
    text.parse().map(Some).map_err(|error: std::num::ParseIntError| {
        let why = match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
            _ => "invalid syntax",
        };
        let why = format!("strconv.ParseInt: parsing \"{text}\": {why}");
        arguments.usage(&format!("invalid argument \"{text}\" for \"{shown}\" flag: {why}"))
    })
}

fn container(name: &str, image: &str, command: &[&str]) -> Value {
    let mut container = json!({"name": name, "image": image, "resources": {}});
    if !command.is_empty() {
        put(&mut container, "command", json!(command));
    }
    container
}

/// The name of a container after its image. Upstream: buildPodSpec and sanitizeAndUniquify, create_deployment.go.
fn image_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let name = last.split([':', '@']).next().unwrap_or(last);
    if name.contains(['_', '.']) {
        // The letters behind it are chance.
        return format!("{}-xxxxx", name.replace(['_', '.'], "-"));
    }
    name.to_owned()
}

/// A Job, or a CronJob around one.
fn job(
    arguments: &Arguments,
    what: &str,
    name: &str,
    image: &str,
    command: &[&str],
) -> (Value, &'static str) {
    let template = |restart: &str| {
        let containers = json!([container(name, image, command)]);
        json!({"metadata": {}, "spec": {"containers": containers, "restartPolicy": restart}})
    };
    let of = |kind: &str, spec: Value| json!({"apiVersion": "batch/v1", "kind": kind, "metadata": {"name": name}, "spec": spec, "status": {}});
    let restart = arguments.value("restart").filter(|restart| !restart.is_empty());
    if what == "job" {
        return (of("Job", json!({"template": template("Never")})), "failed to create job: ");
    }
    let spec = json!({
        "schedule": arguments.value("schedule"),
        "jobTemplate": {"metadata": {"name": name}, "spec": {"template": template(restart.unwrap_or("OnFailure"))}},
    });
    (of("CronJob", spec), "failed to create cronjob: ")
}

/// kubectl's refusal of an object for a key of its data, which it looks at before it asks the server; `problems` are those of a
/// key. Upstream: addKeyFromLiteralToConfigMap and addKeyFromLiteralToSecret, create_{configmap,secret}.go.
pub fn bad_key(object: &Value, problems: impl Fn(&str) -> Vec<String>) -> Option<Refusal> {
    let words = match object.get("kind").and_then(Value::as_str).unwrap_or_default() {
        "ConfigMap" => "is not a valid key name for a ConfigMap:",
        "Secret" => "is not valid key name for a Secret",
        _ => return None,
    };
    let data = ["data", "stringData"].into_iter().filter_map(|field| object.get(field)?.as_object());
    let keys = data.flat_map(|data| data.keys()).map(|key| (key, problems(key)));
    let (key, why) = keys.into_iter().find(|(_, why)| !why.is_empty())?;
    Some(Refusal::Client(format!("{key:?} {words} {}", why.join(","))))
}
