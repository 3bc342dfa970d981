//! What a change would do to what the Pod reserves, before it is made.

use serde::{Deserialize, Serialize};

use crate::{Container, Fix};

/// The changes of a Pod that are worth a thought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// In the order in which they start; if there are very many, the first ones.
    pub candidates: Vec<Candidate>,
    /// Single moves of init containers that reserve less, best first.
    pub cheaper: Vec<Proposal>,
}

/// A container and what could be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The container.
    pub container: Container,
    /// Move up, move down, make a sidecar of it or an init container; empty for app containers.
    pub proposals: Vec<Proposal>,
    /// What it asks for, `cpu` and `memory`: as it counts, empty where it asks for none.
    pub requests: Vec<(String, String)>,
}

/// A change and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// As a button says it.
    pub label: String,
    /// The effective numbers that change; none when nothing does.
    pub differences: Vec<Difference>,
    /// The class before and after, when it changes.
    pub qos: Option<(String, String)>,
    /// The change of the text; `None` where the text is written in a way that we do not change.
    pub fix: Option<Fix>,
}

/// An effective number that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// `requests` or `limits`.
    pub list: String,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// As Kubernetes prints it, `none` where there is none.
    pub before: String,
    /// As Kubernetes prints it, `none` where there is none.
    pub after: String,
    /// Whether less is asked for afterwards.
    pub less: bool,
}
