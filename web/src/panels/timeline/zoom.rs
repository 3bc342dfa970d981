//! How much of the axis is in the window: all of it, or a part that follows the playhead.

use web_sys::Element;
use yew::prelude::*;

use crate::platform;

/// The input of the buttons.
#[derive(Clone, PartialEq, Properties)]
pub struct ZoomProps {
    /// How many times as wide as the window the axis is.
    pub now: u32,
    /// Where the choice goes.
    pub on_zoom: Callback<u32>,
}

/// The closest look.
const MOST: u32 = 32;

/// The two buttons.
#[component]
pub fn Zoom(props: &ZoomProps) -> Html {
    let now = props.now;
    let to = |zoom: u32| {
        props.on_zoom.reform(move |_: MouseEvent| {
            // A button at its end is disabled, and would take the focus with it.
            match zoom {
                1 => platform::focus("zoom-in"),
                MOST => platform::focus("zoom-out"),
                _ => {}
            }
            zoom
        })
    };
    html! {
        <div class="timeline-zoom" role="group" aria-label="Zoom of the timeline">
            <button id="zoom-out" type="button" class="quiet" disabled={now <= 1} onclick={to((now / 2).max(1))} title="Show more of the run"><span aria-hidden="true">{ "\u{2212}" }</span><span class="unseen">{ "Zoom out" }</span></button>
            <button id="zoom-in" type="button" class="quiet" disabled={now >= MOST} onclick={to((now * 2).min(MOST))} title="Look closer"><span aria-hidden="true">{ "+" }</span><span class="unseen">{ "Zoom in" }</span></button>
        </div>
    }
}

/// Keeps the playhead, at `share` of the axis, in the window.
#[hook]
pub fn use_following(body: &NodeRef, zoom: u32, share: f64) {
    let body = body.clone();
    use_effect_with((zoom, share.to_bits()), move |_| {
        let Some(body) = body.cast::<Element>().filter(|_| zoom > 1) else { return };
        let (whole, seen) = (f64::from(body.scroll_width()), f64::from(body.client_width()));
        // The names stand still at the start; the axis fills the rest.
        let names = whole - (whole - seen) * f64::from(zoom) / f64::from(zoom - 1);
        let (from, room) = (f64::from(body.scroll_left()), seen - names.max(0.0));
        let place = share * (whole - names);
        if place < from || place > from + room {
            #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
            body.set_scroll_left((place - room / 8.0) as i32);
        }
    });
}
