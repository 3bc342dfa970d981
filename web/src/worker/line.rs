//! The line to the worker as a small machine: it knows the unanswered questions, and what to do when the worker ends.
//! It posts nothing by itself, so that it is tested without a browser.

use std::mem;
use std::rc::Rc;

use protocol::{Answer, Message, Question, Reply, Request};

use super::Inputs;
use crate::shared::Shared;

/// The longest time for one answer, in milliseconds.
pub const LIMIT: u32 = 5_000;
/// The number of times that a worker which never answers is started.
const STARTS: u32 = 2;

/// The outcome of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The engine's answer.
    Answered(Shared<Answer>),
    /// The engine ended before it had an answer.
    Failed(Trouble),
}

/// The reason why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The engine could not be loaded.
    Missing,
    /// It took longer than [`LIMIT`].
    Slow,
    /// It trapped or ran out of memory.
    Ended,
    /// It ended over this text when the page was last open.
    Earlier,
}

impl Trouble {
    /// A sentence for the reader.
    pub fn sentence(self) -> &'static str {
        match self {
            Trouble::Missing => {
                "The engine could not be loaded: nothing is checked. Your text is kept; load the page again."
            }
            Trouble::Slow => {
                "This took the engine longer than five seconds, so it was stopped and started anew. Your text is untouched, but it has not been checked: make it smaller, or change it."
            }
            Trouble::Earlier => {
                "The engine ended over this text when it was last open, so it is shown and not checked. Nothing is lost: change it, and it is checked again."
            }
            Trouble::Ended => {
                "The engine broke down over this text and was started anew. Your text is untouched, but it has not been checked. Please report it."
            }
        }
    }
}

/// A question that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
struct Waiting {
    request: Request,
    inputs: Inputs,
    state: State,
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The worker has it, with its own text.
    Posted,
    /// The worker has it, and another text was opened meanwhile, which the answer may be about.
    Mixed,
    /// It was answered so, and is asked again when no question about another text is under way: two that were asked in
    /// turn would mix each other for ever.
    Again,
}

impl Waiting {
    /// Whether its answer would be another one about these inputs. Another story for the same text is opened only when the
    /// story has changed, and then all whose answer it changes ask again.
    fn is_mixed_with(&self, inputs: &Inputs) -> bool {
        self.request.question.is_about_inputs() && !self.has_text_of(inputs)
    }

    fn has_text_of(&self, inputs: &Inputs) -> bool {
        self.inputs.text == inputs.text && self.inputs.version == inputs.version
    }

    /// Whether the worker need not open its inputs. The verdict is the same with any story, and is asked about with that of the
    /// first example: opening that would answer the panels' questions about the wrong story.
    fn is_open_in(&self, opened: &Inputs) -> bool {
        self.inputs == *opened || (self.request.question == Question::Check && self.has_text_of(opened))
    }
}

/// The next actions in the browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Todo {
    /// Ends the worker and starts another one, before anything is posted.
    pub restart: bool,
    /// Messages to post, in order.
    pub post: Vec<Message>,
    /// Outcomes for askers.
    pub tell: Vec<(u32, Outcome)>,
}

/// The line.
#[derive(Debug, Default)]
pub struct Line {
    opened: Option<Inputs>,
    /// The inputs of the run that is shown; questions about a run are about this one.
    shown: Option<Inputs>,
    /// Whether the worker has made that run itself or been told its inputs.
    made: bool,
    waiting: Vec<Waiting>,
    /// The request that the worker is answering.
    current: Option<u32>,
    numbers: u32,
    /// Questions that ended a worker, which are not asked again.
    fatal: Vec<(Inputs, Question, Trouble)>,
    /// The text that ended one when the page was last open: nothing is asked about it.
    refused: Option<Rc<str>>,
    /// Starts of a worker since the last answer.
    starts: u32,
    missing: bool,
}

/// The most fatal questions that are remembered.
const REMEMBERED: usize = 16;

impl Line {
    /// Notes that the run that is shown has these inputs, and was made by no worker of this page.
    pub fn show(&mut self, inputs: Inputs) {
        (self.shown, self.made) = (Some(inputs), false);
    }

    /// Nothing is asked about this text.
    pub fn refuse(&mut self, text: Rc<str>) {
        self.refused = Some(text);
    }

    /// Asks; takes the place of what the same asker asked before.
    pub fn ask(&mut self, asker: u32, inputs: Inputs, question: Question) -> Todo {
        self.forget(asker);
        let known = self.fatal.iter().find(|(about, what, _)| *about == inputs && *what == question);
        let refused = question.is_about_inputs() && self.refused.as_ref() == Some(&inputs.text);
        let known = known
            .map(|(.., trouble)| *trouble)
            .or(self.missing.then_some(Trouble::Missing))
            .or(refused.then_some(Trouble::Earlier));
        if let Some(trouble) = known {
            return Todo { tell: vec![(asker, Outcome::Failed(trouble))], ..Todo::default() };
        }
        Todo { post: self.post(asker, inputs, question), ..Todo::default() }
    }

    fn post(&mut self, asker: u32, inputs: Inputs, question: Question) -> Vec<Message> {
        self.numbers = self.numbers.wrapping_add(1);
        let request = Request { asker, number: self.numbers, question };
        let waiting = Waiting { request, inputs, state: State::Posted };
        let post = self.messages(&waiting);
        self.waiting.push(waiting);
        post
    }

    fn messages(&mut self, waiting: &Waiting) -> Vec<Message> {
        let mut post = Vec::new();
        let about_a_run = waiting.request.question.is_about_a_run();
        let is_open = self.opened.as_ref().is_some_and(|opened| waiting.is_open_in(opened));
        if waiting.request.question.is_about_inputs() && !is_open {
            post.push(Message::Open((&waiting.inputs).into()));
            self.opened = Some(waiting.inputs.clone());
            for other in &mut self.waiting {
                if other.state == State::Posted && other.is_mixed_with(&waiting.inputs) {
                    other.state = State::Mixed;
                }
            }
        }
        if about_a_run && !self.made {
            self.made = true;
            post.extend(self.shown.as_ref().map(|shown| Message::Show(shown.into())));
        }
        post.push(Message::Ask(waiting.request.clone()));
        post
    }

    /// Drops the asker's question.
    pub fn forget(&mut self, asker: u32) {
        self.waiting.retain(|waiting| waiting.request.asker != asker);
    }

    /// Notes that the worker begins to answer a request.
    pub fn begins(&mut self, number: u32) {
        self.current = Some(number);
    }

    /// Takes the worker's answer.
    pub fn replied(&mut self, reply: Reply) -> Todo {
        self.starts = 0;
        self.current = None;
        let place = self.waiting.iter().position(|waiting| waiting.request.number == reply.number);
        let Some(mut waiting) = place.map(|place| self.waiting.remove(place)) else {
            return Todo { post: self.again(), ..Todo::default() };
        };
        if waiting.state != State::Posted {
            // An answer that may be about another text is never told.
            waiting.state = State::Again;
            self.waiting.push(waiting);
            return Todo { post: self.again(), ..Todo::default() };
        }
        if matches!(reply.answer, Answer::Run(Ok(_))) {
            (self.shown, self.made) = (Some(waiting.inputs), true);
        }
        let outcome = Outcome::Answered(Shared::new(reply.answer));
        Todo { tell: vec![(reply.asker, outcome)], post: self.again(), ..Todo::default() }
    }

    /// Asks again what was answered about another text, all questions about one text together.
    fn again(&mut self) -> Vec<Message> {
        if self.waiting.iter().any(|waiting| waiting.state != State::Again) {
            return Vec::new();
        }
        let Some(inputs) = self.waiting.first().map(|waiting| waiting.inputs.clone()) else {
            return Vec::new();
        };
        let (again, later) =
            mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.inputs == inputs);
        self.waiting = later;
        let again: Vec<Waiting> = again;
        again
            .into_iter()
            .flat_map(|one| self.post(one.request.asker, one.inputs, one.request.question))
            .collect()
    }

    /// Notes that the worker has ended or must end: its question has failed, and a new worker gets all others.
    pub fn ended(&mut self, trouble: Trouble) -> Todo {
        self.starts += 1;
        let current = self.current.take();
        let place = current
            .and_then(|number| self.waiting.iter().position(|waiting| waiting.request.number == number));
        if current.is_none() && self.starts >= STARTS {
            self.missing = true;
            let tell = self.waiting.drain(..);
            let tell = tell.map(|waiting| (waiting.request.asker, Outcome::Failed(Trouble::Missing)));
            return Todo { tell: tell.collect(), ..Todo::default() };
        }
        let mut todo = Todo { restart: true, ..Todo::default() };
        if let Some(waiting) = place.map(|place| self.waiting.remove(place)) {
            todo.tell.push((waiting.request.asker, Outcome::Failed(trouble)));
            self.fatal.truncate(REMEMBERED - 1);
            self.fatal.insert(0, (waiting.inputs, waiting.request.question, trouble));
        }
        (self.opened, self.made) = (None, false);
        self.waiting.iter_mut().for_each(|waiting| waiting.state = State::Posted);
        for waiting in self.waiting.clone() {
            todo.post.extend(self.messages(&waiting));
        }
        todo
    }
}

#[cfg(test)]
mod tests {
    use protocol::{Answer, Message, Question, Reply};

    use super::{Inputs, Line, Outcome, Todo, Trouble};

    fn inputs(text: &str) -> Inputs {
        Inputs { text: text.into(), ..Inputs::default() }
    }

    fn asks(todo: &Todo) -> Vec<&Question> {
        let mut asked = Vec::new();
        for message in &todo.post {
            match message {
                Message::Ask(request) => asked.push(&request.question),
                Message::Open(_) | Message::Docs(_) | Message::Pages(_) | Message::Show(_) => {}
            }
        }
        asked
    }

    #[test]
    fn inputs_are_opened_once_for_all_questions() {
        let mut line = Line::default();
        assert_eq!(line.ask(1, inputs("a"), Question::Check).post.len(), 2);
        assert_eq!(line.ask(2, inputs("a"), Question::Run).post.len(), 1);
        assert_eq!(line.ask(1, inputs("b"), Question::Check).post.len(), 2);
    }

    #[test]
    fn the_verdict_opens_no_other_story() {
        let told = Inputs { scenario: "actions: []".into(), ..inputs("a") };
        let mut line = Line::default();
        assert_eq!(line.ask(1, told.clone(), Question::Controls).post.len(), 2);
        assert_eq!(line.ask(2, inputs("a"), Question::Check).post.len(), 1);
        assert_eq!(line.ask(3, told, Question::Run).post.len(), 1);
    }

    #[test]
    fn an_answer_to_an_older_question_is_not_told() {
        let mut line = Line::default();
        line.ask(1, inputs("a"), Question::Check);
        line.ask(1, inputs("b"), Question::Check);
        let reply = |number| Reply { asker: 1, number, answer: Answer::Check(view::Check::default()) };
        assert_eq!(line.replied(reply(1)), Todo::default());
        let told = line.replied(reply(2)).tell;
        let [(1, Outcome::Answered(answer))] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(**answer, Answer::Check(view::Check::default()));
    }

    #[test]
    fn an_answer_that_may_be_about_another_text_is_asked_again() {
        let mut line = Line::default();
        line.ask(1, inputs("typed"), Question::Check);
        // The page has not been drawn with it yet, and a panel asks about the text before.
        line.ask(2, inputs("drawn"), Question::Run);
        let reply = |asker, number| Reply { asker, number, answer: Answer::Check(view::Check::default()) };
        // The panel's question is still under way, with its own text.
        assert_eq!(line.replied(reply(1, 1)), Todo::default());
        let todo = line.replied(reply(2, 2));
        assert_eq!((asks(&todo), todo.tell.len()), (vec![&Question::Check], 1));
        assert!(matches!(todo.post.first(), Some(Message::Open(opened)) if opened.text == "typed"));
        let todo = line.replied(reply(1, 3));
        assert_eq!((todo.post.len(), todo.tell.len()), (0, 1));
    }

    #[test]
    fn questions_about_many_texts_come_to_an_end() {
        let mut line = Line::default();
        let texts = ["a", "b", "c", "a", "b"];
        let mut posted = Vec::new();
        for (asker, text) in (1..).zip(texts) {
            posted.extend(line.ask(asker, inputs(text), Question::Check).post);
        }
        let mut told = 0;
        let mut replies = 0;
        while !posted.is_empty() {
            for message in std::mem::take(&mut posted) {
                let Message::Ask(request) = message else { continue };
                let answer = Answer::Check(view::Check::default());
                let todo = line.replied(Reply { asker: request.asker, number: request.number, answer });
                told += todo.tell.len();
                posted.extend(todo.post);
            }
            replies += 1;
            assert!(replies < 10, "{told} of {} were told", texts.len());
        }
        assert_eq!(told, texts.len());
    }

    #[test]
    fn what_ended_the_worker_is_told_and_not_asked_again() {
        let mut line = Line::default();
        line.ask(1, inputs("job"), Question::Check);
        line.ask(2, inputs("job"), Question::Run);
        line.begins(2);
        let todo = line.ended(Trouble::Ended);
        assert!(todo.restart);
        assert_eq!(todo.tell, [(2, Outcome::Failed(Trouble::Ended))]);
        assert_eq!(asks(&todo), [&Question::Check]);
        let again = line.ask(2, inputs("job"), Question::Run);
        assert_eq!((again.post.len(), again.tell.len()), (0, 1));
        assert_eq!(asks(&line.ask(2, inputs("pod"), Question::Run)), [&Question::Run]);
    }

    #[test]
    fn what_ended_the_engine_in_an_earlier_visit_is_not_asked_until_it_changes() {
        let mut line = Line::default();
        line.refuse("job".into());
        let todo = line.ask(1, inputs("job"), Question::Check);
        assert_eq!((todo.post.len(), todo.tell), (0, vec![(1, Outcome::Failed(Trouble::Earlier))]));
        assert_eq!(asks(&line.ask(1, inputs("jobs"), Question::Check)), [&Question::Check]);
    }

    #[test]
    fn a_new_worker_hears_which_run_is_shown() {
        let mut line = Line::default();
        line.ask(2, inputs("pod"), Question::Run);
        line.replied(Reply { asker: 2, number: 1, answer: Answer::Run(Ok(view::Run::default())) });
        assert_eq!(line.ask(3, inputs("pod"), Question::Narration).post.len(), 1);
        line.begins(7);
        let shows = |message: &Message| matches!(message, Message::Show(shown) if shown.text == "pod");
        let todo = line.ended(Trouble::Slow);
        assert_eq!(todo.post.iter().filter(|message| shows(message)).count(), 1);
        assert_eq!(asks(&todo), [&Question::Narration]);
    }

    #[test]
    fn a_worker_that_cannot_be_loaded_is_given_up() {
        let mut line = Line::default();
        line.ask(1, inputs("a"), Question::Check);
        assert!(line.ended(Trouble::Ended).restart);
        let todo = line.ended(Trouble::Ended);
        assert_eq!((todo.restart, todo.tell), (false, vec![(1, Outcome::Failed(Trouble::Missing))]));
        assert_eq!(line.ask(1, inputs("b"), Question::Check).tell.len(), 1);
    }
}
