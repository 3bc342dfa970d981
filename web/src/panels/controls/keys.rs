//! The keys of the player. They act only while the focus is inside it, so that none is stolen from an editor.

use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::playback::{Command, Deck};

/// Each key and what it does, for the list that is shown.
pub const HELP: [(&str, &str); 5] = [
    ("Space  K", "play, pause"),
    ("J  L", "previous, next change"),
    ("\u{2190}  \u{2192}", "one second back, on"),
    ("Shift \u{2190}  \u{2192}", "ten seconds back, on"),
    ("Home  End", "first, last instant"),
];

/// Hands the keys of the part that it is given to, over to the player.
#[hook]
pub fn use_keys(deck: &Deck) -> Callback<KeyboardEvent> {
    use_callback(deck.clone(), |event: KeyboardEvent, deck| {
        if let Some(command) = command(&event) {
            event.prevent_default();
            deck.dispatch(command);
        }
    })
}

/// What a key means to the player.
fn command(event: &KeyboardEvent) -> Option<Command> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let target = event.target_dyn_into::<Element>();
    let tag = target.map(|target| target.tag_name().to_ascii_lowercase()).unwrap_or_default();
    by_key(&event.key(), event.shift_key(), &tag)
}

/// `tag`: the element that has the focus. A list keeps its keys, a button keeps the space bar.
fn by_key(key: &str, shift: bool, tag: &str) -> Option<Command> {
    if tag == "select" || (tag == "button" && (key == " " || key == "Enter")) {
        return None;
    }
    let step = if shift { 10.0 } else { 1.0 };
    match key {
        " " | "k" | "K" => Some(Command::Toggle),
        "j" | "J" | "," | "PageUp" => Some(Command::Previous),
        "l" | "L" | "." | "PageDown" => Some(Command::Next),
        "ArrowRight" | "ArrowUp" => Some(Command::Skip(step)),
        "ArrowLeft" | "ArrowDown" => Some(Command::Skip(-step)),
        "Home" => Some(Command::Seek(0.0)),
        "End" => Some(Command::Seek(f64::MAX)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, by_key};

    #[test]
    fn a_button_keeps_its_space_bar() {
        assert_eq!(by_key(" ", false, "button"), None);
        assert_eq!(by_key(" ", false, "input"), Some(Command::Toggle));
    }

    #[test]
    fn a_list_keeps_its_arrows() {
        assert_eq!(by_key("ArrowDown", false, "select"), None);
    }

    #[test]
    fn shift_goes_further() {
        assert_eq!(by_key("ArrowRight", true, "input"), Some(Command::Skip(10.0)));
    }
}
