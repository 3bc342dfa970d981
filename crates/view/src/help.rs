//! Help while writing: the documentation of a field, and the words that may be written at a place.

use serde::{Deserialize, Serialize};

/// The documentation of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hover {
    /// The start of the word, in UTF-16 units.
    pub from: u32,
    /// The end of the word, in UTF-16 units.
    pub to: u32,
    /// `restartPolicy: string, since 1.28`.
    pub title: String,
    /// The API's own documentation; empty while it is being loaded.
    pub text: String,
}

/// The words that may be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// The start of the word that is being completed, in UTF-16 units.
    pub from: u32,
    /// The choices: required fields first, then by name.
    pub choices: Vec<Choice>,
}

/// One word that may be written.
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
