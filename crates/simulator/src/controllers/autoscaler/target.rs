//! The target of an autoscaler, and the autoscalers that share its Pods.
//! Upstream: scaleForResourceMappings, validateAndParseSelector, pkg/controller/podautoscaler/horizontal.go.

use super::metrics::NOT_SERVED;
use crate::Word;
use crate::cluster::claims;
use crate::controllers::patch::SCALED;
use crate::world::{Workload, WorkloadId, WorkloadKind, World};
use api::Object;
use api::collections::sort_by;
use api::kinds;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;
use std::borrow::Cow;

/// An object with a scale, which is read where it stands: every autoscaler looks again and again.
pub(super) struct Scaled<'a> {
    pub workload: &'a Workload,
}

impl Scaled<'_> {
    pub fn replicas(&self) -> i64 {
        let replicas = match &*self.workload.object {
            Object::Deployment(one) => one.spec.replicas,
            Object::ReplicaSet(one) => one.spec.replicas,
            Object::StatefulSet(one) => one.spec.replicas,
            Object::ReplicationController(one) => one.spec.as_ref().and_then(|spec| spec.replicas),
            _ => None,
        };
        replicas.map_or(1, i64::from)
    }

    /// A ReplicationController has labels where the others have a selector.
    fn selector(&self) -> Cow<'_, LabelSelector> {
        match &*self.workload.object {
            Object::Deployment(one) => Cow::Borrowed(&one.spec.selector),
            Object::ReplicaSet(one) => Cow::Borrowed(&one.spec.selector),
            Object::StatefulSet(one) => Cow::Borrowed(&one.spec.selector),
            Object::ReplicationController(one) => {
                let match_labels = one.spec.as_ref().and_then(|spec| spec.selector.clone());
                Cow::Owned(LabelSelector { match_labels, match_expressions: None })
            }
            _ => Cow::default(),
        }
    }
}

/// The target of an autoscaler, or the server's words.
pub(super) fn find<'w>(world: &'w World, scaler: &Workload) -> Result<Scaled<'w>, String> {
    let (kind, group, name) = named(scaler);
    let Some(known) = kinds::all().find(|one| one.name == kind && one.group() == group) else {
        return Err(format!("no matches for kind {kind:?} in group {group:?}"));
    };
    if !SCALED.contains(&known.name) {
        return Err(NOT_SERVED.to_owned());
    }
    let is_it = |one: &&Workload| {
        one.kind.name() == known.name && one.namespace == scaler.namespace && one.name == name && !one.deleted
    };
    let Some(workload) = world.workloads().iter().find(is_it) else {
        return Err(format!("{} {name:?} not found", known.type_name()));
    };
    Ok(Scaled { workload })
}

/// The kind, the group and the name of the target that an autoscaler names.
fn named(scaler: &Workload) -> (&str, &str, &str) {
    let target = claims::value(scaler).get("spec").and_then(|spec| spec.get("scaleTargetRef"));
    let field = |name: &str| target.and_then(|target| target.get(name)?.as_str()).unwrap_or_default();
    let group = field("apiVersion").split_once('/').map_or("", |(group, _)| group);
    (field("kind"), group, field("name"))
}

/// Whether an autoscaler of the same namespace names a workload as its target.
fn is_target(scaler: &Workload, workload: &Workload) -> bool {
    let (kind, group, name) = named(scaler);
    let is_its_group = |one: &kinds::Kind| one.name == kind && one.group() == group;
    name == workload.name && kind == workload.kind.name() && kinds::KINDS.iter().any(is_its_group)
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
    if labels.is_empty() {
        return None;
    }
    // The targets are found first, in one walk: to look for the target of each autoscaler would be a walk for each.
    let is_beside = |one: &Workload| one.namespace == scaler.namespace && !one.deleted;
    let is_shared = |workload: &&Workload| {
        let target = Scaled { workload };
        let selector = target.selector();
        labels.iter().any(|labels| scheduling::selects(Some(&selector), *labels))
    };
    let targets = world.workloads().iter().filter(|one| SCALED.contains(&one.kind.name()) && is_beside(one));
    let targets: Vec<&Workload> = targets.filter(is_shared).collect();
    let shares = |(number, one): &(WorkloadId, &Workload)| {
        *number == index
            || one.kind == WorkloadKind::HorizontalPodAutoscaler
                && is_beside(one)
                && targets.iter().any(|workload| is_target(one, workload))
                && was_looked_at(one)
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
