//! The state of a workload: its object and what its controller remembers of it.

use crate::Millis;
use crate::Word;
use crate::trace::ObjectRef;
use api::Object;
use api::collections::Set;
use std::rc::Rc;

/// Index into the world's workloads.
pub(crate) type WorkloadId = usize;

/// A workload and what its controller remembers.
#[derive(Clone, Debug)]
pub(crate) struct Workload {
    /// With defaults.
    pub object: Rc<Object>,
    pub kind: &'static str,
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
    /// Pods, or Jobs of a CronJob, whose end has been taken into account.
    pub counted: Set<usize>,
}

/// How a Job ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum JobOutcome {
    /// Its Pods are being deleted, then it fails: reason and message.
    Failing(Word, String),
    Failed,
    Complete,
}

impl Workload {
    /// The object that events about this workload refer to.
    pub fn object_ref(&self) -> ObjectRef {
        ObjectRef {
            kind: self.kind.to_owned(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            uid: self.uid.clone(),
        }
    }
}
