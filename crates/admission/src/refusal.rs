//! The server's answer to a create that it refuses.

use crate::Word;
use std::fmt;

/// A refusal in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The whole message.
    pub message: String,
}

impl Refusal {
    /// The message `pods "web" is forbidden: ...`; `resource` is plural, with its group where it has one.
    pub fn forbidden(resource: &str, name: &str, why: &str) -> Refusal {
        Refusal { message: format!("{resource} \"{name}\" {}: {why}", Word::Forbidden) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Messages joined, each once; several are put in brackets. Upstream: apimachinery/pkg/util/errors aggregate.Error.
pub fn joined(messages: &[String]) -> String {
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
