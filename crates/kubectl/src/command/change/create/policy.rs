//! `kubectl create quota`, `poddisruptionbudget` and `priorityclass`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create/create_{quota,pdb,priorityclass}.go.

use super::super::make::{Made, put};
use super::{failure, given, whole};
use crate::command::Output;
use crate::command::arguments::Arguments;
use crate::selector::Selector;
use api::{Kubernetes, Quantity};
use serde_json::{Map, Value, json};

pub(super) fn quota(arguments: &Arguments, name: &str) -> Result<Made, Output> {
    let mut spec = json!({});
    if let Some(hard) = given(arguments, "hard") {
        let mut amounts = Map::new();
        for pair in hard.split(',') {
            let parts: Vec<&str> = pair.split('=').collect();
            let [resource, amount] = parts.as_slice() else {
                let wrong = format!("Invalid argument syntax {pair}, expected <resource>=<value>");
                return Err(failure(&wrong));
            };
            let amount = Quantity::parse(amount).map_err(|error| failure(&error.to_string()))?;
            amounts.insert((*resource).to_owned(), amount.to_string().into());
        }
        put(&mut spec, "hard", Value::Object(amounts));
    }
    if let Some(scopes) = given(arguments, "scopes") {
        let scopes: Vec<&str> = scopes.split(',').collect();
        if scopes.contains(&"") {
            return Err(failure("invalid resource quota scope \"\""));
        }
        put(&mut spec, "scopes", json!(scopes));
    }
    let metadata = json!({"name": name});
    let object = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": metadata, "spec": spec, "status": {}});
    Ok(Made { object, frame: "failed to create quota: " })
}

pub(super) fn budget(arguments: &Arguments, name: &str, kubernetes: &Kubernetes) -> Result<Made, Output> {
    let selector = given(arguments, "selector").ok_or_else(|| failure("a selector must be specified"))?;
    let (least, most) = (given(arguments, "min-available"), given(arguments, "max-unavailable"));
    let (field, flag, amount) = match (least, most) {
        (None, None) => return Err(failure("one of min-available or max-unavailable must be specified")),
        (Some(_), Some(_)) => {
            return Err(failure("min-available and max-unavailable cannot be both specified"));
        }
        (Some(least), None) => ("minAvailable", "min-available", least),
        (None, Some(most)) => ("maxUnavailable", "max-unavailable", most),
    };
    let digits = amount.strip_suffix('%').unwrap_or(amount);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(failure(&format!("invalid format specified for {flag}")));
    }
    let selector = Selector::field(selector, kubernetes).map_err(|why| failure(&why))?;
    let mut spec = json!({"selector": selector});
    put(&mut spec, field, amount.parse::<i32>().map_or_else(|_| Value::from(amount), Value::from));
    let status =
        json!({"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0});
    let metadata = json!({"name": name});
    let object = json!({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata, "spec": spec, "status": status});
    Ok(Made { object, frame: "failed to create poddisruptionbudgets: " })
}

pub(super) fn priority_class(arguments: &Arguments, name: &str) -> Result<Made, Output> {
    let value = whole(arguments, "value", "--value")?.unwrap_or_default();
    let policy = given(arguments, "preemption-policy").unwrap_or("PreemptLowerPriority");
    let mut object = json!({"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name}, "preemptionPolicy": policy, "value": value});
    if arguments.is_on("global-default") {
        put(&mut object, "globalDefault", true);
    }
    if let Some(description) = given(arguments, "description") {
        put(&mut object, "description", description);
    }
    Ok(Made { object, frame: "failed to create priorityclass: " })
}
