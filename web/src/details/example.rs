//! An example as a plain object.

use wasm_bindgen::JsValue;

use crate::catalog::Example;
use crate::platform::{object, text};

/// As a plain object.
pub fn write(example: &Example) -> JsValue {
    let word = |word: &str| JsValue::from_str(word);
    object(&[
        ("name", &word(&example.name)),
        ("title", &word(&example.title)),
        ("lesson", &word(&example.lesson)),
        ("level", &word(&example.level)),
        ("manifest", &word(&example.manifest)),
        ("story", &word(&example.story)),
    ])
}

/// From a plain object; what is missing is empty.
pub(super) fn read(example: &JsValue) -> Example {
    let word = |name: &str| text(example, name).into();
    Example {
        name: word("name"),
        title: word("title"),
        lesson: word("lesson"),
        level: word("level"),
        manifest: word("manifest"),
        story: word("story"),
    }
}
