//! The endpoints of a Service at an instant: its slice and, for readers of the old form, its `Endpoints`.
//! Upstream: k8s.io/endpointslice; pkg/controller/endpoint/endpoints_controller.go.

use super::objects::text;
use api::well_known::LAST_APPLIED;
use serde_json::{Value, json};
use simulator::trace::Endpoint;
use simulator::{Millis, Trace};
use std::collections::BTreeMap;

/// The address of the API server, beside that of the node on which Pods run.
const SERVER: &str = "192.168.0.2";

/// The slice and the `Endpoints` of the Service that leads to the API server, which writes them itself.
/// Upstream: pkg/controlplane/reconcilers/endpointsadapter.go.
fn of_server(made: &str) -> Vec<Value> {
    let ports = json!([{"name": "https", "port": 6443, "protocol": "TCP"}]);
    let own = |label: &str, value: &str| json!({"name": "kubernetes", "namespace": "default", "creationTimestamp": made, "labels": {label: value}});
    let slice = json!({
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": own("kubernetes.io/service-name", "kubernetes"),
        "addressType": "IPv4",
        "endpoints": [{"addresses": [SERVER], "conditions": {"ready": true}}],
        "ports": ports,
    });
    let old = json!({
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": own("endpointslice.kubernetes.io/skip-mirror", "true"),
        "subsets": [{"addresses": [{"ip": SERVER}], "ports": ports}],
    });
    vec![slice, old]
}

/// The slice and the `Endpoints` of a Service that selects Pods; nothing for one that does not, but for the API server's own.
pub(super) fn behind(service: &Value, trace: &Trace, at: Millis, pods: &[Value]) -> Vec<Value> {
    let text_of = |field: &str| text(service, field);
    if (text_of("/metadata/namespace"), text_of("/metadata/name")) == ("default", "kubernetes") {
        return of_server(text_of("/metadata/creationTimestamp"));
    }
    if service.pointer("/spec/selector").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty) {
        return Vec::new();
    }
    let there = there(service, trace, at, pods);
    let ports = ports(service, there.first().map(|(pod, _)| *pod));
    let (name, namespace) = (text(service, "/metadata/name"), text(service, "/metadata/namespace"));
    let made = text(service, "/metadata/creationTimestamp");
    let seed = format!("{namespace}/{name}");
    let hosted = |one: Value, pod: &Value| hosted(one, pod, name);
    let endpoints: Vec<Value> =
        there.iter().map(|(pod, endpoint)| hosted(in_slice(pod, *endpoint), pod)).collect();
    let owner = json!({"apiVersion": "v1", "kind": "Service", "name": name, "uid": text(service, "/metadata/uid"),
        "controller": true, "blockOwnerDeletion": true});
    let slice = json!({
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": format!("{name}-{}", simulator::letters(&seed)),
            "namespace": namespace,
            "creationTimestamp": made,
            "generateName": format!("{name}-"),
            "ownerReferences": [owner],
            "labels": labels(service, &[
                ("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"),
                ("kubernetes.io/service-name", name),
            ]),
        },
        "addressType": "IPv4",
        "endpoints": endpoints,
        "ports": if there.is_empty() { json!([]) } else { ports.clone() },
    });
    let old = json!({
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {"name": name, "namespace": namespace, "creationTimestamp": made,
            "labels": labels(service, &[("endpoints.kubernetes.io/managed-by", "endpoint-controller")])},
        "subsets": subsets(&there, &ports, name),
    });
    vec![slice, old]
}

/// The labels of a Service with those of the controller.
fn labels(service: &Value, own: &[(&str, &str)]) -> Value {
    let written = service.pointer("/metadata/labels").and_then(Value::as_object).cloned();
    let mut labels = written.unwrap_or_default();
    labels.extend(own.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))));
    if text(service, "/spec/clusterIP") == "None" {
        labels.insert("service.kubernetes.io/headless".to_owned(), "".into());
    }
    Value::Object(labels)
}

/// An address with the name of its host, where the Pod has one below the Service.
fn hosted(mut one: Value, pod: &Value, service: &str) -> Value {
    let host = text(pod, "/spec/hostname");
    if let Some(fields) = one.as_object_mut()
        && !host.is_empty()
        && text(pod, "/spec/subdomain") == service
    {
        fields.insert("hostname".to_owned(), host.into());
    }
    one
}

/// The slices that mirror the `Endpoints` which somebody wrote for a Service without a selector: one for each list of ports and
/// each family of addresses. Upstream: pkg/controller/endpointslicemirroring.
pub(super) fn mirrored(endpoints: &Value, service: Option<&Value>) -> Vec<Value> {
    let label = endpoints.pointer("/metadata/labels/endpointslice.kubernetes.io~1skip-mirror");
    let leads =
        endpoints.pointer("/metadata/annotations/control-plane.alpha.kubernetes.io~1leader").is_some();
    let selects = service.is_none_or(|service| service.pointer("/spec/selector").is_some());
    if selects || leads || label.is_some_and(|label| label == "true") {
        return Vec::new();
    }
    let mut slices: Vec<(bool, Value, Vec<Value>)> = Vec::new();
    for subset in endpoints.get("subsets").and_then(Value::as_array).into_iter().flatten() {
        let ports = mirrored_ports(subset);
        for (field, ready) in [("addresses", true), ("notReadyAddresses", false)] {
            for one in subset.get(field).and_then(Value::as_array).into_iter().flatten() {
                let is_six = text(one, "/ip").contains(':');
                let place = slices.iter().position(|(six, own, _)| *six == is_six && *own == ports);
                let place = place.unwrap_or_else(|| {
                    slices.push((is_six, ports.clone(), Vec::new()));
                    slices.len() - 1
                });
                if let Some((_, _, list)) = slices.get_mut(place) {
                    list.push(mirrored_address(one, ready));
                }
            }
        }
    }
    let slices = slices.into_iter().enumerate();
    slices.map(|(number, (six, ports, list))| mirror(endpoints, number, six, &ports, &list)).collect()
}

fn mirrored_ports(subset: &Value) -> Value {
    let written = subset.get("ports").and_then(Value::as_array).into_iter().flatten();
    let one = |port: &Value| {
        let mut port = port.clone();
        if let Some(fields) = port.as_object_mut() {
            fields.entry("name").or_insert_with(|| "".into());
        }
        port
    };
    written.map(one).collect()
}

fn mirrored_address(one: &Value, ready: bool) -> Value {
    let mut endpoint = json!({"addresses": [text(one, "/ip")], "conditions": {"ready": ready}});
    for field in ["hostname", "nodeName", "targetRef"] {
        if let (Some(fields), Some(value)) = (endpoint.as_object_mut(), one.get(field)) {
            fields.insert(field.to_owned(), value.clone());
        }
    }
    endpoint
}

fn mirror(endpoints: &Value, number: usize, six: bool, ports: &Value, list: &[Value]) -> Value {
    let (name, namespace) = (text(endpoints, "/metadata/name"), text(endpoints, "/metadata/namespace"));
    let annotations = endpoints.pointer("/metadata/annotations").and_then(Value::as_object);
    let copied = |key: &&String| {
        ![LAST_APPLIED, "endpoints.kubernetes.io/last-change-trigger-time"].contains(&key.as_str())
    };
    let annotations = annotations.into_iter().flatten().filter(|(key, _)| copied(key));
    let annotations: serde_json::Map<String, Value> =
        annotations.map(|(key, value)| (key.clone(), value.clone())).collect();
    let mut slice = json!({
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": format!("{name}-{}", simulator::letters(&format!("{namespace}/{name}/{number}"))),
            "namespace": namespace,
            "creationTimestamp": text(endpoints, "/metadata/creationTimestamp"),
            "labels": endpoints.pointer("/metadata/labels").cloned().unwrap_or_else(|| json!({})),
            "annotations": annotations,
        },
        "addressType": if six { "IPv6" } else { "IPv4" },
        "endpoints": list,
        "ports": ports,
    });
    let marks = [
        ("endpointslice.kubernetes.io/managed-by", "endpointslicemirroring-controller.k8s.io"),
        ("kubernetes.io/service-name", name),
    ];
    if let Some(labels) = slice.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.extend(marks.map(|(key, value)| (key.to_owned(), value.into())));
    }
    slice
}

/// The Pods whose addresses are behind a Service, with their conditions, in the order of their names.
fn there<'p>(service: &Value, trace: &Trace, at: Millis, pods: &'p [Value]) -> Vec<(&'p Value, Endpoint)> {
    let (name, namespace) = (text(service, "/metadata/name"), text(service, "/metadata/namespace"));
    let mut last = BTreeMap::new();
    let past = trace.endpoints.iter().filter(|change| change.at <= at && change.service == name);
    for change in past {
        last.insert(change.pod, change.endpoint);
    }
    let named = last.into_iter().filter_map(|(pod, endpoint)| Some((trace.pods.get(pod)?, endpoint?)));
    let named: BTreeMap<&str, Endpoint> =
        named.map(|(pod, endpoint)| (pod.name.as_str(), endpoint)).collect();
    let inside = pods.iter().filter(|pod| text(pod, "/metadata/namespace") == namespace);
    inside.filter_map(|pod| Some((pod, *named.get(text(pod, "/metadata/name"))?))).collect()
}

fn in_slice(pod: &Value, endpoint: Endpoint) -> Value {
    json!({
        "addresses": [text(pod, "/status/podIP")],
        "conditions": {
            "ready": endpoint.ready, "serving": endpoint.serving, "terminating": endpoint.terminating,
        },
        "nodeName": text(pod, "/spec/nodeName"),
        "targetRef": target(pod),
    })
}

fn target(pod: &Value) -> Value {
    let text = |pointer: &str| text(pod, pointer);
    json!({"kind": "Pod", "namespace": text("/metadata/namespace"), "name": text("/metadata/name"),
        "uid": text("/metadata/uid")})
}

/// The addresses that get traffic, and those that do not yet.
fn subsets(there: &[(&Value, Endpoint)], ports: &Value, service: &str) -> Value {
    let listed = |wanted: &dyn Fn(&Endpoint) -> bool| -> Vec<Value> {
        let chosen = there.iter().filter(|(_, endpoint)| wanted(endpoint));
        let one = |pod: &Value| {
            let one = json!({"ip": text(pod, "/status/podIP"), "nodeName": text(pod, "/spec/nodeName"),
                "targetRef": target(pod)});
            hosted(one, pod, service)
        };
        chosen.map(|(pod, _)| one(pod)).collect()
    };
    let ready = listed(&|endpoint| endpoint.ready);
    let waiting = listed(&|endpoint| !endpoint.ready && !endpoint.terminating);
    if ready.is_empty() && waiting.is_empty() {
        return json!([]);
    }
    // The old form leaves out a name that is empty.
    let mut ports = ports.clone();
    for port in ports.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        port.retain(|field, value| field != "name" || value != "");
    }
    let mut subset = json!({"ports": ports});
    if let Some(fields) = subset.as_object_mut() {
        for (field, list) in [("addresses", ready), ("notReadyAddresses", waiting)] {
            if !list.is_empty() {
                fields.insert(field.to_owned(), list.into());
            }
        }
    }
    json!([subset])
}

/// The ports of a Service as its Pods have them; one whose name no container has is left out.
fn ports(service: &Value, pod: Option<&Value>) -> Value {
    let written = service.pointer("/spec/ports").and_then(Value::as_array).into_iter().flatten();
    let one = |port: &Value| {
        let number = match port.get("targetPort") {
            Some(Value::String(name)) => by_name(pod?, name)?,
            Some(number) => number.as_i64()?,
            None => port.get("port")?.as_i64()?,
        };
        Some(json!({"name": text(port, "/name"), "port": number, "protocol": text(port, "/protocol")}))
    };
    written.filter_map(one).collect()
}

/// The number of the port that a container of a Pod calls so.
fn by_name(pod: &Value, name: &str) -> Option<i64> {
    let list = |field: &str| pod.pointer(&format!("/spec/{field}")).and_then(Value::as_array);
    let containers = list("containers").into_iter().chain(list("initContainers")).flatten();
    let ports = containers.filter_map(|one| one.get("ports")?.as_array()).flatten();
    ports.filter(|port| text(port, "/name") == name).find_map(|port| port.get("containerPort")?.as_i64())
}
