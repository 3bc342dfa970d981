//! The rules of what may change in a Service. Upstream: ValidateServiceUpdate, pkg/apis/core/validation/validation.go;
//! dropTypeDependentFields, pkg/registry/core/service/strategy.go; patchAllocatedValues, storage/alloc.go beside it.

use super::{forbidden, invalid};
use serde_json::{Value, json};
use validation::Error;

/// The word of a Service without an address.
const HEADLESS: &str = "None";

/// Says what is wrong with the change, each with its field. An address that the server chose is not known here, but
/// it is another one than any that is asked for now.
pub(super) fn errors(new: &Value, old: &Value) -> Vec<Error> {
    let mut errors = Vec::new();
    let (wanted, had) = (addresses(new), addresses(old));
    let external = [new, old].iter().any(|service| kind(service) == "ExternalName");
    let stays_headless =
        [&wanted, &had].iter().all(|list| list.first().map(String::as_str) == Some(HEADLESS));
    if !external && !stays_headless && !wanted.is_empty() {
        for (index, address) in wanted.iter().enumerate().take(had.len().max(1)) {
            if had.get(index) != Some(address) {
                let (field, value) = (format!("spec.clusterIPs[{index}]"), api::json::text(&json!(wanted)));
                errors.push(invalid(field, &value, "may not change once set"));
            }
        }
    }
    let class = |service: &Value| service.pointer("/spec/loadBalancerClass").cloned().unwrap_or_default();
    if [new, old].iter().all(|service| kind(service) == "LoadBalancer") && class(new) != class(old) {
        let value = api::json::text(&class(new));
        errors.push(invalid("spec.loadBalancerClass", &value, "may not change once set"));
    }
    let port = |service: &Value| service.pointer("/spec/healthCheckNodePort").cloned().unwrap_or_default();
    if [new, old].iter().all(|service| is_asked_for_health(service)) && port(new) != port(old) {
        errors.push(forbidden("spec.healthCheckNodePort", "field is immutable"));
    }
    errors
}

/// Whether the errors are those of the addresses that are asked for; the server then looks at nothing else.
pub(super) fn is_address(errors: &[Error]) -> bool {
    let begins = |error: &Error, part: &str| error.field.starts_with(part);
    // That only some types may be without an address, the server says later.
    let is_one = |error: &Error| {
        (begins(error, "spec.clusterIP") || begins(error, "spec.ipFamil")) && !error.detail.contains("'None'")
    };
    !errors.is_empty() && errors.iter().all(is_one)
}

/// Whether nodes answer questions about the health of a Service's Pods on a port.
fn is_asked_for_health(service: &Value) -> bool {
    let policy = service.pointer("/spec/externalTrafficPolicy").and_then(Value::as_str);
    kind(service) == "LoadBalancer" && policy == Some("Local")
}

/// Takes away what the server set by itself for a type that the Service no longer has.
pub(super) fn settle(new: &mut Value, old: &Value) {
    let balanced = |kind: &str| kind == "LoadBalancer";
    let outside = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    let addressed = |kind: &str| kind != "ExternalName";
    let (was, is) = (kind(old).to_owned(), kind(new).to_owned());
    let mut lost: Vec<&str> = Vec::new();
    if addressed(&was) && !addressed(&is) {
        lost.extend(["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]);
    }
    if balanced(&was) && !balanced(&is) {
        lost.extend(["allocateLoadBalancerNodePorts", "loadBalancerClass"]);
    }
    let (was_asked, is_asked) = (is_asked_for_health(old), is_asked_for_health(new));
    if was_asked && !is_asked {
        lost.push("healthCheckNodePort");
    }
    if outside(&was) && !outside(&is) {
        lost.push("externalTrafficPolicy");
    }
    let ports = |service: &Value| -> Vec<Value> {
        let ports = service.pointer("/spec/ports").and_then(Value::as_array).into_iter().flatten();
        ports.map(|port| port.get("nodePort").cloned().unwrap_or_default()).collect()
    };
    let keeps_ports = ports(new) == ports(old);
    // A Service that is written without a spec keeps its address, too.
    if let Some(fields) = new.as_object_mut() {
        let spec = fields.entry("spec").or_insert(Value::Null);
        if spec.is_null() {
            *spec = json!({});
        }
    }
    let Some(Value::Object(spec)) = new.get_mut("spec") else { return };
    let before =
        |field: &str| old.get("spec").and_then(|spec| spec.get(field)).filter(|value| !value.is_null());
    let mut kept: Vec<&str> = Vec::new();
    if addressed(&was) && addressed(&is) {
        kept.extend(["clusterIP", "clusterIPs"]);
    }
    if was_asked && is_asked {
        kept.push("healthCheckNodePort");
    }
    for field in kept {
        let unset = |value: &Value| {
            *value == Value::Null || *value == json!("") || *value == json!([]) || *value == json!(0)
        };
        if let Some(value) = before(field)
            && spec.get(field).is_none_or(unset)
        {
            spec.insert(field.to_owned(), value.clone());
        }
    }
    // Another first address alone is meant for the list too.
    if spec.get("clusterIPs") == old.pointer("/spec/clusterIPs")
        && let Some(first) =
            spec.get("clusterIP").filter(|first| first.as_str().is_some_and(|ip| !ip.is_empty())).cloned()
        && let Some(place) = spec.get_mut("clusterIPs").and_then(|list| list.get_mut(0))
    {
        *place = first;
    }
    for field in lost {
        if spec.get(field) == old.get("spec").and_then(|spec| spec.get(field)) {
            spec.shift_remove(field);
        }
    }
    if outside(&was) && !outside(&is) && keeps_ports {
        let ports = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten();
        ports.filter_map(Value::as_object_mut).for_each(|port| drop(port.shift_remove("nodePort")));
    }
}

/// The addresses that are asked for. Of the two fields the one that differs from before is meant.
fn addresses(service: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let first = service.pointer("/spec/clusterIP").map(text).unwrap_or_default();
    let list = service.pointer("/spec/clusterIPs").and_then(Value::as_array).into_iter().flatten();
    let mut list: Vec<String> = list.map(text).collect();
    match list.first_mut() {
        Some(place) if !first.is_empty() => *place = first,
        None if !first.is_empty() => list.push(first),
        _ => {}
    }
    list
}

fn kind(service: &Value) -> &str {
    service
        .pointer("/spec/type")
        .and_then(Value::as_str)
        .filter(|kind| !kind.is_empty())
        .unwrap_or("ClusterIP")
}

#[cfg(test)]
mod tests {
    use super::settle;
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn errors(new: &Value, old: &Value) -> Vec<String> {
        super::errors(new, old).iter().map(|error| error.message(&Kubernetes::RECORDED)).collect()
    }

    fn at(address: &str) -> Value {
        json!({"spec": {"type": "ClusterIP", "clusterIP": address}})
    }

    #[test]
    fn an_address_stays() {
        let none: [&str; 0] = [];
        assert_eq!(errors(&at("10.0.0.1"), &at("10.0.0.1")), none);
        assert_eq!(errors(&at("None"), &at("None")), none);
        assert_eq!(errors(&at(""), &at("")), none);
        assert_eq!(
            errors(&at("10.0.0.2"), &at("10.0.0.1")),
            [r#"spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set"#]
        );
        assert_eq!(
            errors(&at("None"), &at("")),
            [r#"spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set"#]
        );
        let external = json!({"spec": {"type": "ExternalName"}});
        assert_eq!(errors(&at("None"), &external), none);
    }

    #[test]
    fn a_port_for_health_stays_and_goes_with_its_policy() {
        let of = |policy: &str, port: i64| json!({"spec": {"type": "LoadBalancer", "externalTrafficPolicy": policy, "healthCheckNodePort": port}});
        assert_eq!(
            errors(&of("Local", 31_000), &of("Local", 31_001)),
            ["spec.healthCheckNodePort: Forbidden: field is immutable"]
        );
        let mut new = of("Cluster", 31_000);
        settle(&mut new, &of("Local", 31_000));
        assert_eq!(new, json!({"spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Cluster"}}));
    }

    #[test]
    fn an_address_that_is_left_out_is_the_one_before() {
        let mut new = json!({"spec": {"ports": []}});
        settle(&mut new, &json!({"spec": {"clusterIP": "None", "clusterIPs": ["None"]}}));
        assert_eq!(new, json!({"spec": {"ports": [], "clusterIP": "None", "clusterIPs": ["None"]}}));
    }

    #[test]
    fn what_the_server_set_for_the_old_type_goes() {
        let old = json!({"spec": {
            "type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "allocateLoadBalancerNodePorts": true,
            "ports": [{"port": 80, "nodePort": 30080}],
        }});
        let mut new = old.clone();
        new["spec"]["type"] = json!("ClusterIP");
        settle(&mut new, &old);
        assert_eq!(new, json!({"spec": {"type": "ClusterIP", "ports": [{"port": 80}]}}));
    }
}
