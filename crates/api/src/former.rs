//! Versions of kinds that older releases serve, and the newest do not.
//! Upstream: the files `zz_generated.prerelease-lifecycle.go` below staging/src/k8s.io/api.

/// A version of kinds that older releases serve by default; its fields are not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Former {
    /// `flowcontrol.apiserver.k8s.io/v1beta3`.
    pub api_version: &'static str,
    /// The kinds.
    pub names: &'static [&'static str],
    /// The minor of the first release whose server warns of it.
    pub deprecated: u8,
    /// The minor of the first release without it.
    pub removed: u8,
    /// The version that took its place.
    pub successor: &'static str,
}

/// All such versions of the releases that can be chosen.
const ALL: [Former; 2] = [
    Former {
        api_version: "flowcontrol.apiserver.k8s.io/v1beta2",
        names: &["FlowSchema", "PriorityLevelConfiguration"],
        deprecated: 26,
        removed: 29,
        successor: "flowcontrol.apiserver.k8s.io/v1beta3",
    },
    Former {
        api_version: "flowcontrol.apiserver.k8s.io/v1beta3",
        names: &["FlowSchema", "PriorityLevelConfiguration"],
        deprecated: 29,
        removed: 32,
        successor: "flowcontrol.apiserver.k8s.io/v1",
    },
];

/// The row of a version that older releases serve.
pub fn find(api_version: &str, name: &str) -> Option<&'static Former> {
    ALL.iter().find(|former| former.api_version == api_version && former.names.contains(&name))
}
