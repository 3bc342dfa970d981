//! EndpointSlices. Upstream: ValidateEndpointSlice, pkg/apis/discovery/validation/validation.go.

use std::collections::BTreeSet;
use std::net::IpAddr;

use api::FieldPath;

use super::names::{NOT_AN_ADDRESS, check_address, check_of_endpoint};
use super::port::PROTOCOLS;
use super::{At, texts_of};
use crate::bad_value::word;
use crate::metadata::labels;
use crate::rule::rule;
use crate::site::Context;
use crate::{Detail, Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "endpoint-address",
    Required "endpoints.addresses" "must contain at least 1 address",
    Invalid "endpoints.addresses" ""
);

const MOST_ADDRESSES: usize = 100;
const MOST_PORTS: usize = 20_000;
const MOST_ENDPOINTS: usize = 1000;
const MOST_HINTS: usize = 8;

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    const TYPES: [&str; 3] = ["FQDN", "IPv4", "IPv6"];
    let type_ = object.field("addressType");
    if type_.text().is_empty() {
        errors.required(&type_.path, "");
    } else if !TYPES.contains(&type_.text()) {
        errors.not_supported(&type_.path, word(type_.text()), &TYPES);
    }
    check_ports(&object.field("ports"), context, errors);
    let endpoints = object.field("endpoints");
    if endpoints.len() > MOST_ENDPOINTS {
        return errors.too_many(&endpoints.path, endpoints.len(), MOST_ENDPOINTS);
    }
    for endpoint in endpoints.items() {
        check_endpoint(&endpoint, type_.text(), context, errors);
    }
}

fn check_ports(ports: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    if ports.len() > MOST_PORTS {
        return errors.too_many(&ports.path, ports.len(), MOST_PORTS);
    }
    let mut seen = BTreeSet::new();
    for port in ports.items() {
        let name = port.field("name");
        if !name.text().is_empty() {
            errors.invalid_each(&name.path, name.text(), names::dns_label(name.text()));
        }
        if !seen.insert(name.text().to_owned()) {
            errors.duplicate(&name.path, name.text());
        }
        let protocol = port.field("protocol");
        if !PROTOCOLS.contains(&protocol.text()) {
            errors.not_supported(&protocol.path, word(protocol.text()), &PROTOCOLS);
        }
        let app = port.field("appProtocol");
        if let Some(text) = app.given_text() {
            errors.invalid_each(&app.path, text, names::label_key(text, context.kubernetes));
        }
    }
}

fn check_endpoint(endpoint: &At<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) {
    let addresses = endpoint.field("addresses");
    if addresses.is_empty() {
        errors.of(&RULE).required(&addresses.path, "must contain at least 1 address");
    } else if addresses.len() > MOST_ADDRESSES {
        errors.too_many(&addresses.path, addresses.len(), MOST_ADDRESSES);
    }
    for address in addresses.items() {
        check_one(&address, &addresses.path, type_, context, &mut errors.of(&RULE));
    }
    let node = endpoint.field("nodeName");
    if let Some(name) = node.given_text() {
        errors.invalid_each(&node.path, name, names::dns_subdomain(name));
    }
    let topology = endpoint.field("deprecatedTopology");
    labels::check(Some(&texts_of(&topology)), &topology.path, context, errors);
    let host = endpoint.field("hostname");
    if let Some(name) = host.given_text() {
        errors.invalid_each(&host.path, name, names::dns_label(name));
    }
    check_hints(&endpoint.field("hints"), context, errors);
}

/// A family that does not fit is told at the list.
fn check_one(at: &At<'_>, list: &FieldPath<'_>, type_: &str, context: &Context<'_>, errors: &mut Errors) {
    let (text, path) = (at.text(), &at.path);
    let is_fine = match type_ {
        "IPv4" => check_address(text, path, context, errors),
        "IPv6" => check_canonical(text, path, errors),
        "FQDN" => return check_domain(text, path, errors),
        _ => return,
    };
    if !is_fine {
        return;
    }
    let is_v6 = matches!(names::ip_sloppy(text), Some(IpAddr::V6(_)));
    if is_v6 != (type_ == "IPv6") {
        errors.invalid(list, text, format!("must be an {type_} address"));
    }
    check_of_endpoint(text, path, errors);
}

/// Upstream: IsValidIP, apimachinery/pkg/util/validation/ip.go.
fn check_canonical(text: &str, path: &FieldPath<'_>, errors: &mut Errors) -> bool {
    let Some(address) = names::ip_sloppy(text) else {
        errors.invalid(path, text, NOT_AN_ADDRESS);
        return false;
    };
    if let Some(complaint) = names::ip_strict_complaint(text) {
        errors.invalid(path, text, complaint);
        return false;
    }
    if address.to_string() != text {
        errors.invalid(path, text, format!("must be in canonical form (\"{address}\")"));
    }
    address.to_string() == text
}

/// Upstream: IsFullyQualifiedDomainName.
fn check_domain(text: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if text.is_empty() {
        return errors.required(path, "");
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let messages = names::dns_subdomain(text);
    if !messages.is_empty() {
        return errors.invalid(path, text, Detail::joined(&messages, ","));
    }
    if !text.contains('.') {
        let detail = "should be a domain with at least two segments separated by dots";
        return errors.invalid(path, text, detail);
    }
    for label in text.split('.') {
        let messages = names::dns_label(label);
        if !messages.is_empty() {
            return errors.invalid(path, label, Detail::joined(&messages, ","));
        }
    }
}

fn check_hints(hints: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    for field in ["forZones", "forNodes"] {
        let list = hints.field(field);
        if list.len() > MOST_HINTS {
            return errors.too_many(&list.path, list.len(), MOST_HINTS);
        }
        let mut seen = BTreeSet::new();
        for hint in list.items() {
            let name = hint.field("name");
            if !seen.insert(name.text().to_owned()) {
                errors.duplicate(&name.path, name.text());
            }
            let messages = if field == "forZones" {
                names::label_value(name.text(), context.kubernetes)
            } else {
                names::dns_subdomain(name.text())
            };
            errors.invalid_each(&name.path, name.text(), messages);
        }
    }
}
