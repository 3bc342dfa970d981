//! Services. Upstream: ValidateServiceCreate, validateService, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

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

/// A day, in seconds.
const LONGEST_AFFINITY: i64 = 86400;

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

/// Ports of the Service, or of all nodes, that are there twice for one protocol.
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
