//! The page: an editor, the answers to its text, and a playhead to look at them.
//!
//! `session` holds the inputs of the person, `playback` the playhead. Everything else is asked of the engine, which
//! lives in a worker (`worker`), and comes as plain data (`view`). Panels get data and give commands.

mod app;
mod areas;
pub mod catalog;
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

pub use app::{App, Props};
pub use first::Beginning;
pub use panels::{AREAS, Against, Area, Panel, Tab};
pub use session::Session;
pub use share::Opening;
#[cfg(not(target_arch = "wasm32"))]
pub use worker::answer_with;

/// Draws the page over the picture in `index.html`.
pub fn start() {
    let root = platform::document().and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        let props = Props { first: Beginning::built(), typed: platform::typed_before_start(), opening: None };
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}
