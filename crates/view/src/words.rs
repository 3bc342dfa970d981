//! Words of Kubernetes of which there are only so many.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The type of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventType {
    /// For information.
    #[default]
    Normal,
    /// Something is wrong.
    Warning,
}

impl EventType {
    /// The word, as an event has it.
    pub fn name(self) -> &'static str {
        match self {
            EventType::Normal => "Normal",
            EventType::Warning => "Warning",
        }
    }
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

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for AmountList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for QosClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
