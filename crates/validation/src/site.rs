//! The places that rules look at: each with its path and what the rules there need to know of their surroundings.

use std::collections::{BTreeMap, BTreeSet};

use api::{Change, FieldPath, Gate, Kubernetes};
use k8s_openapi::api::core::v1::{Container, PodSpec, Probe, Volume};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::{Options, Taken};

/// The facts that hold everywhere in one validation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub kubernetes: &'a Kubernetes,
    pub options: &'a Options,
    pub taken: &'a Taken,
}

impl Context<'_> {
    /// Whether a feature is on.
    pub fn enabled(&self, gate: Gate) -> bool {
        self.kubernetes.enabled(gate)
    }

    /// Whether this release already behaves as `change` says.
    pub fn has(&self, change: Change) -> bool {
        self.kubernetes.has(change)
    }
}

/// A Pod's spec: that of a Pod or that of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PodSite<'a> {
    pub context: Context<'a>,
    /// The spec's path.
    pub path: FieldPath<'a>,
    pub spec: &'a PodSpec,
    /// The Pod's own; a template has none that its spec's rules may look at.
    pub metadata: Option<&'a ObjectMeta>,
}

impl<'a> PodSite<'a> {
    /// Whether this is a Pod, not a template in a workload.
    pub fn is_pod(&self) -> bool {
        self.metadata.is_some()
    }

    pub fn os(&self) -> Option<&'a str> {
        self.spec.os.as_ref().map(|os| os.name.as_str())
    }

    pub fn is_windows(&self) -> bool {
        self.os() == Some("windows")
    }

    pub fn host_users(&self) -> bool {
        self.spec.host_users.unwrap_or(true)
    }

    pub fn host_network(&self) -> bool {
        self.spec.host_network.unwrap_or(false)
    }

    /// Empty when not given.
    pub fn restart_policy(&self) -> &'a str {
        self.spec.restart_policy.as_deref().unwrap_or_default()
    }
}

/// The volumes that are valid, by name.
pub(crate) type Volumes<'a> = BTreeMap<&'a str, &'a Volume>;

/// The names of the Pod's resource claims.
pub(crate) type Claims<'a> = BTreeSet<&'a str>;

/// Names that were there before. The first is kept in place: most lists are of one.
#[derive(Debug, Default)]
pub(crate) struct Seen<'a> {
    first: Option<&'a str>,
    more: BTreeSet<&'a str>,
}

impl<'a> Seen<'a> {
    /// Keeps a name; whether it is new.
    pub fn insert(&mut self, name: &'a str) -> bool {
        match self.first {
            None => {
                self.first = Some(name);
                true
            }
            Some(first) => first != name && self.more.insert(name),
        }
    }

    pub fn contains(&self, name: &str) -> bool {
        self.first == Some(name) || self.more.contains(name)
    }
}

/// The three lists that containers stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContainerKind {
    App,
    Init,
    Ephemeral,
}

/// One container of any kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContainerSite<'a> {
    pub pod: &'a PodSite<'a>,
    pub kind: ContainerKind,
    pub path: FieldPath<'a>,
    pub container: &'a Container,
    pub volumes: &'a Volumes<'a>,
    pub claims: &'a Claims<'a>,
}

impl ContainerSite<'_> {
    /// An init container that keeps running beside the others.
    pub fn is_sidecar(&self) -> bool {
        self.kind == ContainerKind::Init && self.container.restart_policy.as_deref() == Some("Always")
    }
}

/// One of a container's three probes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProbeSite<'a> {
    pub container: &'a ContainerSite<'a>,
    pub path: FieldPath<'a>,
    pub probe: &'a Probe,
}

/// A list that may be absent, as a slice.
pub(crate) fn all<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map_or(&[], Vec::as_slice)
}

/// Calls `each` with every container and its path: init containers, then app containers, then ephemeral ones.
/// Upstream: VisitContainersWithPath, pkg/apis/core/pods/helpers.go.
pub(crate) fn each_container(site: &PodSite<'_>, each: impl FnMut(&FieldPath<'_>, &Container)) {
    each_container_of(site.spec, &site.path, each);
}

/// Calls `each` for every container of a spec at `path`.
pub(crate) fn each_container_of(
    spec: &PodSpec,
    path: &FieldPath<'_>,
    mut each: impl FnMut(&FieldPath<'_>, &Container),
) {
    let list = path.field("initContainers");
    for (path, container) in items(spec.init_containers.as_ref(), &list) {
        each(&path, container);
    }
    let list = path.field("containers");
    for (path, container) in items(Some(&spec.containers), &list) {
        each(&path, container);
    }
    let list = path.field("ephemeralContainers");
    for (path, ephemeral) in items(spec.ephemeral_containers.as_ref(), &list) {
        each(&path, &api::as_container(ephemeral));
    }
}

/// The items of a list that may be absent, each with its path.
pub(crate) fn items<'p, 'a, T>(
    list: Option<&'a Vec<T>>,
    path: &'p FieldPath<'p>,
) -> impl Iterator<Item = (FieldPath<'p>, &'a T)> {
    all(list).iter().enumerate().map(|(index, item)| (path.index(index), item))
}

/// A string that may be absent; Go knows no difference to the empty one.
pub(crate) fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}
