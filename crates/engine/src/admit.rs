//! Admission of the Pods and workloads among some documents.

use crate::create::{self, Documents, Event, create, name};
use api::Kubernetes;
use apiserver::{Assumed, Refusal};
use k8s_openapi::api::core::v1::Pod;

/// One object, with the result of its create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// `pod/web`, as kubectl names an object.
    pub object: String,
    /// The effects of the create, or the server's refusal.
    pub outcome: Result<Outcome, Refusal>,
}

/// The effects of a create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the object was there already and was changed.
    pub is_changed: bool,
    /// For each Pod whose amounts a LimitRange filled in, the LimitRanger's sentence about them.
    pub filled_in: Vec<String>,
    /// The events of the controllers.
    pub events: Vec<Event>,
    /// Objects that are named and assumed to exist.
    pub assumed: Vec<Assumed>,
    /// The server's warnings of the object.
    pub warnings: Vec<String>,
    /// A sentence when not all Pods were made.
    pub cut: Option<String>,
}

/// Creates the Pods and workloads of `texts` in their order; LimitRanges, quotas and Pods on nodes are there before, but for
/// those that the server refuses, which come first.
///
/// ```
/// use engine::{Kubernetes, admit};
/// let quota = "{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {pods: 0}}}";
/// let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}";
/// let admitted = admit::admit(&[quota, pod], &Kubernetes::RECORDED);
/// assert_eq!(admitted[0].object, "pod/web");
/// assert!(admitted[0].outcome.as_ref().unwrap_err().to_string().contains("exceeded quota: none"));
/// ```
pub fn admit(texts: &[&str], kubernetes: &Kubernetes) -> Vec<Admitted> {
    let mut documents = Documents::read(texts, kubernetes);
    let refused = documents.refused(kubernetes).into_iter();
    let refused = refused.map(|(object, refusal)| Admitted { object, outcome: Err(refusal) });
    let mut world = documents.world(kubernetes);
    let admitted = documents.asked.iter().map(|object| Admitted {
        object: name(object),
        outcome: match create(object.clone(), &mut world) {
            Ok(created) => {
                let filled_in = created.pods.iter().filter_map(filled_in).collect();
                let create::Created { is_changed, events, assumed, warnings, cut, .. } = created;
                Ok(Outcome { is_changed, filled_in, events, assumed, warnings, cut })
            }
            Err(refusal) => Err(refusal),
        },
    });
    refused.chain(admitted).collect()
}

fn filled_in(pod: &Pod) -> Option<String> {
    pod.metadata.annotations.as_ref()?.get("kubernetes.io/limit-ranger").cloned()
}
