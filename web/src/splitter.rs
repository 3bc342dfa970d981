//! The bar between the manifest and the run: dragged, or moved by the arrow keys; its place is kept in this browser.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::platform;

/// How much of the width is the manifest's, in percent: at first, and the least and the most that it may be.
const USUAL: f64 = 36.0;
const LEAST: f64 = 20.0;
const MOST: f64 = 70.0;
/// How far a key moves it.
const STEP: f64 = 2.0;

/// The bar.
#[component]
pub fn Splitter() -> Html {
    let share = use_state(|| {
        let kept = platform::recall("split").and_then(|kept| kept.parse().ok());
        kept.map_or(USUAL, |kept: f64| kept.clamp(LEAST, MOST))
    });
    let bar = use_node_ref();
    {
        let bar = bar.clone();
        use_effect_with(*share, move |share| {
            let desk = bar.cast::<Element>().and_then(|bar| bar.parent_element());
            if let Some(desk) = desk.and_then(|desk| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(desk).ok())
            {
                // The browser knows how to set a property of this name.
                let _ = desk.style().set_property("--write", &format!("{share:.1}"));
            }
        });
    }
    let place = {
        let share = share.clone();
        Callback::from(move |to: f64| {
            let to = to.clamp(LEAST, MOST);
            share.set(to);
            platform::keep("split", Some(&format!("{to:.1}")));
        })
    };
    let grip = Callback::from(|event: PointerEvent| {
        let target: Option<Element> = event.target_dyn_into();
        // Without a capture the drag ends where the pointer leaves the bar.
        let _ = target.map(|target| target.set_pointer_capture(event.pointer_id()));
    });
    let drag = {
        let (bar, place) = (bar.clone(), place.clone());
        Callback::from(move |event: PointerEvent| {
            let desk = bar.cast::<Element>().and_then(|bar| bar.parent_element());
            if let Some(bounds) =
                desk.filter(|_| event.buttons() & 1 == 1).map(|desk| desk.get_bounding_client_rect())
            {
                place.emit((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0) * 100.0);
            }
        })
    };
    let keys = {
        let now = *share;
        Callback::from(move |event: KeyboardEvent| {
            let to = match &*event.key() {
                "ArrowLeft" => now - STEP,
                "ArrowRight" => now + STEP,
                "Home" => LEAST,
                "End" => MOST,
                "Enter" => USUAL,
                _ => return,
            };
            event.prevent_default();
            place.emit(to);
        })
    };
    html! {
        <div ref={bar} class="splitter" role="separator" tabindex="0" aria-label="Width of the manifest" aria-orientation="vertical"
            aria-valuemin={LEAST.to_string()} aria-valuemax={MOST.to_string()} aria-valuenow={format!("{:.0}", *share)}
            onpointerdown={grip} onpointermove={drag} onkeydown={keys} />
    }
}
