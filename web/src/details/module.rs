//! The page's side of the details' bundle: loads it once, asks it.

use std::cell::RefCell;
use std::rc::Rc;

use engine::link::SharedState;
use engine::page::{Analysis, Manifest, Place};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

use super::{analysis, example, shared};
use crate::catalog::Example;
use crate::memo::Shared;

#[wasm_bindgen]
extern "C" {
    /// `web/boot/boot.js`: the bundle, from this page's own origin.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = loadDetails)]
    async fn load_details() -> Result<JsValue, JsValue>;

    #[derive(Clone, Debug)]
    pub(super) type Module;
    #[wasm_bindgen(method, catch)]
    fn analyze(this: &Module, text: &str, version: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn hover(this: &Module, text: &str, offset: u32, version: &str, docs: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn complete(
        this: &Module,
        text: &str,
        offset: u32,
        version: &str,
        docs: &str,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn usual(this: &Module, text: &str, story: &str) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn locate(this: &Module, text: &str, field: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn extent(this: &Module, text: &str, field: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = fieldAt)]
    fn field_at(this: &Module, text: &str, offset: u32) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn link(this: &Module, state: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn examples(this: &Module) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn mount(
        this: &Module,
        host: &Element,
        on: &JsValue,
        shown: &JsValue,
    ) -> Result<Handle, JsValue>;

    /// The panels on the page.
    pub(super) type Handle;
    #[wasm_bindgen(method, catch)]
    pub(super) fn show(this: &Handle, shown: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn unmount(this: &Handle) -> Result<(), JsValue>;
}

thread_local! {
    /// There is one, and what the editor asks it has no way to hold it.
    static HERE: RefCell<Option<Module>> = const { RefCell::new(None) };
}

/// How far the bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// On its way.
    Loading,
    /// It answers.
    Here,
    /// It could not be loaded.
    Failed,
}

/// What the API server says of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Its rules are on their way.
    Waiting,
    /// Its rules could not be loaded, or have failed.
    Missing,
    /// All of it.
    Said(Shared<Analysis>),
}

impl Verdict {
    /// What was said, if anything.
    pub fn analysis(&self) -> Option<&Analysis> {
        match self {
            Verdict::Said(analysis) => Some(analysis),
            Verdict::Waiting | Verdict::Missing => None,
        }
    }
}

/// Loads the bundle when the page is on the screen.
#[hook]
pub fn use_details() -> Details {
    let state = use_state(|| Details::Loading);
    {
        let state = state.clone();
        use_effect_with((), move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                let loaded = load_details().await;
                state.set(if loaded.is_ok() { Details::Here } else { Details::Failed });
                HERE.set(loaded.ok().map(JsCast::unchecked_into));
            });
        });
    }
    *state
}

/// The bundle, once it is here.
pub(super) fn module() -> Option<Module> {
    HERE.with_borrow(Clone::clone)
}

/// What the API server says of a text.
pub fn analyze(details: Details, text: &str, version: &str) -> Verdict {
    let said = module().map(|module| module.analyze(text, version));
    match (details, said) {
        (_, Some(Ok(said))) => Verdict::Said(Shared::new(analysis::read(&said))),
        (Details::Failed, _) | (_, Some(Err(_))) => Verdict::Missing,
        (Details::Loading | Details::Here, None) => Verdict::Waiting,
    }
}

/// What a field is, as the editor wants it; undefined when there is nothing to say.
pub fn hover(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    module().and_then(|module| module.hover(text, offset, version, docs).ok()).unwrap_or_default()
}

/// What may be written, as the editor wants it; undefined when there is nothing to say.
pub fn complete(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    module().and_then(|module| module.complete(text, offset, version, docs).ok()).unwrap_or_default()
}

/// The same manifest and story in YAML that the page reads by itself. The error is a sentence for the reader.
pub fn usual(details: Details, text: &str, story: &str) -> Result<(String, String), String> {
    let Some(module) = module() else {
        return Err(match details {
            Details::Failed => {
                "This YAML is beyond the part of Podlab that could be loaded. Load the page again."
            }
            Details::Loading | Details::Here => "What reads this YAML is still being loaded.",
        }
        .to_owned());
    };
    let failed =
        |_| "This YAML made a part of Podlab fail. Load the page again, and please report it.".to_owned();
    let said = module.usual(text, story).map_err(failed)?;
    let said: Vec<String> = said.iter().filter_map(|text| text.as_string()).collect();
    match <[String; 2]>::try_from(said) {
        Ok([text, story]) => Ok((text, story)),
        Err(mut why) => Err(why.pop().unwrap_or_default()),
    }
}

/// Where the fields of a manifest stand: read here where it can be, else by the details.
#[derive(Clone, Debug)]
pub struct Places {
    text: Rc<str>,
    usual: Option<Manifest>,
}

impl PartialEq for Places {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Places {
    /// The places of a text.
    pub fn of(text: &Rc<str>) -> Places {
        Places { text: text.clone(), usual: Manifest::read_usual(text) }
    }

    /// As [`Manifest::locate`].
    pub fn locate(&self, field: &str) -> Option<Place> {
        match &self.usual {
            Some(manifest) => manifest.locate(field),
            None => analysis::read_place(&module()?.locate(&self.text, field).ok()?),
        }
    }

    /// As [`Manifest::extent`].
    pub fn extent(&self, field: &str) -> Option<Place> {
        match &self.usual {
            Some(manifest) => manifest.extent(field),
            None => analysis::read_place(&module()?.extent(&self.text, field).ok()?),
        }
    }

    /// As [`Manifest::field_at`].
    pub fn field_at(&self, offset: u32) -> String {
        match &self.usual {
            Some(manifest) => manifest.field_at(offset),
            None => module().and_then(|module| module.field_at(&self.text, offset).ok()).unwrap_or_default(),
        }
    }
}

/// The fragment of a link; `None` as long as the bundle is on its way.
pub fn link(state: &SharedState) -> Option<String> {
    module()?.link(&shared::write(state)).ok()
}

/// All examples; the first alone as long as the others are on their way.
pub fn examples() -> Vec<Example> {
    let all = module().and_then(|module| module.examples().ok());
    all.map_or_else(
        || vec![crate::catalog::first()],
        |all| all.iter().map(|one| example::read(&one)).collect(),
    )
}
