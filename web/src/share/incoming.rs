//! What was shared with this page: by the fragment of its address, or by the page around it.

use link::{Opened, SharedState, open};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::first::Beginning;
use crate::platform::{self, field, text};
use crate::session::Session;

/// What the page starts with, or is given later.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The inputs; `None` leaves them as they are.
    pub session: Option<Session>,
    /// What is to be said about the link.
    pub notice: Option<String>,
}

/// What is shared at this moment.
pub fn opening(first: &Beginning) -> Opening {
    match from_around() {
        Some(around) => given(&around, None, first),
        None => behind(&fragment(), first),
    }
}

/// What a text holds that is a picture of ours; `None` for any other text.
pub fn in_picture(text: &str, first: &Beginning) -> Option<Opening> {
    link::in_picture(text).map(|fragment| behind(fragment, first))
}

/// What a link leads to.
fn behind(fragment: &str, first: &Beginning) -> Opening {
    match open(fragment) {
        Opened::NoLink | Opened::Example(_) => given(&SharedState::default(), None, first),
        Opened::Whole(shared) => given(&shared, None, first),
        Opened::Broken { message, kept } => given(&kept.unwrap_or_default(), Some(message), first),
    }
}

fn given(state: &SharedState, notice: Option<String>, first: &Beginning) -> Opening {
    let session = (!state.manifest.is_empty()).then(|| super::session(state, first));
    Opening { session, notice }
}

/// Calls `given` when another link is opened in this page, or the page around it sends something.
#[hook]
pub fn use_opening(first: &Beginning, given: Callback<Opening>) {
    use_effect_with((given, first.clone()), |(given, first)| {
        let (given, first) = (given.clone(), first.clone());
        listen(&["hashchange", "podlab-shared"], move || given.emit(opening(&first)))
    });
}

/// Calls `named` with the name of the example that the address has, at once if there is one, and when another link is
/// opened in this page.
#[hook]
pub fn use_example(named: Callback<Option<String>>) {
    use_effect_with((), {
        let named = named.clone();
        move |()| {
            let name = example();
            if name.is_some() {
                named.emit(name);
            }
        }
    });
    use_effect_with(named, |named| {
        let named = named.clone();
        listen(&["hashchange"], move || named.emit(example()))
    });
}

fn example() -> Option<String> {
    match open(&fragment()) {
        Opened::Example(name) => Some(name),
        Opened::NoLink | Opened::Whole(_) | Opened::Broken { .. } => None,
    }
}

fn fragment() -> String {
    platform::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Hears events of the window until what is given back is called.
fn listen(events: &'static [&'static str], heard: impl Fn() + 'static) -> impl FnOnce() + 'static {
    let heard = Closure::<dyn Fn()>::new(heard);
    let change = move |add: bool| {
        let Some(window) = platform::window() else { return };
        for event in events {
            let callback = heard.as_ref().unchecked_ref();
            let _ = if add {
                window.add_event_listener_with_callback(event, callback)
            } else {
                window.remove_event_listener_with_callback(event, callback)
            };
        }
    };
    change(true);
    move || change(false)
}

/// What the page around this one said, as `web/boot/embed.js` keeps it.
fn from_around() -> Option<SharedState> {
    let window = platform::window()?;
    let shared = Some(field(&field(&window, "podlab"), "shared")).filter(JsValue::is_object)?;
    let start = field(&shared, "start").as_f64().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a story lasts"
    )]
    let playhead = (start * 1_000.0).round().clamp(0.0, 1e12) as u64;
    Some(SharedState {
        manifest: text(&shared, "manifest"),
        scenario: text(&shared, "story"),
        kubernetes: text(&shared, "version"),
        playhead,
        view: text(&shared, "view"),
    })
}
