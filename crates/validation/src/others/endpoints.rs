//! Endpoints, the old form of EndpointSlices. Upstream: ValidateEndpoints, pkg/apis/core/validation/validation.go.

use super::names::{NOT_AN_ADDRESS, check_address, check_of_endpoint};
use super::port::{check_number, check_protocol};
use super::{At, endpoint_slice};
use crate::site::Context;
use crate::{Errors, names};

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    for subset in object.field("subsets").items() {
        let lists = ["addresses", "notReadyAddresses"].map(|field| subset.field(field));
        if lists.iter().all(At::is_empty) {
            errors.required(&subset.path, "must specify `addresses` or `notReadyAddresses`");
        }
        for address in lists.iter().flat_map(At::items) {
            check_one(&address, context, errors);
        }
        let ports = subset.field("ports");
        for port in ports.items() {
            let name = port.field("name");
            if ports.len() > 1 && name.text().is_empty() {
                errors.required(&name.path, "");
            }
            check_port(&port, context, errors);
        }
    }
}

fn check_one(address: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let errors = &mut errors.of(&endpoint_slice::RULE);
    let ip = address.field("ip");
    check_address(ip.text(), &ip.path, context, errors);
    let host = address.field("hostname");
    if !host.text().is_empty() {
        errors.invalid_each(&host.path, host.text(), names::dns_label(host.text()));
    }
    let node = address.field("nodeName");
    if let Some(name) = node.given_text() {
        errors.invalid_each(&node.path, name, names::dns_subdomain(name));
    }
    if names::ip_sloppy(ip.text()).is_none() {
        let (short, _) = NOT_AN_ADDRESS.split_once(',').unwrap_or_default();
        errors.invalid(&ip.path, ip.text(), short);
    }
    check_of_endpoint(ip.text(), &ip.path, errors);
}

fn check_port(port: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let name = port.field("name");
    if !name.text().is_empty() {
        errors.invalid_each(&name.path, name.text(), names::dns_label(name.text()));
    }
    check_number(&port.field("port"), errors);
    check_protocol(&port.field("protocol"), errors);
    let app = port.field("appProtocol");
    if let Some(text) = app.given_text() {
        errors.invalid_each(&app.path, text, names::label_key(text, context.kubernetes));
    }
}
