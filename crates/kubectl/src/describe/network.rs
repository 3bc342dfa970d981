//! Services and what stands behind them. Upstream: describeService, describeEndpoints, describeEndpointSliceV1,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, marks, number};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{items, join, text};
use crate::workloads::labels;
use serde_json::Value;

const NONE: &str = "<none>";
const UNSET: &str = "<unset>";

/// The label of a slice that names its Service.
const OF_SERVICE: &str = "/metadata/labels/kubernetes.io~1service-name";

pub(super) fn service(w: &mut Writer, service: &Value, cluster: &Cluster<'_>) {
    identity(w, service);
    marks(w, service);
    w.field(0, "Selector", &labels(service.pointer("/spec/selector").and_then(Value::as_object)));
    w.field(0, "Type", text(service, "/spec/type"));
    w.optional(0, "IP Family Policy", Some(text(service, "/spec/ipFamilyPolicy")));
    w.field(0, "IP Families", &list(service, "/spec/ipFamilies"));
    w.field(0, "IP", text(service, "/spec/clusterIP"));
    w.field(0, "IPs", &list(service, "/spec/clusterIPs"));
    if items(service, "/spec/externalIPs").next().is_some() {
        w.field(0, "External IPs", &list(service, "/spec/externalIPs"));
    }
    w.optional(0, "Desired LoadBalancer IP", Some(text(service, "/spec/loadBalancerIP")));
    w.optional(0, "External Name", Some(text(service, "/spec/externalName")));
    let given: Vec<String> = items(service, "/status/loadBalancer/ingress").map(given).collect();
    if !given.is_empty() {
        w.field(0, "LoadBalancer Ingress", &given.join(", "));
    }
    for port in items(service, "/spec/ports") {
        let slices =
            slices_of(text(service, "/metadata/name"), text(service, "/metadata/namespace"), cluster);
        write_port(w, port, &slices);
    }
    w.field(0, "Session Affinity", text(service, "/spec/sessionAffinity"));
    w.optional(0, "External Traffic Policy", Some(text(service, "/spec/externalTrafficPolicy")));
    w.optional(0, "Internal Traffic Policy", Some(text(service, "/spec/internalTrafficPolicy")));
    if number(service, "/spec/healthCheckNodePort") != 0 {
        w.field(0, "HealthCheck NodePort", &number(service, "/spec/healthCheckNodePort").to_string());
    }
    if items(service, "/spec/loadBalancerSourceRanges").next().is_some() {
        w.field(0, "LoadBalancer Source Ranges", &list(service, "/spec/loadBalancerSourceRanges"));
    }
    w.optional(0, "Traffic Distribution", Some(text(service, "/spec/trafficDistribution")));
}

/// An address that a load balancer has: `203.0.113.7 (VIP)`, or its name.
fn given(ingress: &Value) -> String {
    match (text(ingress, "/ip"), text(ingress, "/ipMode")) {
        ("", _) => text(ingress, "/hostname").to_owned(),
        (address, "") => address.to_owned(),
        (address, mode) => format!("{address} ({mode})"),
    }
}

fn write_port(w: &mut Writer, port: &Value, slices: &[&Value]) {
    let name = text(port, "/name");
    let shown = if name.is_empty() { UNSET } else { name };
    let protocol = text(port, "/protocol");
    w.field(0, "Port", &format!("{shown}\t{}/{protocol}", number(port, "/port")));
    let target = match port.get("targetPort") {
        Some(Value::String(name)) => name.clone(),
        Some(number) => number.to_string(),
        None => "0".to_owned(),
    };
    w.field(0, "TargetPort", &format!("{target}/{protocol}"));
    w.optional(0, "AppProtocol", Some(text(port, "/appProtocol")));
    if number(port, "/nodePort") != 0 {
        w.field(0, "NodePort", &format!("{shown}\t{}/{protocol}", number(port, "/nodePort")));
    }
    w.field(0, "Endpoints", &ready(slices, name));
}

/// The slices of a Service.
pub(super) fn slices_of<'a>(name: &str, namespace: &str, cluster: &Cluster<'a>) -> Vec<&'a Value> {
    let is_its = |slice: &&Value| {
        text(slice, "/kind") == "EndpointSlice"
            && text(slice, "/metadata/namespace") == namespace
            && text(slice, OF_SERVICE) == name
    };
    cluster.workloads.iter().filter(is_its).collect()
}

/// The first ready addresses behind a port, and how many more there are.
pub(super) fn ready(slices: &[&Value], port: &str) -> String {
    const MOST: usize = 3;
    if slices.is_empty() {
        return NONE.to_owned();
    }
    let mut all = Vec::new();
    for slice in slices {
        let is_ready = |one: &&Value| one.pointer("/conditions/ready") != Some(&Value::Bool(false));
        let addresses: Vec<&str> = items(slice, "/endpoints")
            .filter(is_ready)
            .filter_map(|one| one.pointer("/addresses/0")?.as_str())
            .collect();
        if items(slice, "/ports").next().is_none() {
            all.extend(addresses.iter().map(|address| (*address).to_owned()));
        }
        for one in items(slice, "/ports").filter(|one| text(one, "/name") == port) {
            all.extend(addresses.iter().map(|address| join(address, number(one, "/port"))));
        }
    }
    let shown = all.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(",");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} + {more} more..."),
    }
}

/// The texts of a list, apart by commas.
fn list(object: &Value, pointer: &str) -> String {
    let all: Vec<&str> = items(object, pointer).filter_map(Value::as_str).collect();
    if all.is_empty() { NONE.to_owned() } else { all.join(",") }
}

pub(super) fn endpoints(w: &mut Writer, endpoints: &Value, _: &Cluster<'_>) {
    identity(w, endpoints);
    marks(w, endpoints);
    w.line(0, "Subsets:");
    for subset in items(endpoints, "/subsets") {
        for (title, field) in [("Addresses", "/addresses"), ("NotReadyAddresses", "/notReadyAddresses")] {
            let ips: Vec<&str> = items(subset, field).map(|one| text(one, "/ip")).collect();
            w.field(1, title, &if ips.is_empty() { NONE.to_owned() } else { ips.join(",") });
        }
        if items(subset, "/ports").next().is_some() {
            w.line(1, "Ports:");
            ports(w, 2, subset);
        }
        w.line(0, "");
    }
}

/// A table of ports.
fn ports(w: &mut Writer, level: usize, of: &Value) {
    w.line(level, "Name\tPort\tProtocol");
    w.line(level, "----\t----\t--------");
    for port in items(of, "/ports") {
        let name = text(port, "/name");
        let name = if name.is_empty() { UNSET } else { name };
        let number = port.get("port").and_then(Value::as_i64);
        let number = number.map_or_else(|| UNSET.to_owned(), |number| number.to_string());
        w.line(level, &format!("{name}\t{number}\t{}", text(port, "/protocol")));
    }
}

pub(super) fn slice(w: &mut Writer, slice: &Value, _: &Cluster<'_>) {
    identity(w, slice);
    marks(w, slice);
    w.field(0, "AddressType", text(slice, "/addressType"));
    if items(slice, "/ports").next().is_none() {
        w.line(0, "Ports: <unset>");
    } else {
        w.line(0, "Ports:");
        ports(w, 1, slice);
    }
    if items(slice, "/endpoints").next().is_none() {
        w.line(0, "Endpoints: <none>");
        return;
    }
    w.line(0, "Endpoints:");
    let or_unset = |object: &Value, pointer: &str| match text(object, pointer) {
        "" => UNSET.to_owned(),
        text => text.to_owned(),
    };
    for one in items(slice, "/endpoints") {
        let addresses: Vec<&str> = items(one, "/addresses").filter_map(Value::as_str).collect();
        w.field(1, "- Addresses", &addresses.join(", "));
        w.line(2, "Conditions:");
        let ready = one.pointer("/conditions/ready").and_then(Value::as_bool);
        w.field(3, "Ready", &ready.map_or_else(|| UNSET.to_owned(), |ready| ready.to_string()));
        w.field(2, "Hostname", &or_unset(one, "/hostname"));
        if let Some(target) = one.get("targetRef") {
            w.field(2, "TargetRef", &format!("{}/{}", text(target, "/kind"), text(target, "/name")));
        }
        w.field(2, "NodeName", &or_unset(one, "/nodeName"));
        w.field(2, "Zone", &or_unset(one, "/zone"));
    }
}
