//! Paints the playhead's time and the scrubber by hand while it plays, so that no component is drawn for them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use view::{clock, whole};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::playback::{Deck, Playback};

/// The elements that move.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// The element with the playhead's time.
    pub clock: NodeRef,
    /// The slider.
    pub scrubber: NodeRef,
    /// STATUS of the first Pod as it was last drawn.
    pub status: RefCell<String>,
    /// The number of ticks so far.
    tick: Cell<u32>,
}

/// While it plays, one tick out of this many is painted, because these two need a new layout each time.
const TICKS: u32 = 3;

/// Paints the parts while it plays, and after each drawing.
#[hook]
pub fn use_painter(deck: &Deck, parts: &Rc<Parts>) {
    {
        let (deck, parts) = (deck.clone(), Rc::clone(parts));
        use_effect_with((), move |()| {
            let painter = Callback::from(move |playback: Playback| paint(&parts, &playback));
            deck.paint_with("controls", painter);
            move || deck.leave("controls")
        });
    }
    let (deck, parts) = (deck.clone(), Rc::clone(parts));
    // A drawing may have overwritten what was painted.
    use_effect(move || paint(&parts, &deck.playback()));
}

fn paint(parts: &Parts, playback: &Playback) {
    let tick = parts.tick.replace(parts.tick.get().wrapping_add(1));
    if playback.playing && !tick.is_multiple_of(TICKS) {
        return;
    }
    if let Some(element) = parts.clock.cast::<HtmlElement>() {
        let now = clock(playback.cursor);
        if let Some(text) = element.first_child().filter(|text| text.node_value().as_ref() != Some(&now)) {
            text.set_node_value(Some(&now));
        }
    }
    if let Some(scrubber) = parts.scrubber.cast::<HtmlInputElement>() {
        scrubber.set_value(&whole(playback.scale.position(playback.cursor)).to_string());
    }
    if !playback.playing {
        say(parts, playback);
    }
}

/// Tells a screen reader where the slider is. Not on each tick: a text that changes on every tick would be read out on
/// every tick. When it stops, when the focus comes and after each key, it is right.
pub fn say(parts: &Parts, playback: &Playback) {
    if let Some(scrubber) = parts.scrubber.cast::<HtmlInputElement>() {
        let _ = scrubber.set_attribute("aria-valuetext", &words(playback.cursor, &parts.status.borrow()));
    }
}

/// The slider's words for a screen reader.
pub fn words(cursor: f64, status: &str) -> String {
    format!("{}, {status}", clock(cursor))
}
