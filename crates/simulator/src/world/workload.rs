//! The state of a workload: its object and what its controller remembers of it.

use super::{PodId, WorkloadKind};
use crate::trace::{Endpoint, ObjectRef};
use crate::{Millis, Word};
use api::Object;
use api::collections::{Map, Set};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use std::rc::Rc;

/// Index into the world's workloads.
pub(crate) type WorkloadId = usize;

/// A workload and what its controller remembers.
#[derive(Clone, Debug)]
pub(crate) struct Workload {
    /// With defaults.
    pub object: Rc<Object>,
    pub kind: WorkloadKind,
    pub namespace: String,
    pub name: String,
    pub uid: String,
    /// The name of the written object from which this workload stems; scenarios speak of it by this name.
    pub written_name: String,
    /// The workload that made this one.
    pub owner: Option<WorkloadId>,
    /// The hash of a ReplicaSet's template.
    pub hash: String,
    pub created: Millis,
    pub deleted: bool,
    /// The outcome of a Job that has ended or is about to.
    pub outcome: Option<JobOutcome>,
    /// When a Job ended.
    pub finished: Option<Millis>,
    /// A CronJob keeps here the Jobs whose end has been taken into account; a Job the Pods whose end does not count.
    pub counted: Set<usize>,
    /// A Job keeps here when each Pod that it counted had ended, as it was known then, and whether it counted as failed.
    pub ends: Map<PodId, (Millis, bool)>,
    /// The turns in a row in which the API server refused what its controller made.
    pub refusals: u32,
    /// All turns in which it refused a Pod, each of which had other names for its Pods.
    pub tries: u32,
    /// A DaemonSet keeps here, by node, when it last deleted a Pod that had failed, and how long the next one stays.
    pub failures: Map<String, (Millis, Millis)>,
    /// The templates so far of a StatefulSet or DaemonSet, the newest last.
    pub revisions: Vec<Revision>,
    /// A Service keeps here its addresses by Pod.
    pub endpoints: Map<PodId, Seen>,
}

/// A template that a workload has or had. Upstream: ControllerRevision.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    pub hash: String,
    pub template: Rc<PodTemplateSpec>,
}

/// A Pod as the endpoints controller last looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Whether it was ready, was being deleted, and had an address.
    pub state: (bool, bool, bool),
    /// Its address in the slice.
    pub endpoint: Option<Endpoint>,
}

/// How a Job ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum JobOutcome {
    /// Its Pods are being deleted, then it fails: reason and message.
    Failing(Word, String),
    Failed,
    /// Its other Pods are being deleted, then it is complete: reason and message.
    Succeeding(Word, String),
    Complete(Word),
}

impl Workload {
    /// Whether its controller makes Pods, or workloads that do.
    pub fn makes_pods(&self) -> bool {
        !matches!(*self.object, Object::Other(_))
    }

    /// The object that events about this workload refer to.
    pub fn object_ref(&self) -> ObjectRef {
        ObjectRef {
            kind: self.kind.to_string(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            uid: self.uid.clone(),
        }
    }
}
