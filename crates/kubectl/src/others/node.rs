//! Nodes. Upstream: printNode, pkg/printers/internalversion/printers.go.

use super::{items, text, text_or};
use crate::Word;
use crate::row::NONE;
use serde_json::Value;

pub(super) fn cells(node: &Value) -> Vec<String> {
    let unknown = |field: &str| text_or(node, &format!("/status/nodeInfo/{field}"), "<unknown>").to_owned();
    let mut kernel = unknown("kernelVersion");
    match text(node, "/status/nodeInfo/architecture") {
        "" => {}
        architecture => kernel.extend([" (", architecture, ")"]),
    }
    let roles = roles(node).join(",");
    vec![
        status(node),
        if roles.is_empty() { NONE.to_owned() } else { roles },
        text(node, "/status/nodeInfo/kubeletVersion").to_owned(),
        address(node, "InternalIP"),
        address(node, "ExternalIP"),
        unknown("osImage"),
        kernel,
        unknown("containerRuntimeVersion"),
    ]
}

fn status(node: &Value) -> String {
    let mut conditions = items(node, "/status/conditions");
    let ready = conditions.find(|one| text(one, "/type") == "Ready").map(|one| text(one, "/status"));
    let word = match ready {
        Some("True") => "Ready",
        Some(_) => "NotReady",
        None => "Unknown",
    };
    let cordoned = node.pointer("/spec/unschedulable") == Some(&Value::Bool(true));
    if cordoned { format!("{word},{}", Word::SchedulingDisabled) } else { word.to_owned() }
}

/// The roles that a node's labels name, sorted.
pub(crate) fn roles(node: &Value) -> Vec<&str> {
    let labels = node.pointer("/metadata/labels").and_then(Value::as_object).into_iter().flatten();
    let mut roles: Vec<&str> = labels
        .filter_map(|(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
            None if key == "kubernetes.io/role" => value.as_str(),
            role => role,
        })
        .filter(|role| !role.is_empty())
        .collect();
    api::collections::sort_by(&mut roles, Ord::cmp);
    roles.dedup();
    roles
}

fn address(node: &Value, kind: &str) -> String {
    let mut all = items(node, "/status/addresses");
    let found = all.find(|one| text(one, "/type") == kind).map(|one| text(one, "/address").to_owned());
    found.unwrap_or_else(|| NONE.to_owned())
}
