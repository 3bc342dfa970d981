//! What the API server says of the text in the editor, of that very text and no other.

use view::Check;
use yew::prelude::*;

use crate::first::Beginning;
use crate::shared::Shared;
use crate::worker::{Inputs, Outcome, Trouble, use_answer};
use protocol::{Answer, Question};

/// What is known of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The engine is at it, or still being loaded.
    Checking,
    /// It ended over this text, or could not be loaded.
    Failed(Trouble),
    /// All that is said of it.
    Said(Shared<Check>),
}

impl Verdict {
    /// What is said, if anything.
    pub fn check(&self) -> Option<&Check> {
        match self {
            Verdict::Said(check) => Some(check),
            Verdict::Checking | Verdict::Failed(_) => None,
        }
    }

    /// What happened to the engine over the text.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Verdict::Failed(trouble) => Some(*trouble),
            Verdict::Checking | Verdict::Said(_) => None,
        }
    }
}

/// The verdict and what the last text was, which stands in titles while the next one is being checked.
#[derive(Clone, Debug, PartialEq)]
pub struct UseVerdict {
    /// Of this text.
    pub verdict: Verdict,
    /// Of the last text that was checked.
    pub last: Shared<Check>,
}

/// Asks what the API server says of the text.
#[hook]
pub fn use_verdict(inputs: &Inputs, first: &Beginning) -> UseVerdict {
    let known = first.inputs.text == inputs.text && first.inputs.version == inputs.version;
    // The story does not change what the server says.
    let about = Inputs { scenario: first.inputs.scenario.clone(), ..inputs.clone() };
    let asked = use_answer(&about, (!known).then_some(Question::Check));
    // Nothing is known of another text that it begins with.
    let last = use_mut_ref(|| if known { first.check.clone() } else { Shared::new(Check::default()) });
    let came = asked.last.clone().filter(|_| asked.fresh);
    let check = use_memo((came, known), |(came, known)| match came {
        _ if *known => Some(first.check.clone()),
        Some(Outcome::Answered(answer)) => match &**answer {
            Answer::Check(check) => Some(Shared::new(check.clone())),
            _ => None,
        },
        Some(Outcome::Failed(_)) | None => None,
    });
    let verdict = match (&*check, asked.trouble()) {
        (Some(check), _) => Verdict::Said(check.clone()),
        (None, Some(trouble)) => Verdict::Failed(*trouble),
        (None, None) => Verdict::Checking,
    };
    if let Verdict::Said(check) = &verdict {
        last.replace(check.clone());
    }
    let last = last.borrow().clone();
    UseVerdict { verdict, last }
}
