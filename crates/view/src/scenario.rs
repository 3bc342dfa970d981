//! The controls of a scenario: what each container does, what people do, what is there, and changes of these.

use serde::{Deserialize, Serialize};

use crate::{ContainerKind, Fix, Place};

/// What the controls show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// Whether the text is YAML that holds a scenario; else the rest is not of this text.
    pub readable: bool,
    /// What is wrong with the text, in its order.
    pub problems: Vec<StoryProblem>,
    /// The containers of the Pod, in the order in which they start.
    pub containers: Vec<StoryContainer>,
    /// What people do, as it is written.
    pub actions: Vec<StoryAction>,
    /// What can be done beside that.
    pub offers: Vec<Offer>,
    /// Objects that the Pod refers to and the manifest does not hold.
    pub given: Vec<Given>,
}

/// Something wrong with a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryProblem {
    /// One sentence.
    pub message: String,
    /// Where it is, when that is known.
    pub place: Option<Place>,
    /// The change that mends it, when one certainly does.
    pub fix: Option<Fix>,
}

/// What a scenario says about one container.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryContainer {
    /// Its name.
    pub name: String,
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// The preset that the scenario agrees with; `None`: it says something else.
    pub preset: Option<Preset>,
    /// The presets that make sense for it.
    pub offered: Vec<Preset>,
    /// How many runs are described; the last one repeats.
    pub runs: usize,
    /// How many seconds the first one lasts; `None`: as assumed.
    pub run: Option<f64>,
    /// How the first one ends.
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
    /// All of them, in the order in which they are offered.
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

    /// Its name in the page's markup.
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

    /// What a list of choices says.
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

/// Something that is done at a time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoryAction {
    /// Seconds since the object was created.
    pub at: f64,
    /// A few words: `delete web`.
    pub label: String,
    /// Where it is written.
    pub place: Option<Place>,
}

/// Something that can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What a menu says: `Delete the Pod`.
    pub label: String,
    /// The action as the scenario says it, without its time, a field a line.
    pub action: String,
    /// It is done to one Pod, which has to be named where a workload makes several.
    pub to_a_pod: bool,
}

/// Something that is assumed to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// `Secret/db`.
    pub name: String,
    /// `The Secret db is there`, its name between backticks.
    pub sentence: String,
    /// Whether it is; `false`: the scenario says that it is not.
    pub holds: bool,
}

/// A change of a scenario that a control makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ScenarioChange {
    /// A container behaves as a preset says.
    Preset {
        /// Its name.
        container: String,
        /// How.
        preset: Preset,
    },
    /// The first run of a container; `None` leaves a value to what is assumed.
    FirstRun {
        /// Its name.
        container: String,
        /// How many seconds it lasts.
        run: Option<f64>,
        /// How it ends.
        exit: Option<i64>,
    },
    /// Something more is done.
    Act {
        /// Seconds since the object was created.
        at: f64,
        /// [`Offer::action`].
        action: String,
        /// The Pod that it is done to, when it has to be named.
        pod: Option<String>,
    },
    /// An action is done at another time.
    Move {
        /// Its place among the actions.
        action: usize,
        /// Seconds since the object was created.
        at: f64,
    },
    /// An action is not done.
    Drop(usize),
    /// An object is there or is not.
    Given {
        /// `Secret/db`.
        name: String,
        /// Whether it is there.
        holds: bool,
    },
}

/// A command that changes something, sent in a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// What kubectl prints.
    pub said: String,
    /// The scenario in which that was done; `None` when nothing was.
    pub scenario: Option<String>,
}
