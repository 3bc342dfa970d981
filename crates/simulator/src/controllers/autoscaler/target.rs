//! The target of an autoscaler, and the autoscalers that share its Pods.
//! Upstream: scaleForResourceMappings, validateAndParseSelector, pkg/controller/podautoscaler/horizontal.go.

use super::KIND;
use super::metrics::NOT_SERVED;
use crate::Word;
use crate::cluster::claims;
use crate::controllers::patch::SCALED;
use crate::world::{Workload, WorkloadId, World};
use api::Object;
use api::collections::sort_by;
use api::kinds;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

/// An object with a scale.
pub(super) struct Scaled<'a> {
    pub workload: &'a Workload,
    object: Value,
}

impl Scaled<'_> {
    pub fn replicas(&self) -> i64 {
        self.object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1)
    }

    /// A ReplicationController has labels where the others have a selector.
    fn selector(&self) -> LabelSelector {
        if let Object::ReplicationController(one) = &*self.workload.object {
            let match_labels = one.spec.as_ref().and_then(|spec| spec.selector.clone());
            return LabelSelector { match_labels, match_expressions: None };
        }
        let selector = self.object.pointer("/spec/selector").unwrap_or(&Value::Null);
        api::typed::from_json(selector).unwrap_or_default()
    }
}

/// The target of an autoscaler, or the server's words.
pub(super) fn find<'w>(world: &'w World, scaler: &Workload) -> Result<Scaled<'w>, String> {
    let field = |field: &str| claims::text(scaler, &format!("/spec/scaleTargetRef/{field}"));
    let (kind, name) = (field("kind"), field("name"));
    let group = field("apiVersion").split_once('/').map_or("", |(group, _)| group);
    let others = kinds::OTHERS.iter().map(|other| &other.kind);
    let Some(known) = kinds::KINDS.iter().chain(others).find(|one| one.name == kind && one.group() == group)
    else {
        return Err(format!("no matches for kind {kind:?} in group {group:?}"));
    };
    if !SCALED.contains(&known.name) {
        return Err(NOT_SERVED.to_owned());
    }
    let is_it = |one: &&Workload| {
        one.kind == known.name && one.namespace == scaler.namespace && one.name == name && !one.deleted
    };
    let Some(workload) = world.workloads().iter().find(is_it) else {
        let plural = kinds::plural(known.api_version, known.name).unwrap_or_default();
        return Err(format!("{plural}{} {name:?} not found", known.suffix()));
    };
    Ok(Scaled { workload, object: workload.object.to_json() })
}

/// The controller's words when a Pod of the target is selected by the target of another autoscaler too, which was looked at
/// before.
pub(super) fn ambiguity(
    world: &World,
    index: WorkloadId,
    scaler: &Workload,
    target: &Scaled<'_>,
) -> Option<String> {
    let selector = target.selector();
    let inside = world.pods().iter().filter(|pod| pod.namespace == scaler.namespace && !pod.api.removed);
    let labels = inside.map(|pod| pod.api.base.metadata.labels.as_ref());
    let labels: Vec<_> = labels.filter(|labels| scheduling::selects(Some(&selector), *labels)).collect();
    let shares = |(number, one): &(WorkloadId, &Workload)| {
        if *number == index {
            return !labels.is_empty();
        }
        if one.kind != KIND || one.namespace != scaler.namespace || one.deleted || !was_looked_at(one) {
            return false;
        }
        let Ok(other) = find(world, one) else { return false };
        let selector = other.selector();
        labels.iter().any(|labels| scheduling::selects(Some(&selector), *labels))
    };
    let all = world.workloads().iter().enumerate().filter(shares);
    let mut all: Vec<String> = all.map(|(_, one)| format!("{}/{}", one.namespace, one.name)).collect();
    if all.len() < 2 {
        return None;
    }
    sort_by(&mut all, Ord::cmp);
    let (selector, all) = (in_one_line(&selector), all.join(" "));
    Some(format!("pods by selector {selector} are controlled by multiple HPAs: [{all}]"))
}

/// Whether the controller knows the Pods of an autoscaler's target.
fn was_looked_at(scaler: &Workload) -> bool {
    let conditions = claims::value(scaler).pointer("/status/conditions").and_then(Value::as_array);
    let is_it = |one: &Value| one.get("type") == Some(&Word::ScalingActive.text().into());
    conditions.into_iter().flatten().any(is_it)
}

/// A selector as the API writes it into a scale: `app=web,tier in (a,b)`.
fn in_one_line(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().flatten();
    let mut terms: Vec<(&String, String)> =
        labels.map(|(key, value)| (key, format!("{key}={value}"))).collect();
    for one in selector.match_expressions.iter().flatten() {
        let (key, values) = (&one.key, one.values.as_deref().unwrap_or_default().join(","));
        let term = match one.operator.as_str() {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "DoesNotExist" => format!("!{key}"),
            _ => key.clone(),
        };
        terms.push((key, term));
    }
    sort_by(&mut terms, |a, b| a.0.cmp(b.0));
    let terms: Vec<String> = terms.into_iter().map(|(_, term)| term).collect();
    terms.join(",")
}
