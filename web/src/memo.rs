//! The run that is shown: that of the present text, else that of the last text that could run.

use protocol::{Answer, Question};
use view::Run;
use yew::prelude::*;

use crate::first::Beginning;
use crate::platform::is_hidden;
pub use crate::shared::Shared;
use crate::worker::{Inputs, Outcome as Came, Trouble, use_answer};

/// The run that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The run of the present text, else the last one that could be made.
    pub run: Shared<Run>,
    /// The inputs of the run; `None` when there is no run.
    pub ran: Option<Inputs>,
    /// The reason why the run is not of the present text.
    pub stale: Option<AttrValue>,
    /// Whether the engine is still making it.
    pub pending: bool,
    /// The engine's trouble over it.
    pub trouble: Option<Trouble>,
}

impl Outcome {
    /// The end of the run, in words that another build can compare; `None` before it is known.
    pub fn came_to(&self) -> Option<String> {
        if self.pending {
            return None;
        }
        if self.stale.is_some() {
            return Some("refused".to_owned());
        }
        let rows = self.run.rows(self.run.end);
        let seconds = self.run.end / 1_000;
        let row = rows
            .first()
            .map_or("no Pod".to_owned(), |row| format!("{} {} {}", row.ready, row.status, row.restarts));
        Some(format!("{row} at {seconds} s"))
    }
}

/// A reason as a sentence before another one: words of the server end without a full stop.
fn sentence(why: &str) -> String {
    let why = why.trim_end();
    let stop = if why.is_empty() || why.ends_with(['.', ':', '!', '?']) { "" } else { "." };
    let gap = if why.is_empty() { "" } else { " " };
    format!("{why}{stop}{gap}")
}

/// The sentence about a run that is kept, behind the reason for it. It names the Pod: another text may be meant.
fn kept(run: &Run) -> String {
    let whose = match run.pods.as_slice() {
        [] => String::new(),
        [one] => format!(", of Pod {}", one.name),
        [one, others @ ..] => format!(", of Pod {} and {} more", one.name, others.len()),
    };
    format!("What is shown without colour is the run of the last accepted text{whose}.")
}

/// The last run that was made.
struct Last {
    /// The number of the opening that it was shown for.
    opened: u32,
    run: Shared<Run>,
    inputs: Inputs,
    /// The reason why it is not of the text that was there last.
    stale: Option<AttrValue>,
}

/// The run of the text. While it cannot be made, the last one stays: that of the last text that could run.
#[hook]
pub fn use_outcome(inputs: &Inputs, opened: u32, first: &Beginning) -> Outcome {
    let known = first.inputs == *inputs;
    let asked = use_answer(inputs, (!known).then_some(Question::Run));
    let of_first = || Last { opened, run: first.run.clone(), inputs: first.inputs.clone(), stale: None };
    // Before anything is opened, the first example is; who comes by a link has seen no run yet.
    let last = use_mut_ref(|| (opened == 0 && !is_hidden()).then(of_first));
    let nothing = use_memo((), |()| Shared::new(Run::default()));
    let came = if known { None } else { asked.last.clone().filter(|_| asked.fresh) };
    let outcome = use_memo((came, known, opened, inputs.clone()), |(came, known, opened, inputs)| {
        let mut last = last.borrow_mut();
        let made = match came {
            _ if *known => Some(first.run.clone()),
            Some(Came::Answered(answer)) => match &**answer {
                Answer::Run(Ok(run)) => Some(Shared::new(run.clone())),
                _ => None,
            },
            Some(Came::Failed(_)) | None => None,
        };
        if let Some(run) = made {
            // A run that was drawn while the page was hidden has been seen by nobody.
            let seen = !(*known && is_hidden());
            let now = Last { opened: *opened, run: run.clone(), inputs: inputs.clone(), stale: None };
            *last = seen.then_some(now);
            return Outcome { run, ran: Some(inputs.clone()), stale: None, pending: false, trouble: None };
        }
        if came.is_some() && view::is_blank(&inputs.text) {
            // An emptied editor asks for a new text; the run of the old one would be in its way.
            let run = (*nothing).clone();
            return Outcome { run, ran: None, stale: None, pending: false, trouble: None };
        }
        let (why, trouble) = match came {
            // A text that is being checked may run, so only a run of the same manifest stays in view.
            None => return pending(last.as_ref().filter(|last| last.opened == *opened), &nothing),
            Some(Came::Answered(answer)) => match &**answer {
                Answer::Run(Err(why)) => (why.clone(), None),
                _ => (String::new(), None),
            },
            Some(Came::Failed(trouble)) => (trouble.sentence().to_owned(), Some(*trouble)),
        };
        let Some(old) = last.as_mut().filter(|last| !last.run.lanes.is_empty()) else {
            return Outcome {
                run: (*nothing).clone(),
                ran: None,
                stale: Some(why.into()),
                pending: false,
                trouble,
            };
        };
        let stale = AttrValue::from(format!("{}{}", sentence(&why), kept(&old.run)));
        (old.opened, old.stale) = (*opened, Some(stale.clone()));
        Outcome {
            run: old.run.clone(),
            ran: Some(old.inputs.clone()),
            stale: Some(stale),
            pending: false,
            trouble,
        }
    });
    (*outcome).clone()
}

/// The outcome until the engine has answered: a run that was old stays so.
fn pending(last: Option<&Last>, nothing: &Shared<Run>) -> Outcome {
    Outcome {
        run: last.map_or(nothing, |last| &last.run).clone(),
        ran: last.map(|last| last.inputs.clone()),
        stale: last.and_then(|last| last.stale.clone()),
        pending: true,
        trouble: None,
    }
}
