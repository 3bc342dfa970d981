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
        "ArrowDown" => beside(&item, 1),
        "ArrowUp" => beside(&item, -1),
        "ArrowRight" => onward(&item),
        "ArrowLeft" => back(&item),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(next).ok()) {
        let _ = next.focus();
    }
}

/// The line of the tree that is so many below.
fn beside(item: &Element, below: isize) -> Option<Element> {
    let line = item.closest(".timeline-lane, .timeline-pod").ok()??;
    let lines = line.parent_element()?;
    let lines = lines.query_selector_all(".timeline-lane, .timeline-pod").ok()?;
    let all: Vec<Element> = (0..lines.length())
        .filter_map(|line| wasm_bindgen::JsCast::dyn_into(lines.item(line)?).ok())
        .collect();
    let here = all.iter().position(|one| *one == line)?;
    all.into_iter().nth(here.checked_add_signed(below)?)
}

/// The stretch after this one, or a container's first.
fn onward(item: &Element) -> Option<Element> {
    if is_bar(item) { item.next_element_sibling().filter(is_bar) } else { item.query_selector(BARS).ok()? }
}

/// The stretch before this one; before the first one stands its container.
fn back(item: &Element) -> Option<Element> {
    let bar = Some(item).filter(|item| is_bar(item))?;
    bar.previous_element_sibling().or_else(|| bar.closest(".timeline-lane").ok()?)
}

fn is_bar(item: &Element) -> bool {
    matches!(item.matches(BARS), Ok(true))
}
