//! What is seen from one change of a run to the next.

use serde::{Deserialize, Serialize};

use crate::BarState;

/// What is seen from one change to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// From here on.
    pub at: u64,
    /// What is happening, one or two sentences.
    pub sentence: String,
    /// What each container is doing and what it waits for, in lane order.
    pub why: Vec<Why>,
}

/// What one container is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The Pod.
    pub pod: String,
    /// The container.
    pub container: String,
    /// What it is drawn as.
    pub state: BarState,
    /// One sentence: what it does, what it waits for, since when.
    pub sentence: String,
    /// The fields that cause it, in the object that was written.
    pub fields: Vec<String>,
}
