//! Help while writing: what a field is, and what may be written here.

use serde::{Deserialize, Serialize};

/// What a field is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hover {
    /// UTF-16 units.
    pub from: u32,
    /// UTF-16 units.
    pub to: u32,
    /// `restartPolicy: string, since 1.28`.
    pub title: String,
    /// The API's own documentation; empty while it is being loaded.
    pub text: String,
}

/// What may be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Where the word begins that is completed, in UTF-16 units.
    pub from: u32,
    /// Required fields first, then by name.
    pub choices: Vec<Choice>,
}

/// One thing that may be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The word.
    pub label: String,
    /// Its type.
    pub detail: String,
    /// The API's own documentation; may be empty.
    pub info: String,
    /// The text that the choice writes.
    pub insert: String,
}
