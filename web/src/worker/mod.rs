//! The page's end of the engine: questions to the worker and their answers.
//!
//! The worker is started before this program (`web/boot/boot.js`). When it traps, runs out of memory or takes too long
//! it is ended and started anew, and the asker is told.

mod inputs;
mod line;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod post;

pub use inputs::Inputs;
pub use line::{Outcome, Trouble};
#[cfg(not(target_arch = "wasm32"))]
pub use native::answer_with;

use std::rc::Rc;

use protocol::{Answer, Question};
use yew::prelude::*;

/// An answer on its way or here.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The last outcome, also while a newer question is on its way.
    pub last: Option<Outcome>,
    /// Whether it is the answer to the present question.
    pub fresh: bool,
}

impl Asked {
    /// The last answer, whatever question it was for.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.last {
            Some(Outcome::Answered(answer)) => Some(answer),
            Some(Outcome::Failed(_)) | None => None,
        }
    }

    /// The answer to the present question.
    pub fn present(&self) -> Option<&Answer> {
        self.answer().filter(|_| self.fresh)
    }

    /// The reason why there is no answer to the present question.
    pub fn trouble(&self) -> Option<&Trouble> {
        match &self.last {
            Some(Outcome::Failed(trouble)) if self.fresh => Some(trouble),
            _ => None,
        }
    }
}

/// An outcome with the inputs and the question that it is for.
type Came = (Inputs, Question, Outcome);

/// Asks about the inputs, and again whenever inputs or question change. `None` asks nothing.
#[hook]
pub fn use_answer(inputs: &Inputs, question: Option<Question>) -> Asked {
    let asker = use_asker();
    use_answer_of(asker, inputs, question)
}

/// A number for a component that asks early ([`ask_early`]).
#[hook]
pub fn use_asker() -> u32 {
    *use_memo((), |()| post::new_asker())
}

/// Like [`use_answer`], with the number of [`use_asker`]: an answer that came early is there from the first drawing on.
#[hook]
pub fn use_answer_of(asker: u32, inputs: &Inputs, question: Option<Question>) -> Asked {
    let came = use_mut_ref(|| None::<Rc<Came>>);
    let redraw = use_force_update();
    let asked = (inputs.clone(), question);
    let is_fresh = |came: &Option<Rc<Came>>| {
        came.as_ref().is_some_and(|came| came.0 == asked.0 && Some(&came.1) == asked.1.as_ref())
    };
    let early = asked.1.as_ref().and_then(|question| post::early(asker, inputs, question));
    if let (Some(outcome), (inputs, Some(question))) = (early, &asked)
        && !is_fresh(&came.borrow())
    {
        came.replace(Some(Rc::new((inputs.clone(), question.clone(), outcome))));
    }
    {
        let (came, answered) = (Rc::clone(&came), is_fresh(&came.borrow()));
        use_effect_with(asked.clone(), move |(inputs, question)| {
            let Some(question) = question.clone() else { return };
            if answered {
                return post::forget(asker);
            }
            let (about, what) = (inputs.clone(), question.clone());
            post::ask(asker, inputs.clone(), question, move |outcome| {
                came.replace(Some(Rc::new((about, what, outcome))));
                redraw.force_update();
            });
        });
    }
    use_effect_with((), move |()| move || post::forget(asker));
    let fresh = is_fresh(&came.borrow());
    // Without a question, the answer to the last one is not shown either.
    let last = came.borrow().as_ref().filter(|_| asked.1.is_some()).map(|came| came.2.clone());
    let heard = Asked { last, fresh };
    // Without a browser no effect runs, so no answer would ever come.
    #[cfg(not(target_arch = "wasm32"))]
    let heard = native::asked(inputs, asked.1.as_ref()).unwrap_or(heard);
    heard
}

/// Asks once, outside of any component, and awaits the answer. A newer question of the same asker ends the older one,
/// which then never resolves.
pub async fn ask(asker: u32, inputs: Inputs, question: Question) -> Option<Answer> {
    match post::await_answer(asker, inputs, question).await {
        // No one else holds the answer.
        Some(Outcome::Answered(answer)) => answer.into_inner(),
        Some(Outcome::Failed(_)) | None => None,
    }
}

/// Asks before the page is drawn with these inputs; `come` is called when [`use_answer_of`] has the answer.
pub fn ask_early(asker: u32, inputs: Inputs, question: Question, come: impl FnOnce() + 'static) {
    post::ask_early(asker, inputs, question, come);
}

/// Notes that the run that is shown has these inputs; it was made before there was an engine.
pub fn show(inputs: Inputs) {
    post::show(inputs);
}

/// Nothing is asked about this text: the engine ended over it when the page was last open.
pub fn refuse(text: Rc<str>) {
    post::refuse(text);
}

/// A number for someone who asks by [`ask`].
pub fn new_asker() -> u32 {
    post::new_asker()
}
