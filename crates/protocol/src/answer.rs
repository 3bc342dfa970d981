//! From the engine to the page. Errors are sentences for the reader.

use serde::{Deserialize, Serialize};
use view::{
    Acted, Applied, Check, Comparison, Completion, Controls, Cost, Explanation, Fit, Fleet, Hover, Namespace,
    OnNode, Pasted, Place, Proposal, ReleaseView, Run, Utilization, VersionDiff, WhatIf,
};

/// An answer with its receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Who asked.
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

/// What is answered, each to the question of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// What the API server says of the text.
    Check(Check),
    /// What happens, or why nothing runs.
    Run(Result<Run, String>),
    /// What the Pod reserves, what a node makes of it, what all replicas reserve; each `None` without a Pod.
    Reserve(Option<Cost>, Option<OnNode>, Option<Fleet>),
    /// `None` without a Pod.
    WhatIf(Option<WhatIf>),
    /// To [`crate::Question::Pasted`]; `None` when the text carries no status.
    Pasted(Option<Pasted>),
    /// What another request would do.
    SetRequest(Result<Proposal, String>),
    /// One for each resource that is requested.
    Utilization(Vec<Utilization>),
    /// The nodes.
    Fit(Result<Fit, String>),
    /// What the namespace makes of it.
    Admit(Result<Namespace, String>),
    /// What differs.
    VersionDiff(VersionDiff),
    /// The release at a glance.
    Release(ReleaseView),
    /// Both side by side.
    Compare(Comparison),
    /// What a terminal shows.
    Apply(Applied),
    /// The controls.
    Controls(Controls),
    /// The changed scenario.
    ChangeScenario(Result<String, String>),
    /// What the command prints.
    Kubectl(String),
    /// What was printed, and the changed scenario.
    Act(Acted),
    /// A line for each thing that happened.
    Narration(Vec<String>),
    /// The picture as a text; empty without a run.
    Picture(String),
    /// `None` where there is nothing to say.
    Hover(Option<Hover>),
    /// `None` where nothing is offered.
    Complete(Option<Completion>),
    /// `None` without a document.
    Locate(Option<Place>),
    /// `None` when it is not written.
    Extent(Option<Place>),
    /// May be empty.
    FieldAt(String),
    /// `None` where there is no page.
    Word(Option<Explanation>),
}
