//! The playhead moves by transform, so that no lane is drawn or laid out again for it.

use std::rc::Rc;

use view::share;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::playback::{Deck, Glide, Playback, Way};

/// The style of the cursor at a part of the track, 0 to 1.
pub fn moved(at: f64) -> String {
    format!("transform:translateX(calc({}*100%))", share(at))
}

/// Paints the cursor, as wide as the track with the playhead as its left edge. While it plays, the browser moves it.
#[hook]
pub fn use_painter(deck: &Deck, cursor: &NodeRef) {
    let glide = use_memo((), |()| Glide::default());
    {
        let (deck, cursor, glide) = (deck.clone(), cursor.clone(), Rc::clone(&glide));
        use_effect_with((), move |()| {
            let painter = Callback::from(move |playback: Playback| paint(&cursor, &glide, &playback));
            deck.paint_with("timeline", painter);
            move || deck.leave("timeline")
        });
    }
    let (deck, cursor) = (deck.clone(), cursor.clone());
    // A drawing may have set what was painted back.
    use_effect(move || paint(&cursor, &glide, &deck.playback()));
}

fn paint(cursor: &NodeRef, glide: &Glide, playback: &Playback) {
    let Some(cursor) = cursor.cast::<HtmlElement>() else { return };
    let place = |at: f64| format!("translateX(calc({}*100%))", share(at));
    let from = playback.scale.share(playback.cursor);
    let way = Way { from, to: 1.0, lasts: playback.until(playback.scale.end()) };
    if playback.playing && glide.go(&cursor, way, place) {
        return;
    }
    glide.stop();
    // The browser knows this property.
    let _ = cursor.style().set_property("transform", &place(from));
}
