//! `kubectl run`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/run/run.go, pkg/generate/versioned/run.go beside it.

use super::Change;
use super::make::{Made, container_ports, labels, make, number, put};
use crate::command::Output;
use crate::command::arguments::Arguments;
use serde_json::{Map, Value, json};

/// A Pod of one container, and with `--expose` a Service before it.
pub(super) fn run(arguments: &Arguments) -> Result<Change, Output> {
    let image = arguments.required(&["image"])?;
    let Some((name, rest)) = arguments.words.split_first() else {
        return Err(arguments.misused("NAME is required for run"));
    };
    if image.is_empty() {
        return Err(Output::failure("error: --image is required"));
    }
    if !is_reference(image) {
        return Err(Output::failure(&format!(
            "error: Invalid image name \"{image}\": invalid reference format"
        )));
    }
    let exposes = arguments.is_on("expose");
    let port = arguments.value("port").filter(|text| !text.is_empty());
    if exposes && port.is_none() {
        return Err(arguments.misused("--port must be set when exposing a service"));
    }
    let one_of = |flag: &str, what: &str, known: [&str; 3]| match arguments.value(flag).unwrap_or_default() {
        word if word.is_empty() || known.contains(&word) => Ok(Some(word).filter(|word| !word.is_empty())),
        word => Err(arguments.misused(&format!("invalid {what}: {word}"))),
    };
    let restart = one_of("restart", "restart policy", ["Always", "OnFailure", "Never"])?;
    let pull = one_of("image-pull-policy", "image pull policy", ["Always", "IfNotPresent", "Never"])?;
    let mut container = json!({"name": name, "image": image, "resources": {}});
    let field = if arguments.is_on("command") { "command" } else { "args" };
    let optional = [
        (field, (!rest.is_empty()).then(|| json!(rest))),
        ("env", env(arguments)?),
        ("imagePullPolicy", pull.map(Value::from)),
        ("ports", container_ports(arguments)?),
        ("securityContext", arguments.is_on("privileged").then(|| json!({"privileged": true}))),
    ];
    for (field, value) in optional {
        if let (Some(value), Some(fields)) = (value, container.as_object_mut()) {
            fields.insert(field.to_owned(), value);
        }
    }
    let given = arguments.value("labels").filter(|text| !text.is_empty()).map(labels).transpose()?;
    let own = || Map::from_iter([("run".to_owned(), Value::from(name.as_str()))]);
    let marks = given.clone().unwrap_or_else(own);
    let mut metadata = json!({"name": name, "labels": marks});
    let annotations: Vec<&str> = arguments.values("annotations").collect();
    if !annotations.is_empty() {
        put(&mut metadata, "annotations", Value::Object(labels(&annotations.join(","))?));
    }
    let restart = restart.unwrap_or("Always");
    let pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart},
        "status": {},
    });
    let mut change = make(arguments, vec![Made::bare(pod)], "created")?;
    if let Some(port) = port.filter(|_| exposes && change.output.exit == 0) {
        let ports = json!([{"port": number(port)?, "protocol": "TCP", "targetPort": number(port)?}]);
        let service = service(name, given, &json!({"selector": marks, "ports": ports}));
        let further = make(arguments, vec![Made::bare(service)], "created")?;
        // The Service is told first. kubectl writes a line between the two, and so does its printer.
        let between = if arguments.value("output") == Some("yaml") { "---\n---\n" } else { "" };
        change.output.stdout = further.output.stdout + between + &change.output.stdout;
        change.output = Output { stdout: change.output.stdout, ..further.output };
        change.done.extend(further.done);
        change.stops = true;
    }
    Ok(change)
}

/// A Service as Go prints it.
pub(super) fn service(name: &str, labels: Option<Map<String, Value>>, spec: &Value) -> Value {
    let mut metadata = json!({"name": name});
    if let Some(labels) = labels.filter(|labels| !labels.is_empty()) {
        put(&mut metadata, "labels", Value::Object(labels));
    }
    json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}})
}

fn env(arguments: &Arguments) -> Result<Option<Value>, Output> {
    let is_name = |name: &&str| !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
    let mut list = Vec::new();
    for text in arguments.values("env") {
        let pair = text.split_once('=').filter(|(name, _)| is_name(name));
        let (name, value) = pair.ok_or_else(|| Output::failure(&format!("error: invalid env: {text}")))?;
        let mut one = json!({"name": name});
        if !value.is_empty() {
            put(&mut one, "value", value);
        }
        list.push(one);
    }
    Ok((!list.is_empty()).then_some(Value::Array(list)))
}

/// Whether it is the name of an image, by its characters. Upstream: ReferenceRegexp, github.com/distribution/reference.
fn is_reference(image: &str) -> bool {
    let (name, digest) = image.split_once('@').map_or((image, None), |(name, digest)| (name, Some(digest)));
    let (name, tag) = match name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
        Some((name, tag)) => (name, Some(tag)),
        None => (name, None),
    };
    let only = |text: &str, signs: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
    let edged = |text: &str| {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        is_letter(text.chars().next()) && is_letter(text.chars().last())
    };
    let parts: Vec<&str> = name.split('/').collect();
    let is_part = |(index, part): (usize, &&str)| {
        let is_domain = index == 0 && parts.len() > 1;
        let signs = if is_domain { ".-:" } else { "._-" };
        let port = part.split_once(':').map_or("0", |(_, port)| port);
        edged(part)
            && port.chars().all(|c| c.is_ascii_digit())
            && only(part, signs)
            && (is_domain || !part.contains(|c: char| c.is_ascii_uppercase()))
    };
    parts.iter().enumerate().all(is_part)
        && tag.is_none_or(|tag| !tag.is_empty() && only(tag, "._-") && !tag.starts_with(['.', '-']))
        && digest.is_none_or(|digest| digest.split_once(':').is_some_and(|(_, hex)| hex.len() >= 32))
}
