//! The server's answer to a create that it refuses.

use crate::Word;
use api::json::quote;
use std::fmt;

/// A refusal in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The whole message.
    pub message: String,
    /// Whether the plugin failed at its question instead of answering it: the message has no class then.
    pub is_failure: bool,
}

impl Refusal {
    /// The message `pods "web" is forbidden: ...`; `resource` is plural, with its group where it has one.
    pub fn forbidden(resource: &str, name: &str, why: &str) -> Refusal {
        let message = format!("{resource} {} {}: {why}", quote(name), Word::Forbidden);
        Refusal { message, is_failure: false }
    }

    /// A failure of the plugin itself.
    pub(crate) fn failure(message: String) -> Refusal {
        Refusal { message, is_failure: true }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why a name can be no part of a request's path. Upstream: Name, client-go/rest/request.go.
pub(crate) fn unaskable(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("resource name may not be empty".to_owned());
    }
    let parts: Vec<String> = ["/", "%"]
        .iter()
        .filter(|part| name.contains(**part))
        .map(|part| format!("may not contain '{part}'"))
        .collect();
    let is_step = matches!(name, "." | "..").then(|| format!("may not be '{name}'"));
    let complaints = is_step.into_iter().chain(parts).collect::<Vec<_>>().join(" ");
    (!complaints.is_empty()).then(|| format!("invalid resource name {name:?}: [{complaints}]"))
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
