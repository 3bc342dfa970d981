//! The server's no.

use admission::joined;
use std::fmt;

/// Why a write is not taken; printed in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An admission plugin says no.
    Forbidden(String),
    /// The namespace, or the object, is not there.
    NotFound(String),
    /// An object of that name is there.
    AlreadyExists(String),
    /// It names another version of the object than the one that is there.
    Conflict(String),
    /// The server failed at it.
    Internal(String),
    /// A plugin failed at it, in words that nobody gave a class.
    Failed(String),
    /// Validation refuses the object.
    Invalid {
        /// The kind with its group: `Deployment.apps`.
        kind: String,
        /// The object's name.
        name: String,
        /// Each with its field.
        errors: Vec<String>,
    },
}

impl Refusal {
    /// The HTTP status.
    pub fn code(&self) -> u16 {
        match self {
            Refusal::Forbidden(_) => 403,
            Refusal::NotFound(_) => 404,
            Refusal::AlreadyExists(_) | Refusal::Conflict(_) => 409,
            Refusal::Internal(_) | Refusal::Failed(_) => 500,
            Refusal::Invalid { .. } => 422,
        }
    }

    /// The server's word for the status.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Forbidden(_) => "Forbidden",
            Refusal::NotFound(_) => "NotFound",
            Refusal::AlreadyExists(_) => "AlreadyExists",
            Refusal::Conflict(_) => "Conflict",
            Refusal::Internal(_) => "InternalError",
            Refusal::Failed(_) => "",
            Refusal::Invalid { .. } => "Invalid",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Forbidden(message)
            | Refusal::NotFound(message)
            | Refusal::AlreadyExists(message)
            | Refusal::Conflict(message)
            | Refusal::Internal(message)
            | Refusal::Failed(message) => f.write_str(message),
            Refusal::Invalid { kind, name, errors } => {
                write!(f, "{kind} \"{name}\" is invalid: {}", joined(errors))
            }
        }
    }
}

impl From<admission::Refusal> for Refusal {
    fn from(refusal: admission::Refusal) -> Refusal {
        if refusal.is_failure {
            Refusal::Failed(refusal.message)
        } else {
            Refusal::Forbidden(refusal.message)
        }
    }
}
