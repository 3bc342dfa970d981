//! Messages from the engine to the page. Errors in them are sentences for the reader.

use serde::{Deserialize, Serialize};
use view::{
    Acted, Applied, Check, Code, Comparison, Completion, Controls, Cost, Explanation, Fit, Fleet, Hover,
    Namespace, OnNode, Pasted, Place, Proposal, ReleaseView, Run, Utilization, VersionDiff, WhatIf,
};

/// An answer with its receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The asker of the question.
    pub asker: u32,
    /// The number of the request.
    pub number: u32,
    /// The answer.
    pub answer: Answer,
}

impl Reply {
    /// The bytes of the reply.
    pub fn encode(&self) -> Vec<u8> {
        crate::encode(self)
    }

    /// A reply from its bytes; `None` when they are of another build.
    pub fn decode(bytes: &[u8]) -> Option<Reply> {
        crate::decode(bytes)
    }
}

/// An answer to the question of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The text's problems, its object and its containers.
    Check(Check),
    /// The run, or the reason that nothing runs.
    Run(Result<Run, String>),
    /// The Pod's cost, the node's treatment of it, and the cost of all replicas; each `None` without a Pod.
    Reserve(Option<Cost>, Option<OnNode>, Option<Fleet>),
    /// The changes worth making; `None` without a Pod.
    WhatIf(Option<WhatIf>),
    /// The status of a pasted Pod; `None` when the text carries none.
    Pasted(Option<Pasted>),
    /// The effect of another request.
    SetRequest(Result<Proposal, String>),
    /// The utilization of each resource that is requested.
    Utilization(Vec<Utilization>),
    /// The nodes, each with whether the Pod fits on it.
    Fit(Result<Fit, String>),
    /// The effect of the namespace's rules.
    Admit(Result<Namespace, String>),
    /// The differences between two releases.
    VersionDiff(VersionDiff),
    /// The release at a glance.
    Release(ReleaseView),
    /// The two inputs side by side.
    Compare(Comparison),
    /// The output of `kubectl apply`.
    Apply(Applied),
    /// The state of the scenario's controls.
    Controls(Controls),
    /// The changed scenario.
    ChangeScenario(Result<String, String>),
    /// The output of the command.
    Kubectl(String),
    /// The output, and the changed scenario.
    Act(Acted),
    /// The narration, one line a change.
    Narration(Vec<String>),
    /// The picture as text; empty without a run.
    Picture(String),
    /// The documentation; `None` where there is none.
    Hover(Option<Hover>),
    /// The choices; `None` where nothing is offered.
    Complete(Option<Completion>),
    /// The place; `None` without a document.
    Locate(Option<Place>),
    /// The place; `None` when the field is not written.
    Extent(Option<Place>),
    /// The path of the field; may be empty.
    FieldAt(String),
    /// The page about the word; `None` where there is none.
    Word(Option<Explanation>),
    /// The code; `None` when the text is longer than a phone can read.
    Code(Option<Code>),
}
