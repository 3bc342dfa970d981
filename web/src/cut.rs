//! Whether an element shows less than it holds, so that a button can unfold the rest.

use web_sys::Element;
use yew::prelude::*;

use crate::platform;

/// Whether `element` is cut, measured whenever `content` changes. While it is `open` it is whole, and keeps its answer.
///
/// It is measured in the next frame, which lays the page out anyway: at once, each change would cost a layout of its own.
#[hook]
pub fn use_cut<T: PartialEq + 'static>(element: &NodeRef, content: T, open: bool) -> bool {
    let cut = use_state_eq(|| false);
    let (element, setter) = (element.clone(), cut.setter());
    use_effect_with((content, open), move |_| {
        if open {
            return;
        }
        platform::in_frame(move || {
            if let Some(element) = element.cast::<Element>() {
                setter.set(element.scroll_height() > element.client_height() + 1);
            }
        });
    });
    *cut
}
