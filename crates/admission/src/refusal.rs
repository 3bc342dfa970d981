//! The server's answer to a create that it does not take.

use crate::Word;
use std::fmt;

/// A refusal in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The whole message.
    pub message: String,
}

impl Refusal {
    /// `pods "web" is forbidden: ...`; `resource` is plural, with its group where it has one.
    pub fn forbidden(resource: &str, name: &str, why: &str) -> Refusal {
        Refusal { message: format!("{resource} \"{name}\" {}: {why}", Word::Forbidden) }
    }

    /// `Pod "web" is invalid: ...`; several errors stand in brackets, each once.
    pub fn invalid(kind: &str, name: &str, errors: &[String]) -> Refusal {
        Refusal { message: format!("{kind} \"{name}\" is invalid: {}", joined(errors)) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Several messages as one. Upstream: apimachinery/pkg/util/errors aggregate.Error.
pub(crate) fn joined(messages: &[String]) -> String {
    let mut unique: Vec<&str> = Vec::new();
    for message in messages {
        if !unique.contains(&message.as_str()) {
            unique.push(message);
        }
    }
    match unique.as_slice() {
        [only] => (*only).to_owned(),
        several => format!("[{}]", several.join(", ")),
    }
}
