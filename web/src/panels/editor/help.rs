//! Hovers and completions, from the engine to the shapes that the bundle wants.

use std::cell::RefCell;
use std::rc::Rc;

use engine::page;
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::platform::object;

/// What the editor's questions are answered with.
#[derive(Clone, Debug)]
pub struct Help {
    /// The version that is chosen now: `1.36`.
    pub version: Rc<RefCell<Rc<str>>>,
}

/// `{from, to, title, text}`, or undefined.
pub fn hover(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    let Some(hover) = page::hover(text, offset, &page::kubernetes(version), docs) else {
        return JsValue::UNDEFINED;
    };
    object(&[
        ("from", &hover.from.into()),
        ("to", &hover.to.into()),
        ("title", &hover.title.into()),
        ("text", &hover.text.into()),
    ])
}

/// `{from, options: [{label, detail, info, apply}]}`, or undefined.
pub fn complete(text: &str, offset: u32, version: &str, docs: &str) -> JsValue {
    let Some(found) = page::complete(text, offset, &page::kubernetes(version), docs) else {
        return JsValue::UNDEFINED;
    };
    let option = |choice: &page::Choice| {
        object(&[
            ("label", &choice.label.as_str().into()),
            ("detail", &choice.detail.as_str().into()),
            ("info", &choice.info.as_str().into()),
            ("apply", &choice.insert.as_str().into()),
        ])
    };
    let options: Array = found.choices.iter().map(option).collect();
    object(&[("from", &found.from.into()), ("options", &options)])
}
