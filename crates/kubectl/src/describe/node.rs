//! Nodes. Upstream: describeNode, describeNodeResource, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{dated, marks};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{age_of, items, quantity, roles, text};
use api::well_known::LEASES;
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::Pod;
use resources::{Options, Totals};
use serde_json::Value;

/// The word for a field that nobody set.
const UNSET: &str = "<unset>";

pub(super) fn write(w: &mut Writer, node: &Value, cluster: &Cluster<'_>) {
    w.field(0, "Name", text(node, "/metadata/name"));
    let roles = roles(node).join(",");
    w.field(0, "Roles", if roles.is_empty() { "<none>" } else { &roles });
    marks(w, node);
    w.field(0, "CreationTimestamp", &dated(node, "/metadata/creationTimestamp"));
    w.list(0, "Taints", &taints(node));
    let cordoned = node.pointer("/spec/unschedulable") == Some(&Value::Bool(true));
    w.field(0, "Unschedulable", if cordoned { "true" } else { "false" });
    lease(w, node, cluster);
    conditions(w, node);
    w.line(0, "Addresses:");
    for address in items(node, "/status/addresses") {
        w.field(1, text(address, "/type"), text(address, "/address"));
    }
    for (title, pointer) in [("Capacity:", "/status/capacity"), ("Allocatable:", "/status/allocatable")] {
        amounts(w, title, node, pointer);
    }
    w.line(0, "System Info:");
    for (title, field) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
    ] {
        w.field(1, title, text(node, &format!("/status/nodeInfo/{field}")));
    }
    w.optional(0, "PodCIDR", Some(text(node, "/spec/podCIDR")));
    let ranges: Vec<&str> = items(node, "/spec/podCIDRs").filter_map(Value::as_str).collect();
    w.optional(0, "PodCIDRs", Some(&ranges.join(",")));
    w.optional(0, "ProviderID", Some(text(node, "/spec/providerID")));
    pods(w, node, cluster);
}

/// The lease that the kubelet renews, where it is known.
fn lease(w: &mut Writer, node: &Value, cluster: &Cluster<'_>) {
    let is_its = |one: &&Value| {
        text(one, "/kind") == "Lease"
            && text(one, "/metadata/namespace") == LEASES
            && text(one, "/metadata/name") == text(node, "/metadata/name")
    };
    let Some(lease) = cluster.workloads.iter().find(is_its) else { return };
    w.line(0, "Lease:");
    w.field(
        1,
        "HolderIdentity",
        lease.pointer("/spec/holderIdentity").and_then(Value::as_str).unwrap_or(UNSET),
    );
    for (title, pointer) in [("AcquireTime", "/spec/acquireTime"), ("RenewTime", "/spec/renewTime")] {
        let at = lease.pointer(pointer).map_or_else(|| UNSET.to_owned(), |_| dated(lease, pointer));
        w.field(1, title, &at);
    }
}

/// `key=value:effect` of each taint, sorted by effect and key.
fn taints(node: &Value) -> Vec<String> {
    let mut taints: Vec<(String, String)> = items(node, "/spec/taints")
        .map(|taint| {
            let (key, value, effect) = (text(taint, "/key"), text(taint, "/value"), text(taint, "/effect"));
            let value = if value.is_empty() { String::new() } else { format!("={value}") };
            let end = if effect.is_empty() { String::new() } else { format!(":{effect}") };
            (format!("{effect},{key}"), format!("{key}{value}{end}"))
        })
        .collect();
    api::collections::sort_by(&mut taints, |one, other| one.0.cmp(&other.0));
    taints.into_iter().map(|(_, taint)| taint).collect()
}

fn conditions(w: &mut Writer, node: &Value) {
    if items(node, "/status/conditions").next().is_none() {
        return;
    }
    w.line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
    w.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
    for one in items(node, "/status/conditions") {
        let (kind, status) = (text(one, "/type"), text(one, "/status"));
        let (beat, change) = (dated(one, "/lastHeartbeatTime"), dated(one, "/lastTransitionTime"));
        let (reason, message) = (text(one, "/reason"), text(one, "/message"));
        w.line(1, &format!("{kind} \t{status} \t{beat} \t{change} \t{reason} \t{message}"));
    }
}

fn amounts(w: &mut Writer, title: &str, node: &Value, pointer: &str) {
    let Some(all) = node.pointer(pointer).and_then(Value::as_object).filter(|all| !all.is_empty()) else {
        return;
    };
    w.line(0, title);
    let mut names: Vec<&String> = all.keys().collect();
    api::collections::sort_by(&mut names, Ord::cmp);
    for name in names {
        w.field(
            1,
            name,
            &quantity(node, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))),
        );
    }
}

/// The Pods of a node that have not ended, and what they ask for together.
fn pods(w: &mut Writer, node: &Value, cluster: &Cluster<'_>) {
    let name = text(node, "/metadata/name");
    let is_here = |pod: &&Value| {
        text(pod, "/spec/nodeName") == name && !["Succeeded", "Failed"].contains(&text(pod, "/status/phase"))
    };
    let here: Vec<&Value> = cluster.pods.iter().filter(is_here).collect();
    w.field(0, "Non-terminated Pods", &format!("({} in total)", here.len()));
    w.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
    w.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
    let (mut requests, mut limits) = (Totals::default(), Totals::default());
    for pod in here {
        let (asks, may) = totals(pod, cluster.kubernetes);
        let share = |totals: &Totals, resource: &str| share(totals, node, resource);
        let cells = [
            share(&asks, "cpu"),
            share(&may, "cpu"),
            share(&asks, "memory"),
            share(&may, "memory"),
            age_of(pod, cluster.now),
        ];
        let (namespace, name) = (text(pod, "/metadata/namespace"), text(pod, "/metadata/name"));
        w.line(1, &format!("{namespace}\t{name}\t\t{}", cells.join("\t")));
        add(&mut requests, asks);
        add(&mut limits, may);
    }
    w.line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)");
    w.line(1, "Resource\tRequests\tLimits");
    w.line(1, "--------\t--------\t------");
    for resource in ["cpu", "memory", "ephemeral-storage"] {
        let (asked, most) = (share(&requests, node, resource), share(&limits, node, resource));
        w.line(1, &format!("{resource}\t{asked}\t{most}"));
    }
    special(w, node, &requests, &limits);
}

/// Huge pages with their shares, then what vendors add, without.
fn special(w: &mut Writer, node: &Value, requests: &Totals, limits: &Totals) {
    let offered = ["/status/allocatable", "/status/capacity"].map(|part| node.pointer(part)?.as_object());
    let offered = offered.into_iter().flatten().find(|all| !all.is_empty());
    let mut names: Vec<&String> = offered.into_iter().flat_map(serde_json::Map::keys).collect();
    names.retain(|name| !["cpu", "memory", "ephemeral-storage", "pods"].contains(&name.as_str()));
    let is_huge = |name: &&String| name.starts_with("hugepages-");
    api::collections::sort_by(&mut names, |a, b| (!is_huge(a), a).cmp(&(!is_huge(b), b)));
    for name in names {
        let cell = |totals: &Totals| {
            let amount = || totals.get(name).cloned().unwrap_or_default().to_string();
            if is_huge(&name) { share(totals, node, name) } else { amount() }
        };
        w.line(1, &format!("{name}\t{}\t{}", cell(requests), cell(limits)));
    }
}

fn totals(pod: &Value, kubernetes: &Kubernetes) -> (Totals, Totals) {
    let pod = api::typed::from_json::<Pod>(pod).unwrap_or_default();
    let Some(spec) = pod.spec else { return (Totals::default(), Totals::default()) };
    let options = Options { status: pod.status.as_ref(), ..Options::of(kubernetes) };
    (resources::requests(&spec, &options), resources::limits(&spec, &options))
}

fn add(sum: &mut Totals, more: Totals) {
    for (name, amount) in more {
        sum.update(name, Quantity::default, |sum| sum.add(&amount));
    }
}

/// An amount and how much of the node it is: `100m (5%)`.
fn share(totals: &Totals, node: &Value, resource: &str) -> String {
    let amount = totals.get(resource).cloned().unwrap_or_default();
    let offered = ["allocatable", "capacity"].into_iter().find_map(|part| {
        let written = node.pointer(&format!("/status/{part}"))?.get(resource)?;
        Quantity::parse(written.to_string().trim_matches('"')).ok()
    });
    let of = |one: &Quantity| if resource == "cpu" { one.milli_value() } else { one.value() };
    let percent = match offered.as_ref().map(of) {
        Some(all) if all != 0 => i128::from(of(&amount)) * 100 / i128::from(all),
        _ => 0,
    };
    format!("{amount} ({percent}%)")
}
