//! From the page to the engine.

use serde::{Deserialize, Serialize};
use view::{Nodes, ScenarioChange};

/// One message to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// The documentation of the API's fields, for [`Question::Hover`] and [`Question::Complete`].
    Docs(String),
    /// The pages that explain rules, lints and words, for [`Question::wants_pages`]; empty when they could not be loaded.
    Pages(String),
    /// What is asked about from now on.
    Open(Inputs),
    /// The run that is shown was made of these inputs, by another engine: it is made again when a question is about it.
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
    /// Who asks; a newer question of the same asker takes the place of this one.
    pub asker: u32,
    /// Comes back in the reply.
    pub number: u32,
    /// What is asked.
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

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// What the API server says of the text.
    Check,
    /// What happens when it is applied. The last run that was made is the one that the questions about a run mean.
    Run,
    /// What the Pod reserves.
    Reserve,
    /// What the Pod was like when a cluster printed it.
    Pasted,
    /// What changes would do to that.
    WhatIf,
    /// What another request would do to that.
    SetRequest {
        /// The container's place among the candidates of [`Question::WhatIf`].
        container: usize,
        /// `cpu`, `memory`.
        resource: String,
        /// As it was typed; empty for none.
        amount: String,
    },
    /// Of the run: what is reserved against what is requested over time.
    Utilization,
    /// Which nodes the Pod fits on.
    Fit(Nodes),
    /// What the LimitRanges and quotas of a namespace make of it, as YAML.
    Admit(String),
    /// What another version does otherwise.
    VersionDiff {
        /// The first version.
        from: String,
        /// The second.
        to: String,
    },
    /// What another release makes of the manifest and its story, at a glance.
    Release(String),
    /// What differs between what other inputs lead to (A) and what these do (B).
    Compare(Inputs),
    /// What a terminal shows for `kubectl apply`.
    Apply,
    /// What the controls of the scenario show, and what is wrong with it.
    Controls,
    /// The scenario with a change made.
    ChangeScenario(ScenarioChange),
    /// Of the run: what a command prints at a time.
    Kubectl {
        /// Milliseconds since the object was created.
        at: u64,
        /// Such as `kubectl describe pod`.
        command: String,
    },
    /// Of the run: what a command that changes something does at a time, as a change of a scenario.
    Act {
        /// Milliseconds since the object was created.
        at: u64,
        /// Such as `kubectl delete pod web`.
        command: String,
        /// The scenario that is changed, as YAML.
        scenario: String,
    },
    /// Of the run: everything that happened, a line each.
    Narration,
    /// Of the run: a picture of it.
    Picture {
        /// Which.
        kind: PictureKind,
        /// Milliseconds since the object was created; a picture of the whole run has no instant.
        at: u64,
        /// What opens it again: `#v1:...`.
        link: String,
    },
    /// What the field at an offset is, in UTF-16 units.
    Hover(u32),
    /// What may be written at an offset of a text, which is newer than the inputs: it is asked while someone types.
    Complete {
        /// The text.
        text: String,
        /// UTF-16 units.
        offset: u32,
    },
    /// Where a field is written, or the nearest of its parents.
    Locate(String),
    /// All that is written for a field.
    Extent(String),
    /// The field that is written at an offset, in UTF-16 units.
    FieldAt(u32),
    /// What a word means that a cluster prints: `CrashLoopBackOff`, `Init:1/3`, an event's reason and message. It is
    /// about no inputs.
    Word(String),
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

    /// Whether the inputs count for it; if not, none need be opened.
    pub fn is_about_inputs(&self) -> bool {
        !matches!(self, Question::Word(_)) && !self.is_about_a_run()
    }

    /// Whether answering it makes a run, which takes longest.
    pub fn makes_a_run(&self) -> bool {
        matches!(self, Question::Run | Question::Release(_) | Question::Compare(_))
    }

    /// Whether its answer holds pages of documentation, without which it cannot be given.
    pub fn wants_pages(&self) -> bool {
        matches!(self, Question::Apply | Question::Word(_))
    }

    /// What is answered first: the smallest.
    pub fn rank(&self) -> u8 {
        match self {
            Question::Check => 0,
            Question::Hover(_)
            | Question::Complete { .. }
            | Question::Locate(_)
            | Question::Extent(_)
            | Question::FieldAt(_)
            | Question::Word(_)
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
