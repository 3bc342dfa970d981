//! No two ports of a node for the same address and protocol.
//! Upstream: checkHostPortConflicts, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use k8s_openapi::api::core::v1::Container;

use crate::rule::rule;
use crate::site::{items, text};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!("host-port-conflict", Duplicate ".hostPort" "");

/// Looks at containers that run at the same time. Paths count from the first of them, so those of an init container,
/// which is looked at alone, always say `initContainers[0]`.
pub(super) fn check(containers: &[Container], path: &FieldPath<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for (index, container) in containers.iter().enumerate() {
        let path = path.index(index);
        let path = path.field("ports");
        for (path, port) in items(container.ports.as_ref(), &path) {
            let Some(number) = port.host_port.filter(|port| *port != 0) else { continue };
            let key = (text(port.protocol.as_ref()), text(port.host_ip.as_ref()), number);
            if !seen.insert(key) {
                let (protocol, address, number) = key;
                let value = format!("{protocol}/{address}/{number}");
                errors.of(&RULE).duplicate(&path.field("hostPort"), value);
            }
        }
    }
}
