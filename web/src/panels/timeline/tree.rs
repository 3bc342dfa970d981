//! The run as a tree for the keyboard: Pods, containers, what each did. Up and Down go from one to the next, Right and
//! Left along a container's life, Enter puts the playhead where a stretch begins.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The stops of the focus, in the order of the page.
const ITEMS: &str = "[role=treeitem]";
/// The stretches of a container's life.
const BARS: &str = ".timeline-bar";

/// Moves the focus as the key asks; the key is then used up.
pub fn on_key(event: &KeyboardEvent) {
    let target: Option<Element> = event.target_dyn_into();
    let Some(item) = target.filter(|target| matches!(target.matches(ITEMS), Ok(true))) else { return };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let next = match &*event.key() {
        "ArrowDown" => beside(&item, true),
        "ArrowUp" => beside(&item, false),
        "ArrowRight" => along(&item, true),
        "ArrowLeft" => along(&item, false),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(next).ok()) {
        let _ = next.focus();
    }
}

/// The next line of the tree, or the one before.
fn beside(item: &Element, next: bool) -> Option<Element> {
    let line = item.closest(".timeline-lane, .timeline-pod").ok()??;
    let lines = line.parent_element()?;
    let lines = lines.query_selector_all(".timeline-lane, .timeline-pod").ok()?;
    let all: Vec<Element> = (0..lines.length())
        .filter_map(|line| wasm_bindgen::JsCast::dyn_into(lines.item(line)?).ok())
        .collect();
    let here = all.iter().position(|one| *one == line)?;
    let there = if next { here + 1 } else { here.checked_sub(1)? };
    all.into_iter().nth(there)
}

/// The stretch after this one, or before it; before the first one stands its container.
fn along(item: &Element, next: bool) -> Option<Element> {
    let bar = matches!(item.matches(BARS), Ok(true));
    match (bar, next) {
        (false, true) => item.query_selector(BARS).ok()?,
        (false, false) => None,
        (true, true) => item.next_element_sibling().filter(|next| matches!(next.matches(BARS), Ok(true))),
        (true, false) => item.previous_element_sibling().or_else(|| item.closest(".timeline-lane").ok()?),
    }
}
