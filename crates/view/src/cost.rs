//! What a Pod reserves, with the arithmetic.

use serde::{Deserialize, Serialize};

/// What the scheduler reserves for one Pod, resource by resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// `cpu` and `memory` first, then the others by name.
    pub lines: Vec<CostLine>,
    /// The quality-of-service class.
    pub qos: Qos,
}

/// One resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    /// `cpu`, `memory`, `nvidia.com/gpu`.
    pub resource: String,
    /// What is reserved; `None` when nobody asks for it.
    pub request: Option<Amount>,
    /// What may be used; `None` when there is no limit.
    pub limit: Option<Amount>,
    /// What is asked for in each phase of the Pod's life, in order; the tallest is reserved.
    pub phases: Vec<Phase>,
}

/// A number with where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// As Kubernetes prints it.
    pub text: String,
    /// The derivation; its value is `text`.
    pub term: Term,
}

/// A node of a derivation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// `max`, `sum` or the name of what the leaf is.
    pub label: String,
    /// As Kubernetes prints it.
    pub text: String,
    /// For comparing and drawing, in the resource's unit (cores, bytes, pieces).
    pub value: f64,
    /// The field that a leaf was written in.
    pub field: Option<String>,
    /// Whether a `max` above takes this one.
    pub decides: bool,
    /// What it is made of; empty in a leaf.
    pub terms: Vec<Term>,
}

/// One phase of the Pod's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// `init migrate`, `running`.
    pub name: String,
    /// Who asks for how much in it.
    pub parts: Vec<PhasePart>,
    /// As Kubernetes prints it.
    pub text: String,
    /// In the resource's unit.
    pub value: f64,
    /// Whether it is the one that is reserved.
    pub decides: bool,
}

/// One container's part of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhasePart {
    /// The container, or `overhead`.
    pub name: String,
    /// As Kubernetes prints it.
    pub text: String,
    /// In the resource's unit.
    pub value: f64,
    /// The field it was written in.
    pub field: String,
}

/// The quality-of-service class and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qos {
    /// `Guaranteed`, `Burstable` or `BestEffort`.
    pub class: String,
    /// One sentence.
    pub because: String,
    /// The field that decides it, when one does.
    pub field: Option<String>,
}
