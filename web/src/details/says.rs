//! What the details tell the page.

use engine::page::Fix;
use js_sys::Function;
use wasm_bindgen::{JsCast as _, JsValue};
use yew::Callback;

use super::analysis;
use crate::panels::Pointing;
use crate::platform::field;

/// A person's wishes that the page fulfils; each is one function of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Says {
    /// `change([{from, to, insert}])`: replace parts of the manifest; offsets in UTF-16 units, in order.
    pub change: Callback<Fix>,
    /// `tell(story)`: another story.
    pub tell: Callback<String>,
    /// `seek(ms)`: the playhead.
    pub seek: Callback<f64>,
    /// `show(field)`: select a field in the editor; `light(field | undefined)`: light it up.
    pub point: Pointing,
}

impl Says {
    /// To the functions of `on`; one that is missing is never called.
    pub fn to(on: &JsValue) -> Says {
        let function = |name: &str| field(on, name).dyn_into::<Function>().ok();
        let say = |name: &str| {
            let function = function(name);
            Callback::from(move |value: JsValue| {
                // The page's functions do not throw.
                let _ = function.as_ref().map(|function| function.call1(&JsValue::UNDEFINED, &value));
            })
        };
        Says {
            change: say("change").reform(|fix: Fix| analysis::edits(&fix.edits)),
            tell: say("tell").reform(|story: String| story.into()),
            seek: say("seek").reform(|at: f64| at.into()),
            point: Pointing {
                show: say("show").reform(|field: String| field.into()),
                light: say("light")
                    .reform(|field: Option<String>| field.map_or(JsValue::UNDEFINED, JsValue::from)),
            },
        }
    }
}
