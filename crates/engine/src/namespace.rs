//! The effect of a namespace's rules on an object: LimitRanges fill in and refuse, quotas count and refuse.

use std::collections::BTreeMap;

use admission::Surroundings;
use admission::quota::Used;
use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::{Container, Pod, ResourceQuota, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use resources::Place;
use view::{AmountList, ControllerEvent, Filled, Namespace, QuotaLine};

use crate::create::{Created, Documents, create};
use crate::limits;
use crate::manifest::Manifest;
use crate::reserve::cost::as_pod;

impl Manifest {
    /// The result of creating the first Pod or workload of the text in a namespace with the LimitRanges and quotas of
    /// both texts. Pods in them that name a node exist already. The error is a sentence for the reader.
    pub fn admit(&self, rules: &str) -> Result<Namespace, String> {
        let kubernetes = self.kubernetes();
        let (subject, documents) = subject_and_others(self, rules).ok_or("There is no Pod to create yet.")?;
        let mut world = documents.world(kubernetes);
        let namespace = world.state.namespace_of(&subject);
        let before = world.state.used(&namespace).clone();
        let found = found(world.state.around(&namespace));
        let mut answer = Namespace { found, ..Namespace::default() };
        world.room = limits::PODS_PLAYED;
        match create(subject.clone(), &mut world) {
            Err(refusal) => answer.refusal = Some(refusal.to_string()),
            Ok(created) => {
                answer.pods = created.pods.len();
                answer.filled =
                    created.pods.first().map(|pod| filled(&subject, pod, kubernetes)).unwrap_or_default();
                answer.events = events(&created);
                answer.cut = created.cut;
            }
        }
        let (quotas, used) = (&world.state.around(&namespace).quotas, world.state.used(&namespace));
        answer.quotas = quotas.values().flat_map(|quota| lines(quota, &before, used)).collect();
        Ok(answer)
    }
}

/// The first object with a Pod, and every other object of the manifest and of another text.
pub(crate) fn subject_and_others(manifest: &Manifest, text: &str) -> Option<(Object, Documents)> {
    let mut objects: Vec<Object> = manifest.objects().cloned().collect();
    let subject = objects.iter().position(|object| object.pod_spec().is_some())?;
    let subject = objects.remove(subject);
    let mut documents = Documents::default();
    let others = Manifest::read(text, manifest.kubernetes());
    for object in objects.into_iter().chain(others.objects().cloned()) {
        documents.add(object);
    }
    Some((subject, documents))
}

fn found(around: &Surroundings) -> Vec<String> {
    let ranges = around.limit_ranges.keys().map(|name| format!("LimitRange {name}"));
    let quotas = around.quotas.keys().map(|name| format!("ResourceQuota {name}"));
    ranges.chain(quotas).collect()
}

/// The amounts of a container in one of its lists.
type Amounts = fn(&ResourceRequirements) -> Option<&BTreeMap<String, Written>>;

/// The lists in which a LimitRange fills in amounts.
const LISTS: [(AmountList, Amounts); 2] = [
    (AmountList::Requests, |lists| lists.requests.as_ref()),
    (AmountList::Limits, |lists| lists.limits.as_ref()),
];

/// The amounts of a stored Pod that the API's own defaults would not have given it.
fn filled(subject: &Object, pod: &Pod, kubernetes: &Kubernetes) -> Vec<Filled> {
    let Some((path, written)) = subject.pod_spec() else { return Vec::new() };
    let written = as_pod(written, kubernetes);
    let Some(spec) = pod.spec.as_ref() else { return Vec::new() };
    let mut filled = Vec::new();
    for (before, after) in api::containers(&written).zip(api::containers(spec)) {
        let field = Place::from(&before).container().unwrap_or_default();
        for (list, amounts) in LISTS {
            let of = |container: &'_ Container| container.resources.as_ref().and_then(amounts).cloned();
            let had = of(before.container).unwrap_or_default();
            let has = of(after.container).unwrap_or_default();
            let added = has.iter().filter(|(resource, _)| !had.contains_key(*resource));
            filled.extend(added.map(|(resource, amount)| Filled {
                container: after.container.name.clone(),
                field: format!("{path}.{field}"),
                list,
                resource: resource.clone(),
                amount: Quantity::of(amount).to_string(),
            }));
        }
    }
    filled
}

fn lines(quota: &ResourceQuota, before: &Used, after: &Used) -> Vec<QuotaLine> {
    let name = quota.metadata.name.clone().unwrap_or_default();
    let used = |of: &Used, resource: &str| {
        of.get(&name).and_then(|used| used.get(resource)).cloned().unwrap_or_default()
    };
    let hard = quota.spec.as_ref().and_then(|spec| spec.hard.as_ref());
    let line = |(resource, hard): (&String, &Written)| {
        let (hard, after) = (Quantity::of(hard), used(after, resource));
        QuotaLine {
            quota: name.clone(),
            resource: resource.clone(),
            before: used(before, resource).to_string(),
            percent: percent(&after, &hard),
            after: after.to_string(),
            hard: hard.to_string(),
        }
    };
    hard.into_iter().flatten().map(line).collect()
}

fn percent(part: &Quantity, whole: &Quantity) -> u32 {
    let (part, whole) = (part.milli_value(), whole.milli_value());
    let percent = part.saturating_mul(100).checked_div(whole).unwrap_or(if part > 0 { 100 } else { 0 });
    u32::try_from(percent.clamp(0, 999)).unwrap_or_default()
}

/// The events in order; equal events in a row are counted together.
fn events(created: &Created) -> Vec<ControllerEvent> {
    let mut events: Vec<ControllerEvent> = Vec::new();
    for event in &created.events {
        match events.last_mut() {
            Some(last) if last.reason == event.reason && last.message == event.message => last.times += 1,
            _ => events.push(ControllerEvent {
                kind: event.kind,
                reason: event.reason.to_owned(),
                object: event.object.clone(),
                message: event.message.clone(),
                times: 1,
            }),
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};
    use view::Namespace;

    fn rules(text: &str, rules: &str) -> Namespace {
        Manifest::read(text, &Kubernetes::RECORDED).admit(rules).unwrap()
    }

    const QUOTA: &str = "apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: q }\nspec: { hard: { requests.cpu: 1, limits.cpu: 2 } }\n";
    const RANGE: &str = "apiVersion: v1\nkind: LimitRange\nmetadata: { name: small }\nspec: { limits: [{ type: Container, default: { cpu: 500m }, defaultRequest: { cpu: 100m } }] }\n";

    fn deployment(replicas: i32) -> String {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: web }}\nspec:\n  replicas: {replicas}\n  selector: {{ matchLabels: {{ a: b }} }}\n  template:\n    metadata: {{ labels: {{ a: b }} }}\n    spec:\n      initContainers: [{{ name: init-x, image: a:1 }}]\n      containers: [{{ name: app, image: a:1, resources: {{ requests: {{ cpu: 100m }}, limits: {{ cpu: 200m }} }} }}]\n"
        )
    }

    /// The Deployment is accepted; its ReplicaSet cannot create Pods.
    #[test]
    fn what_a_quota_misses_is_filled_in_by_a_limit_range() {
        let answer = rules(&deployment(1), QUOTA);
        assert_eq!((answer.refusal.as_deref(), answer.pods), (None, 0));
        let failed = answer.events.last().unwrap();
        assert_eq!(failed.reason, "FailedCreate");
        assert!(
            failed.message.ends_with(
                "is forbidden: failed quota: q: must specify limits.cpu for: init-x; requests.cpu for: init-x"
            ),
            "{}",
            failed.message
        );
        let answer = rules(&deployment(1), &format!("{QUOTA}---\n{RANGE}"));
        assert_eq!(answer.found, ["LimitRange small", "ResourceQuota q"]);
        let filled: Vec<_> = answer
            .filled
            .iter()
            .map(|one| (one.container.as_str(), one.list.name(), one.amount.as_str()))
            .collect();
        assert_eq!(filled, [("init-x", "requests", "100m"), ("init-x", "limits", "500m")]);
        let lines: Vec<_> = answer
            .quotas
            .iter()
            .map(|line| (line.resource.as_str(), line.after.as_str(), line.percent))
            .collect();
        assert_eq!(lines, [("limits.cpu", "500m", 25), ("requests.cpu", "100m", 10)]);
    }

    #[test]
    fn a_pod_is_refused_in_the_servers_words() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: a, image: b, resources: { requests: { cpu: 2 }, limits: { cpu: 2 } } }] }\n";
        let answer = rules(text, QUOTA);
        assert_eq!(
            answer.refusal.as_deref(),
            Some(
                "pods \"p\" is forbidden: exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1"
            )
        );
        let many = rules(&deployment(1_000_000), RANGE);
        assert_eq!(many.pods, 100);
        assert_eq!(many.cut.unwrap(), "100 of 1,000,000 Pods are made.");
    }
}
