//! NetworkPolicies. Upstream: describeNetworkPolicy, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, marks};
use super::selector;
use super::writer::Writer;
use crate::Cluster;
use crate::others::{items, text, time};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

/// The words for one direction: of the traffic, its list, its peers, and of peers that nobody names.
struct Direction {
    name: &'static str,
    type_: &'static str,
    peers: &'static str,
    title: &'static str,
    any: &'static str,
}

const DIRECTIONS: [Direction; 2] = [
    Direction { name: "ingress", type_: "Ingress", peers: "/from", title: "From", any: "source" },
    Direction { name: "egress", type_: "Egress", peers: "/to", title: "To", any: "destination" },
];

pub(super) fn write(w: &mut Writer, policy: &Value, _: &Cluster<'_>) {
    identity(w, policy);
    let made = time(policy, "/metadata/creationTimestamp");
    // RFC 3339 with blanks: `strftime` would bring 5 KB along.
    let made = made.map(|made| api::time::text(made.0).replace('T', " ").replace('Z', " +0000 UTC"));
    w.field(0, "Created on", &made.unwrap_or_else(|| "0001-01-01 00:00:00 +0000 UTC".to_owned()));
    marks(w, policy);
    w.line(0, "Spec:");
    w.write(1, "PodSelector: ");
    match selected(policy, "/spec/podSelector").as_str() {
        "<none>" => w.line(2, "<none> (Allowing the specific traffic to all pods in this namespace)"),
        selector => w.line(2, selector),
    }
    let types: Vec<&str> = items(policy, "/spec/policyTypes").filter_map(Value::as_str).collect();
    for direction in &DIRECTIONS {
        let name = direction.name;
        if types.contains(&direction.type_) {
            w.line(1, &format!("Allowing {name} traffic:"));
            rules(w, policy, direction);
        } else {
            w.line(1, &format!("Not affecting {name} traffic"));
        }
    }
    let types = if types.is_empty() { "<none>".to_owned() } else { types.join(", ") };
    w.line(1, &format!("Policy Types: {types}"));
}

fn selected(object: &Value, pointer: &str) -> String {
    let written = object.pointer(pointer).cloned().unwrap_or_default();
    selector::print(&api::typed::from_json::<LabelSelector>(&written).unwrap_or_default())
}

fn rules(w: &mut Writer, policy: &Value, direction: &Direction) {
    let all: Vec<&Value> = items(policy, &format!("/spec/{}", direction.name)).collect();
    if all.is_empty() {
        let words = format!("<none> (Selected pods are isolated for {} connectivity)", direction.name);
        w.line(2, &words);
    }
    for (index, rule) in all.iter().enumerate() {
        if index > 0 {
            w.line(2, "----------");
        }
        let mut ports = items(rule, "/ports").peekable();
        if ports.peek().is_none() {
            w.line(2, "To Port: <any> (traffic allowed to all ports)");
        }
        for port in ports {
            let protocol = port.get("protocol").and_then(Value::as_str).unwrap_or("TCP");
            let number = match port.get("port") {
                Some(Value::String(name)) => name.clone(),
                Some(number) => number.to_string(),
                None => "<nil>".to_owned(),
            };
            match port.get("endPort") {
                Some(end) => w.line(2, &format!("To Port Range: {number}-{end}/{protocol}")),
                None => w.line(2, &format!("To Port: {number}/{protocol}")),
            }
        }
        let title = direction.title;
        let mut peers = items(rule, direction.peers).peekable();
        if peers.peek().is_none() {
            w.line(2, &format!("{title}: <any> (traffic not restricted by {})", direction.any));
        }
        for peer in peers {
            w.line(2, &format!("{title}:"));
            self::peer(w, peer);
        }
    }
}

fn peer(w: &mut Writer, peer: &Value) {
    let mut is_selected = false;
    for (title, field) in [("NamespaceSelector", "namespaceSelector"), ("PodSelector", "podSelector")] {
        if peer.get(field).is_some() {
            w.line(3, &format!("{title}: {}", selected(peer, &format!("/{field}"))));
            is_selected = true;
        }
    }
    if let Some(block) = peer.get("ipBlock").filter(|_| !is_selected) {
        w.line(3, "IPBlock:");
        w.line(4, &format!("CIDR: {}", text(block, "/cidr")));
        let except: Vec<&str> = items(block, "/except").filter_map(Value::as_str).collect();
        w.line(4, &format!("Except: {}", except.join(", ")));
    }
}
