//! Services, what stands behind them and before them. Upstream: printService, printEndpoints, printEndpointSlice,
//! printIngress, pkg/printers/internalversion/printers.go.

use super::{items, or_none, pairs, text, text_or};
use crate::row::NONE;
use serde_json::Value;

/// The most addresses and ports that a cell shows.
const MOST: usize = 3;

pub(super) fn service(service: &Value) -> Vec<String> {
    let ports: Vec<String> = items(service, "/spec/ports").map(port).collect();
    vec![
        text(service, "/spec/type").to_owned(),
        text_or(service, "/spec/clusterIPs/0", NONE).to_owned(),
        external(service),
        or_none(&ports),
        pairs(service, "/spec/selector"),
    ]
}

/// `80:30080/TCP`.
fn port(port: &Value) -> String {
    let number = |field: &str| port.get(field).and_then(Value::as_i64).unwrap_or_default();
    let protocol = text(port, "/protocol");
    match number("nodePort") {
        0 => format!("{}/{protocol}", number("port")),
        node => format!("{}:{node}/{protocol}", number("port")),
    }
}

/// The addresses under which the world reaches a Service.
fn external(service: &Value) -> String {
    let mut written: Vec<String> =
        items(service, "/spec/externalIPs").filter_map(Value::as_str).map(str::to_owned).collect();
    match text(service, "/spec/type") {
        "ExternalName" => text(service, "/spec/externalName").to_owned(),
        "LoadBalancer" => {
            let mut all: Vec<String> = balanced(service).into_iter().map(str::to_owned).collect();
            all.append(&mut written);
            if all.is_empty() { "<pending>".to_owned() } else { all.join(",") }
        }
        _ => or_none(&written),
    }
}

/// The addresses of an object's load balancer, each once, sorted.
pub(crate) fn balanced(object: &Value) -> Vec<&str> {
    let given = items(object, "/status/loadBalancer/ingress");
    let mut all: Vec<&str> = given.map(|one| text_or(one, "/ip", text(one, "/hostname"))).collect();
    all.retain(|one| !one.is_empty());
    api::collections::sort_by(&mut all, Ord::cmp);
    all.dedup();
    all
}

/// Ready addresses with each port.
pub(super) fn endpoints(endpoints: &Value) -> String {
    let mut subsets = items(endpoints, "/subsets").peekable();
    if subsets.peek().is_none() {
        return NONE.to_owned();
    }
    let mut all = Vec::new();
    for subset in subsets {
        let ips: Vec<&str> = items(subset, "/addresses").map(|one| text(one, "/ip")).collect();
        let ports: Vec<i64> = items(subset, "/ports").filter_map(|port| port.get("port")?.as_i64()).collect();
        if ports.is_empty() {
            all.extend(ips.iter().map(|ip| (*ip).to_owned()));
        }
        for port in ports {
            all.extend(ips.iter().map(|ip| join(ip, port)));
        }
    }
    first(&all)
}

pub(super) fn slice(slice: &Value) -> Vec<String> {
    vec![text(slice, "/addressType").to_owned(), ports(slice), addresses(slice)]
}

/// The ports of a slice; one without a number is any.
fn ports(slice: &Value) -> String {
    let one = |port: &Value| match port.get("port").and_then(Value::as_i64) {
        Some(number) => number.to_string(),
        None => text_or(port, "/name", "*").to_owned(),
    };
    cut(&items(slice, "/ports").map(one).collect::<Vec<_>>(), "<unset>")
}

/// The addresses of a slice, ready or not.
fn addresses(slice: &Value) -> String {
    let all = items(slice, "/endpoints").flat_map(|one| items(one, "/addresses"));
    cut(&all.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>(), "<unset>")
}

/// An address with a port; one of version 6 stands in brackets.
pub(crate) fn join(address: &str, port: i64) -> String {
    if address.contains(':') { format!("[{address}]:{port}") } else { format!("{address}:{port}") }
}

/// The first texts, and how many more there are.
fn first(all: &[String]) -> String {
    let shown = all.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(",");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} + {more} more..."),
    }
}

fn cut(all: &[String], none: &str) -> String {
    if all.is_empty() { none.to_owned() } else { first(all) }
}

pub(super) fn ingress(ingress: &Value) -> Vec<String> {
    let (mut hosts, mut is_cut) = (Vec::new(), false);
    for rule in items(ingress, "/spec/rules") {
        is_cut |= hosts.len() == MOST;
        hosts.extend(Some(text(rule, "/host")).filter(|host| !is_cut && !host.is_empty()));
    }
    let rules = items(ingress, "/spec/rules").count();
    let hosts = match (hosts.is_empty(), is_cut) {
        (true, _) => "*".to_owned(),
        (_, true) => format!("{} + {} more...", hosts.join(","), rules - MOST),
        _ => hosts.join(","),
    };
    let ports = if items(ingress, "/spec/tls").next().is_some() { "80, 443" } else { "80" };
    vec![
        text_or(ingress, "/spec/ingressClassName", NONE).to_owned(),
        hosts,
        balanced(ingress).join(","),
        ports.to_owned(),
    ]
}
