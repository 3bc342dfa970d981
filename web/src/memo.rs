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
pub fn use_outcome(session: &Session, verdict: &Verdict, details: Details) -> Outcome {
    let last = use_mut_ref(|| None::<(u32, Outcome)>);
    let errors = verdict.analysis().map_or(0, |analysis| {
        analysis.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    });
    let usual = use_memo((errors == 0, session.inputs()), |(accepted, inputs)| {
        let run = accepted.then(|| simulate(&inputs.text, &inputs.story, &inputs.version))?;
        run.map(|run| run.map(Shared::new))
    });
    // Seldom YAML waits for the details, who read it.
    let reader = usual.is_none().then_some(details);
    let memo =
        use_memo((errors, session.inputs(), session.opened, reader), |(errors, inputs, opened, reader)| {
            let result = match (errors, &*usual) {
                (0, Some(run)) => run.clone(),
                (0, None) => seldom(inputs, reader.unwrap_or(Details::Failed)),
                (errors, _) => Err(refused(*errors)),
            };
            let mut last = last.borrow_mut();
            match result {
                Ok(run) => {
                    let outcome = Outcome { run, inputs: inputs.clone(), stale: None };
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

fn simulate(text: &str, story: &str, version: &str) -> Option<Result<Run, String>> {
    engine::page::simulate_usual(text, story, &engine::page::kubernetes(version))
}

/// The run of what this program cannot read by itself: the details say the same in simpler YAML.
fn seldom(inputs: &Inputs, details: Details) -> Result<Shared<Run>, String> {
    let (text, story) = details::usual(details, &inputs.text, &inputs.story)?;
    let run = simulate(&text, &story, &inputs.version);
    run.unwrap_or_else(|| Err("There is nothing in this text that could run.".to_owned())).map(Shared::new)
}

fn refused(errors: usize) -> String {
    match errors {
        1 => "The API server refuses this manifest, so nothing runs: it has an error.".to_owned(),
        errors => format!("The API server refuses this manifest, so nothing runs: it has {errors} errors."),
    }
}
