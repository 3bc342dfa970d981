//! Typing into the code editor. A key is shown before anything else is drawn for it: the engine gets the text at once, and
//! the page is drawn with it when the verdict has come. One drawing says both, and the words about the text do not flicker.
//! Element: `#editor` has `data-typed` meanwhile.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::platform;
use crate::session::{Action, Session};
use crate::shared::Shared;
use crate::verdict::Early;

/// The page says that it is still checking after so many milliseconds.
const LATE: u32 = 50;

/// A text that the page has not been drawn with.
struct Typing {
    text: RefCell<Option<Rc<str>>>,
    caret: Cell<Option<u32>>,
    late: RefCell<Option<Timeout>>,
    acts: Cell<u32>,
    session: UseReducerDispatcher<Session>,
    moved: UseStateSetter<u32>,
}

/// The ways to change the session.
pub struct UseTyping {
    /// Carries out a command. What was typed before comes first.
    pub act: Callback<Action>,
    /// The number of commands that have been carried out.
    pub acts: u32,
    /// Takes the text of the code editor.
    pub typed: Callback<String>,
    /// Takes the caret's offset in UTF-16 units, behind the text.
    pub moved: Callback<u32>,
}

/// Holds what is typed until its verdict has come.
#[hook]
pub fn use_typing(
    session: &UseReducerHandle<Session>,
    caret: &UseStateHandle<u32>,
    early: Early,
) -> UseTyping {
    let typing = {
        let (session, moved) = (session.dispatcher(), caret.setter());
        use_memo((), move |()| {
            Shared::new(Typing {
                text: RefCell::default(),
                caret: Cell::default(),
                late: RefCell::default(),
                acts: Cell::default(),
                session,
                moved,
            })
        })
    };
    let typing = (*typing).clone();
    let asks = use_mut_ref(|| early.clone());
    asks.replace(early);
    {
        let typing = typing.clone();
        // The commands of keys and buttons find the page as it is written.
        use_effect_with((), move |()| {
            platform::listen_first(&["pointerdown", "keydown"], move |event| {
                if platform::is_command(event) {
                    typing.draw();
                }
            })
        });
    }
    let act = use_callback(typing.clone(), |action: Action, typing| {
        typing.draw();
        typing.acts.set(typing.acts.get().wrapping_add(1));
        typing.session.dispatch(action);
    });
    let typed = use_callback(typing.clone(), move |text: String, typing| {
        let text = Rc::<str>::from(text);
        hold(typing, text.clone());
        let come = typing.clone();
        asks.borrow().ask(text, move || come.draw());
    });
    let acts = typing.acts.get();
    let moved = use_callback(typing, |offset: u32, typing| typing.moved(offset));
    UseTyping { act, acts, typed, moved }
}

impl Typing {
    fn moved(&self, offset: u32) {
        if self.text.borrow().is_some() {
            self.caret.set(Some(offset));
        } else {
            self.moved.set(offset);
        }
    }

    /// Draws the page with what was typed.
    fn draw(&self) {
        let Some(text) = self.text.take() else { return };
        self.late.take();
        self.session.dispatch(Action::Edit(text));
        if let Some(offset) = self.caret.take() {
            self.moved.set(offset);
        }
        // Last, so that who watches it finds the page drawn.
        platform::unmark("editor", MARK);
    }
}

/// Keeps a text until it can be drawn, or until it is late.
fn hold(typing: &Shared<Typing>, text: Rc<str>) {
    typing.text.replace(Some(text));
    platform::mark("editor", MARK);
    // Counted from the first key that waits, so that the page is drawn however fast the keys come.
    typing.late.borrow_mut().get_or_insert_with(|| {
        let typing = typing.clone();
        Timeout::new(LATE, move || {
            // It has fired, so there is nothing to cancel.
            if let Some(fired) = typing.late.take() {
                fired.forget();
            }
            typing.draw();
        })
    });
}

/// The attribute of the editor while a text waits.
const MARK: &str = "data-typed";
