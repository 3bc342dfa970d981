//! The run that is shown: that of the present text, else the last one of the same manifest.

use protocol::{Answer, Question};
use view::Run;
use yew::prelude::*;

use crate::first::Beginning;
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

/// The run of the text. While it cannot be made, the last run of the manifest that was `opened` stays.
#[hook]
pub fn use_outcome(inputs: &Inputs, opened: u32, first: &Beginning) -> Outcome {
    let known = first.inputs == *inputs;
    let asked = use_answer(inputs, (!known).then_some(Question::Run));
    // Before anything is opened, the first example is.
    let last = use_mut_ref(|| (0, first.run.clone(), first.inputs.clone()));
    let nothing = use_memo((), |()| Shared::new(Run::default()));
    let came = if known { None } else { asked.last.clone().filter(|_| asked.fresh) };
    let outcome = use_memo((came, known, opened, inputs.clone()), |(came, known, opened, inputs)| {
        let mut last = last.borrow_mut();
        if *known {
            *last = (*opened, first.run.clone(), inputs.clone());
            let ran = Some(inputs.clone());
            return Outcome { run: first.run.clone(), ran, stale: None, pending: false, trouble: None };
        }
        let (shown, ran) = if last.0 == *opened {
            (last.1.clone(), Some(last.2.clone()))
        } else {
            ((*nothing).clone(), None)
        };
        let why = match came {
            None => return Outcome { run: shown, ran, stale: None, pending: true, trouble: None },
            Some(Came::Answered(answer)) => match &**answer {
                Answer::Run(Ok(run)) => {
                    let run = Shared::new(run.clone());
                    *last = (*opened, run.clone(), inputs.clone());
                    return Outcome {
                        run,
                        ran: Some(inputs.clone()),
                        stale: None,
                        pending: false,
                        trouble: None,
                    };
                }
                Answer::Run(Err(why)) => why.clone(),
                _ => String::new(),
            },
            Some(Came::Failed(trouble)) => trouble.sentence().to_owned(),
        };
        let kept = if shown.lanes.is_empty() { "" } else { " Below is the last run before that." };
        let trouble = match came {
            Some(Came::Failed(trouble)) => Some(*trouble),
            Some(Came::Answered(_)) | None => None,
        };
        Outcome { run: shown, ran, stale: Some(format!("{why}{kept}").into()), pending: false, trouble }
    });
    (*outcome).clone()
}
