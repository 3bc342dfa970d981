//! The playhead moves on each frame. It is painted by hand, by transform, so that no lane is drawn or laid out again for
//! it.

use view::share;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::playback::{Deck, Playback};

/// The style of the cursor at a part of the track, 0 to 1.
pub fn moved(at: f64) -> String {
    format!("transform:translateX(calc({}*100%))", share(at))
}

/// Paints the cursor, as wide as the track with the playhead as its left edge, on each frame and after each drawing.
#[hook]
pub fn use_painter(deck: &Deck, cursor: &NodeRef) {
    {
        let (deck, cursor) = (deck.clone(), cursor.clone());
        use_effect_with((), move |()| {
            let painter = Callback::from(move |playback: Playback| paint(&cursor, &playback));
            deck.paint_with("timeline", painter);
            move || deck.leave("timeline")
        });
    }
    let (deck, cursor) = (deck.clone(), cursor.clone());
    // A drawing may have set what was painted back.
    use_effect(move || paint(&cursor, &deck.playback()));
}

fn paint(cursor: &NodeRef, playback: &Playback) {
    if let Some(cursor) = cursor.cast::<HtmlElement>() {
        let place = format!("translateX(calc({}*100%))", share(playback.scale.share(playback.cursor)));
        // The browser knows this property.
        let _ = cursor.style().set_property("transform", &place);
    }
}
