//! The effect of a namespace's LimitRanges and quotas on an object.

use crate::{AmountList, EventType};
use serde::{Deserialize, Serialize};

/// The result of a create in a namespace with LimitRanges and quotas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// The LimitRanges and quotas that were found: `LimitRange small`.
    pub found: Vec<String>,
    /// The server's message, when it refuses the object itself.
    pub refusal: Option<String>,
    /// The number of Pods that are created.
    pub pods: usize,
    /// Amounts of the first Pod that admission filled in.
    pub filled: Vec<Filled>,
    /// One line for each resource that each quota limits.
    pub quotas: Vec<QuotaLine>,
    /// The events of the controllers.
    pub events: Vec<ControllerEvent>,
    /// Says that not all Pods were made, as there are more than are shown.
    pub cut: Option<String>,
}

/// An amount that admission filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The container's name.
    pub container: String,
    /// The path of the container in the text.
    pub field: String,
    /// The list that holds it.
    pub list: AmountList,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// The amount as Kubernetes prints it.
    pub amount: String,
}

/// One resource of one quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaLine {
    /// The quota's name.
    pub quota: String,
    /// `requests.cpu`, `pods`, ...
    pub resource: String,
    /// The amount in use before the create.
    pub before: String,
    /// The amount in use after it.
    pub after: String,
    /// The amount that the quota allows.
    pub hard: String,
    /// The share in use after the create, in percent.
    pub percent: u32,
}

/// A controller's event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerEvent {
    /// Its type.
    pub kind: EventType,
    /// The reason, such as `FailedCreate`.
    pub reason: String,
    /// `ReplicaSet/web-??????????`: letters that a cluster makes up are question marks.
    pub object: String,
    /// The message.
    pub message: String,
    /// The number of events that differ in made-up names only.
    pub times: usize,
}
