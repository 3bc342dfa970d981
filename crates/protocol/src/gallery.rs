//! The examples as one file beside the page: the engine wrote it, and it is kept in `web/first`.

use serde::{Deserialize, Serialize};
use view::Strip;

/// All examples, in their order; an example without its mistake follows the one with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gallery {
    /// The examples.
    pub examples: Vec<Example>,
}

/// One example: a folder of `web/examples`. A text that its folder does not hold is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The folder's name, which links use and which never changes.
    pub name: String,
    /// A few words on its subject.
    pub title: String,
    /// A sentence or two on what is seen.
    pub lesson: String,
    /// `beginner`, `intermediate`, `advanced`, `expert`.
    pub level: String,
    /// The area of the page in which it opens: `watch`, `story`, `terminal`, `cost`, `explain`.
    pub place: String,
    /// `order`, `retries`, ...
    pub subject: String,
    /// The classes that it is part of: `init containers`, ...
    pub classes: Vec<String>,
    /// The text for the editor.
    pub manifest: String,
    /// The scenario as YAML.
    pub story: String,
    /// The release, if the example is about one: `1.28`.
    pub version: String,
    /// LimitRanges and quotas of the namespace.
    pub rules: String,
    /// Nodes, and Pods that run there already.
    pub nodes: String,
    /// The command that is typed into the terminal.
    pub command: String,
    /// The name of the example that shows the same without the mistake.
    pub fixed: String,
    /// The name of the example whose mistake this one removes.
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
