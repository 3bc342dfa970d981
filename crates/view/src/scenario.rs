//! The commonest controls of a scenario.

use serde::{Deserialize, Serialize};

/// What the controls show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// When the Pod is deleted, in seconds.
    pub delete_at: Option<f64>,
    /// The containers whose runs the scenario describes.
    pub runs: Vec<FirstRun>,
}

/// What a scenario says about one container.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FirstRun {
    /// Its name.
    pub container: String,
    /// How many runs are described; the last one repeats.
    pub runs: usize,
    /// How many seconds the first one lasts; `None`: as assumed.
    pub run: Option<f64>,
    /// How the first one ends.
    pub exit: Option<i64>,
}

/// A change of a scenario that a control makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ScenarioChange {
    /// The Pod is deleted at so many seconds, or not at all.
    Delete(Option<f64>),
    /// The first run of a container; `None` leaves a value to what is assumed.
    FirstRun {
        /// Its name.
        container: String,
        /// How many seconds it lasts.
        run: Option<f64>,
        /// How it ends.
        exit: Option<i64>,
    },
}
