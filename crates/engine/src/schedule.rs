//! The nodes that Pods and workloads fit on, for the documents of some texts.

use crate::create::{Documents, create, name};
use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::Pod;

/// One object, with the node of its first Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// `pod/web`, as kubectl names an object.
    pub object: String,
    /// The result for its first Pod.
    pub outcome: Outcome,
    /// The claims that it names and that are taken to be there.
    pub assumed: Vec<String>,
}

/// The result of placing a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The Pod may go to these nodes.
    Fits(Vec<String>),
    /// The API server refuses the object, in these words.
    Refused(String),
    /// The Pod fits nowhere, as the scheduler's event says.
    Unschedulable {
        /// The reason, such as `FailedScheduling`.
        reason: String,
        /// The message.
        message: String,
    },
    /// The scheduler does not try it before its scheduling gates are removed.
    Gated,
    /// The Pod names a node that is not there: no kubelet starts it, and it is deleted in time.
    Nowhere(String),
    /// The Pod waits for another scheduler, of this name.
    Elsewhere(String),
}

/// Places the Pods and workloads of `texts` in their order, each on the first node that it fits on; an object that
/// makes no Pod is left out. Objects that are there before them and that the server refuses come first.
/// `None` when there is no Node, or nothing to place.
///
/// ```
/// use engine::{Kubernetes, schedule};
/// let node = "{apiVersion: v1, kind: Node, metadata: {name: a}, status: {allocatable: {cpu: '1', memory: 1Gi, pods: '10'}}}";
/// let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}";
/// let placed = schedule::schedule(&[node, pod], &Kubernetes::RECORDED).unwrap();
/// assert_eq!(placed[0].outcome, schedule::Outcome::Fits(vec!["a".to_owned()]));
/// ```
pub fn schedule(texts: &[&str], kubernetes: &Kubernetes) -> Option<Vec<Placed>> {
    let mut documents = Documents::read(texts, kubernetes);
    let refused = documents.refused(kubernetes).into_iter();
    let refused = refused.map(|(object, refusal)| Placed {
        object,
        outcome: Outcome::Refused(refusal.to_string()),
        assumed: Vec::new(),
    });
    let refused: Vec<Placed> = refused.collect();
    let mut world = documents.world(kubernetes);
    let nodes = &world.cluster.nodes;
    let nowhere = |pod: &Object| {
        let node = pod.pod_spec().and_then(|(_, spec)| spec.node_name.clone())?;
        let is_there = nodes.iter().any(|one| one.metadata.name.as_ref() == Some(&node));
        (!is_there).then(|| Placed {
            object: name(pod),
            outcome: Outcome::Nowhere(node),
            assumed: Vec::new(),
        })
    };
    let lost = if nodes.is_empty() { Vec::new() } else { documents.existing().filter_map(nowhere).collect() };
    let refused: Vec<Placed> = refused.into_iter().chain(lost).collect();
    let names: Vec<String> = refused.iter().map(|one| one.object.clone()).collect();
    scheduling::settle(&mut world.cluster);
    if world.cluster.nodes.is_empty() || documents.asked.is_empty() {
        return (!refused.is_empty()).then_some(refused);
    }
    let placed = documents.asked.iter().filter_map(|object| {
        // The first Pod of each is placed, however many others have been made.
        world.room = world.room.max(1);
        let mut assumed = Vec::new();
        let outcome = match create(object.clone(), &mut world) {
            Err(refusal) => Outcome::Refused(refusal.to_string()),
            Ok(created) => {
                let pod = created.pods.first()?;
                let same = |other: &Pod| {
                    other.metadata.name == pod.metadata.name
                        && other.metadata.namespace == pod.metadata.namespace
                };
                world.cluster.pods.retain(|other| !same(other));
                if let Some(scheduler) = pod.spec.as_ref().and_then(scheduling::other_scheduler) {
                    let outcome = Outcome::Elsewhere(scheduler.to_owned());
                    return Some(Placed { object: name(object), outcome, assumed });
                }
                assumed = world.assume_claims(pod, &names);
                let verdict = scheduling::filter(pod, &world.cluster, kubernetes);
                if let Some(node) = verdict.feasible.first() {
                    // The placed Pod takes its room, so the next one finds only the rest.
                    let mut bound = pod.clone();
                    bound.spec.get_or_insert_default().node_name = Some(node.clone());
                    world.cluster.pods.push(bound);
                }
                match verdict.event(pod) {
                    _ if !verdict.feasible.is_empty() => Outcome::Fits(verdict.feasible),
                    Some(event) => {
                        Outcome::Unschedulable { reason: event.reason.to_owned(), message: event.message }
                    }
                    None => Outcome::Gated,
                }
            }
        };
        Some(Placed { object: name(object), outcome, assumed })
    });
    Some(refused.into_iter().chain(placed).collect())
}
