//! Names and numbers of objects that several parts of a cluster look for.

/// The PriorityClasses that every cluster has, with their values, which no other class may reach.
/// Upstream: systemPriorityClasses, pkg/apis/scheduling/v1/helpers.go.
pub const SYSTEM_PRIORITY_CLASSES: [(&str, i32); 2] =
    [("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];

/// The annotations that mark a StorageClass as the default one when they say `true`.
/// Upstream: IsDefaultAnnotation, pkg/volume/util/storageclass.go.
pub const DEFAULT_STORAGE_CLASS: [&str; 2] =
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

/// The value of a PriorityClass that every cluster has.
///
/// ```
/// assert_eq!(api::well_known::system_priority("system-cluster-critical"), Some(2_000_000_000));
/// assert_eq!(api::well_known::system_priority("mine"), None);
/// ```
#[must_use]
pub fn system_priority(class: &str) -> Option<i32> {
    SYSTEM_PRIORITY_CLASSES.iter().find(|(name, _)| *name == class).map(|&(_, value)| value)
}
