//! Ingresses. Upstream: IngressDescriber, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::network::{ready, slices_of};
use super::objects::{map, number, pairs};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{balanced, items, text};
use serde_json::Value;

pub(super) fn write(w: &mut Writer, ingress: &Value, cluster: &Cluster<'_>) {
    let namespace = text(ingress, "/metadata/namespace");
    w.field(0, "Name", text(ingress, "/metadata/name"));
    w.list(0, "Labels", &pairs(&map(ingress, "/metadata/labels")));
    w.field(0, "Namespace", namespace);
    w.field(0, "Address", &balanced(ingress).join(","));
    let class = ingress.pointer("/spec/ingressClassName").and_then(Value::as_str);
    w.field(0, "Ingress Class", class.unwrap_or("<none>"));
    let general = ingress.pointer("/spec/defaultBackend");
    let general = general.map_or_else(|| "<default>".to_owned(), |one| backend(one, namespace, cluster));
    w.field(0, "Default backend", &general);
    let mut tls = items(ingress, "/spec/tls").peekable();
    if tls.peek().is_some() {
        w.line(0, "TLS:");
    }
    for one in tls {
        let hosts: Vec<&str> = items(one, "/hosts").filter_map(Value::as_str).collect();
        let hosts = hosts.join(",");
        match text(one, "/secretName") {
            "" => w.line(1, &format!("SNI routes {hosts}")),
            secret => w.line(1, &format!("{secret} terminates {hosts}")),
        }
    }
    w.line(0, "Rules:\n  Host\tPath\tBackends");
    w.line(1, "----\t----\t--------");
    let mut rules = items(ingress, "/spec/rules").filter(|rule| rule.get("http").is_some()).peekable();
    if rules.peek().is_none() {
        w.line(1, &format!("*\t*\t{general}"));
    }
    for rule in rules {
        let host = text(rule, "/host");
        w.line(1, &format!("{}\t", if host.is_empty() { "*" } else { host }));
        for path in items(rule, "/http/paths") {
            let to = path.get("backend").map(|to| backend(to, namespace, cluster)).unwrap_or_default();
            w.line(2, &format!("\t{} \t{to}", text(path, "/path")));
        }
    }
    super::header::annotations(w, Some(&map(ingress, "/metadata/annotations")));
}

/// Where a rule leads: `web:80 (10.0.0.1:8080)`.
fn backend(backend: &Value, namespace: &str, cluster: &Cluster<'_>) -> String {
    let Some(to) = backend.get("service") else {
        let Some(to) = backend.get("resource") else { return String::new() };
        let group = to.get("apiGroup").and_then(Value::as_str).unwrap_or("<none>");
        return format!("APIGroup: {group}, Kind: {}, Name: {}", text(to, "/kind"), text(to, "/name"));
    };
    let (name, port) = (text(to, "/name"), number(to, "/port/number"));
    let shown = if port == 0 { text(to, "/port/name").to_owned() } else { port.to_string() };
    let is_it = |one: &&Value| {
        text(one, "/kind") == "Service"
            && text(one, "/metadata/name") == name
            && text(one, "/metadata/namespace") == namespace
    };
    let Some(service) = cluster.workloads.iter().find(is_it) else {
        return format!("{name}:{shown} (<error: services {name:?} not found>)");
    };
    let named = |one: &&Value| match port {
        0 => text(one, "/name") == shown,
        port => number(one, "/port") == port,
    };
    let port = items(service, "/spec/ports").filter(named).last().map(|one| text(one, "/name"));
    let ready = ready(&slices_of(name, namespace, cluster), port.unwrap_or_default());
    format!("{name}:{shown} ({ready})")
}
