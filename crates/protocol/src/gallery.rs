//! The examples as one file beside the page: written at build, by the engine.

use serde::{Deserialize, Serialize};
use view::Strip;

/// All examples, in their order; an example without its mistake follows the one with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gallery {
    /// Each of them.
    pub examples: Vec<Example>,
}

/// One example: a folder of `web/examples`. A text that it does not have is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its folder: the stable name that links use.
    pub name: String,
    /// A few words on its subject.
    pub title: String,
    /// What one sees, a sentence or two.
    pub lesson: String,
    /// `beginner`, `intermediate`, `advanced`, `expert`.
    pub level: String,
    /// The place of the page where it opens: `watch`, `story`, `terminal`, `cost`, `explain`.
    pub place: String,
    /// `order`, `retries`, ...
    pub subject: String,
    /// The classes that it is part of: `init containers`, ...
    pub classes: Vec<String>,
    /// The text for the editor.
    pub manifest: String,
    /// How the outside world behaves.
    pub story: String,
    /// The release, where it is about one: `1.28`.
    pub version: String,
    /// LimitRanges and quotas of the namespace.
    pub rules: String,
    /// The nodes, and Pods that are there.
    pub nodes: String,
    /// The command that is typed.
    pub command: String,
    /// The name of the example that shows the same without the mistake.
    pub fixed: String,
    /// The name of the example whose mistake this one mends.
    pub mends: String,
    /// Its run as a small picture; without lanes when the API server refuses it.
    pub strip: Strip,
}

impl Gallery {
    /// The example of this name.
    pub fn named(&self, name: &str) -> Option<&Example> {
        self.examples.iter().find(|example| example.name == name)
    }

    /// The bytes of the value.
    pub fn encode(&self) -> Vec<u8> {
        crate::encode(self)
    }

    /// The value from its bytes; `None` when they are of another build.
    pub fn decode(bytes: &[u8]) -> Option<Gallery> {
        crate::decode(bytes)
    }
}
