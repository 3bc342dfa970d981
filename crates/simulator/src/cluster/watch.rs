//! Controllers hear of changes of their objects and get a turn.

use super::{budgets, claims};
use crate::Word;
use crate::latency;
use crate::trace::EventType;
use crate::world::{Draft, Effects, PodId, PodState, Timer, Workload, WorkloadId, WorkloadKind, World};
use api::Object;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Labels of a Pod.
pub(crate) type Labels = BTreeMap<String, String>;

/// The quotas of a namespace are counted anew soon.
pub(crate) fn recount(world: &World, namespace: &str) -> Effects {
    let mut effects = Effects::none();
    for (index, one) in world.workloads().iter().enumerate() {
        if one.kind == WorkloadKind::ResourceQuota && one.namespace == namespace && !one.deleted {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects
}

/// A Pod's object changed: its owner looks at it. The Job controller gathers such changes for a second.
pub(crate) fn pod_changed(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    effects.and(recount(world, &state.namespace));
    for (index, one) in world.workloads().iter().enumerate() {
        let claimed = one.kind == WorkloadKind::PersistentVolumeClaim && claims::is_deleting(one);
        if claimed
            || one.kind == WorkloadKind::Service && (one.endpoints.contains_key(&pod) || selects(one, state))
        {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects.and(budgets_looked_at(world, state));
    let Some(owner) = state.owner else { return effects };
    let Some(workload) = world.workloads().get(owner) else { return effects };
    let wait = if workload.kind == WorkloadKind::Job { latency::JOB_BATCH } else { latency::CONTROLLER };
    effects.at(world.now() + wait, Timer::Control(owner));
    // A Deployment looks at the Pods of its ReplicaSets too, a CronJob only at its Jobs.
    if workload.kind == WorkloadKind::ReplicaSet {
        effects.and(workload_changed(world, workload.owner));
    }
    effects
}

/// The controller of budgets looks at the budget of a Pod that changed; of several it takes one. Upstream: getPdbForPod,
/// pkg/controller/disruption/disruption.go.
fn budgets_looked_at(world: &World, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    let budgets: Vec<_> = budgets::of(world, state).collect();
    let Some((_, budget)) = budgets.first() else { return effects };
    // Which one is taken is chance, so that each has its turn before long.
    for (index, _) in &budgets {
        effects.at(world.now() + latency::CONTROLLER, Timer::Control(*index));
    }
    if budgets.len() > 1 {
        let (pod, namespace, name) = (&state.name, &state.namespace, &budget.name);
        let message = format!(
            "Pod {namespace:?}/{pod:?} matches multiple PodDisruptionBudgets.  Chose {name:?} arbitrarily."
        );
        effects.event(Rc::new(Draft {
            object: state.object_ref(),
            field: String::new(),
            type_: EventType::Warning,
            reason: Word::MultiplePodDisruptionBudgets,
            message,
            component: "controllermanager",
        }));
    }
    effects
}

/// A Pod got these labels: the controllers that select it by them look at it.
pub(crate) fn labelled(world: &World, namespace: &str, labels: Option<&Labels>) -> Effects {
    let mut effects = Effects::none();
    for (index, one) in world.workloads().iter().enumerate() {
        let selects = match one.kind {
            WorkloadKind::Service => has_labels(one, labels),
            WorkloadKind::PodDisruptionBudget => budgets::takes(one, labels),
            _ => takes(&one.object, labels),
        };
        if selects && one.namespace == namespace && !one.deleted {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects
}

/// Whether a Service selects a Pod.
pub(crate) fn selects(service: &Workload, state: &PodState) -> bool {
    service.namespace == state.namespace
        && !service.deleted
        && has_labels(service, state.api.base.metadata.labels.as_ref())
}

/// Whether a Service's selector matches labels.
fn has_labels(service: &Workload, labels: Option<&Labels>) -> bool {
    let Object::Other(value) = &*service.object else { return false };
    let selector = value.pointer("/spec/selector").and_then(Value::as_object);
    let has = |(key, wanted): (&String, &Value)| {
        labels.and_then(|labels| labels.get(key)).is_some_and(|value| wanted == value.as_str())
    };
    selector.is_some_and(|selector| !selector.is_empty() && selector.iter().all(has))
}

/// Whether the selector of a controller that owns Pods matches labels.
pub(crate) fn takes(object: &Object, labels: Option<&Labels>) -> bool {
    match object {
        Object::ReplicaSet(set) => scheduling::selects(Some(&set.spec.selector), labels),
        Object::StatefulSet(set) => scheduling::selects(Some(&set.spec.selector), labels),
        Object::DaemonSet(set) => scheduling::selects(Some(&set.spec.selector), labels),
        Object::ReplicationController(controller) => {
            let selector = controller.spec.as_ref().and_then(|spec| spec.selector.clone());
            let match_labels = selector.filter(|selector| !selector.is_empty());
            let selector = LabelSelector { match_labels, match_expressions: None };
            selector.match_labels.is_some() && scheduling::selects(Some(&selector), labels)
        }
        _ => false,
    }
}

/// The controller looks at a workload soon.
pub(crate) fn workload_changed(world: &World, workload: Option<WorkloadId>) -> Effects {
    let mut effects = Effects::none();
    if let Some(workload) = workload {
        effects.at(world.now() + latency::CONTROLLER + latency::CONTROLLER, Timer::Control(workload));
    }
    effects
}
