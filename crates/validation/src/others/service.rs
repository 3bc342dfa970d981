//! Services. Upstream: ValidateServiceCreate, validateService, pkg/apis/core/validation/validation.go; beginCreate,
//! pkg/registry/core/service/storage/storage.go and alloc.go beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use api::{FieldPath, Gate};

use super::names::{check_address, check_block, check_of_endpoint};
use super::port::{check_number, check_number_or_name, check_protocol};
use super::{At, check_word, texts_of};
use crate::bad_value::word;
use crate::metadata::labels;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, go, names};

pub(crate) static PORTS: Rule = rule!(
    "service-ports",
    Required "spec.ports" "",
    Required "spec.ports.name" "",
    Invalid "nodePort" "provided port",
    Duplicate "spec.ports" "",
    Duplicate "spec.ports.name" ""
);

pub(crate) static TYPE: Rule = rule!(
    "service-type",
    NotSupported "spec.type" "\"LoadBalancer\"",
    Forbidden "" "when `type` is",
    Forbidden "" "may not be set for ExternalName services",
    Invalid "" "may not be set to 'None' for",
    Invalid "" "may only be set for externally-accessible services",
    Required "spec.externalName" ""
);

/// The ports of nodes that a default cluster gives out.
const NODE_PORTS: std::ops::RangeInclusive<i64> = 30000..=32767;
/// A day, in seconds.
const LONGEST_AFFINITY: i64 = 86400;

/// Addresses and ports of nodes are given out before anything else is looked at; whether that was refused.
pub(super) fn check_allocation(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) -> bool {
    let spec = object.field("spec");
    let before = errors.len();
    if spec.field("type").text() != "ExternalName" {
        check_addresses(&spec, context, errors);
        if errors.len() == before && spec.field("ipFamilyPolicy").text() == "SingleStack" {
            check_single(&spec, errors);
        }
        if errors.len() == before && matches!(spec.field("type").text(), "NodePort" | "LoadBalancer") {
            allocate_node_ports(&spec, errors);
        }
    }
    errors.len() > before
}

fn check_single(spec: &At<'_>, errors: &mut Errors) {
    let policy = spec.field("ipFamilyPolicy");
    for (list, words) in [("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families")] {
        if spec.field(list).len() == 2 {
            let detail = format!(
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple {words} are specified"
            );
            errors.invalid(&policy.path, word(policy.text()), detail);
        }
    }
}

/// Upstream: ValidateServiceClusterIPsRelatedFields.
fn check_addresses(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (one, list) = (spec.field("clusterIP").text(), spec.field("clusterIPs"));
    // The list follows from the single address where only that is given.
    let texts = if list.is_empty() && !one.is_empty() { vec![one] } else { list.texts() };
    let printed = || list.printed_texts("[]string");
    match (one, texts.first()) {
        ("", Some(_)) => {
            errors.invalid(&list.path, printed(), "must be empty when `clusterIP` is not specified");
        }
        (one, Some(first)) if *first != one => {
            errors.invalid(&list.path, printed(), "first value must match `clusterIP`");
        }
        _ => {}
    }
    check_families(spec, errors);
    let before = errors.len();
    for (index, text) in texts.iter().enumerate() {
        if index == 0 && *text == "None" {
            if texts.len() > 1 {
                errors.invalid(&list.path, printed(), "'None' must be the first and only value");
            }
        } else {
            check_address(text, &list.path.index(index), context, errors);
        }
    }
    let are_fine = errors.len() == before;
    if texts.len() > 2 {
        errors.invalid(&list.path, printed(), "may only hold up to 2 values");
    }
    let is_v6 = |text: &&str| names::ip_sloppy(text).is_some_and(|address| matches!(address, IpAddr::V6(_)));
    if !are_fine || texts.first() == Some(&"None") {
        return;
    }
    let sixes = texts.iter().filter(|text| is_v6(text)).count();
    if texts.len() > 1 && (sixes == 0 || sixes == texts.len()) {
        errors.invalid(&list.path, printed(), "may specify no more than one IP for each IP family");
    }
    for (index, (text, family)) in texts.iter().zip(spec.field("ipFamilies").texts()).enumerate() {
        let own = if is_v6(text) { "IPv6" } else { "IPv4" };
        if matches!(family, "IPv4" | "IPv6") && family != own {
            let detail = format!("expected an {family} value as indicated by `ipFamilies[{index}]`");
            errors.invalid(&list.path.index(index), *text, detail);
        }
    }
}

fn check_families(spec: &At<'_>, errors: &mut Errors) {
    let families = spec.field("ipFamilies");
    let mut seen = BTreeSet::new();
    for family in families.items() {
        if !matches!(family.text(), "IPv4" | "IPv6") {
            errors.not_supported(&family.path, word(family.text()), &["IPv4", "IPv6"]);
        }
        if !seen.insert(family.text()) {
            errors.duplicate(&family.path, word(family.text()));
        }
    }
    let policy = spec.field("ipFamilyPolicy");
    check_word(&policy, &["PreferDualStack", "RequireDualStack", "SingleStack"], errors);
}

/// Upstream: initNodePorts. It stops at the first that cannot be had.
fn allocate_node_ports(spec: &At<'_>, errors: &mut Errors) {
    let list = spec.field("ports");
    let ports: Vec<(i64, i64)> =
        list.items().map(|port| (port.field("port").integer(), port.field("nodePort").integer())).collect();
    // The first port of nodes that is wanted for a port of the Service.
    let mut first = BTreeMap::new();
    for (port, node) in ports.iter().filter(|(_, node)| *node != 0) {
        first.entry(*port).or_insert(*node);
    }
    let mut given = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (index, (port, own)) in ports.iter().enumerate() {
        let shared = given.get(port).copied();
        let wanted = match shared {
            None => first.get(port).copied(),
            Some(shared) => Some(*own).filter(|own| *own != 0 && *own != shared),
        };
        let Some(wanted) = wanted else { continue };
        let path = list.path.index(index);
        let path = path.field("nodePort");
        if !NODE_PORTS.contains(&wanted) {
            let (lowest, highest) = (NODE_PORTS.start(), NODE_PORTS.end());
            let detail = format!(
                "provided port is not in the valid range. The range of valid ports is {lowest}-{highest}"
            );
            return errors.of(&PORTS).invalid(&path, wanted, detail);
        }
        if !taken.insert(wanted) {
            return errors.of(&PORTS).invalid(&path, wanted, "provided port is already allocated");
        }
        if shared.is_none() {
            given.insert(*port, wanted);
        }
    }
}

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    check_topology(object, errors);
    let spec = object.field("spec");
    let type_ = spec.field("type").text();
    let headless = type_ == "ClusterIP" && spec.field("clusterIP").text() == "None";
    let ports = spec.field("ports");
    if ports.is_empty() && !headless && type_ != "ExternalName" {
        errors.of(&PORTS).required(&ports.path, "");
    }
    check_by_type(&spec, type_, errors);
    let mut seen = BTreeSet::new();
    let several = ports.len() > 1;
    for port in ports.items() {
        let name = port.field("name").text();
        if several && name.is_empty() {
            errors.of(&PORTS).required(&port.path.field("name"), "");
        } else if !name.is_empty() {
            errors.invalid_each(&port.path.field("name"), name, names::dns_label(name));
            if !seen.insert(name.to_owned()) {
                errors.of(&PORTS).duplicate(&port.path.field("name"), name);
            }
        }
        check_port(&port, context, errors);
    }
    let selector = spec.field("selector");
    labels::check(Some(&texts_of(&selector)), &selector.path, context, errors);
    check_affinity(&spec, errors);
    check_external(&spec, context, errors);
    check_type(&spec, type_, errors);
    check_doubles(&ports, errors);
    check_source_ranges(&spec, type_, context, errors);
    check_load_balancer(&spec, type_, context, errors);
    check_traffic(&spec, type_, context, errors);
}

fn check_topology(object: &At<'_>, errors: &mut Errors) {
    const OLD: &str = "service.kubernetes.io/topology-aware-hints";
    let metadata = object.field("metadata");
    let annotations = metadata.field("annotations");
    let (mode, hints) = (annotations.entry("service.kubernetes.io/topology-mode"), annotations.entry(OLD));
    if mode.is_given() && hints.is_given() && mode.text() != hints.text() {
        let detail = format!("must match annotations[{OLD}] when both are specified");
        errors.invalid(&mode.path, mode.text(), detail);
    }
}

fn check_by_type(spec: &At<'_>, type_: &str, errors: &mut Errors) {
    let addresses = spec.field("clusterIPs");
    if matches!(type_, "LoadBalancer" | "NodePort") && spec.field("clusterIP").text() == "None" {
        let detail = format!("may not be set to 'None' for {type_} services");
        errors.of(&TYPE).invalid(&addresses.path.index(0), "None", detail);
    }
    if type_ != "ExternalName" {
        return;
    }
    let has_address = !addresses.is_empty() || !spec.field("clusterIP").text().is_empty();
    for (field, is_set) in [
        ("clusterIPs", has_address),
        ("ipFamilies", !spec.field("ipFamilies").is_empty()),
        ("ipFamilyPolicy", spec.field("ipFamilyPolicy").is_given()),
    ] {
        if is_set {
            errors.of(&TYPE).forbidden(&spec.path.field(field), "may not be set for ExternalName services");
        }
    }
    let name = spec.field("externalName");
    let text = name.text().strip_suffix('.').unwrap_or(name.text());
    if text.is_empty() {
        errors.of(&TYPE).required(&name.path, "");
    } else {
        errors.invalid_each(&name.path, text, names::dns_subdomain(text));
    }
}

/// Upstream: validateServicePort, but for the name.
fn check_port(port: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    check_number(&port.field("port"), errors);
    check_protocol(&port.field("protocol"), errors);
    check_number_or_name(&port.field("targetPort"), errors);
    let protocol = port.field("appProtocol");
    if let Some(text) = protocol.given_text() {
        errors.invalid_each(&protocol.path, text, names::label_key(text, context.kubernetes));
    }
}

fn check_affinity(spec: &At<'_>, errors: &mut Errors) {
    let affinity = spec.field("sessionAffinity");
    check_word(&affinity, &["ClientIP", "None"], errors);
    let config = spec.field("sessionAffinityConfig");
    if affinity.text() != "ClientIP" {
        return;
    }
    // An absent field has its default by now.
    let client = config.field("clientIP");
    let timeout = client.field("timeoutSeconds");
    if !(1..=LONGEST_AFFINITY).contains(&timeout.integer()) {
        let detail = format!("must be greater than 0 and less than {LONGEST_AFFINITY}");
        errors.invalid(&timeout.path, timeout.integer(), detail);
    }
}

fn check_external(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    for address in spec.field("externalIPs").items() {
        if check_address(address.text(), &address.path, context, errors) {
            check_of_endpoint(address.text(), &address.path, errors);
        }
    }
}

fn check_type(spec: &At<'_>, type_: &str, errors: &mut Errors) {
    const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    if !TYPES.contains(&type_) {
        errors.of(&TYPE).not_supported(&spec.path.field("type"), word(type_), &TYPES);
    }
    if type_ == "ClusterIP" {
        for port in spec.field("ports").items().filter(|port| port.field("nodePort").integer() != 0) {
            let detail = "may not be used when `type` is 'ClusterIP'";
            errors.of(&TYPE).forbidden(&port.path.field("nodePort"), detail);
        }
    }
}

/// The same port of all nodes, or of the Service, twice for one protocol.
fn check_doubles(ports: &At<'_>, errors: &mut Errors) {
    let mut nodes = BTreeSet::new();
    for port in ports.items() {
        let number = port.field("nodePort").integer();
        if number != 0 && !nodes.insert((port.field("protocol").text().to_owned(), number)) {
            errors.duplicate(&port.path.field("nodePort"), number);
        }
    }
    let mut own = BTreeSet::new();
    for port in ports.items() {
        let (protocol, number) = (port.field("protocol").text().to_owned(), port.field("port").integer());
        if !own.insert((protocol.clone(), number)) {
            let key = go::structure(
                "core.ServicePort",
                vec![
                    ("Name", go::text("")),
                    ("Protocol", go::text(protocol)),
                    ("AppProtocol", go::nil("*string")),
                    ("Port", go::Value::Integer(number)),
                    ("TargetPort", go::Value::Integer(0)),
                    ("NodePort", go::Value::Integer(0)),
                ],
            );
            errors.of(&PORTS).duplicate(&port.path, key);
        }
    }
}

fn check_source_ranges(spec: &At<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) {
    let ranges = spec.field("loadBalancerSourceRanges");
    if ranges.is_empty() {
        return;
    }
    // The server's own spelling.
    let path = spec.path.field("LoadBalancerSourceRanges");
    check_only_balanced(type_, &path, errors);
    for (index, range) in ranges.texts().into_iter().enumerate() {
        check_block(range.trim(), &path.index(index), context, errors);
    }
}

fn check_only_balanced(type_: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if type_ != "LoadBalancer" {
        errors.of(&TYPE).forbidden(path, "may only be used when `type` is 'LoadBalancer'");
    }
}

fn check_load_balancer(spec: &At<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) {
    let ports = spec.field("allocateLoadBalancerNodePorts");
    if ports.is_given() {
        check_only_balanced(type_, &ports.path, errors);
    }
    let class = spec.field("loadBalancerClass");
    if let Some(text) = class.given_text() {
        if type_ == "LoadBalancer" {
            errors.invalid_each(&class.path, text, names::label_key(text, context.kubernetes));
        } else {
            check_only_balanced(type_, &class.path, errors);
        }
    }
}

fn check_traffic(spec: &At<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) {
    const WHERE: [&str; 2] = ["Cluster", "Local"];
    let external = spec.field("externalTrafficPolicy");
    let accessible = matches!(type_, "LoadBalancer" | "NodePort")
        || type_ == "ClusterIP" && !spec.field("externalIPs").is_empty();
    if accessible {
        check_word(&external, &WHERE, errors);
    } else if !external.text().is_empty() {
        let detail = "may only be set for externally-accessible services";
        errors.of(&TYPE).invalid(&external.path, word(external.text()), detail);
    }
    let health = spec.field("healthCheckNodePort");
    if type_ == "LoadBalancer" && external.text() == "Local" {
        if health.integer() != 0 {
            check_number(&health, errors);
        }
    } else if health.integer() != 0 {
        let detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
        errors.invalid(&health.path, health.integer(), detail);
    }
    check_word(&spec.field("internalTrafficPolicy"), &WHERE, errors);
    let near: &[&str] = if context.enabled(Gate::PreferSameTrafficDistribution) {
        &["PreferClose", "PreferSameZone", "PreferSameNode"]
    } else {
        &["PreferClose"]
    };
    let distribution = spec.field("trafficDistribution");
    if distribution.given_text().is_some_and(|text| !near.contains(&text)) {
        errors.not_supported(&distribution.path, distribution.text(), near);
    }
}
