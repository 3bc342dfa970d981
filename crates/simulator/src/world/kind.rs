//! The kinds of objects that have a controller here, or that the scheduler looks at.

use std::fmt;

/// A kind of workload, or of an object that stands beside those that make Pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkloadKind {
    Deployment,
    ReplicaSet,
    ReplicationController,
    StatefulSet,
    DaemonSet,
    Job,
    CronJob,
    Service,
    PersistentVolumeClaim,
    PersistentVolume,
    StorageClass,
    ResourceQuota,
    Node,
    PodDisruptionBudget,
    HorizontalPodAutoscaler,
}

impl WorkloadKind {
    const ALL: [WorkloadKind; 15] = [
        WorkloadKind::Deployment,
        WorkloadKind::ReplicaSet,
        WorkloadKind::ReplicationController,
        WorkloadKind::StatefulSet,
        WorkloadKind::DaemonSet,
        WorkloadKind::Job,
        WorkloadKind::CronJob,
        WorkloadKind::Service,
        WorkloadKind::PersistentVolumeClaim,
        WorkloadKind::PersistentVolume,
        WorkloadKind::StorageClass,
        WorkloadKind::ResourceQuota,
        WorkloadKind::Node,
        WorkloadKind::PodDisruptionBudget,
        WorkloadKind::HorizontalPodAutoscaler,
    ];

    /// The kind of this name; `None` of Pods and of what has no controller here.
    pub fn named(name: &str) -> Option<WorkloadKind> {
        WorkloadKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name, as manifests write it.
    pub fn name(self) -> &'static str {
        match self {
            WorkloadKind::Deployment => "Deployment",
            WorkloadKind::ReplicaSet => "ReplicaSet",
            WorkloadKind::ReplicationController => "ReplicationController",
            WorkloadKind::StatefulSet => "StatefulSet",
            WorkloadKind::DaemonSet => "DaemonSet",
            WorkloadKind::Job => "Job",
            WorkloadKind::CronJob => "CronJob",
            WorkloadKind::Service => "Service",
            WorkloadKind::PersistentVolumeClaim => "PersistentVolumeClaim",
            WorkloadKind::PersistentVolume => "PersistentVolume",
            WorkloadKind::StorageClass => "StorageClass",
            WorkloadKind::ResourceQuota => "ResourceQuota",
            WorkloadKind::Node => "Node",
            WorkloadKind::PodDisruptionBudget => "PodDisruptionBudget",
            WorkloadKind::HorizontalPodAutoscaler => "HorizontalPodAutoscaler",
        }
    }
}

impl fmt::Display for WorkloadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
