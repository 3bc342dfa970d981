//! The page: an editor, the answers to its text, and a playhead to look at them.
//!
//! `session` holds the inputs of the person, `playback` the playhead. Everything else is asked of the engine, which
//! lives in a worker (`worker`), and comes as plain data (`view`). Panels get data and give commands.

mod app;
mod areas;
pub mod catalog;
mod checked;
mod commands;
mod cut;
mod files;
mod first;
mod handout;
mod header;
mod keeper;
mod memo;
mod palette;
mod panels;
mod pictures;
mod platform;
mod playback;
mod player;
mod session;
mod share;
mod shared;
mod splitter;
mod typing;
mod verdict;
mod words;
mod worker;

use std::cell::RefCell;
use std::mem;

use yew::AppHandle;

pub use app::{App, Props};
pub use first::Beginning;
pub use panels::{AREAS, Against, Area, Panel, Tab};
pub use session::Session;
pub use share::Opening;
#[cfg(not(target_arch = "wasm32"))]
pub use worker::answer_with;

/// Draws the page over the picture in `index.html`; a frame that comes to another element draws it anew.
pub fn start() {
    let first = Beginning::built();
    let caret = platform::selected();
    let drawn = RefCell::new(draw(&first, platform::typed_before_start()));
    if let Some(place) = caret {
        // Behind the drawing, which has been put into the same line of tasks, and before the next key. An effect would be late:
        // the browser may hand out keys between a drawing and its effects.
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(area) = platform::manifest() {
                platform::select_range(&area, &place);
            }
        });
    }
    if !platform::embedded() {
        return;
    }
    let stop = platform::listen(&["podlab-anew"], move || {
        if let Some(before) = drawn.take() {
            before.destroy();
        }
        // The parts that no component holds: the other element's author sees nothing of them.
        panels::forget();
        share::forget();
        drawn.replace(draw(&first, None));
    });
    // It listens for as long as the page lives.
    mem::forget(stop);
}

/// Draws the page with the text that was typed into the picture, if any was.
fn draw(first: &Beginning, typed: Option<String>) -> Option<AppHandle<App>> {
    let root = platform::document().and_then(|document| document.get_element_by_id("app"))?;
    let props = Props { first: first.clone(), typed, opening: None };
    Some(yew::Renderer::<App>::with_root_and_props(root, props).render())
}
