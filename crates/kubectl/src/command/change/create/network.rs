//! `kubectl create service` and `create ingress`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create/{create_service,create_ingress}.go.

use super::super::make::{Made, put};
use super::{failure, given, listed, whole};
use crate::command::Output;
use crate::command::arguments::Arguments;
use serde_json::{Map, Value, json};
use std::num::IntErrorKind;
use validation::{Detail, names};

/// The words behind `create service`, each with its type and what stands before a refusal.
pub(in crate::command) const SERVICES: [(&str, &str, &str); 4] = [
    ("clusterip", "ClusterIP", "failed to create ClusterIP service: "),
    ("nodeport", "NodePort", "failed to create NodePort service: "),
    ("loadbalancer", "LoadBalancer", "failed to create LoadBalancer service: "),
    ("externalname", "ExternalName", "failed to create ExternalName service: "),
];

pub(super) fn service(arguments: &Arguments, word: &str, name: &str) -> Result<Made, Output> {
    let found = SERVICES.iter().find(|(own, ..)| *own == word);
    let (_, kind, frame) = *found.unwrap_or(&SERVICES[0]);
    let external = if kind == "ExternalName" { arguments.required(&["external-name"])? } else { "" };
    let address = given(arguments, "clusterip").filter(|_| kind == "ClusterIP");
    let tcp = listed(arguments, "tcp");
    if tcp.is_empty() && address != Some("None") && kind != "ExternalName" {
        return Err(failure("at least one tcp port specifier must be provided"));
    }
    if kind == "ExternalName" && !names::dns_subdomain(external).is_empty() {
        return Err(failure(&format!("invalid service external name {external}")));
    }
    let node_port = whole(arguments, "node-port", "--node-port")?.filter(|_| kind == "NodePort");
    let port = |text: &&str| service_port(text, node_port.filter(|port| *port != 0));
    let ports = tcp.iter().map(port).collect::<Result<Vec<Value>, Output>>()?;
    let labels = json!({"app": name});
    let mut spec = json!({"selector": labels, "type": kind});
    if !ports.is_empty() {
        put(&mut spec, "ports", ports);
    }
    for (field, text) in [("clusterIP", address.unwrap_or_default()), ("externalName", external)] {
        if !text.is_empty() {
            put(&mut spec, field, text);
        }
    }
    let metadata = json!({"name": name, "labels": labels});
    let status = json!({"loadBalancer": {}});
    let object =
        json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": status});
    Ok(Made { object, frame })
}

/// A port of `PORT:TARGET`.
fn service_port(text: &str, node_port: Option<i64>) -> Result<Value, Output> {
    let mut parts = text.split(':');
    let own = parts.next().unwrap_or_default();
    let port: u16 = own.parse().map_err(|error: std::num::ParseIntError| {
        let is_large = matches!(error.kind(), IntErrorKind::PosOverflow);
        let why = if is_large { "value out of range" } else { "invalid syntax" };
        failure(&format!("strconv.ParseUint: parsing \"{own}\": {why}"))
    })?;
    let target = parts.next().unwrap_or(own);
    let problems = match target.parse::<i64>() {
        _ if target == own => Vec::new(),
        Ok(number) => names::port_number(number).into_iter().collect(),
        Err(_) => names::port_name(target),
    };
    if !problems.is_empty() {
        let texts: Vec<String> = problems.into_iter().map(|Detail { text, .. }| text.into_owned()).collect();
        return Err(failure(&texts.join(",")));
    }
    let mut one = json!({"name": text.replace(':', "-"), "port": port, "protocol": "TCP"});
    put(&mut one, "targetPort", target.parse::<i64>().map_or_else(|_| Value::from(target), Value::from));
    if let Some(port) = node_port {
        put(&mut one, "nodePort", port);
    }
    Ok(one)
}

pub(super) fn ingress(arguments: &Arguments, name: &str) -> Result<Made, Output> {
    let rules: Vec<&str> = arguments.values("rule").collect();
    let backend = given(arguments, "default-backend");
    if rules.is_empty() && backend.is_none() {
        return Err(failure(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
        ));
    }
    let mut spec = Map::new();
    if let Some(class) = given(arguments, "class") {
        spec.insert("ingressClassName".to_owned(), class.into());
    }
    let (mut hosts, mut tls): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for rule in rules {
        let wrong = || {
            failure(&format!(
                "rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
            ))
        };
        let (written, secret) = rule.split_once(',').map_or((rule, None), |(rule, tls)| (rule, Some(tls)));
        let (host, path) = written.split_once('/').ok_or_else(wrong)?;
        let (path, service) = path.split_once('=').ok_or_else(wrong)?;
        let backend = service_of(service).ok_or_else(wrong)?;
        let (path, kind) = path.strip_suffix('*').map_or((path, "Exact"), |path| (path, "Prefix"));
        let path = json!({"backend": backend, "path": format!("/{path}"), "pathType": kind});
        add(&mut hosts, "host", host, "/http/paths", &path, |one| put(one, "http", json!({"paths": []})));
        if let Some(secret) = secret {
            let secret = secret.split_once('=').map_or("", |(_, name)| name);
            let is_there =
                |one: &Value| one["hosts"].as_array().is_some_and(|all| all.contains(&host.into()));
            if !host.is_empty() && !tls.iter().any(is_there) {
                let with_hosts = |one: &mut Value| put(one, "hosts", json!([]));
                add(&mut tls, "secretName", secret, "/hosts", &host.into(), with_hosts);
            }
        }
    }
    if let Some(backend) = backend {
        let wrong = || failure("default-backend should be in format servicename:serviceport");
        spec.insert("defaultBackend".to_owned(), service_of(backend).ok_or_else(wrong)?);
    }
    for (field, list) in [("rules", hosts), ("tls", tls)] {
        if !list.is_empty() {
            spec.insert(field.to_owned(), list.into());
        }
    }
    let mut notes = Map::new();
    for note in arguments.values("annotation") {
        let wrong = || failure(&format!("annotation {note} is invalid and should be in format key=[value]"));
        let (key, value) = note.split_once('=').ok_or_else(wrong)?;
        notes.insert(key.to_owned(), value.into());
    }
    let mut metadata = json!({"name": name});
    if !notes.is_empty() {
        put(&mut metadata, "annotations", Value::Object(notes));
    }
    let status = json!({"loadBalancer": {}});
    let object = json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": spec, "status": status});
    Ok(Made { object, frame: "failed to create ingress: " })
}

/// Puts an item into the list of the object that has this text in a field, which may be a new one.
fn add(all: &mut Vec<Value>, field: &str, text: &str, list: &str, item: &Value, fill: impl Fn(&mut Value)) {
    let is_it = |one: &Value| one.get(field).and_then(Value::as_str).unwrap_or_default() == text;
    let place = all.iter().position(is_it).unwrap_or_else(|| {
        let mut one = json!({});
        if !text.is_empty() {
            put(&mut one, field, text);
        }
        fill(&mut one);
        all.push(one);
        all.len() - 1
    });
    if let Some(list) = all.get_mut(place).and_then(|one| one.pointer_mut(list)?.as_array_mut()) {
        list.push(item.clone());
    }
}

/// The backend that `NAME:PORT` names.
fn service_of(text: &str) -> Option<Value> {
    let (name, port) = text.split_once(':').filter(|(name, port)| !name.is_empty() && !port.is_empty())?;
    let port = port.parse::<i32>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
    Some(json!({"service": {"name": name, "port": port}}))
}
