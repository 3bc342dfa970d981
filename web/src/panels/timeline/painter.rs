//! What moves on each frame: the playhead, its time, the scrubber. They are painted by hand, by transform where that is
//! possible, so that no lane is drawn or laid out again for it.

use std::cell::Cell;
use std::rc::Rc;

use view::{clock, share, whole};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::playback::{Deck, Playback};

/// The elements that move.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// As wide as the track; the playhead is its left edge.
    pub cursor: NodeRef,
    /// The playhead's time.
    pub clock: NodeRef,
    /// The slider.
    pub scrubber: NodeRef,
    /// Counts the frames.
    frame: Cell<u32>,
}

/// While it plays, clock and slider are painted on every frame of this number.
const FRAMES: u32 = 6;

/// The style of the cursor at a part of the track, 0 to 1.
pub fn moved(at: f64) -> String {
    format!("transform:translateX(calc({}*100%))", share(at))
}

/// Paints the parts on each frame, and after each drawing.
#[hook]
pub fn use_painter(deck: &Deck, parts: &Rc<Parts>) {
    {
        let (deck, parts) = (deck.clone(), Rc::clone(parts));
        use_effect_with((), move |()| {
            let painter = Callback::from(move |playback: Playback| paint(&parts, &playback));
            deck.paint_with("timeline", painter);
            move || deck.leave("timeline")
        });
    }
    let (deck, parts) = (deck.clone(), Rc::clone(parts));
    // A drawing may have set what was painted back.
    use_effect(move || paint(&parts, &deck.playback()));
}

fn paint(parts: &Parts, playback: &Playback) {
    let scale = &playback.scale;
    if let Some(cursor) = parts.cursor.cast::<HtmlElement>() {
        let place = format!("translateX(calc({}*100%))", share(scale.share(playback.cursor)));
        // The browser knows this property.
        let _ = cursor.style().set_property("transform", &place);
    }
    // These two are laid out anew, so they are painted more seldom than the playhead moves.
    let frame = parts.frame.replace(parts.frame.get().wrapping_add(1));
    if playback.playing && !frame.is_multiple_of(FRAMES) {
        return;
    }
    if let Some(element) = parts.clock.cast::<HtmlElement>() {
        let now = clock(playback.cursor);
        if let Some(text) = element.first_child().filter(|text| text.node_value().as_ref() != Some(&now)) {
            text.set_node_value(Some(&now));
        }
    }
    if let Some(scrubber) = parts.scrubber.cast::<HtmlInputElement>() {
        scrubber.set_value(&whole(scale.position(playback.cursor)).to_string());
    }
}
