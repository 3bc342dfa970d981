//! `kubectl expose`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go.

use super::Change;
use super::make::{Made, labels, make, number, put};
use super::run::service;
use crate::command::arguments::Arguments;
use crate::command::{Cluster, Output, meta};
use crate::others::items;
use api::kinds::Kind;
use serde_json::{Map, Value, json};

/// The parts that the first object gives when no flag does; kubectl keeps them for the others.
#[derive(Default)]
struct Wanted {
    selector: Map<String, Value>,
    labels: Map<String, Value>,
    ports: Vec<String>,
}

/// A Service for each object that is named or selected.
pub(super) fn expose(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let given = |flag: &str| arguments.value(flag).filter(|text| !text.is_empty());
    let mut wanted = Wanted::default();
    if let Some(text) = given("labels") {
        wanted.labels = labels(text)?;
    }
    if let Some(text) = given("port") {
        wanted.ports = text.split(',').map(str::to_owned).collect();
    }
    let chosen = given("selector").map(labels).transpose()?;
    wanted.selector = chosen.unwrap_or_default();
    let mut made = Vec::new();
    let mut refused = String::new();
    // Its selector is that of the Service.
    for (resource, found) in super::named(&arguments.without("selector"), cluster)? {
        match found.and_then(|found| of(found, resource, arguments, &mut wanted)) {
            Ok(object) => made.push(Made::bare(object)),
            // The others are exposed nonetheless.
            Err(refusal) => refused.push_str(&refusal.stderr),
        }
    }
    let mut change = make(arguments, made, "exposed")?;
    change.output.exit |= u8::from(!refused.is_empty());
    change.output.stderr.push_str(&refused);
    Ok(change)
}

fn of(object: &Value, resource: &Kind, arguments: &Arguments, wanted: &mut Wanted) -> Result<Value, Output> {
    let kind = resource.name;
    let failure = |text: String| Err(Output::failure(&format!("error: {text}")));
    let given = |flag: &str| arguments.value(flag).filter(|text| !text.is_empty());
    let place = match kind {
        "Pod" => "/metadata/labels",
        "Service" | "ReplicationController" => "/spec/selector",
        "Deployment" | "ReplicaSet" => "/spec/selector/matchLabels",
        _ => return failure(format!("cannot expose a {kind}{}", resource.suffix())),
    };
    if wanted.selector.is_empty() {
        let own = object.pointer(place).and_then(Value::as_object).filter(|own| !own.is_empty());
        let Some(own) = own else {
            let why = match kind {
                "Pod" => "the pod has no labels and cannot be exposed",
                "Service" => "the service has no pod selector set",
                _ => "invalid deployment: no selectors, therefore cannot be exposed",
            };
            return failure(format!(
                "couldn't retrieve selectors via --selector flag or introspection: {why}"
            ));
        };
        wanted.selector.clone_from(own);
    }
    let ports = ports_of(object, kind);
    if wanted.ports.is_empty() {
        wanted.ports = ports.iter().map(|(port, _)| port.clone()).collect();
        if wanted.ports.is_empty() && given("cluster-ip") != Some("None") {
            return failure("couldn't find port via --port flag or introspection".to_owned());
        }
    }
    if wanted.labels.is_empty() {
        wanted.labels =
            object.pointer("/metadata/labels").and_then(Value::as_object).cloned().unwrap_or_default();
    }
    let mut spec = json!({"selector": wanted.selector});
    let list = service_ports(arguments, &wanted.ports, &ports)?;
    if !list.is_empty() {
        put(&mut spec, "ports", Value::Array(list));
    }
    for (flag, field) in [("type", "type"), ("cluster-ip", "clusterIP")] {
        if let Some(text) = given(flag) {
            put(&mut spec, field, text);
        }
    }
    let name: String =
        given("name").map_or_else(|| meta(object, "name").chars().take(63).collect(), str::to_owned);
    Ok(service(&name, Some(wanted.labels.clone()), &spec))
}

/// The ports of an object's containers, or of a Service, each with its protocol.
fn ports_of(object: &Value, kind: &str) -> Vec<(String, String)> {
    let port = |port: &Value, field: &str| {
        let protocol = port.get("protocol").and_then(Value::as_str).unwrap_or("TCP");
        Some((port.get(field)?.to_string(), protocol.to_owned()))
    };
    if kind == "Service" {
        return items(object, "/spec/ports").filter_map(|one| port(one, "port")).collect();
    }
    let place = if kind == "Pod" { "/spec/containers" } else { "/spec/template/spec/containers" };
    let ports = items(object, place).flat_map(|container| items(container, "/ports"));
    ports.filter_map(|one| port(one, "containerPort")).collect()
}

fn service_ports(
    arguments: &Arguments,
    wanted: &[String],
    known: &[(String, String)],
) -> Result<Vec<Value>, Output> {
    let asked = arguments.value("protocol").filter(|text| !text.is_empty());
    let target = arguments.value("target-port").filter(|text| !text.is_empty());
    let mut list = Vec::new();
    for (index, text) in wanted.iter().enumerate() {
        let port = number(text)?;
        let target = match target {
            Some(text) => text.parse::<i32>().map_or_else(|_| json!(text), |number| json!(number)),
            None => json!(port),
        };
        let own: Vec<&str> =
            known.iter().filter(|(port, _)| port == text).map(|(_, protocol)| protocol.as_str()).collect();
        let protocols = match (asked, own.as_slice()) {
            (Some(asked), _) => vec![asked],
            (None, []) => vec!["TCP"],
            (None, own) => own.to_vec(),
        };
        for protocol in &protocols {
            let mut one = json!({"port": port, "protocol": protocol, "targetPort": target});
            if protocols.len() > 1 {
                put(&mut one, "name", format!("port-{}-{}", index + 1, protocol.to_lowercase()));
            } else if wanted.len() > 1 {
                put(&mut one, "name", format!("port-{}", index + 1));
            }
            list.push(one);
        }
    }
    Ok(list)
}
