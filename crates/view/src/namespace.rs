//! What a namespace's LimitRanges and quotas make of an object.

use serde::{Deserialize, Serialize};

/// What becomes of a create in a namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// The LimitRanges and quotas that were found: `LimitRange small`.
    pub found: Vec<String>,
    /// Why the object itself is refused, in the server's words.
    pub refusal: Option<String>,
    /// How many Pods come of it.
    pub pods: usize,
    /// Amounts that were not written and are there afterwards, of the first Pod.
    pub filled: Vec<Filled>,
    /// Each quota, each resource that it limits.
    pub quotas: Vec<QuotaLine>,
    /// What the controllers say.
    pub events: Vec<ControllerEvent>,
    /// Says that not all Pods were made, as there are more than are shown.
    pub cut: Option<String>,
}

/// An amount that admission filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The container's name.
    pub container: String,
    /// The container in the text.
    pub field: String,
    /// `requests` or `limits`.
    pub list: String,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// As Kubernetes prints it.
    pub amount: String,
}

/// One resource of one quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaLine {
    /// The quota's name.
    pub quota: String,
    /// `requests.cpu`, `pods`, ...
    pub resource: String,
    /// What was given out before.
    pub before: String,
    /// What is given out then.
    pub after: String,
    /// What there is.
    pub hard: String,
    /// How much of it is given out then, in percent.
    pub percent: u32,
}

/// A controller's event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerEvent {
    /// `Normal` or `Warning`.
    pub kind: String,
    /// Such as `FailedCreate`.
    pub reason: String,
    /// `ReplicaSet/web-??????????`: letters that a cluster makes up are question marks.
    pub object: String,
    /// The words.
    pub message: String,
    /// How often it is said like this, apart from made up names.
    pub times: usize,
}
