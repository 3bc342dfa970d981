//! The worker in the browser: posts bytes, receives numbers and bytes, and limits the time of an answer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use protocol::{Message, Question, Reply};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::Inputs;
use super::line::{LIMIT, Line, Outcome, Todo, Trouble};

/// A question that was asked before the page is drawn with its inputs.
struct Early {
    asker: u32,
    inputs: Inputs,
    question: Question,
    outcome: Option<Outcome>,
}

impl Early {
    fn is(&self, asker: u32, inputs: &Inputs, question: &Question) -> bool {
        self.asker == asker && self.question == *question && self.inputs == *inputs
    }
}

#[wasm_bindgen]
extern "C" {
    /// `web/boot/boot.js`: the worker that started with the page, then new ones.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = startEngine)]
    fn start_engine() -> Result<Worker, JsValue>;
}

type Teller = Box<dyn FnOnce(Outcome)>;

/// The worker with its listeners.
struct Living {
    worker: Worker,
    _message: Closure<dyn Fn(MessageEvent)>,
    _error: Closure<dyn Fn(JsValue)>,
}

#[derive(Default)]
struct Post {
    line: RefCell<Line>,
    living: RefCell<Option<Living>>,
    tellers: RefCell<Vec<(u32, Teller)>>,
    watch: RefCell<Option<Timeout>>,
    askers: Cell<u32>,
    early: RefCell<Option<Early>>,
}

thread_local! {
    // Global, because there is one worker, and the editor's callbacks cannot hold a handle.
    static POST: Rc<Post> = Rc::default();
}

fn here() -> Rc<Post> {
    POST.with(Rc::clone)
}

/// A number for an asker; no asker has 0.
pub fn new_asker() -> u32 {
    let post = here();
    post.askers.set(post.askers.get().wrapping_add(1));
    post.askers.get()
}

/// Notes that the run that is shown has these inputs, and was made by no worker of this page.
pub fn show(inputs: Inputs) {
    here().line.borrow_mut().show(inputs);
}

/// Nothing is asked about this text.
pub fn refuse(text: Rc<str>) {
    here().line.borrow_mut().refuse(text);
}

/// Asks; `tell` is called once with what comes of it, unless the asker asks again or is forgotten before.
pub fn ask(asker: u32, inputs: Inputs, question: Question, tell: impl FnOnce(Outcome) + 'static) {
    let post = here();
    post.tellers.borrow_mut().retain(|(other, _)| *other != asker);
    post.tellers.borrow_mut().push((asker, Box::new(tell)));
    let on_its_way = |early: &Early| early.outcome.is_none() && early.is(asker, &inputs, &question);
    if post.early.borrow().as_ref().is_some_and(on_its_way) {
        return;
    }
    post.drop_early(asker);
    let todo = post.line.borrow_mut().ask(asker, inputs, question);
    post.carry_out(todo);
}

/// Asks before the page is drawn with these inputs: [`early`] has the outcome from the call of `come` on.
pub fn ask_early(asker: u32, inputs: Inputs, question: Question, come: impl FnOnce() + 'static) {
    let early = Early { asker, inputs: inputs.clone(), question: question.clone(), outcome: None };
    here().early.replace(None);
    let tell = move |outcome| {
        if let Some(early) = &mut *here().early.borrow_mut() {
            early.outcome = Some(outcome);
        }
        come();
    };
    // A line that has nothing to wait for tells at once.
    let post = here();
    post.tellers.borrow_mut().retain(|(other, _)| *other != asker);
    post.tellers.borrow_mut().push((asker, Box::new(tell)));
    let todo = post.line.borrow_mut().ask(asker, inputs, question);
    post.early.replace(Some(early));
    post.carry_out(todo);
}

/// The outcome of a question that was asked early, if it has come.
pub fn early(asker: u32, inputs: &Inputs, question: &Question) -> Option<Outcome> {
    let post = here();
    let early = post.early.borrow();
    early.as_ref().filter(|early| early.is(asker, inputs, question))?.outcome.clone()
}

/// Asks and awaits the outcome.
pub async fn await_answer(asker: u32, inputs: Inputs, question: Question) -> Option<Outcome> {
    let (sender, receiver) = oneshot::channel();
    ask(asker, inputs, question, move |outcome| {
        // The receiver may have been dropped.
        let _ = sender.send(outcome);
    });
    receiver.await.ok()
}

/// Forgets an asker and its question.
pub fn forget(asker: u32) {
    let post = here();
    post.tellers.borrow_mut().retain(|(other, _)| *other != asker);
    post.line.borrow_mut().forget(asker);
    post.drop_early(asker);
}

impl Post {
    /// Another question of this asker ends the early one: nobody may wait for it.
    fn drop_early(&self, asker: u32) {
        self.early.borrow_mut().take_if(|early| early.asker == asker);
    }

    fn carry_out(self: &Rc<Self>, todo: Todo) {
        if todo.restart {
            self.watch.take();
            if let Some(ended) = self.living.take() {
                ended.worker.terminate();
                // One of its closures may be running now, so it is dropped later.
                Timeout::new(0, move || drop(ended)).forget();
            }
        }
        if !todo.post.is_empty() {
            self.start();
        }
        if let Some(living) = &*self.living.borrow() {
            todo.post.iter().for_each(|message| send(&living.worker, message));
        }
        for (asker, outcome) in todo.tell {
            let place = self.tellers.borrow().iter().position(|(other, _)| *other == asker);
            // The borrow ends before the call, because the callee may ask again.
            let teller = place.map(|place| self.tellers.borrow_mut().remove(place).1);
            if let Some(teller) = teller {
                teller(outcome);
            }
        }
    }

    /// Starts a worker if there is none.
    fn start(self: &Rc<Self>) {
        if self.living.borrow().is_some() {
            return;
        }
        let Ok(worker) = start_engine() else {
            let todo = self.line.borrow_mut().ended(Trouble::Missing);
            // A browser that refuses one worker refuses the next, so nothing is posted.
            return self.carry_out(Todo { post: Vec::new(), restart: false, ..todo });
        };
        let post = Rc::clone(self);
        let message = Closure::new(move |event: MessageEvent| post.hear(&event.data()));
        let post = Rc::clone(self);
        let error = Closure::new(move |_: JsValue| post.end(Trouble::Ended));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        *self.living.borrow_mut() = Some(Living { worker, _message: message, _error: error });
    }

    /// Takes a message: a number names the request being answered, null says that this waits for the network, bytes are a reply,
    /// anything else is a failure.
    fn hear(self: &Rc<Self>, data: &JsValue) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
        if let Some(number) = data.as_f64() {
            self.line.borrow_mut().begins(number as u32);
            let post = Rc::clone(self);
            *self.watch.borrow_mut() = Some(Timeout::new(LIMIT, move || {
                // It has fired, so there is nothing to cancel.
                if let Some(fired) = post.watch.take() {
                    fired.forget();
                }
                post.end(Trouble::Slow);
            }));
            return;
        }
        self.watch.take();
        if data.is_null() {
            return;
        }
        let reply = data.dyn_ref::<Uint8Array>().and_then(|bytes| Reply::decode(&bytes.to_vec()));
        match reply {
            Some(reply) => {
                let todo = self.line.borrow_mut().replied(reply);
                self.carry_out(todo);
            }
            None => self.end(Trouble::Ended),
        }
    }

    fn end(self: &Rc<Self>, trouble: Trouble) {
        let todo = self.line.borrow_mut().ended(trouble);
        self.carry_out(todo);
    }
}

fn send(worker: &Worker, message: &Message) {
    let bytes = Uint8Array::from(message.encode().as_slice());
    let moved = Array::of1(&bytes.buffer());
    // Bytes can always be posted, so there is no error to handle.
    let _ = worker.post_message_with_transfer(&bytes, &moved);
}
