//! The bridge to `web/editor/src/editor.js`: plain data in both directions.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::rc::Rc;

use js_sys::{Array, Promise};
use protocol::{Answer, Question};
use view::{Choice, Completion, Edit, Fix, Hover, Place, Problem, Severity};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::Element;
use yew::prelude::*;

use super::held::Held;
use crate::platform::{self, object};
use crate::worker::{self, Inputs};

#[wasm_bindgen]
extern "C" {
    /// `web/boot/boot.js`: the bundle, from this page's own origin, once the place for it comes into view.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = loadEditor)]
    async fn load_editor(place: &Element) -> Result<JsValue, JsValue>;

    type Module;
    #[wasm_bindgen(method)]
    fn mount(this: &Module, host: &Element, text: &str, label: &str, on: &JsValue) -> Handle;

    type Handle;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Handle, text: &str);
    #[wasm_bindgen(method, js_name = setProblems)]
    fn set_problems(this: &Handle, problems: &str);
    #[wasm_bindgen(method)]
    fn reveal(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn light(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method, js_name = goOn)]
    fn go_on(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// The most problems that are underlined: nobody would see more, and each is set anew with each key.
const MARKED: usize = 1000;

/// A CodeMirror on the page; dropping it removes it.
pub struct Mounted {
    handle: Handle,
    /// Its text, and those before it: its own changes are not sent back to it.
    held: Rc<RefCell<Held>>,
    /// The selection of a person who wrote in the text area when it came.
    begun: Option<Place>,
    /// Whether anything is underlined.
    marked: Cell<bool>,
    // JavaScript calls these while the editor lives.
    _change: Closure<dyn Fn(String)>,
    _cursor: Closure<dyn Fn(u32)>,
    _hover: Closure<dyn Fn(u32) -> Promise>,
    _complete: Closure<dyn Fn(String, u32) -> Promise>,
}

impl PartialEq for Mounted {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}

impl Mounted {
    /// Sets the text after a change from outside; one of its own changes nothing, if no command has been carried out since.
    pub fn set_text(&self, text: &str, acts: u32) {
        if self.held.borrow_mut().drawn(text, acts) {
            self.handle.set_text(text);
        }
    }

    /// Whether it holds this text.
    pub fn holds(&self, text: &str) -> bool {
        self.held.borrow().is(text)
    }

    /// Underlines these problems and no others.
    pub fn set_problems(&self, problems: &[Problem]) {
        if self.marked.replace(!problems.is_empty()) || !problems.is_empty() {
            self.handle.set_problems(&flat(problems.get(..MARKED).unwrap_or(problems)));
        }
    }

    /// Lights up a place without moving anything; an empty place ends it.
    pub fn light(&self, place: Place) {
        self.handle.light(place.from, place.to);
    }

    /// Takes the focus of the text area, if it had it.
    pub fn take_over(&self) {
        if let Some(Place { from, to, .. }) = self.begun {
            self.handle.go_on(from, to);
        }
    }

    /// Selects a place, scrolls to it, and takes the focus.
    pub fn reveal(&self, place: &Place) {
        self.handle.reveal(place.from, place.to);
    }
}

/// An editor that was asked for and may not have come yet; dropping it withdraws the request.
pub struct Wish(Rc<Cell<bool>>);

impl Drop for Wish {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// Loads the bundle and puts an editor into `host`; the text area stays if that fails, and hands its focus over if it does not.
pub fn mount(
    host: &NodeRef,
    text: Rc<str>,
    edit: Callback<String>,
    caret: Callback<u32>,
    now: Rc<RefCell<Inputs>>,
    mounted: UseStateHandle<Option<Rc<Mounted>>>,
) -> Wish {
    let wanted = Rc::new(Cell::new(true));
    let wish = Wish(Rc::clone(&wanted));
    let host = host.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let Some(place) = host.cast::<Element>().and_then(|host| host.parent_element()) else { return };
        let Ok(module) = load_editor(&place).await else { return };
        let Some(host) = host.cast::<Element>().filter(|_| wanted.get()) else { return };
        let held = Rc::new(RefCell::new(Held::new(text.to_string())));
        let change = {
            let held = Rc::clone(&held);
            Closure::new(move |text: String| {
                held.borrow_mut().typed(&text);
                edit.emit(text);
            })
        };
        let cursor = Closure::new(move |offset: u32| caret.emit(offset));
        let (hovers, completes) = (worker::new_asker(), worker::new_asker());
        let of = Rc::clone(&now);
        let hover = Closure::new(move |offset: u32| {
            let asked = worker::ask(hovers, of.borrow().clone(), Question::Hover(offset));
            future_to_promise(async move {
                Ok(match asked.await {
                    Some(Answer::Hover(Some(found))) => hovered(&found),
                    _ => JsValue::UNDEFINED,
                })
            })
        });
        let complete = Closure::new(move |text: String, offset: u32| {
            let asked = worker::ask(completes, now.borrow().clone(), Question::Complete { text, offset });
            future_to_promise(async move {
                Ok(match asked.await {
                    Some(Answer::Complete(Some(found))) => completed(&found),
                    _ => JsValue::UNDEFINED,
                })
            })
        });
        let on = object(&[
            ("change", change.as_ref()),
            ("cursor", cursor.as_ref()),
            ("hover", hover.as_ref()),
            ("complete", complete.as_ref()),
        ]);
        let handle = module.unchecked_into::<Module>().mount(&host, &text, "Manifest", &on);
        mounted.set(Some(Rc::new(Mounted {
            handle,
            held,
            begun: platform::selected(),
            marked: Cell::new(false),
            _change: change,
            _cursor: cursor,
            _hover: hover,
            _complete: complete,
        })));
    });
    wish
}

/// The problems as one text, a NUL behind each part and the length before each list. An object for each of 200 problems would be
/// made with thousands of calls from one program into the other, at each key.
fn flat(problems: &[Problem]) -> String {
    let mut out = String::new();
    number(&mut out, problems.len());
    for problem in problems {
        place(&mut out, problem.place.from, problem.place.to);
        part(
            &mut out,
            match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "info",
            },
        );
        part(&mut out, &problem.message);
        part(&mut out, problem.help.as_deref().unwrap_or_default());
        number(&mut out, problem.fixes.len());
        for Fix { label, edits } in &problem.fixes {
            part(&mut out, label);
            number(&mut out, edits.len());
            for Edit { from, to, insert } in edits {
                place(&mut out, *from, *to);
                part(&mut out, insert);
            }
        }
    }
    out
}

/// A part; a NUL of its own would end it.
fn part(out: &mut String, text: &str) {
    out.extend(text.split('\0'));
    out.push('\0');
}

fn number(out: &mut String, number: impl Display) {
    part(out, &number.to_string());
}

fn place(out: &mut String, from: u32, to: u32) {
    number(out, from);
    number(out, to);
}

fn hovered(found: &Hover) -> JsValue {
    object(&[
        ("from", &found.from.into()),
        ("to", &found.to.into()),
        ("title", &found.title.as_str().into()),
        ("text", &found.text.as_str().into()),
    ])
}

fn completed(found: &Completion) -> JsValue {
    let choice = |choice: &Choice| {
        object(&[
            ("label", &choice.label.as_str().into()),
            ("detail", &choice.detail.as_str().into()),
            ("info", &choice.info.as_str().into()),
            ("apply", &choice.insert.as_str().into()),
        ])
    };
    let options: Array = found.choices.iter().map(choice).collect();
    object(&[("from", &found.from.into()), ("options", &options)])
}
