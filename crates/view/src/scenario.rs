//! The controls of a scenario (what containers do, what people do, which objects exist) and the changes they make.

use serde::{Deserialize, Serialize};

use crate::{ContainerKind, Fix, Place};

/// The state of the controls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// Whether the text is YAML that holds a scenario; if not, the other fields do not describe this text.
    pub readable: bool,
    /// The problems of the text, in its order.
    pub problems: Vec<StoryProblem>,
    /// The containers of the Pod, in the order in which they start.
    pub containers: Vec<StoryContainer>,
    /// The actions of people, as written.
    pub actions: Vec<StoryAction>,
    /// The actions that can be added.
    pub offers: Vec<Offer>,
    /// Objects that the Pod refers to and that the manifest does not hold.
    pub given: Vec<Given>,
}

/// A problem of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryProblem {
    /// One sentence.
    pub message: String,
    /// The place, when it is known.
    pub place: Option<Place>,
    /// The change that certainly removes it, if there is one.
    pub fix: Option<Fix>,
}

/// The scenario's part about one container.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryContainer {
    /// Its name.
    pub name: String,
    /// The kind of container.
    pub kind: ContainerKind,
    /// The preset that the scenario agrees with; `None` when it agrees with none.
    pub preset: Option<Preset>,
    /// The presets that make sense for it.
    pub offered: Vec<Preset>,
    /// The number of runs that are described; the last one repeats.
    pub runs: usize,
    /// The duration of the first run in seconds; `None` leaves it to the assumption.
    pub run: Option<f64>,
    /// The exit code of the first run; `None` leaves it to the assumption.
    pub exit: Option<i64>,
}

/// The common ways for a container to behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// The scenario says nothing about it.
    Assumed,
    /// It does its work.
    Works,
    /// Two runs fail, the third works.
    FailsTwice,
    /// It runs on, although it should end.
    NeverEnds,
    /// Its image cannot be pulled.
    ImageMissing,
    /// It takes half a minute until it works.
    SlowStart,
    /// It answers its probes later than they wait.
    SlowProbe,
    /// It does not end when it is told to.
    IgnoresSigterm,
}

impl Preset {
    /// Every preset, in the order in which they are offered.
    pub const ALL: [Preset; 8] = [
        Preset::Assumed,
        Preset::Works,
        Preset::FailsTwice,
        Preset::NeverEnds,
        Preset::ImageMissing,
        Preset::SlowStart,
        Preset::SlowProbe,
        Preset::IgnoresSigterm,
    ];

    /// The preset's name in the page's markup.
    pub fn word(self) -> &'static str {
        match self {
            Preset::Assumed => "assumed",
            Preset::Works => "works",
            Preset::FailsTwice => "fails-twice",
            Preset::NeverEnds => "never-ends",
            Preset::ImageMissing => "image-missing",
            Preset::SlowStart => "slow-start",
            Preset::SlowProbe => "slow-probe",
            Preset::IgnoresSigterm => "ignores-sigterm",
        }
    }

    /// The text in a list of choices.
    pub fn label(self) -> &'static str {
        match self {
            Preset::Assumed => "as assumed",
            Preset::Works => "works",
            Preset::FailsTwice => "fails twice, then works",
            Preset::NeverEnds => "never ends",
            Preset::ImageMissing => "image is missing",
            Preset::SlowStart => "starts slowly",
            Preset::SlowProbe => "answers probes slowly",
            Preset::IgnoresSigterm => "ignores SIGTERM",
        }
    }
}

/// An action at a time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoryAction {
    /// Seconds since the object was created.
    pub at: f64,
    /// The action in a few words: `delete web`.
    pub label: String,
    /// The place where it is written.
    pub place: Option<Place>,
}

/// An action that can be added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The text in a menu: `Delete the Pod`.
    pub label: String,
    /// The action as the scenario writes it, without its time, one field a line.
    pub action: String,
    /// Whether it is done to one Pod, which must be named where a workload makes several.
    pub to_a_pod: bool,
}

/// An object that is assumed to exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// `Secret/db`.
    pub name: String,
    /// The assumption as a sentence, `The Secret db is there`, with the name between backticks.
    pub sentence: String,
    /// Whether the object exists; `false` when the scenario says that it does not.
    pub holds: bool,
}

/// A change of a scenario that a control makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ScenarioChange {
    /// A container behaves as a preset says.
    Preset {
        /// Its name.
        container: String,
        /// The preset.
        preset: Preset,
    },
    /// The first run of a container changes; `None` leaves a value to the assumption.
    FirstRun {
        /// Its name.
        container: String,
        /// The duration in seconds.
        run: Option<f64>,
        /// The exit code.
        exit: Option<i64>,
    },
    /// An action is added.
    Act {
        /// Seconds since the object was created.
        at: f64,
        /// The action, as in [`Offer::action`].
        action: String,
        /// The Pod that it is done to, when it must be named.
        pod: Option<String>,
    },
    /// An action happens at another time.
    Move {
        /// The index among the actions.
        action: usize,
        /// The new time, in seconds since the object was created.
        at: f64,
    },
    /// The action with this index is removed.
    Drop(usize),
    /// An object exists or does not.
    Given {
        /// `Secret/db`.
        name: String,
        /// Whether it exists.
        holds: bool,
    },
}

/// A command that changes something, sent in a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// The output of kubectl.
    pub said: String,
    /// The scenario with the action; `None` when the command did nothing.
    pub scenario: Option<String>,
}
