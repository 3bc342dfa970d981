//! The page: an editor, what comes of its text, and a playhead to look at it with.
//!
//! `session` holds what the person put in, `playback` where the playhead is; everything else follows from these two
//! through `engine`. Panels get data and give commands; they know neither.
//!
//! There are two programs: the page (`main.rs`), which is all that a first look needs, and the details
//! (`bin/podlab-details.rs`: the API server's rules, the editor's help, examples, links, the panels under the timeline),
//! which are loaded when the page is on the screen. `details` is what they say to each other.

mod app;
pub mod catalog;
pub mod details;
mod header;
mod memo;
mod panels;
mod platform;
mod playback;
mod player;
mod session;
mod share;
mod tabs;
mod words;

/// Draws the page over the shell of `index.html`.
pub fn start() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        let typed = platform::typed_before_start();
        yew::Renderer::<app::App>::with_root_and_props(root, app::Props { typed }).render();
    }
}
