//! The areas of recordings: the kind of their cases, the release that answered, their place.

use crate::compare::Kind;

/// A recording with cases of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// Its path among the recordings, without ending.
    pub name: &'static str,
    /// The kind of its cases.
    pub kind: Kind,
    /// The title, for people.
    pub title: &'static str,
    /// The minor release that answered.
    pub minor: u8,
}

const fn area(name: &'static str, kind: Kind, title: &'static str) -> Area {
    Area { name, kind, title, minor: 36 }
}

/// An area of another release, which holds only the cases whose answer differs from 1.36's.
const fn of(minor: u8, name: &'static str, kind: Kind, title: &'static str) -> Area {
    Area { name, kind, title, minor }
}

/// Our own manifests and facts about them: copies are part of the project.
pub const OURS: &[Area] = &[
    area("apiserver/recorded", Kind::Check, "API server: errors, warnings, resources"),
    of(35, "apiserver/versions/recorded-1.35", Kind::Check, "API server 1.35, where it differs"),
    of(34, "apiserver/versions/recorded-1.34", Kind::Check, "API server 1.34, where it differs"),
    of(33, "apiserver/versions/recorded-1.33", Kind::Check, "API server 1.33, where it differs"),
    of(32, "apiserver/versions/recorded-1.32", Kind::Check, "API server 1.32, where it differs"),
    area("apiserver/default-cluster-check", Kind::Check, "a default cluster's API server: errors, refusals"),
    area("apiserver/default-cluster-stored", Kind::Stored, "a default cluster's objects as stored"),
    area("kubelet", Kind::Simulate, "kubelet: scenarios in all dimensions"),
    area("kubelet-more/endpoints", Kind::Simulate, "who gets traffic over time"),
    area("kubelet-more/controllers", Kind::Simulate, "controllers of workloads: Pods, events, status"),
    area("kubelet-more/pvc", Kind::Simulate, "claims and volumes that are missing, late or wrong"),
    area("kubelet-more/ephemeral", Kind::Simulate, "ephemeral containers"),
    area("kubelet-more/resize", Kind::Simulate, "in-place resize"),
    area(
        "kubelet-more/disruption",
        Kind::Simulate,
        "eviction, preemption, taints, lost nodes, storage limits",
    ),
    area("resources/admission", Kind::Admit, "LimitRanges and quotas"),
    area("resources/scheduling", Kind::Schedule, "scheduler's filters and words"),
    area("resources/quantities", Kind::Quantity, "quantities"),
    area("kubectl/recorded-get", Kind::Get, "`kubectl get pod` rows"),
    area("kubectl/views", Kind::Kubectl, "`kubectl describe`, `get`, `events`"),
    area("kubectl/logs", Kind::Kubectl, "`kubectl logs`"),
    area("kubectl/apply", Kind::Kubectl, "`kubectl apply` and `create`"),
    area("kubectl/default-cluster-kubectl", Kind::Kubectl, "kubectl on a default cluster"),
];

/// Our own manifests, recorded by ourselves: a kubelet and a control plane 1.36.2, built from their source, on a scripted runtime.
pub const RIG: &[Area] =
    &[area("kubelet-rig", Kind::Simulate, "kubelet: further scenarios, recorded by ourselves")];

/// Other people's texts: compared where they are, never copied.
pub const IN_PLACE: &[Area] = &[
    area("apiserver/upstream", Kind::Check, "API server: Kubernetes' own validation tests"),
    area("apiserver/upstream-warnings", Kind::Check, "API server: Kubernetes' own warning tests"),
    area("apiserver/realworld", Kind::Check, "API server: manifests of public repositories"),
    of(35, "apiserver/versions/upstream-1.35", Kind::Check, "API server 1.35: Kubernetes' own tests"),
    of(34, "apiserver/versions/upstream-1.34", Kind::Check, "API server 1.34: Kubernetes' own tests"),
    of(33, "apiserver/versions/upstream-1.33", Kind::Check, "API server 1.33: Kubernetes' own tests"),
    of(32, "apiserver/versions/upstream-1.32", Kind::Check, "API server 1.32: Kubernetes' own tests"),
    area("resources/upstream-resources", Kind::Resources, "requests and limits: Kubernetes' own tests"),
    area("resources/upstream-qos", Kind::Qos, "quality of service: Kubernetes' own tests"),
    area("kubectl/upstream-get", Kind::Get, "`kubectl get pod`: Kubernetes' own tests"),
    of(34, "kubectl/get-1.34", Kind::Get, "`kubectl get pod` 1.34, where it differs"),
];

/// The area called `name`.
pub fn find(name: &str) -> Option<&'static Area> {
    OURS.iter().chain(RIG).chain(IN_PLACE).find(|area| area.name == name)
}
