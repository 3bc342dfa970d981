//! The details: a program of its own, loaded once the page is on the screen. It knows what the API server says, helps
//! in the editor, has the examples, and draws the panels under the timeline.
//!
//! The page tells it what is shown ([`Shown`]); it tells the page what a person wants ([`Says`]). Both cross as plain
//! objects. It computes what it shows by itself, so that the page's program does without that code.

pub mod analysis;
mod app;
pub mod example;
pub mod help;
mod host;
mod module;
mod says;
pub mod shared;
mod shown;

pub use app::{App, Props};
pub use host::Host;
pub use module::{Details, Places, Verdict, analyze, complete, examples, hover, link, use_details, usual};
pub use says::Says;
pub use shown::{Inputs, Shown};

use wasm_bindgen::JsValue;

/// What the details are given, out of plain objects.
pub fn props(on: &JsValue, shown: &JsValue) -> Props {
    Props { shown: Shown::read(shown), says: Says::to(on) }
}
