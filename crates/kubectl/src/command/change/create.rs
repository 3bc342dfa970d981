//! `kubectl create` of an object by its flags. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create.

mod access;
mod network;
mod policy;

use super::Change;
use super::make::{Made, make, put};
use crate::apply::Refusal;
use crate::command::arguments::Arguments;
use crate::command::{Cluster, Output, meta, not_played};
use serde_json::{Map, Value, json};
use std::num::IntErrorKind;

/// The words that may stand behind `create`, each with its other name.
pub(in crate::command) const CREATABLE: [(&str, &str); 17] = [
    ("clusterrole", ""),
    ("clusterrolebinding", ""),
    ("configmap", "cm"),
    ("cronjob", "cj"),
    ("deployment", "deploy"),
    ("ingress", "ing"),
    ("job", ""),
    ("namespace", "ns"),
    ("poddisruptionbudget", "pdb"),
    ("priorityclass", "pc"),
    ("quota", "resourcequota"),
    ("role", ""),
    ("rolebinding", ""),
    ("secret", ""),
    ("service", "svc"),
    ("serviceaccount", "sa"),
    ("token", ""),
];

/// Creates what the command line describes.
pub(super) fn create(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    for flag in ["validate", "filename"] {
        if arguments.value(flag).is_some_and(|value| value != "none") {
            return Err(not_played(&format!("create --{flag}")));
        }
    }
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let Some((first, rest)) = words.split_first() else {
        return Err(Output::failure("error: must specify one of -f and -k"));
    };
    let Some(kind) = kind_named(first) else {
        return Err(arguments.misused(&format!("Unexpected args: [{}]", words.join(" "))));
    };
    let (what, names) = match (kind, rest.split_first()) {
        ("token", _) => {
            let why = "podlab: `kubectl create token` is not played here: nothing would take a token";
            return Err(Output::failure(why));
        }
        ("secret" | "service", None) => return Err(not_played(&format!("create {kind}"))),
        ("secret" | "service", Some((of, names))) => {
            if !kinds_of(kind).contains(of) {
                return Err(arguments.misused(&format!("unknown command \"{}\"", rest.join(" "))));
            }
            (*of, names)
        }
        _ => (kind, rest),
    };
    let required: &[&str] = match what {
        "deployment" => &["image"],
        "cronjob" => &["image", "schedule"],
        "clusterrolebinding" => &["clusterrole"],
        "externalname" => &["external-name"],
        _ => &[],
    };
    if !required.is_empty() {
        arguments.required(required)?;
    }
    // The words behind `--` are a command.
    let own = arguments.dash.map_or(names.len(), |dash| dash.saturating_sub(words.len() - names.len()));
    let (names, command) = names.split_at_checked(own).unwrap_or((names, &[]));
    let [name] = names else {
        return Err(arguments.misused(&format!("exactly one NAME is required, got {}", names.len())));
    };
    let (made, warnings) = made(arguments, cluster, (what, name), command)?;
    let mut change = make(arguments, vec![made], "created")?;
    change.output.stderr.insert_str(0, &warnings);
    Ok(change)
}

/// The object that the flags describe, with the warnings of kubectl.
fn made(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    (what, name): (&str, &str),
    command: &[&str],
) -> Result<(Made, String), Output> {
    let other = match what {
        "ingress" => network::ingress(arguments, name)?,
        "quota" => policy::quota(arguments, name)?,
        "poddisruptionbudget" => policy::budget(arguments, name, cluster.kubernetes)?,
        "priorityclass" => policy::priority_class(arguments, name)?,
        "rolebinding" => access::binding(arguments, "RoleBinding", name)?,
        "clusterrolebinding" => access::binding(arguments, "ClusterRoleBinding", name)?,
        "role" => return access::role(arguments, "Role", name),
        "clusterrole" => return access::role(arguments, "ClusterRole", name),
        "clusterip" | "nodeport" | "loadbalancer" | "externalname" => {
            network::service(arguments, what, name)?
        }
        _ => {
            let (object, frame) = older(arguments, cluster, (what, name), command)?;
            Made { object, frame }
        }
    };
    Ok((other, String::new()))
}

/// A ConfigMap, Secret, Namespace, account, Deployment, Job or CronJob, and what stands before its refusal.
fn older(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    (what, name): (&str, &str),
    command: &[&str],
) -> Result<(Value, &'static str), Output> {
    Ok(match what {
        "generic" => (secret(arguments, name)?, "failed to create secret "),
        "docker-registry" => (registry(arguments, name)?, "failed to create secret "),
        "tls" => {
            let is_given = |flag: &str| arguments.value(flag).is_some_and(|text| !text.is_empty());
            return Err(if is_given("cert") && is_given("key") {
                not_played("create secret tls` of files, `kubectl create")
            } else {
                Output::failure("error: key and cert must be specified")
            });
        }
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
            let given = |flag: &str| given(arguments, flag);
            match (given("image"), given("from").filter(|_| what == "job")) {
                (Some(image), None) => job(arguments, what, name, image, command),
                (None, Some(_)) if !command.is_empty() => {
                    return Err(Output::failure("error: cannot specify --from and command"));
                }
                (None, Some(from)) => (job_of(arguments, name, from, cluster)?, "failed to create job: "),
                _ => return Err(Output::failure("error: either --image or --from must be specified")),
            }
        }
    })
}

/// The kind that a word behind `create` means.
pub(in crate::command) fn kind_named(word: &str) -> Option<&'static str> {
    let found = CREATABLE.iter().find(|(name, other)| *name == word || !other.is_empty() && *other == word);
    found.map(|(name, _)| *name)
}

/// The words that may stand behind `create secret` and `create service`.
pub(in crate::command) fn kinds_of(kind: &str) -> Vec<&'static str> {
    match kind {
        "secret" => vec!["generic", "docker-registry", "tls"],
        "service" => network::SERVICES.iter().map(|(word, ..)| *word).collect(),
        _ => Vec::new(),
    }
}

/// The value of a flag that is not empty.
fn given<'a>(arguments: &'a Arguments, flag: &str) -> Option<&'a str> {
    arguments.value(flag).filter(|text| !text.is_empty())
}

/// The values of a flag that takes several between commas, each once.
fn listed<'a>(arguments: &'a Arguments, flag: &str) -> Vec<&'a str> {
    let mut all = Vec::new();
    for one in arguments.values(flag).flat_map(|text| text.split(',')) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn failure(words: &str) -> Output {
    Output::failure(&format!("error: {words}"))
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
    let data = literals(arguments, "Secret", name)?;
    Ok(secret_of(arguments, name, data, arguments.value("type").filter(|of| !of.is_empty())))
}

/// A Secret with the account of an image registry.
fn registry(arguments: &Arguments, name: &str) -> Result<Value, Output> {
    let given = |flag: &str| arguments.value(flag).unwrap_or_default();
    let server = arguments.value("docker-server").unwrap_or("https://index.docker.io/v1/");
    let (user, password) = (given("docker-username"), given("docker-password"));
    if [server, user, password].contains(&"") {
        return Err(Output::failure(
            "error: either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
        ));
    }
    let auth = api::base64::encode(format!("{user}:{password}").as_bytes());
    let all = [("username", user), ("password", password), ("email", given("docker-email")), ("auth", &auth)];
    let text = |text: &str| api::json::html_safe(&api::json::text(&text.into()));
    let filled = all.iter().filter(|(_, value)| !value.is_empty());
    let fields: Vec<String> = filled.map(|(field, value)| format!("\"{field}\":{}", text(value))).collect();
    let config = format!("{{\"auths\":{{{}:{{{}}}}}}}", text(server), fields.join(","));
    let data = Map::from_iter([(".dockerconfigjson".to_owned(), config.into())]);
    Ok(secret_of(arguments, name, data, Some("kubernetes.io/dockerconfigjson")))
}

fn secret_of(arguments: &Arguments, name: &str, mut data: Map<String, Value>, of: Option<&str>) -> Value {
    // The server does it too, and a story is easier to read.
    let is_printed = matches!(arguments.value("output"), Some("yaml" | "json"));
    for value in data.values_mut().filter(|_| is_printed) {
        *value = api::base64::encode(value.as_str().unwrap_or_default().as_bytes()).into();
    }
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if !data.is_empty() {
        put(&mut object, if is_printed { "data" } else { "stringData" }, Value::Object(data));
    }
    if let Some(of) = of {
        put(&mut object, "type", of);
    }
    object
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

/// A Job as a CronJob would make it.
fn job_of(arguments: &Arguments, name: &str, from: &str, cluster: &Cluster<'_>) -> Result<Value, Output> {
    let found = super::named(&arguments.behind(&[from.to_owned()]), cluster)?;
    let (resource, object) = found.into_iter().next().ok_or_else(Output::default)?;
    let object = object?;
    if resource.name != "CronJob" {
        let kind = resource.name;
        return Err(Output::failure(&format!("error: unknown object type *v1.{kind}")));
    }
    let field = |pointer: &str| object.pointer(pointer).cloned();
    let mut annotations = field("/spec/jobTemplate/metadata/annotations").unwrap_or_else(|| json!({}));
    put(&mut annotations, "cronjob.kubernetes.io/instantiate", "manual");
    let mut metadata = json!({
        "name": name,
        "annotations": annotations,
        "ownerReferences": [{
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "name": meta(object, "name"),
            "uid": meta(object, "uid"),
            "controller": true,
        }],
    });
    if let Some(labels) = field("/spec/jobTemplate/metadata/labels") {
        put(&mut metadata, "labels", labels);
    }
    let spec = field("/spec/jobTemplate/spec");
    Ok(json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec, "status": {}}))
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
