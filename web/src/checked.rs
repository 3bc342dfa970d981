//! A verdict of the API server as the engine answered it.

use std::ops::Deref;

use protocol::Answer;
use view::Check;

use crate::shared::Shared;

/// A verdict inside the engine's answer: a long list of problems is not copied at each key.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked(Shared<Answer>);

impl Checked {
    /// A verdict that is no answer of the engine.
    pub fn new(check: Check) -> Checked {
        Checked(Shared::new(Answer::Check(check)))
    }

    /// The verdict in an answer, if it is one.
    pub fn of(answer: &Shared<Answer>) -> Option<Checked> {
        matches!(**answer, Answer::Check(_)).then(|| Checked(answer.clone()))
    }
}

/// The verdict on nothing.
static NOTHING: Check = Check {
    subject: None,
    containers: Vec::new(),
    notes: Vec::new(),
    problems: Vec::new(),
    documents: 0,
    unchecked: 0,
};

impl Deref for Checked {
    type Target = Check;

    fn deref(&self) -> &Check {
        if let Answer::Check(check) = &*self.0 { check } else { &NOTHING }
    }
}
