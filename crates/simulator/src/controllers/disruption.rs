//! PodDisruptionBudgets: how many Pods may be disrupted. Upstream: trySync, pkg/controller/disruption/disruption.go.

use super::workload;
use crate::Word;
use crate::cluster::{budgets, claims, disruption};
use crate::trace::EventType;
use crate::world::{Effects, PodState, Workload, WorkloadId, WorkloadKind, World};
use api::Object;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A budget as it is stored first.
pub(super) fn fresh(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        let status =
            json!({"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0});
        fields.insert("status".to_owned(), status);
    }
    value
}

/// The controller's turn.
pub(super) fn control(world: &World, index: WorkloadId, budget: &Workload) -> Effects {
    let mut effects = Effects::none();
    let there = world.pods().iter().filter(|state| !state.api.removed);
    let pods: Vec<&PodState> = there.filter(|state| budgets::selects(budget, state)).collect();
    if pods.is_empty() {
        effects.event(workload::normal(budget, Word::NoPods, "No matching pods found".to_owned()));
    }
    let status = match expected(world, budget, &pods) {
        Ok(Expected { pods: expected, desired, unmanaged }) => {
            if unmanaged {
                effects.event(unmanaged_pods(budget));
            }
            status(budget, &pods, expected, desired)
        }
        Err(why) => {
            let message = format!("Failed to calculate the number of expected pods: {why}");
            let reason = Word::CalculateExpectedPodCountFailed;
            effects.event(workload::event(budget, EventType::Warning, reason, message));
            failed(budget, &why)
        }
    };
    let mut value = claims::value(budget).clone();
    if value.get("status") == Some(&status) {
        return effects;
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("status".to_owned(), status);
    }
    let object = Rc::new(Object::Other(Box::new(value)));
    effects.workload(index, Workload { object, ..budget.clone() });
    effects
}

/// How many Pods there should be, and how many of them healthy.
struct Expected {
    pods: i64,
    desired: i64,
    /// Some Pod has no controller, though the budget counts those.
    unmanaged: bool,
}

fn expected(world: &World, budget: &Workload, pods: &[&PodState]) -> Result<Expected, String> {
    let spec = claims::value(budget).get("spec").unwrap_or(&Value::Null);
    if let Some(most) = spec.get("maxUnavailable").filter(|value| !value.is_null()) {
        let (pods, unmanaged) = scale(world, pods)?;
        return Ok(Expected { pods, desired: (pods - part(most, pods)).max(0), unmanaged });
    }
    match spec.get("minAvailable") {
        Some(least @ Value::String(_)) => {
            let (pods, unmanaged) = scale(world, pods)?;
            Ok(Expected { pods, desired: part(least, pods), unmanaged })
        }
        least => Ok(Expected {
            pods: i64::try_from(pods.len()).unwrap_or(i64::MAX),
            desired: least.and_then(Value::as_i64).unwrap_or_default(),
            unmanaged: false,
        }),
    }
}

/// A number, or a percentage of a whole, rounded up.
fn part(value: &Value, whole: i64) -> i64 {
    let percent = value.as_str().and_then(|text| text.trim_end_matches('%').parse::<i64>().ok());
    match percent {
        Some(percent) => {
            let hundredths = percent.saturating_mul(whole);
            hundredths / 100 + i64::from(hundredths % 100 > 0)
        }
        None => value.as_i64().unwrap_or_default(),
    }
}

/// The sum of what the Pods' controllers ask for, and whether a Pod has none. Upstream: getExpectedScale.
fn scale(world: &World, pods: &[&PodState]) -> Result<(i64, bool), String> {
    let mut scales: BTreeMap<WorkloadId, i64> = BTreeMap::new();
    let mut unmanaged = false;
    for state in pods {
        let mut owners = state.api.base.metadata.owner_references.iter().flatten();
        if !owners.any(|owner| owner.controller == Some(true)) {
            unmanaged = true;
            continue;
        }
        let owner = state.owner.and_then(|owner| Some((owner, world.workloads().get(owner)?)));
        let Some((mut index, mut owner)) = owner.filter(|(_, owner)| !owner.deleted) else {
            return Err(format!("found no controllers for pod {:?}", state.name));
        };
        while let Some(above) = owner.owner.filter(|_| owner.kind == WorkloadKind::ReplicaSet) {
            let Some(next) = world.workloads().get(above) else { break };
            (index, owner) = (above, next);
        }
        let replicas = match &*owner.object {
            Object::Deployment(object) => object.spec.replicas,
            Object::StatefulSet(object) => object.spec.replicas,
            Object::ReplicaSet(object) => object.spec.replicas,
            Object::ReplicationController(object) => object.spec.as_ref().and_then(|spec| spec.replicas),
            _ => {
                let group =
                    api::kinds::named(owner.kind.name()).map(api::kinds::Kind::suffix).unwrap_or_default();
                let plural = owner.kind.name().to_ascii_lowercase();
                return Err(format!("{plural}s{group} does not implement the scale subresource"));
            }
        };
        scales.insert(index, i64::from(replicas.unwrap_or(1)));
    }
    Ok((scales.values().sum(), unmanaged))
}

/// The status as the Pods are now.
fn status(budget: &Workload, pods: &[&PodState], expected: i64, desired: i64) -> Value {
    let known = claims::value(budget).pointer("/status/disruptedPods").and_then(Value::as_object);
    let staying = || pods.iter().filter(|state| state.api.deletion.is_none());
    // A Pod leaves this list when its deletion is seen.
    let disrupted: serde_json::Map<String, Value> =
        staying().filter_map(|state| Some((state.name.clone(), known?.get(&state.name)?.clone()))).collect();
    let is_healthy = |state: &&&PodState| disruption::is_ready(state) && !disrupted.contains_key(&state.name);
    let healthy = i64::try_from(staying().filter(is_healthy).count()).unwrap_or(i64::MAX);
    let allowed = if expected > 0 { (healthy - desired).max(0) } else { 0 };
    let mut status = json!({
        "conditions": [budgets::condition(allowed)],
        "currentHealthy": healthy,
        "desiredHealthy": desired,
        "disruptionsAllowed": allowed,
        "expectedPods": expected,
    });
    if !disrupted.is_empty()
        && let Some(fields) = status.as_object_mut()
    {
        fields.insert("disruptedPods".to_owned(), Value::Object(disrupted));
    }
    status
}

/// Nothing may be disrupted while the controller does not know how many there should be. Upstream: failSafe.
fn failed(budget: &Workload, why: &str) -> Value {
    let mut status = claims::value(budget).get("status").cloned().unwrap_or_default();
    let (type_, reason) = (Word::DisruptionAllowed.text(), Word::SyncFailed.text());
    if let Some(fields) = status.as_object_mut() {
        fields.insert("disruptionsAllowed".to_owned(), json!(0));
        let condition = json!({"type": type_, "status": "False", "reason": reason, "message": why});
        fields.insert("conditions".to_owned(), json!([condition]));
    }
    status
}

/// The warning about Pods without a controller.
fn unmanaged_pods(budget: &Workload) -> Rc<crate::world::Draft> {
    let selector = claims::value(budget).pointer("/spec/selector");
    let selector = selector.and_then(|value| api::typed::from_json::<LabelSelector>(value).ok());
    let message = format!(
        "Pods selected by this PodDisruptionBudget (selector: {}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value.",
        selector.as_ref().map(as_go).unwrap_or_default()
    );
    workload::event(budget, EventType::Warning, Word::UnmanagedPods, message)
}

/// A selector as Go prints it.
pub(super) fn as_go(selector: &LabelSelector) -> String {
    let labels: Vec<String> =
        selector.match_labels.iter().flatten().map(|(key, value)| format!("{key}: {value},")).collect();
    let expressions = selector.match_expressions.iter().flatten().map(|one| {
        let values = one.values.as_deref().unwrap_or_default().join(" ");
        format!("LabelSelectorRequirement{{Key:{},Operator:{},Values:[{values}],}},", one.key, one.operator)
    });
    let expressions: String = expressions.collect();
    format!(
        "&LabelSelector{{MatchLabels:map[string]string{{{}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}",
        labels.join("")
    )
}
