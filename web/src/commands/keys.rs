//! Turns a key into its command. One listener serves the page; an editor, an input and a list keep their keys.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::{COMMANDS, Does, run};
use crate::platform;

/// The elements in which the player's keys work.
const PLAYER: &str = "#controls, #stage, #timeline";
/// The elements that keep every key, because a person writes in them.
const WRITTEN: &str =
    "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
/// The elements that have the focus when no control has it: the page itself, and the run, which the skip link and a
/// press on the stage go to.
const NOTHING: &str = "body, html, #watch";
/// The keys that scroll the page.
const SCROLLS: [&str; 4] = ["ArrowUp", "ArrowDown", "PageUp", "PageDown"];
/// The texts that the session holds.
const TEXTS: &str = "[data-keep], .cm-content";

/// Listens to the keys of the page while it lives.
#[hook]
pub fn use_keys() {
    use_effect_with((), |()| {
        let heard = Closure::<dyn Fn(KeyboardEvent)>::new(|event: KeyboardEvent| {
            if let Some(does) = command(&event) {
                event.prevent_default();
                run(does);
            }
        });
        let listen = move |add: bool| {
            let Some(document) = platform::document() else { return };
            let callback = heard.as_ref().unchecked_ref();
            let _ = if add {
                document.add_event_listener_with_callback("keydown", callback)
            } else {
                document.remove_event_listener_with_callback("keydown", callback)
            };
        };
        listen(true);
        move || listen(false)
    });
}

/// The command of a key.
fn command(event: &KeyboardEvent) -> Option<Does> {
    if event.default_prevented() || event.alt_key() {
        return None;
    }
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))))
    };
    let focus = if within(TEXTS) {
        Focus::Text
    } else if within(WRITTEN) || within("dialog") || platform::is_covered() {
        Focus::Writing
    } else if within("button, summary, a, [role=tab], [role=separator]") {
        Focus::Button
    } else {
        Focus::Elsewhere
    };
    if event.key() == "Escape" && platform::is_big() {
        // In a field it leaves the field, and closes a dialog; only then the big screen.
        if focus == Focus::Writing {
            if let Some(field) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                let _ = field.blur();
            }
            return None;
        }
        return Some(Does::Big);
    }
    let player = if within(PLAYER) || platform::is_big() {
        Player::Here
    } else if target.as_ref().is_none_or(|target| target.matches(NOTHING) == Ok(true)) {
        Player::Nearest
    } else {
        Player::Elsewhere
    };
    let place = Place { focus, player };
    let key =
        Key { name: event.key(), shift: event.shift_key(), chord: event.ctrl_key() || event.meta_key() };
    find(&key, place)
}

/// A key as the browser reports it.
struct Key {
    name: String,
    shift: bool,
    chord: bool,
}

/// The place of the focus.
#[derive(Clone, Copy)]
struct Place {
    focus: Focus,
    player: Player,
}

/// Whether the keys of the player mean the player.
#[derive(Clone, Copy, PartialEq)]
enum Player {
    /// The focus is in it, or nothing else is on the screen.
    Here,
    /// Nothing has the focus, as on a page that was just opened: all but the keys that scroll mean the player.
    Nearest,
    /// Something else has the focus.
    Elsewhere,
}

/// The kind of element that has the focus.
#[derive(Clone, Copy, PartialEq)]
enum Focus {
    /// A field, a list or a dialog, which keep all keys.
    Writing,
    /// A text that is part of the session: a step back in it is one of the page's.
    Text,
    /// Something that has a use for Space and Enter itself.
    Button,
    /// Anything else.
    Elsewhere,
}

impl Key {
    /// The key as the table writes it. A character that needs Shift is written as the character.
    fn written(&self) -> String {
        let key = if self.name == " " { "Space".to_owned() } else { self.name.to_ascii_lowercase() };
        let key = if self.name.chars().count() > 1 { self.name.clone() } else { key };
        match (self.chord, self.shift && key.chars().count() > 1 && key != "Space") {
            (true, _) if self.shift => format!("Mod+Shift+{key}"),
            (true, _) => format!("Mod+{key}"),
            (false, true) => format!("Shift+{key}"),
            (false, false) => key,
        }
    }
}

fn find(key: &Key, place: Place) -> Option<Does> {
    let written = key.written();
    let kept = place.focus == Focus::Button && ["Space", "Enter"].contains(&&*written);
    let here = |keys: &[&str]| keys.contains(&&*written);
    let quiet = !matches!(place.focus, Focus::Writing | Focus::Text);
    let player = match place.player {
        Player::Here => true,
        Player::Nearest => !SCROLLS.contains(&&*written),
        Player::Elsewhere => false,
    };
    let found = COMMANDS.iter().find(|command| {
        // Any other field takes back by itself what was written in it.
        let back = matches!(command.does, Does::Undo | Does::Redo);
        let everywhere = key.chord && (!back || place.focus == Focus::Text);
        (here(command.page) && (quiet || everywhere)) || (here(command.player) && quiet && player && !kept)
    });
    found.map(|command| command.does)
}

#[cfg(test)]
mod tests {
    use super::{Does, Focus, Key, Place, Player, find};
    use crate::playback::Command;

    fn press(name: &str, place: Place) -> Option<Does> {
        find(&Key { name: name.to_owned(), shift: false, chord: false }, place)
    }

    const PLAYER: Place = Place { focus: Focus::Elsewhere, player: Player::Here };
    const PAGE: Place = Place { focus: Focus::Elsewhere, player: Player::Nearest };
    const WRITING: Place = Place { focus: Focus::Writing, player: Player::Elsewhere };

    #[test]
    fn who_writes_keeps_every_letter() {
        assert_eq!(press("k", WRITING), None);
        assert_eq!(press("K", PAGE), Some(Does::Playback(Command::Toggle)));
        let chord = Key { name: "k".to_owned(), shift: false, chord: true };
        assert_eq!(find(&chord, WRITING), Some(Does::Palette));
    }

    #[test]
    fn texts_and_page_share_one_history_and_a_field_has_its_own() {
        let chord = |name: &str, shift| Key { name: name.to_owned(), shift, chord: true };
        assert_eq!(find(&chord("z", false), WRITING), None);
        for place in [PAGE, Place { focus: Focus::Text, ..WRITING }] {
            let found = [("z", false), ("Z", true), ("y", false)]
                .map(|(name, shift)| find(&chord(name, shift), place));
            assert_eq!(found, [Some(Does::Undo), Some(Does::Redo), Some(Does::Redo)]);
        }
    }

    #[test]
    fn a_button_keeps_its_space_bar() {
        assert_eq!(press(" ", Place { focus: Focus::Button, ..PLAYER }), None);
        assert_eq!(press(" ", PLAYER), Some(Does::Playback(Command::Toggle)));
        assert_eq!(press(" ", Place { player: Player::Elsewhere, ..PAGE }), None);
    }

    #[test]
    fn a_fresh_page_plays_and_still_scrolls() {
        assert_eq!(press(" ", PAGE), Some(Does::Playback(Command::Toggle)));
        assert_eq!(press("ArrowRight", PAGE), Some(Does::Playback(Command::Skip(1.0))));
        assert_eq!(press("Home", PAGE), Some(Does::Playback(Command::Seek(0.0))));
        assert_eq!(["ArrowDown", "PageDown"].map(|key| press(key, PAGE)), [None, None]);
        assert!(["ArrowDown", "PageDown"].iter().all(|key| press(key, PLAYER).is_some()));
    }

    #[test]
    fn shift_goes_further() {
        let key = Key { name: "ArrowRight".to_owned(), shift: true, chord: false };
        assert_eq!(find(&key, PLAYER), Some(Does::Playback(Command::Skip(10.0))));
    }

    #[test]
    fn a_sign_is_found_with_the_shift_that_it_needs() {
        let key = Key { name: "?".to_owned(), shift: true, chord: false };
        assert_eq!(find(&key, PAGE), Some(Does::Palette));
    }
}
