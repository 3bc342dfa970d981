//! The API server's verdict on the text in the editor: on this very text and no other.

use std::rc::Rc;

use view::Check;
use yew::prelude::*;

use crate::checked::Checked;
use crate::first::Beginning;
use crate::worker::{self, Inputs, Outcome, Trouble, use_answer_of, use_asker};
use protocol::Question;

/// The state of the check of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The engine is checking, or is still being loaded.
    Checking,
    /// The engine ended over this text, or could not be loaded.
    Failed(Trouble),
    /// The verdict.
    Said(Checked),
}

impl Verdict {
    /// The verdict, if there is one.
    pub fn check(&self) -> Option<&Check> {
        match self {
            Verdict::Said(check) => Some(check),
            Verdict::Checking | Verdict::Failed(_) => None,
        }
    }

    /// The engine's trouble over the text.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Verdict::Failed(trouble) => Some(*trouble),
            Verdict::Checking | Verdict::Said(_) => None,
        }
    }
}

/// The verdict, and that on the last text, which stays in titles while the next text is being checked.
#[derive(Clone, Debug, PartialEq)]
pub struct UseVerdict {
    /// The verdict on this text.
    pub verdict: Verdict,
    /// The verdict on the last text that was checked.
    pub last: Checked,
    /// The way to ask for the verdict on the next one early.
    pub early: Early,
}

/// Asks for the verdict on a text before the page is drawn with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Early {
    asker: u32,
    about: Inputs,
    first: Inputs,
}

impl Early {
    /// Asks; `come` is called when the verdict can be drawn, at once for a text whose verdict is known.
    pub fn ask(&self, text: Rc<str>, come: impl FnOnce() + 'static) {
        let about = Inputs { text, ..self.about.clone() };
        if is_known(&about, &self.first) {
            return come();
        }
        worker::ask_early(self.asker, about, Question::Check, come);
    }
}

fn is_known(inputs: &Inputs, first: &Inputs) -> bool {
    first.text == inputs.text && first.version == inputs.version
}

/// Asks for the API server's verdict on the text.
#[hook]
pub fn use_verdict(inputs: &Inputs, first: &Beginning) -> UseVerdict {
    let known = is_known(inputs, &first.inputs);
    // The story does not change the server's verdict.
    let about = Inputs { scenario: first.inputs.scenario.clone(), ..inputs.clone() };
    let asker = use_asker();
    let asked = use_answer_of(asker, &about, (!known).then_some(Question::Check));
    // Nothing is known of another text that it begins with.
    let last = use_mut_ref(|| if known { first.check.clone() } else { Checked::new(Check::default()) });
    let came = asked.last.clone().filter(|_| asked.fresh);
    let check = use_memo((came, known), |(came, known)| match came {
        _ if *known => Some(first.check.clone()),
        Some(Outcome::Answered(answer)) => Checked::of(answer),
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
    UseVerdict { verdict, last, early: Early { asker, about, first: first.inputs.clone() } }
}
