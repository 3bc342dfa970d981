//! The stage has one stop for the Tab key; the arrows go from part to part.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The parts that can be reached.
const PARTS: &str = "[data-part]";

/// Moves the focus to the part that a key leads to.
pub fn on_key(root: &NodeRef, event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let Some(root) = root.cast::<Element>() else { return };
    let parts = parts(&root);
    let focused = event.target_dyn_into::<Element>().and_then(|target| target.closest(PARTS).ok().flatten());
    let here = focused.and_then(|focused| parts.iter().position(|part| part.is_same_node(Some(&focused))));
    let there = here.and_then(|here| next(here, parts.len(), &event.key()));
    let Some(there) = there.and_then(|there| parts.get(there)) else { return };
    event.prevent_default();
    for part in &parts {
        part.set_tab_index(if part.is_same_node(Some(there)) { 0 } else { -1 });
    }
    let _ = there.focus();
}

fn parts(root: &Element) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(PARTS) else { return Vec::new() };
    (0..found.length()).filter_map(|part| found.item(part)?.dyn_into().ok()).collect()
}

/// The part that a key leads to from `here`.
fn next(here: usize, count: usize, key: &str) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((here + 1).min(count.checked_sub(1)?)),
        "ArrowLeft" | "ArrowUp" => Some(here.saturating_sub(1)),
        "Home" => Some(0),
        "End" => count.checked_sub(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn the_arrows_stop_at_the_ends() {
        assert_eq!(next(0, 3, "ArrowRight"), Some(1));
        assert_eq!(next(2, 3, "ArrowDown"), Some(2));
        assert_eq!(next(0, 3, "ArrowLeft"), Some(0));
        assert_eq!((next(1, 3, "End"), next(1, 3, "x")), (Some(2), None));
    }
}
