//! A number together with its derivation.

use api::{ContainerKind, ContainerSite, Quantity};

/// Requests or limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The amounts that are reserved.
    Requests,
    /// The most that may be used.
    Limits,
}

impl List {
    /// The name as in manifests.
    pub const fn name(self) -> &'static str {
        match self {
            List::Requests => "requests",
            List::Limits => "limits",
        }
    }
}

/// The part of the Pod that an amount belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `initContainers[i]` without `restartPolicy: Always`.
    Init(usize),
    /// `initContainers[i]` with `restartPolicy: Always`.
    Sidecar(usize),
    /// `containers[i]`.
    App(usize),
    /// `resources` of the Pod.
    Pod,
    /// `overhead` of the Pod.
    Overhead,
    /// `status.nodeAllocatableResourceClaimStatuses[i]`.
    Claim(usize),
}

impl From<&ContainerSite<'_>> for Place {
    fn from(site: &ContainerSite<'_>) -> Place {
        match site.kind {
            ContainerKind::Init => Place::Init(site.index),
            ContainerKind::Sidecar => Place::Sidecar(site.index),
            ContainerKind::App => Place::App(site.index),
        }
    }
}

impl Place {
    /// The container's path below the Pod's spec, or `None` for a place that is no container.
    pub fn container(self) -> Option<String> {
        match self {
            Place::Init(i) | Place::Sidecar(i) => Some(format!("initContainers[{i}]")),
            Place::App(i) => Some(format!("containers[{i}]")),
            Place::Pod | Place::Overhead | Place::Claim(_) => None,
        }
    }

    /// The field that holds the amount; `spec` is the path of the Pod's spec.
    pub fn field(self, spec: &str, list: List, resource: &str) -> String {
        match self {
            Place::Pod => format!("{spec}.resources.{}[{resource}]", list.name()),
            Place::Overhead => format!("{spec}.overhead[{resource}]"),
            Place::Claim(i) => format!("status.nodeAllocatableResourceClaimStatuses[{i}]"),
            container => {
                let container = container.container().unwrap_or_default();
                format!("{spec}.{container}.resources.{}[{resource}]", list.name())
            }
        }
    }
}

/// The origin of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Written in the spec.
    Spec,
    /// Reported in the status of a Pod that is being resized.
    Status,
    /// Not written; assumed because the options say so.
    Assumed,
}

/// One amount, as one field holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The part of the Pod that it belongs to.
    pub place: Place,
    /// The origin of the amount.
    pub source: Source,
    /// The amount.
    pub amount: Quantity,
}

/// A part of the Pod's life in which a set of containers runs side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `initContainers[i]` runs, beside the sidecars listed before it.
    Init(usize),
    /// All app containers and sidecars run.
    Running,
}

/// A phase with the amount that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// The containers that run in it.
    pub step: Step,
    /// The sum of its terms; `None` when no container in it names the resource.
    pub total: Option<Quantity>,
}

/// The derivation of one effective number of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// Requests or limits.
    pub list: List,
    /// The result.
    pub total: Quantity,
    /// The amount of each container: init containers and sidecars in order, then app containers.
    pub leaves: Vec<Leaf>,
    /// The phases: one for each init container in order, then `Running`.
    pub phases: Vec<Phase>,
    /// The index of the largest phase, which decides among the containers. It does not count where `pod_level` is set.
    pub dominating: Option<usize>,
    /// `spec.resources`, which counts instead of all containers.
    pub pod_level: Option<Leaf>,
    /// Claims of node resources, added to the containers'.
    pub claims: Vec<Leaf>,
    /// `spec.overhead`, which is added.
    pub overhead: Option<Leaf>,
}

/// A derivation as arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// An amount with its field.
    Leaf(Leaf),
    /// The sum of the terms.
    Sum(Vec<Term>),
    /// The largest of the terms; among equals the last, which is the running phase.
    Max(Vec<Term>),
}

impl Term {
    /// The value of the arithmetic.
    pub fn value(&self) -> Quantity {
        match self {
            Term::Leaf(leaf) => leaf.amount.clone(),
            Term::Sum(terms) => terms.iter().fold(Quantity::ZERO, |mut sum, term| {
                sum.add(&term.value());
                sum
            }),
            Term::Max(terms) => terms.iter().map(Term::value).max().unwrap_or_default(),
        }
    }
}

impl Derivation {
    /// The amounts that a phase adds up.
    pub fn terms(&self, step: Step) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter().filter(move |leaf| match (step, leaf.place) {
            (Step::Init(i), Place::Init(own)) => own == i,
            (Step::Init(i), Place::Sidecar(before)) => before < i,
            (Step::Running, place) => matches!(place, Place::Sidecar(_) | Place::App(_)),
            _ => false,
        })
    }

    /// The phase that decides.
    pub fn dominating_phase(&self) -> Option<&Phase> {
        self.phases.get(self.dominating?)
    }

    /// The arithmetic as a tree, whose value is the total.
    pub fn term(&self) -> Term {
        let phase = |phase: &Phase| Term::Sum(self.terms(phase.step).cloned().map(Term::Leaf).collect());
        let base = match &self.pod_level {
            Some(leaf) => Term::Leaf(leaf.clone()),
            None => Term::Max(self.phases.iter().map(phase).collect()),
        };
        let claims = self.claims.iter().filter(|_| self.pod_level.is_none());
        let added = claims.chain(&self.overhead).cloned().map(Term::Leaf);
        Term::Sum(std::iter::once(base).chain(added).collect())
    }
}
