//! The data of a page before its engine has come: the engine wrote it, and it is kept in `web/first`.

use serde::{Deserialize, Serialize};
use view::{Check, Release, Run};

use crate::Example;

/// The first example with its answers, and the lists that depend on no text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct First {
    /// The first example.
    pub example: Example,
    /// The verdict on it.
    pub check: Check,
    /// Its run.
    pub run: Run,
    /// The releases that can be chosen, the newest first.
    pub releases: Vec<Release>,
    /// The release that is chosen until another is.
    pub release: String,
    /// The machines that can be chosen as nodes.
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
