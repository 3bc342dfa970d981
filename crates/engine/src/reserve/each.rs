//! The reservations of the Pods of each object of a text, each number with its derivation.

use super::cost::as_pod;
use crate::create::{Documents, name, part};
use crate::replicas::replicas;
use api::{Kubernetes, Object};
use apiserver::State;
use k8s_openapi::api::core::v1::{Pod, PodSpec};
use resources::{Options, Totals, render};

/// The reservation of an object with a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// `pod/web`, as kubectl names an object.
    pub object: String,
    /// Lines of text: every effective number of one of its Pods with its phases, the QoS class, and the node's
    /// treatment of the Pod.
    pub derivation: String,
    /// The reservation of all its Pods together, when it keeps a number of them.
    pub replicas: Option<Replicas>,
}

/// The Pods of a workload together. Amounts are resources with their quantities, empty when nobody asks for any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// The number of Pods that it keeps.
    pub count: i32,
    /// The amounts that they reserve.
    pub amounts: Vec<(String, String)>,
    /// The largest number of Pods during a rollout, and the amounts that those reserve.
    pub rollout: Option<(i32, Vec<(String, String)>)>,
}

/// The reservation of each object of `text` that has a Pod.
pub fn each(text: &str, kubernetes: &Kubernetes) -> Vec<Reserved> {
    let written = source::read(text).documents;
    let words = |field: &str| {
        let node = |document: &source::Document| {
            let place = document.locate(field);
            place.exact.then(|| text.get(place.range.clone()).map(str::to_owned)).flatten()
        };
        // If several documents have the field, the first counts: this text only explains odd amounts.
        written.iter().find_map(node).map(|text| text.trim_matches(['"', '\'']).to_owned())
    };
    let objects = api::objects(text, kubernetes);
    let state = objects.iter().any(part::is_consulted).then(|| {
        let mut documents = Documents::default();
        let there = objects.iter().filter(|object| matches!(object, Object::Other(_)));
        there.for_each(|object| documents.add(object.clone()));
        documents.world(kubernetes).state
    });
    let one = |object: &Object| {
        let (path, spec) = object.pod_spec()?;
        let pod = match &state {
            Some(state) => admitted(object, spec, state),
            None => as_pod(spec, kubernetes),
        };
        let requests = resources::requests(&pod, &Options::of(kubernetes));
        Some(Reserved {
            object: name(object),
            derivation: render(&pod, path, kubernetes, &words),
            replicas: together(object, &requests),
        })
    };
    objects.iter().filter_map(one).collect()
}

/// A Pod after admission: with the values that LimitRanges and a RuntimeClass of the text add.
fn admitted(object: &Object, spec: &PodSpec, state: &State) -> PodSpec {
    let mut pod = Pod { spec: Some(as_pod(spec, &state.kubernetes)), ..Pod::default() };
    pod.metadata.namespace = Some(state.namespace_of(object));
    let stored = apiserver::attempt(Object::Pod(Box::new(pod)), state).object;
    stored.pod_spec().map(|(_, spec)| spec.clone()).unwrap_or_default()
}

fn together(object: &Object, requests: &Totals) -> Option<Replicas> {
    let replicas = replicas(object)?;
    let times = |count: i32| {
        let amounts = requests.iter().map(|(name, amount)| {
            let mut total = amount.clone();
            total.mul(i64::from(count));
            (name.clone(), total.to_string())
        });
        amounts.collect::<Vec<_>>()
    };
    let rollout = (replicas.surge > 0).then(|| {
        let most = replicas.count.saturating_add(replicas.surge);
        (most, times(most))
    });
    Some(Replicas { count: replicas.count, amounts: times(replicas.count), rollout })
}
