//! Computes how much of a quota an object without a Pod uses.
//! Upstream: pkg/quota/v1/evaluator/core/{persistent_volume_claims,services}.go.

use api::Quantity;
use api::quantity::Format;
use api::well_known::STORAGE_CLASS;
use resources::Totals;
use serde_json::Value;

/// Kinds that quotas also count by their plain plural.
const BARE: [&str; 6] = [
    "configmaps",
    "persistentvolumeclaims",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
];

/// Everything that an object is charged for, by its plural with its group and its JSON form.
pub(super) fn usage(resource: &str, value: Option<&Value>) -> Totals {
    let mut usage = Totals::from([(format!("count/{resource}"), count(1))]);
    if BARE.contains(&resource) {
        usage.insert(resource.to_owned(), count(1));
    }
    match (resource, value) {
        ("persistentvolumeclaims", Some(claim)) => add_claim(claim, &mut usage),
        ("services", Some(service)) => add_service(service, &mut usage),
        _ => {}
    }
    usage
}

fn count(number: usize) -> Quantity {
    Quantity::new(i64::try_from(number).unwrap_or(i64::MAX), Format::DecimalSi)
}

/// A claim is charged for its storage, once by itself and once for its class.
fn add_claim(claim: &Value, usage: &mut Totals) {
    let text = |pointer| claim.pointer(pointer).and_then(Value::as_str);
    let class = claim.pointer("/metadata/annotations").and_then(|all| all.get(STORAGE_CLASS)?.as_str());
    let class = class.or_else(|| text("/spec/storageClassName")).filter(|class| !class.is_empty());
    let of_class = |what: &str| Some(format!("{}.storageclass.storage.k8s.io/{what}", class?));
    usage.extend(of_class("persistentvolumeclaims").map(|name| (name, count(1))));
    let storage = match claim.pointer("/spec/resources/requests/storage") {
        Some(Value::String(text)) => Quantity::from_json_text(text).ok(),
        Some(Value::Number(number)) => Quantity::parse(&number.to_string()).ok(),
        _ => None,
    };
    if let Some(mut storage) = storage {
        storage.round_up(0);
        usage.extend(of_class("requests.storage").map(|name| (name, storage.clone())));
        usage.insert("requests.storage".to_owned(), storage);
    }
}

/// The ports of nodes are not given out yet, so those that are going to be are charged.
fn add_service(service: &Value, usage: &mut Totals) {
    let Some(spec) = service.get("spec") else { return };
    let ports = spec.get("ports").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_written =
        |port: &&Value| port.get("nodePort").and_then(Value::as_i64).is_some_and(|port| port != 0);
    let on_nodes = match spec.get("type").and_then(Value::as_str) {
        Some("LoadBalancer") if spec.get("allocateLoadBalancerNodePorts") == Some(&Value::Bool(false)) => {
            ports.iter().filter(is_written).count()
        }
        Some("LoadBalancer" | "NodePort") => ports.len(),
        _ => 0,
    };
    usage.insert("services.nodeports".to_owned(), count(on_nodes));
    if spec.get("type").and_then(Value::as_str) == Some("LoadBalancer") {
        usage.insert("services.loadbalancers".to_owned(), count(1));
    }
}
