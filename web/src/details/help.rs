//! Hovers and completions, from the engine to the shapes that the editor's bundle wants.

use engine::page;
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::platform::object;

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
