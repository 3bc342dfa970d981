//! The details under the timeline, as a module that `web/boot/boot.js` loads once the page is on the screen.

use podlab_web::details::{self, App};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;

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
    let app = yew::Renderer::<App>::with_root_and_props(host, details::props(&on, shown)).render();
    Details { app, on }
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
