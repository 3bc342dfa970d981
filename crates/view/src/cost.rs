//! The resources that a Pod reserves, with the arithmetic.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The resources that the scheduler reserves for one Pod, one by one.
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
    /// The amount that is reserved; `None` when nobody asks for it.
    pub request: Option<Amount>,
    /// The most that may be used; `None` when there is no limit.
    pub limit: Option<Amount>,
    /// The requests in each phase of the Pod's life, in order; the highest phase is reserved.
    pub phases: Vec<Phase>,
}

/// An amount with its derivation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// The amount as Kubernetes prints it.
    pub text: String,
    /// The derivation; its value is `text`.
    pub term: Term,
}

/// A node of a derivation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// `max`, `sum` or the name of the leaf.
    pub label: String,
    /// The value as Kubernetes prints it.
    pub text: String,
    /// The value for comparing and drawing, in the resource's unit (cores, bytes, pieces).
    pub value: f64,
    /// The field in which a leaf is written.
    pub field: Option<String>,
    /// Whether a `max` above takes this one.
    pub decides: bool,
    /// The terms below it; empty in a leaf.
    pub terms: Vec<Term>,
}

/// One phase of the Pod's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// `init migrate`, `running`.
    pub name: String,
    /// The containers that ask in it, each with its amount.
    pub parts: Vec<PhasePart>,
    /// The phase's amount as Kubernetes prints it.
    pub text: String,
    /// The phase's amount in the resource's unit.
    pub value: f64,
    /// Whether it is the phase that is reserved.
    pub decides: bool,
}

/// One container's part of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhasePart {
    /// The container, or `overhead`.
    pub name: String,
    /// Its amount as Kubernetes prints it.
    pub text: String,
    /// Its amount in the resource's unit.
    pub value: f64,
    /// The field in which the amount is written.
    pub field: String,
}

/// The quality-of-service class and the reason for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qos {
    /// The class.
    pub class: QosClass,
    /// The reason, one sentence.
    pub because: String,
    /// The field that decides it, when one does.
    pub field: Option<String>,
}

/// A list of a container's `resources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountList {
    /// `requests`.
    Requests,
    /// `limits`.
    Limits,
}

impl AmountList {
    /// The name of the list.
    pub fn name(self) -> &'static str {
        match self {
            AmountList::Requests => "requests",
            AmountList::Limits => "limits",
        }
    }

    /// The word for one of its amounts.
    pub fn singular(self) -> &'static str {
        match self {
            AmountList::Requests => "request",
            AmountList::Limits => "limit",
        }
    }
}

impl fmt::Display for AmountList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A quality-of-service class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QosClass {
    /// Nothing is requested.
    #[default]
    BestEffort,
    /// Something is requested.
    Burstable,
    /// Everything is requested and limited to the same amount.
    Guaranteed,
}

impl QosClass {
    /// The name, as a status has it.
    pub fn name(self) -> &'static str {
        match self {
            QosClass::BestEffort => "BestEffort",
            QosClass::Burstable => "Burstable",
            QosClass::Guaranteed => "Guaranteed",
        }
    }
}

impl fmt::Display for QosClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
