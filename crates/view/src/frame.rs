//! The view of a run from one of its changes to the next.

use serde::{Deserialize, Serialize};

use crate::BarState;

/// The view of a run from one change to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The instant from which it holds.
    pub at: u64,
    /// The index of the Pod that the sentence is about; `None` while there is none.
    pub pod: Option<usize>,
    /// One or two sentences on what is happening.
    pub sentence: String,
    /// Each container's state and what it waits for, in lane order.
    pub why: Vec<Why>,
}

/// One container's state and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The Pod.
    pub pod: String,
    /// The container.
    pub container: String,
    /// The state that it is drawn in.
    pub state: BarState,
    /// One sentence: what it does, what it waits for, since when.
    pub sentence: String,
    /// The fields that cause it, in the object that was written.
    pub fields: Vec<String>,
}
