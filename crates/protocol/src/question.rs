//! Messages from the page to the engine.

use serde::{Deserialize, Serialize};
use view::{Nodes, ScenarioChange};

/// One message to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// The documentation of the API's fields, for [`Question::Hover`], [`Question::Complete`] and `kubectl explain`.
    Docs(String),
    /// The pages that explain rules, lints and words, for [`Question::wants_pages`]; empty when they could not be loaded.
    Pages(String),
    /// The inputs of the questions that follow.
    Open(Inputs),
    /// The inputs of the run that is shown and that another engine made: it is made again for a question about it.
    Show(Inputs),
    /// A question about the inputs that were opened last.
    Ask(Request),
}

impl Message {
    /// The bytes of the message.
    pub fn encode(&self) -> Vec<u8> {
        crate::encode(self)
    }

    /// A message from its bytes; `None` when they are of another build.
    pub fn decode(bytes: &[u8]) -> Option<Message> {
        crate::decode(bytes)
    }
}

/// Everything that a person put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The manifest.
    pub text: String,
    /// The scenario as YAML; may be empty.
    pub scenario: String,
    /// The Kubernetes release: `1.36`.
    pub version: String,
}

/// A question with its sender.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The asker; a newer question of the same asker replaces this one.
    pub asker: u32,
    /// The number, which the reply repeats.
    pub number: u32,
    /// The question.
    pub question: Question,
}

/// A picture of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PictureKind {
    /// One instant, as SVG.
    Still,
    /// The whole run, as SVG that moves.
    Animated,
    /// The whole run in a terminal, as asciicast.
    Asciicast,
}

/// A question of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// The API server's verdict on the text.
    Check,
    /// The run of the text when it is applied. Questions about a run mean the last one that was made.
    Run,
    /// The Pod's cost.
    Reserve,
    /// The status of a Pod that a cluster printed.
    Pasted,
    /// The effects of changes on the Pod's cost.
    WhatIf,
    /// The effect of another request on the Pod's cost.
    SetRequest {
        /// The container's index among the candidates of [`Question::WhatIf`].
        container: usize,
        /// `cpu`, `memory`.
        resource: String,
        /// The amount as it was typed; empty for none.
        amount: String,
    },
    /// About the run: the amounts that are reserved and requested over time.
    Utilization,
    /// The nodes that the Pod fits on.
    Fit(Nodes),
    /// The effect of a namespace's LimitRanges and quotas, given as YAML.
    Admit(String),
    /// The differences of another release.
    VersionDiff {
        /// The first release.
        from: String,
        /// The second release.
        to: String,
    },
    /// The effect of another release on the manifest and its story, at a glance.
    Release(String),
    /// The differences between the runs of other inputs (A) and of these (B).
    Compare(Inputs),
    /// The output of `kubectl apply`.
    Apply,
    /// The state of the scenario's controls, and its problems.
    Controls,
    /// The scenario with a change made.
    ChangeScenario(ScenarioChange),
    /// About the run: the output of a command at a time.
    Kubectl {
        /// Milliseconds since the object was created.
        at: u64,
        /// The command, such as `kubectl describe pod`.
        command: String,
    },
    /// About the run: the effect of a changing command at a time, as a change of a scenario.
    Act {
        /// Milliseconds since the object was created.
        at: u64,
        /// The command, such as `kubectl delete pod web`.
        command: String,
        /// The scenario to change, as YAML.
        scenario: String,
    },
    /// About the run: its narration.
    Narration,
    /// About the run: a picture of it.
    Picture {
        /// The kind of picture.
        kind: PictureKind,
        /// Milliseconds since the object was created; a picture of the whole run does not use it.
        at: u64,
        /// The link that opens the run again: `#v1:...`.
        link: String,
    },
    /// The documentation of the field at an offset, in UTF-16 units.
    Hover(u32),
    /// The choices at an offset of a text; asked while someone types, so the text is newer than the inputs.
    Complete {
        /// The text.
        text: String,
        /// The offset in UTF-16 units.
        offset: u32,
    },
    /// The place of a field, or of the nearest of its parents that is written.
    Locate(String),
    /// The place of a field with all that is written below it.
    Extent(String),
    /// The field that is written at an offset, in UTF-16 units.
    FieldAt(u32),
    /// The page about a word that a cluster prints: `CrashLoopBackOff`, `Init:1/3`, an event's reason and message. It
    /// depends on no inputs.
    Word(String),
    /// The QR code of a link. It depends on no inputs.
    Code(String),
}

impl Question {
    /// Whether it is about the run that is shown, and not about the inputs.
    pub fn is_about_a_run(&self) -> bool {
        matches!(
            self,
            Question::Utilization
                | Question::Kubectl { .. }
                | Question::Act { .. }
                | Question::Narration
                | Question::Picture { .. }
        )
    }

    /// Whether its answer depends on the inputs; if not, none need be opened.
    pub fn is_about_inputs(&self) -> bool {
        !matches!(self, Question::Word(_) | Question::Code(_)) && !self.is_about_a_run()
    }

    /// Whether answering it makes a run, which takes longest.
    pub fn makes_a_run(&self) -> bool {
        matches!(self, Question::Run | Question::Release(_) | Question::Compare(_))
    }

    /// Whether it can be answered only when the pages of documentation have come.
    pub fn wants_pages(&self) -> bool {
        matches!(self, Question::Apply | Question::Word(_))
    }

    /// The rank of the question; the smallest is answered first.
    pub fn rank(&self) -> u8 {
        match self {
            Question::Check => 0,
            Question::Hover(_)
            | Question::Complete { .. }
            | Question::Locate(_)
            | Question::Extent(_)
            | Question::FieldAt(_)
            | Question::Word(_)
            | Question::Code(_)
            | Question::ChangeScenario(_)
            | Question::Act { .. } => 1,
            Question::Run => 2,
            Question::Reserve
            | Question::Pasted
            | Question::WhatIf
            | Question::SetRequest { .. }
            | Question::Utilization
            | Question::Fit(_)
            | Question::Admit(_)
            | Question::VersionDiff { .. }
            | Question::Apply
            | Question::Controls
            | Question::Kubectl { .. }
            | Question::Narration
            | Question::Picture { .. } => 3,
            Question::Compare(_) => 4,
            Question::Release(_) => 5,
        }
    }
}
