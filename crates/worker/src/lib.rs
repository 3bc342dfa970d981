//! The engine behind the protocol: takes messages and answers one question at a time.
//!
//! A text is read once, when the first question about it is answered; its run is kept for the questions about a run.
//!
//! ```
//! use protocol::{Answer, Inputs, Message, Question, Request};
//! let mut desk = worker::Desk::default();
//! desk.hear(Message::Open(Inputs { text: "kind: Pod\n".into(), ..Inputs::default() }));
//! desk.hear(Message::Ask(Request { asker: 1, number: 1, question: Question::Check }));
//! let reply = desk.step().unwrap();
//! assert!(matches!(reply.answer, Answer::Check(check) if check.errors() > 0));
//! ```
#![forbid(unsafe_code)]

mod answers;
mod code;
mod compared;

use engine::{Docs, Manifest, Markdown, Simulation};
use protocol::{Inputs, Message, Reply, Request};

/// The engine with its inputs and the questions that wait.
#[derive(Debug, Default)]
pub struct Desk {
    inputs: Inputs,
    /// The manifest of the inputs; read when it is first needed.
    manifest: Option<Manifest>,
    /// The last manifest of the same release that could be read whole: documents that did not change are taken from it.
    before: Option<Manifest>,
    /// The last run that was made.
    simulation: Option<Simulation>,
    /// The inputs of `simulation`; `None` when another engine made that run first.
    simulated: Option<Inputs>,
    /// The outcomes that were compared last.
    compared: compared::Compared,
    /// The inputs of a run that another engine made.
    shown: Option<Inputs>,
    waiting: Vec<Request>,
    /// The work done so far.
    pub work: Work,
}

/// A count of the work done, which a face should keep small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Texts that were read.
    pub readings: u32,
    /// Runs that were made to be shown.
    pub simulations: u32,
    /// Runs that were made for comparisons.
    pub others: u32,
}

impl Desk {
    /// Takes a message. Nothing is computed here.
    pub fn hear(&mut self, message: Message) {
        match message {
            Message::Docs(docs) => Docs::load(docs),
            Message::Pages(pages) => Markdown::load(pages),
            Message::Open(inputs) => {
                if inputs.version != self.inputs.version {
                    (self.manifest, self.before) = (None, None);
                } else if inputs.text != self.inputs.text {
                    // Another scenario for the same text needs no new reading.
                    let last = self.manifest.take().filter(Manifest::is_whole);
                    self.before = last.or(self.before.take());
                }
                self.inputs = inputs;
            }
            Message::Show(inputs) => {
                (self.simulation, self.simulated) = (None, None);
                self.shown = Some(inputs);
            }
            Message::Ask(request) => {
                self.waiting.retain(|waiting| waiting.asker != request.asker);
                self.waiting.push(request);
            }
        }
    }

    /// Whether a question waits that can be answered.
    pub fn is_busy(&self) -> bool {
        self.next().is_some()
    }

    /// Whether the next step makes a run, which takes longest: a face may let it wait until nobody types.
    pub fn is_run_next(&self) -> bool {
        self.next().is_some_and(|(_, request)| request.question.makes_a_run())
    }

    /// The number of the request that is answered next, so that a face knows which request takes long.
    pub fn begin(&self) -> Option<u32> {
        self.next().map(|(_, request)| request.number)
    }

    /// The most urgent request that can be answered; among equal ones the oldest.
    fn next(&self) -> Option<(usize, &Request)> {
        let loaded = Markdown::is_loaded();
        let can_be = |(_, request): &(usize, &Request)| loaded || !request.question.wants_pages();
        self.waiting.iter().enumerate().filter(can_be).min_by_key(|(_, request)| request.question.rank())
    }

    /// Answers the next request.
    pub fn step(&mut self) -> Option<Reply> {
        let next = self.next().map(|(index, _)| index);
        let request = next.map(|index| self.waiting.remove(index))?;
        let answer = self.answer(&request.question);
        Some(Reply { asker: request.asker, number: request.number, answer })
    }
}
