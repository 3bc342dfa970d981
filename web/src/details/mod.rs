//! The details under the timeline: a program of its own, loaded once the page is on the screen.
//!
//! The page tells it what is shown ([`Shown`]); it tells the page what a person wants ([`Says`]). Both cross as plain
//! objects. It computes what it shows by itself, so that the page's program does without that code.

mod app;
mod host;
mod says;
mod shown;

pub use app::{App, Props};
pub use host::Host;
pub use says::Says;
pub use shown::{Inputs, Shown};

use wasm_bindgen::JsValue;

/// What the details are given, out of plain objects.
pub fn props(on: &JsValue, shown: &JsValue) -> Props {
    Props { shown: Shown::read(shown), says: Says::to(on) }
}
