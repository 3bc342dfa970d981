//! The bar between the manifest and the run: dragged, or moved by the arrow keys; its place is kept in this browser.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::platform;

/// The manifest's share of the width, in percent: at first, and the least and the most.
const USUAL: i32 = 36;
const LEAST: i32 = 20;
const MOST: i32 = 70;
/// The percent by which a key moves it.
const STEP: i32 = 2;

/// The bar.
#[component]
pub fn Splitter() -> Html {
    let share = use_state(|| {
        let kept = platform::recall("split").and_then(|kept| kept.parse().ok());
        kept.map_or(USUAL, |kept: i32| kept.clamp(LEAST, MOST))
    });
    let bar = use_node_ref();
    {
        let bar = bar.clone();
        use_effect_with(*share, move |share| {
            let desk = bar.cast::<Element>().and_then(|bar| bar.parent_element());
            if let Some(desk) = desk.and_then(|desk| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(desk).ok())
            {
                // Any browser can set a property with this name.
                let _ = desk.style().set_property("--write", &share.to_string());
            }
        });
    }
    let place = {
        let share = share.clone();
        Callback::from(move |to: i32| {
            let to = to.clamp(LEAST, MOST);
            share.set(to);
            platform::keep("split", Some(&to.to_string()));
        })
    };
    let grip = Callback::from(|event: PointerEvent| {
        let target: Option<Element> = event.target_dyn_into();
        // Without a capture, the drag would end where the pointer leaves the bar.
        let _ = target.map(|target| target.set_pointer_capture(event.pointer_id()));
    });
    let drag = {
        let (bar, place) = (bar.clone(), place.clone());
        Callback::from(move |event: PointerEvent| {
            let desk = bar.cast::<Element>().and_then(|bar| bar.parent_element());
            if let Some(bounds) =
                desk.filter(|_| event.buttons() & 1 == 1).map(|desk| desk.get_bounding_client_rect())
            {
                let to = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0) * 100.0;
                #[expect(clippy::cast_possible_truncation, reason = "a share of the window in percent")]
                place.emit(to as i32);
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
            aria-valuemin={LEAST.to_string()} aria-valuemax={MOST.to_string()} aria-valuenow={share.to_string()}
            onpointerdown={grip} onpointermove={drag} onkeydown={keys} />
    }
}
