//! On a screen that does not hold the whole stage the page goes with the container in which something happens, as long as
//! the person looks at the one in which something happened before.

use std::rc::Rc;

use view::Run;
use view::stage::Stage;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::platform;
use crate::shared::Shared;

/// The drawing as it is now.
pub struct Drawn {
    /// The run.
    pub run: Shared<Run>,
    /// The stage of an instant.
    pub stage: Rc<Stage>,
    /// Whether changes come too quickly to be looked at.
    pub fast: bool,
}

/// The drawing before it, and the place of the container that was looked at.
pub struct Looked {
    last: Drawn,
    place: usize,
}

/// Brings the container that has changed since the last drawing into view.
pub fn follow(looked: &mut Option<Looked>, now: Drawn, root: &Element) {
    let before = looked.take().filter(|looked| looked.last.run == now.run);
    let from = before.as_ref().map_or(0, |before| before.place);
    let moved = before.and_then(|before| now.stage.scene.as_ref()?.moved(before.last.stage.scene.as_ref()?));
    // In a frame this would scroll the page around it too.
    if let Some(to) = moved.filter(|_| !now.fast && !platform::framed()) {
        let root = root.clone();
        platform::in_frame(move || go(&root, from, to));
    }
    *looked = Some(Looked { last: now, place: moved.unwrap_or(from) });
}

fn go(root: &Element, from: usize, to: usize) {
    let Ok(boxes) = root.query_selector_all(".stage-box") else { return };
    let at = |place: usize| boxes.item(u32::try_from(place).ok()?)?.dyn_into::<Element>().ok();
    // Sixty containers scroll on a floor of their own.
    let floor = root.query_selector(".stage-floor").ok().flatten();
    if let Some(to) =
        at(to).filter(|_| at(from).is_some_and(|from| platform::is_in_view(&from, floor.as_ref())))
    {
        platform::bring_into_view(&to);
    }
}
