//! What the API server says and the details under the timeline, as a module that `web/boot/boot.js` loads once the page is on the screen.

use engine::page::Manifest;
use js_sys::Array;
use podlab_web::catalog;
use podlab_web::details::{self, App};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;
use yew::prelude::*;

/// Nothing happens by itself: the page calls [`mount`].
fn main() {}

/// The details on the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Details {
    app: AppHandle<App>,
    on: JsValue,
}

/// Puts the details into `host`. `on` has the functions that [`details::Says`] calls, `shown` is a
/// [`details::Shown`] as a plain object.
#[wasm_bindgen]
pub fn mount(host: Element, on: JsValue, shown: &JsValue) -> Details {
    keep_apart();
    let app = yew::Renderer::<App>::with_root_and_props(host, details::props(&on, shown)).render();
    Details { app, on }
}

/// Yew numbers the trees that a program draws, from 1, and marks their elements in the DOM with that number to know
/// whose an event is. This program draws inside of the page's tree, which has the 1: with the same number the page
/// would take a click on a panel for one on itself. So the 1 is used up on a tree that is nowhere.
fn keep_apart() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(nowhere) = document.and_then(|document| document.create_element("div").ok()) {
        yew::Renderer::<Nothing>::with_root(nowhere).render().destroy();
    }
}

#[component]
fn Nothing() -> Html {
    html! {}
}

/// What the API server says of a text, as [`details::analysis::write`] has it.
#[wasm_bindgen]
pub fn analyze(text: &str, version: &str) -> JsValue {
    details::analysis::write(&engine::analyze(text, &engine::page::kubernetes(version)))
}

/// What the field at an offset is.
#[wasm_bindgen]
pub fn hover(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    details::help::hover(text, offset, version, docs)
}

/// What may be written at an offset.
#[wasm_bindgen]
pub fn complete(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    details::help::complete(text, offset, version, docs)
}

/// `[manifest, story]` in simpler YAML, or why there is none, alone in the list.
#[wasm_bindgen]
pub fn usual(text: &str, story: &str) -> Vec<String> {
    engine::page::usual(text, story).map_or_else(|why| vec![why], |(text, story)| vec![text, story])
}

/// Where a field is written, or the nearest of its parents.
#[wasm_bindgen]
pub fn locate(text: &str, field: &str) -> JsValue {
    Manifest::read(text).locate(field).map_or(JsValue::UNDEFINED, details::analysis::place)
}

/// All that is written for a field.
#[wasm_bindgen]
pub fn extent(text: &str, field: &str) -> JsValue {
    Manifest::read(text).extent(field).map_or(JsValue::UNDEFINED, details::analysis::place)
}

/// The field that is written at an offset.
#[wasm_bindgen(js_name = fieldAt)]
pub fn field_at(text: &str, offset: u32) -> String {
    Manifest::read(text).field_at(offset)
}

/// The fragment of a link to what [`details::shared`] has.
#[wasm_bindgen]
pub fn link(state: &JsValue) -> String {
    engine::link::share(&details::shared::read(state))
}

/// The examples to pick.
#[wasm_bindgen]
pub fn examples() -> Array {
    catalog::all().iter().map(details::example::write).collect()
}

#[wasm_bindgen]
impl Details {
    /// Draws what the page shows now.
    pub fn show(&mut self, shown: &JsValue) {
        self.app.update(details::props(&self.on, shown));
    }

    /// Takes the details off the page.
    pub fn unmount(self) {
        self.app.destroy();
    }
}
