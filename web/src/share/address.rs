//! The address bar holds the link to what is on the screen, a moment after it has come to rest.

use std::cell::{Cell, RefCell};

use link::SharedState;
use wasm_bindgen::prelude::*;
use web_sys::Window;
use yew::prelude::*;

use crate::first::Beginning;
use crate::platform;
use crate::playback::{Deck, Playback};
use crate::session::Session;

/// Milliseconds of rest before the link is made: none is made on each key press.
const REST: i32 = 300;

thread_local! {
    static NOW: RefCell<Now> = const {
        RefCell::new(Now { session: None, playhead: 0, release: String::new(), came_to: String::new(), title: String::new(), timer: None })
    };
    /// Whether what is opened next came from the address itself, as by a step back of the browser.
    static ARRIVED: Cell<bool> = const { Cell::new(false) };
}

/// The content of a link, told by the two parts of the page that know it.
struct Now {
    session: Option<Session>,
    playhead: u64,
    /// The release that is chosen until another is.
    release: String,
    /// The outcome of the run.
    came_to: String,
    /// The manifest in two words.
    title: String,
    timer: Option<i32>,
}

/// Forgets what is on the screen: the page is drawn anew for somebody else.
pub fn forget() {
    NOW.with_borrow_mut(|now| {
        (now.session, now.playhead) = (None, 0);
        now.came_to.clear();
        now.title.clear();
    });
}

/// Keeps the inputs in the address; not before they change.
#[hook]
pub fn use_inputs(session: &Session, first: &Beginning) {
    use_effect_with(first.inputs.version.clone(), |release| {
        NOW.with_borrow_mut(|now| now.release = release.to_string());
    });
    use_effect_with(session.clone(), |session| {
        let Some(before) = NOW.with_borrow(|now| now.session.clone()) else {
            NOW.with_borrow_mut(|now| now.session = Some(session.clone()));
            return;
        };
        if session.opened > before.opened {
            turn(session);
        } else if before != *session {
            NOW.with_borrow_mut(|now| now.session = Some(session.clone()));
            soon();
        }
    });
}

/// Another text has come in place of the former one: a step back of the browser leads to that, as it was last.
fn turn(session: &Session) {
    let late = NOW.with_borrow_mut(|now| now.timer.take());
    if let (Some(timer), Some(window)) = (late, platform::window()) {
        window.clear_timeout_with_handle(timer);
        let _ = write(&window, Entry::Present);
    }
    NOW.with_borrow_mut(|now| {
        now.session = Some(session.clone());
        now.playhead = session.start;
    });
    let arrived = ARRIVED.replace(false);
    let entry = if arrived { Entry::Present } else { Entry::New };
    let _ = platform::window().and_then(|window| write(&window, entry));
}

/// The next session comes from the address.
pub(super) fn arrived() {
    ARRIVED.set(true);
}

/// Keeps the address up with the playhead when it rests.
#[hook]
pub fn use_playhead(deck: &Deck) {
    let deck = deck.clone();
    use_effect_with((), move |()| {
        deck.paint_with("address", Callback::from(|playback: Playback| rest(&playback)));
        move || deck.leave("address")
    });
}

/// Notes where the playhead rests.
fn rest(playback: &Playback) {
    let at = playback.at();
    let moved =
        !playback.playing && NOW.with_borrow_mut(|now| std::mem::replace(&mut now.playhead, at) != at);
    if moved {
        soon();
    }
}

/// The name of the example that is on the screen as it was opened, else all that a link holds.
fn fragment(now: &Now) -> Option<String> {
    let session = now.session.as_ref()?;
    Some(match session.is_example(&now.release).filter(|_| now.playhead == 0) {
        Some(example) => link::example(&example.name),
        None => link::share(&SharedState {
            build: if now.came_to.is_empty() { String::new() } else { platform::build() },
            outcome: now.came_to.clone(),
            ..super::state(session, now.playhead)
        }),
    })
}

/// The session on the screen, and where the playhead stands.
pub(super) fn now() -> Option<(Session, u64)> {
    NOW.with_borrow(|now| Some((now.session.clone()?, now.playhead)))
}

/// The title of the manifest on the screen: the example's, or kind and name.
pub(super) fn title(session: &Session) -> String {
    session
        .example
        .as_ref()
        .map_or_else(|| NOW.with_borrow(|now| now.title.clone()), |example| example.title.clone())
}

/// Notes what the run came to, for links: another build may come to something else.
#[hook]
pub fn use_came_to(came_to: Option<&str>, title: &str) {
    use_effect_with((came_to.map(str::to_owned), title.to_owned()), |(came_to, title)| {
        NOW.with_borrow_mut(|now| {
            now.came_to = came_to.clone().unwrap_or_default();
            now.title.clone_from(title);
        });
    });
}

/// The address with what is on the screen now.
pub(super) fn current() -> Option<String> {
    let window = platform::window()?;
    let fragment = NOW.with_borrow(fragment)?;
    let href = window.location().href().ok()?;
    let before = href.split(['#', '?']).next()?;
    Some(format!("{before}#{fragment}"))
}

/// Writes the address after a rest.
fn soon() {
    let Some(window) = platform::window() else { return };
    let write = Closure::once_into_js(|| {
        NOW.with_borrow_mut(|now| now.timer = None);
        let _ = platform::window().and_then(|window| write(&window, Entry::Present));
    });
    let timer =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(write.unchecked_ref(), REST).ok();
    if let Some(earlier) = NOW.with_borrow_mut(|now| std::mem::replace(&mut now.timer, timer)) {
        window.clear_timeout_with_handle(earlier);
    }
}

/// The entry of the browser's history that gets an address.
#[derive(Clone, Copy)]
enum Entry {
    New,
    Present,
}

/// Writes the address. A browser may refuse; what was typed is kept by `web/boot/keep.js` all the same.
fn write(window: &Window, entry: Entry) -> Option<()> {
    // A browser may keep the address of one frame for another.
    if platform::embedded() && platform::framed() {
        return None;
    }
    let link = current()?;
    let (location, history) = (window.location(), window.history().ok()?);
    let fragment = format!("#{}", link.split_once('#')?.1);
    if location.hash().ok()? == fragment {
        return Some(());
    }
    // The query (`?embed`) stays.
    let address = format!("{}{fragment}", location.search().ok()?);
    match entry {
        Entry::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)).ok(),
        Entry::Present => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok(),
    }
}
