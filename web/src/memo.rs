//! What follows from the inputs, computed once for each of them.

use std::rc::Rc;

use engine::page::{Run, Severity};
use yew::prelude::*;

use crate::details::{self, Details, Inputs, Verdict};
use crate::session::Session;

/// A value that is shared and compared by identity: a new one is a change, without looking inside.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> Shared<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The run that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Of the present text, else of the last one that could be run.
    pub run: Shared<Run>,
    /// What it follows from; empty when nothing could be run.
    pub inputs: Inputs,
    /// Why it is not of the present text.
    pub stale: Option<AttrValue>,
}

/// What the API server says of the text.
#[hook]
pub fn use_verdict(session: &Session, details: Details) -> Verdict {
    let inputs = (session.text.clone(), session.version.clone(), details);
    let memo = use_memo(inputs, |(text, version, details)| details::analyze(*details, text, version));
    (*memo).clone()
}

/// What happens when it is applied. While the text has errors the last good run of the same manifest stays.
/// It does not wait for the API server's rules: most of what is pasted runs.
#[hook]
pub fn use_outcome(session: &Session, verdict: &Verdict) -> Outcome {
    let last = use_mut_ref(|| None::<(u32, Outcome)>);
    let errors = verdict.analysis().map_or(0, |analysis| {
        analysis.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    });
    let memo = use_memo((errors, session.inputs(), session.opened), |(errors, inputs, opened)| {
        let Inputs { text, story, version } = inputs;
        let result = match errors {
            0 => engine::simulate(text, story, &engine::page::kubernetes(version)),
            errors => Err(refused(*errors)),
        };
        let mut last = last.borrow_mut();
        match result {
            Ok(run) => {
                let outcome = Outcome { run: Shared::new(run), inputs: inputs.clone(), stale: None };
                *last = Some((*opened, outcome.clone()));
                outcome
            }
            Err(why) => match last.as_ref().filter(|(number, _)| number == opened) {
                Some((_, outcome)) => Outcome {
                    stale: Some(format!("{why} Below is the last run before that.").into()),
                    ..outcome.clone()
                },
                None => Outcome {
                    run: Shared::new(Run::default()),
                    inputs: Inputs::default(),
                    stale: Some(why.into()),
                },
            },
        }
    });
    (*memo).clone()
}

fn refused(errors: usize) -> String {
    match errors {
        1 => "The API server refuses this manifest, so nothing runs: it has an error.".to_owned(),
        errors => format!("The API server refuses this manifest, so nothing runs: it has {errors} errors."),
    }
}
