//! What a page knows before an engine has come: written at build, by the engine.

use serde::{Deserialize, Serialize};
use view::{Check, Release, Run};

use crate::Example;

/// The first example with its answers, and what does not depend on any text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct First {
    /// The first example.
    pub example: Example,
    /// What the API server says of it.
    pub check: Check,
    /// Its run.
    pub run: Run,
    /// The releases on offer, the newest first.
    pub releases: Vec<Release>,
    /// The release that is chosen until another is.
    pub release: String,
    /// The machines on offer as nodes.
    pub machines: Vec<String>,
}

impl First {
    /// The bytes of the value.
    pub fn encode(&self) -> Vec<u8> {
        crate::encode(self)
    }

    /// The value from its bytes; `None` when they are of another build.
    pub fn decode(bytes: &[u8]) -> Option<First> {
        crate::decode(bytes)
    }
}
