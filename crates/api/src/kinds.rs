//! The kinds of objects: the one table. `build.rs` and `cargo xtask fields` read this file too, so it names no other.

/// A kind that is read, checked and run: a Pod, or what makes Pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `apps/v1`.
    pub api_version: &'static str,
    /// `Deployment`.
    pub name: &'static str,
}

const fn kind(api_version: &'static str, name: &'static str) -> Kind {
    Kind { api_version, name }
}

/// All of them, by their API versions.
pub const KINDS: [Kind; 9] = [
    kind("v1", "Pod"),
    kind("v1", "PodTemplate"),
    kind("v1", "ReplicationController"),
    kind("apps/v1", "DaemonSet"),
    kind("apps/v1", "Deployment"),
    kind("apps/v1", "ReplicaSet"),
    kind("apps/v1", "StatefulSet"),
    kind("batch/v1", "CronJob"),
    kind("batch/v1", "Job"),
];

/// Kinds around them that are only ever read: of what a manifest says of them nothing is checked or explained.
pub const SURROUNDING: [&str; 9] = [
    "CSINode",
    "LimitRange",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "ResourceQuota",
    "RuntimeClass",
    "StorageClass",
];

/// The kind with this name, written as in manifests.
pub fn named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Whether this is one of [`KINDS`].
pub fn is_known(api_version: &str, name: &str) -> bool {
    named(name).is_some_and(|kind| kind.api_version == api_version)
}

impl Kind {
    /// `apps`; empty for kinds of the core.
    pub fn group(&self) -> &'static str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `.apps`, as it stands behind a kind's name; empty for kinds of the core.
    pub fn suffix(&self) -> String {
        match self.group() {
            "" => String::new(),
            group => format!(".{group}"),
        }
    }
}
