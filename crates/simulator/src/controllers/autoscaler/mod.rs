//! HorizontalPodAutoscalers of a cluster that measures nothing: their targets stay within the bounds, and they say what they
//! could not learn. Upstream: reconcileAutoscaler, pkg/controller/podautoscaler/horizontal.go.

mod metrics;
mod target;

use super::{patch, workload};
use crate::Millis;
use crate::Word;
use crate::cluster::claims;
use crate::latency;
use crate::scenario::Target;
use crate::trace::EventType;
use crate::world::{Effect, Effects, RecordEffect, Timer, Workload, WorkloadId, WorkloadKind, World};
use api::Object;
use serde_json::{Map, Value, json};
use std::rc::Rc;
use target::Scaled;

/// An autoscaler is looked at once in this time, whatever changes: `--horizontal-pod-autoscaler-sync-period`.
const PERIOD: Millis = Millis::seconds(15);

/// The sentence about a cluster with an autoscaler.
const UNMEASURED: &str = "There is no metrics server: a HorizontalPodAutoscaler keeps its target within its bounds, and does no more.";

/// From a change of a workload to its controller's turn.
pub(super) fn wait(kind: WorkloadKind) -> Millis {
    if kind == WorkloadKind::HorizontalPodAutoscaler {
        PERIOD + latency::CONTROLLER
    } else {
        latency::CONTROLLER
    }
}

/// An autoscaler as it is stored first and as kubectl asks for it.
pub(super) fn fresh(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        to_preferred(fields);
        fields.insert("status".to_owned(), json!({"currentMetrics": null, "desiredReplicas": 0}));
    }
    value
}

/// Writes the older version as the one that the server prefers, of which the older one's only measure is one metric. Metrics
/// that annotations of the older version hold stay there.
/// Upstream: Convert_v1_HorizontalPodAutoscalerSpec_To_autoscaling_HorizontalPodAutoscalerSpec, pkg/apis/autoscaling/v1/conversion.go.
fn to_preferred(scaler: &mut Map<String, Value>) {
    if scaler.get("apiVersion").and_then(Value::as_str) != Some("autoscaling/v1") {
        return;
    }
    let Some(spec) = scaler.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let Some(percent) = spec.shift_remove("targetCPUUtilizationPercentage") else { return };
    let target = json!({"type": "Utilization", "averageUtilization": percent});
    let metric = json!([{"type": "Resource", "resource": {"name": "cpu", "target": target}}]);
    spec.insert("metrics".to_owned(), metric);
    scaler.insert("apiVersion".to_owned(), json!("autoscaling/v2"));
}

/// A person's run with an autoscaler tells what it assumes.
pub(super) fn assumption(world: &World) -> Effects {
    let sentence = || Effect::Record(RecordEffect::Assumed(UNMEASURED));
    if world.scenario().assumes() { Effects::one(sentence()) } else { Effects::none() }
}

/// One turn of the controller.
struct Turn<'a> {
    world: &'a World,
    scaler: &'a Workload,
    status: Map<String, Value>,
    effects: Effects,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: WorkloadId, scaler: &Workload) -> Effects {
    let value = claims::value(scaler);
    let known = value.get("status").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut turn = Turn { world, scaler, status: known.clone(), effects: Effects::none() };
    turn.effects.at(world.now() + wait(WorkloadKind::HorizontalPodAutoscaler), Timer::Control(index));
    match target::find(world, scaler) {
        Ok(target) => turn.look(index, &target),
        Err(words) => {
            turn.warn(Word::FailedGetScale, words.clone());
            let message = format!("the HPA controller was unable to get the target's current scale: {words}");
            turn.condition(Word::AbleToScale, false, Word::FailedGetScale, &message);
        }
    }
    let Turn { status, mut effects, .. } = turn;
    if status != known {
        let mut value = value.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.insert("status".to_owned(), Value::Object(status));
        }
        let object = Rc::new(Object::Other(Box::new(value)));
        effects.workload(index, Workload { object, ..scaler.clone() });
    }
    effects
}

impl Turn<'_> {
    fn warn(&mut self, reason: Word, message: String) {
        self.effects.event(workload::event(self.scaler, EventType::Warning, reason, message));
    }

    /// Sets a condition; its time is that of its last change from true to false or back.
    fn condition(&mut self, type_: Word, is_true: bool, reason: Word, message: &str) {
        let all = self.status.entry("conditions").or_insert_with(|| json!([]));
        let Some(all) = all.as_array_mut() else { return };
        let status = if is_true { "True" } else { "False" };
        let place = all.iter().position(|one| one.get("type") == Some(&type_.text().into()));
        let last =
            place.and_then(|place| all.get(place)).filter(|one| one.get("status") == Some(&status.into()));
        let since = last.and_then(|one| one.get("lastTransitionTime")).cloned();
        let since = since.unwrap_or_else(|| api::time::text(self.world.now().to_timestamp()).into());
        let new = json!({"type": type_.text(), "status": status, "reason": reason.text(), "message": message,
            "lastTransitionTime": since});
        match place.and_then(|place| all.get_mut(place)) {
            Some(one) => *one = new,
            None => all.push(new),
        }
    }

    /// Writes the numbers; `desired` is left as it was when nobody knows it.
    fn count(&mut self, current: i64, desired: Option<i64>, metrics: Value) {
        self.status.remove("currentReplicas");
        if current > 0 {
            self.status.insert("currentReplicas".to_owned(), current.into());
        }
        if let Some(desired) = desired {
            self.status.insert("desiredReplicas".to_owned(), desired.into());
        }
        self.status.insert("currentMetrics".to_owned(), metrics);
    }

    fn look(&mut self, index: WorkloadId, target: &Scaled<'_>) {
        let message = "the HPA controller was able to get the target's current scale";
        self.condition(Word::AbleToScale, true, Word::SucceededGetScale, message);
        let spec = claims::value(self.scaler).get("spec").unwrap_or(&Value::Null);
        let bound = |field: &str| spec.get(field).and_then(Value::as_i64).unwrap_or(1);
        let (least, most, current) = (bound("minReplicas"), bound("maxReplicas"), target.replicas());
        if current == 0 {
            let message = "scaling is disabled since the replica count of the target is zero";
            self.condition(Word::ScalingActive, false, Word::ScalingDisabled, message);
            self.count(0, Some(0), Value::Null);
        } else if current > most {
            self.rescale(target, most, "Current number of replicas above Spec.MaxReplicas");
        } else if current < least {
            self.rescale(target, least, "Current number of replicas below Spec.MinReplicas");
        } else {
            self.measure(index, target);
        }
    }

    fn rescale(&mut self, target: &Scaled<'_>, desired: i64, reason: &str) {
        let one = target.workload;
        let meant = Target {
            kind: Some(one.kind.to_string()),
            namespace: Some(one.namespace.clone()),
            name: one.name.clone(),
            nth: None,
        };
        let scale = |live: &mut Value| {
            if let Some(spec) = live.get_mut("spec").and_then(Value::as_object_mut) {
                spec.insert("replicas".to_owned(), desired.into());
            }
            Ok(())
        };
        self.effects.and(patch(self.world, Some(&meant), Some("scale"), &scale));
        let message = format!("New size: {desired}; reason: {reason}");
        self.effects.event(workload::normal(self.scaler, Word::SuccessfulRescale, message));
        let message = format!("the HPA controller was able to update the target scale to {desired}");
        self.condition(Word::AbleToScale, true, Word::SucceededRescale, &message);
        self.count(target.replicas(), Some(desired), Value::Null);
        let now = api::time::text(self.world.now().to_timestamp());
        self.status.insert("lastScaleTime".to_owned(), now.into());
    }

    /// Asks for each metric and learns none; an autoscaler that shares its Pods with another one does not even ask.
    fn measure(&mut self, index: WorkloadId, target: &Scaled<'_>) {
        if let Some(words) = target::ambiguity(self.world, index, self.scaler, target) {
            self.warn(Word::AmbiguousSelector, words.clone());
            self.condition(Word::ScalingActive, false, Word::AmbiguousSelector, &words);
            self.count(target.replicas(), None, Value::Null);
            return self.warn(Word::FailedComputeMetricsReplicas, words);
        }
        let failures = metrics::failures(claims::value(self.scaler), &self.scaler.namespace);
        let Some(first) = failures.first() else { return };
        for failure in &failures {
            self.warn(failure.reason, failure.words.clone());
        }
        let message = format!("the HPA was unable to compute the replica count: {}", first.words);
        self.condition(Word::ScalingActive, false, first.reason, &message);
        let count = failures.len();
        self.count(target.replicas(), None, vec![json!({"type": ""}); count].into());
        let words =
            format!("invalid metrics ({count} invalid out of {count}), first error is: {}", first.outer);
        self.warn(Word::FailedComputeMetricsReplicas, words);
    }
}
