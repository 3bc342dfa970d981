//! The sentences of a resize's events. Upstream: pkg/kubelet/events/resize.go.

use crate::shape::{Role, Shape};
use api::Quantity;
use api::typed::to_json;
use k8s_openapi::api::core::v1::ResourceRequirements;
use serde_json::{Map, Value, json};

/// `head`, a colon, and the resources of all containers as JSON.
pub(super) fn told(head: &str, shape: &Shape, generation: i64, error: &str) -> String {
    let mut summary = Map::new();
    for (list, roles) in
        [("initContainers", [Role::Init, Role::Sidecar]), ("containers", [Role::App, Role::App])]
    {
        let of_list = shape.containers.iter().filter(|spec| roles.contains(&spec.role));
        let containers: Vec<Value> = of_list
            .map(|spec| json!({"name": spec.name, "resources": listed(spec.container.resources.as_ref())}))
            .collect();
        if !containers.is_empty() {
            summary.insert(list.to_owned(), containers.into());
        }
    }
    summary.insert("generation".to_owned(), generation.into());
    if !error.is_empty() {
        summary.insert("error".to_owned(), error.into());
    }
    let summary = api::json::html_safe(&Value::Object(summary).to_string());
    format!("{head}: {summary}")
}

/// Limits before requests, each by name, quantities in their shortest form.
fn listed(resources: Option<&ResourceRequirements>) -> Value {
    let mut out = Map::new();
    let Some(resources) = resources else { return Value::Object(out) };
    for (name, list) in [("limits", &resources.limits), ("requests", &resources.requests)] {
        let amounts = list.iter().flatten();
        let amounts: Map<String, Value> =
            amounts.map(|(name, amount)| (name.clone(), Quantity::of(amount).to_string().into())).collect();
        if !amounts.is_empty() {
            out.insert(name.to_owned(), amounts.into());
        }
    }
    let claims: Vec<Value> = resources.claims.iter().flatten().map(to_json).collect();
    if !claims.is_empty() {
        out.insert("claims".to_owned(), claims.into());
    }
    Value::Object(out)
}
