//! `ports`. Upstream: validateContainerPorts, pkg/apis/core/validation/validation.go.

use api::FieldPath;

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::{ContainerSite, Seen, items, text};
use crate::{Errors, Rule, names};

pub(crate) static PORT_NAME: Rule = rule!("port-name", Invalid ".ports.name" "");

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let list = site.path.field("ports");
    let mut seen = Seen::default();
    for (path, port) in items(site.container.ports.as_ref(), &list) {
        let name = text(port.name.as_ref());
        if !name.is_empty() {
            let messages = names::port_name(name);
            if messages.is_empty() && !seen.insert(name) {
                errors.duplicate(&path.field("name"), name);
            }
            errors.of(&PORT_NAME).invalid_each(&path.field("name"), name, messages);
        }
        if port.container_port == 0 {
            errors.required(&path.field("containerPort"), "");
        } else {
            check_number(&path.field("containerPort"), port.container_port, errors);
        }
        if let Some(port) = port.host_port.filter(|port| *port != 0) {
            check_number(&path.field("hostPort"), port, errors);
        }
        let protocol = text(port.protocol.as_ref());
        let path = path.field("protocol");
        if protocol.is_empty() {
            errors.required(&path, "");
        } else if !PROTOCOLS.contains(&protocol) {
            errors.not_supported(&path, word(protocol), &PROTOCOLS);
        }
    }
}

fn check_number(path: &FieldPath<'_>, port: i32, errors: &mut Errors) {
    if let Some(message) = names::port_number(port.into()) {
        errors.invalid(path, port, message);
    }
}
