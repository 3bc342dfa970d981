//! The effect of a change on the Pod's reservation, computed before the change is made.

use serde::{Deserialize, Serialize};

use crate::{AmountList, Container, Fix, QosClass};

/// The changes of a Pod that may be worth making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// The containers in the order in which they start; if there are very many, the first ones.
    pub candidates: Vec<Candidate>,
    /// Single moves of init containers that reserve less, best first.
    pub cheaper: Vec<Proposal>,
}

/// A container with the changes that can be made to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The container.
    pub container: Container,
    /// Moves up and down, and the change between init container and sidecar; empty for app containers.
    pub proposals: Vec<Proposal>,
    /// Its `cpu` and `memory` requests as they count, empty where it has none.
    pub requests: Vec<(String, String)>,
}

/// A change and its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The change, as a button says it.
    pub label: String,
    /// The effective amounts that change; empty when none does.
    pub differences: Vec<Difference>,
    /// The class before and after, when it changes.
    pub qos: Option<(QosClass, QosClass)>,
    /// The change of the text; `None` where the text is written in a way that Podlab does not change.
    pub fix: Option<Fix>,
}

/// An effective amount that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The list that holds it.
    pub list: AmountList,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// The amount before, as Kubernetes prints it; `none` where there is none.
    pub before: String,
    /// The amount after, likewise.
    pub after: String,
    /// Whether the Pod asks for less afterwards.
    pub less: bool,
}
