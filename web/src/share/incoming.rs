//! What was shared with this page: by the fragment of its address, or by the page around it.

use engine::link::{Opened, SharedState, open};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::details;
use crate::platform::field;
use crate::session::Session;

/// What the page starts with, or is given later.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The inputs; `None` leaves them as they are.
    pub session: Option<Session>,
    /// Where the playhead stands, in milliseconds.
    pub playhead: u64,
    /// What is to be said about the link.
    pub notice: Option<String>,
}

/// Whether the page stands in another one: timeline and row alone.
pub fn embedded() -> bool {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-embed"))
}

/// What is shared at this moment.
pub fn opening() -> Opening {
    let state = |state: &SharedState, notice| Opening {
        session: (!state.manifest.is_empty()).then(|| super::session(state)),
        playhead: state.playhead,
        notice,
    };
    if let Some(around) = from_around() {
        return state(&around, None);
    }
    let fragment = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    match open(&fragment) {
        Opened::NoLink => state(&SharedState::default(), None),
        Opened::Whole(shared) => state(&shared, None),
        Opened::Broken { message, kept } => state(&kept.unwrap_or_default(), Some(message)),
    }
}

/// Calls `given` when another link is opened in this page, or the page around it sends something.
#[hook]
pub fn use_opening(given: Callback<Opening>) {
    use_effect_with(given, |given| {
        let given = given.clone();
        let heard = Closure::<dyn Fn()>::new(move || given.emit(opening()));
        let listen = move |add: bool| {
            let Some(window) = web_sys::window() else { return };
            for event in ["hashchange", "podlab-shared"] {
                let callback = heard.as_ref().unchecked_ref();
                let _ = if add {
                    window.add_event_listener_with_callback(event, callback)
                } else {
                    window.remove_event_listener_with_callback(event, callback)
                };
            }
        };
        listen(true);
        move || listen(false)
    });
}

/// What the page around this one said, as `web/boot/embed.js` keeps it.
fn from_around() -> Option<SharedState> {
    let window = web_sys::window()?;
    let shared = Some(field(&field(&window, "podlab"), "shared")).filter(JsValue::is_object)?;
    Some(details::shared::read(&shared))
}
