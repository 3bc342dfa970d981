//! What the details tell the page.

use engine::page::{Edit, Fix};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use yew::Callback;

use crate::panels::Pointing;
use crate::platform::object;

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
        let function = |name: &str| Reflect::get(on, &name.into()).ok()?.dyn_into::<Function>().ok();
        let say = |name: &str| {
            let function = function(name);
            Callback::from(move |value: JsValue| {
                // The page's functions do not throw.
                let _ = function.as_ref().map(|function| function.call1(&JsValue::UNDEFINED, &value));
            })
        };
        Says {
            change: say("change").reform(|fix: Fix| fix.edits.iter().map(edit).collect::<Array>().into()),
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

/// A replacement as a plain object.
fn edit(edit: &Edit) -> JsValue {
    object(&[("from", &edit.from.into()), ("to", &edit.to.into()), ("insert", &edit.insert.as_str().into())])
}

/// Replacements out of plain objects.
pub(super) fn edits(list: &JsValue) -> Vec<Edit> {
    let edit = |object: JsValue| {
        let field = |name: &str| Reflect::get(&object, &name.into()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "offsets in a text")]
        let offset = |name: &str| field(name).as_f64().map(|offset| offset as u32);
        Some(Edit { from: offset("from")?, to: offset("to")?, insert: field("insert").as_string()? })
    };
    let list = list.dyn_ref::<Array>();
    list.into_iter().flat_map(Array::iter).filter_map(edit).collect()
}
