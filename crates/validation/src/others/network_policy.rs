//! NetworkPolicies. Upstream: ValidateNetworkPolicySpec, pkg/apis/networking/validation/validation.go.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::At;
use super::names::check_block;
use super::port::check_number_or_name;
use crate::bad_value::word;
use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, go, names};

pub(crate) static RULE: Rule = rule!(
    "network-policy",
    Required "" "must specify a peer",
    Forbidden "" "may not specify both ipBlock and another peer",
    Invalid "endPort" "",
    Invalid "except" "must be a strict subset of `cidr`",
    Invalid "policyTypes" "may not specify more than two policyTypes"
);

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    check_selector(&spec.field("podSelector"), context, errors);
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.field(rules).items() {
            for port in rule.field("ports").items() {
                check_port(&port, errors);
            }
            for peer in rule.field(peers).items() {
                check_peer(&peer, context, errors);
            }
        }
    }
    let types = spec.field("policyTypes");
    if types.len() > 2 {
        let value = go::Value::Pointer(Box::new(types.printed_texts("[]networking.PolicyType")));
        let detail = "may not specify more than two policyTypes";
        return errors.of(&RULE).invalid(&types.path, value, detail);
    }
    for type_ in types.items().filter(|type_| !matches!(type_.text(), "Ingress" | "Egress")) {
        errors.not_supported(&type_.path, word(type_.text()), &["Ingress", "Egress"]);
    }
}

fn check_selector(at: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let selector: Option<LabelSelector> = at.typed();
    label_selector::check(selector.as_ref(), &at.path, context, errors);
}

/// Upstream: ValidateNetworkPolicyPort.
fn check_port(port: &At<'_>, errors: &mut Errors) {
    let protocol = port.field("protocol");
    if !matches!(protocol.text(), "TCP" | "UDP" | "SCTP") {
        errors.not_supported(&protocol.path, word(protocol.text()), &["TCP", "UDP", "SCTP"]);
    }
    let (first, last) = (port.field("port"), port.field("endPort"));
    let path = &last.path;
    match (first.int_or_string(), last.given_integer()) {
        (None, Some(last)) => {
            errors.of(&RULE).invalid(path, last, "may not be specified when `port` is not specified");
        }
        (None, None) => {}
        (Some(IntOrString::String(_)), last) => {
            if let Some(last) = last {
                errors.of(&RULE).invalid(path, last, "may not be specified when `port` is non-numeric");
            }
            check_number_or_name(&first, errors);
        }
        (Some(IntOrString::Int(number)), last) => {
            check_number_or_name(&first, errors);
            let Some(last) = last else { return };
            if last < i64::from(number) {
                errors.of(&RULE).invalid(path, number, "must be greater than or equal to `port`");
            }
            if let Some(message) = names::port_number(last) {
                errors.invalid(path, last, message);
            }
        }
    }
}

/// Upstream: ValidateNetworkPolicyPeer.
fn check_peer(peer: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let selectors = [peer.field("podSelector"), peer.field("namespaceSelector")];
    for selector in &selectors {
        check_selector(selector, context, errors);
    }
    let block = peer.field("ipBlock");
    if block.is_given() {
        check_ip_block(&block, context, errors);
    }
    let selects = selectors.iter().any(At::is_given);
    if !selects && !block.is_given() {
        errors.of(&RULE).required(&peer.path, "must specify a peer");
    } else if selects && block.is_given() {
        errors.of(&RULE).forbidden(&peer.path, "may not specify both ipBlock and another peer");
    }
}

/// Upstream: ValidateIPBlock.
fn check_ip_block(block: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let cidr = block.field("cidr");
    if cidr.text().is_empty() {
        return errors.required(&cidr.path, "");
    }
    let Some(whole) = check_block(cidr.text(), &cidr.path, context, errors) else { return };
    for except in block.field("except").items() {
        let Some(part) = check_block(except.text(), &except.path, context, errors) else { continue };
        if !whole.is_above(part) {
            errors.of(&RULE).invalid(&except.path, except.text(), "must be a strict subset of `cidr`");
        }
    }
}
