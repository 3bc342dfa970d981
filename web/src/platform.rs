//! The page's calls to the browser. Any of them may be unavailable (a sandboxed frame has no storage).

use std::future::Future as _;
use std::task::{Context, Waker};

use view::Place;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Document, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Storage, Window,
};
use yew::{Callback, TargetCast as _};

/// The text area for the manifest: that of the first picture, or of the page that has been drawn over it.
pub fn manifest() -> Option<HtmlTextAreaElement> {
    document()?.get_element_by_id("manifest")?.dyn_into().ok()
}

/// The text in the first picture's text area, if a person typed there before the app had started.
pub fn typed_before_start() -> Option<String> {
    let area = manifest()?;
    (Ok(area.value()) != area.default_value()).then(|| area.value())
}

/// The selection in the text area for the manifest, if that has the focus.
pub fn selected() -> Option<Place> {
    let focused = document()?.query_selector("#manifest:focus").ok()??;
    let area: HtmlTextAreaElement = focused.dyn_into().ok()?;
    let (from, to) = (area.selection_start().ok()??, area.selection_end().ok()??);
    Some(Place { from, to, ..Place::default() })
}

/// Gives a text area the focus, with a selection.
pub fn select_range(area: &HtmlTextAreaElement, place: &Place) {
    let _ = area.focus();
    let _ = area.set_selection_range(place.from, place.to);
}

/// The window; `None` where the page is drawn without a browser.
pub fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

/// The time in milliseconds since 1970; 0 where the page is drawn without a browser.
pub fn now() -> f64 {
    if cfg!(target_arch = "wasm32") { js_sys::Date::now() } else { 0.0 }
}

/// The document; `None` where the page is drawn without a browser.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// The bytes of all examples, which boot.js loads; `None` when they could not be loaded.
pub async fn examples() -> Option<Vec<u8>> {
    let promise =
        field(&field(&window()?.into(), "podlab"), "examples").dyn_into::<js_sys::Promise>().ok()?;
    let bytes = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    Some(bytes.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec())
}

/// Whether the page is embedded in another one, which decides what is shown of it.
pub fn embedded() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-embed"))
}

/// The build of the page and its engine, which `cargo xtask finish` puts there; empty where it has none.
pub fn build() -> String {
    let meta =
        document().and_then(|document| document.query_selector("meta[name=podlab-build]").ok().flatten());
    let build = meta.and_then(|meta| meta.get_attribute("data-build")).unwrap_or_default();
    build.get(..8).unwrap_or(&build).to_owned()
}

/// Whether elements may take the focus: browsers complain of it in a frame, the picture in index.html included.
pub fn takes_focus() -> bool {
    window().is_some() && !embedded()
}

/// Whether the page stands in a frame.
pub fn framed() -> bool {
    window().is_some_and(|window| window.parent().ok().flatten().is_some_and(|parent| parent != window))
}

/// Whether this page stands in another one whose author alone changes the manifest.
pub fn is_read_only() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-embed") && !root.has_attribute("data-editable"))
}

/// A choice that was kept in this browser.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(&format!("podlab.{key}")).ok().flatten()
}

/// Keeps a choice in this browser; `None` removes it. A browser may refuse, which is ignored.
pub fn keep(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let key = format!("podlab.{key}");
    let _ = match value {
        Some(value) => storage.set_item(&key, value),
        None => storage.remove_item(&key),
    };
}

/// Sets the theme, `data-theme` of the document: `light`, `dark`, or with `None` the system's.
pub fn set_theme(theme: Option<&str>) {
    keep("theme", theme);
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// The document's attribute for the big screen.
const BIG: &str = "data-big";

/// Whether the page is on the big screen.
pub fn is_big() -> bool {
    document().and_then(|document| document.document_element()).is_some_and(|root| root.has_attribute(BIG))
}

/// Switches the big screen on or off.
pub fn set_big(big: bool) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = if big { root.set_attribute(BIG, "") } else { root.remove_attribute(BIG) };
}

/// Whether the person has asked for less motion.
pub fn wants_less_motion() -> bool {
    let query = |window: Window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    window().and_then(query).is_some_and(|query| query.matches())
}

/// Whether something lies over the page: a dialog, the examples, the page of a word.
pub fn is_covered() -> bool {
    let find =
        |document: Document| document.query_selector("dialog[open], [popover]:popover-open").ok().flatten();
    document().and_then(find).is_some()
}

/// Moves the focus to the manifest.
pub fn focus_editor() {
    let find =
        |selector: &str| document().and_then(|document| document.query_selector(selector).ok().flatten());
    let editor = find("#editor .cm-content").or_else(|| find("#manifest"));
    if let Some(editor) = editor.and_then(|editor| editor.dyn_into::<HtmlElement>().ok()) {
        let _ = editor.focus();
    }
}

/// Whether the page is hidden until the example of its address has come: what is drawn before that nobody has seen.
pub fn is_hidden() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-waiting"))
}

/// Hears events of the window until the function that is returned is called.
pub fn listen(events: &'static [&'static str], heard: impl Fn() + 'static) -> impl FnOnce() + 'static {
    let heard = Closure::<dyn Fn()>::new(heard);
    let change = move |add: bool| {
        let Some(window) = window() else { return };
        for event in events {
            let callback = heard.as_ref().unchecked_ref();
            let _ = if add {
                window.add_event_listener_with_callback(event, callback)
            } else {
                window.remove_event_listener_with_callback(event, callback)
            };
        }
    };
    change(true);
    move || change(false)
}

/// Hears events of the window before anything in the page does, until the function that is returned is called.
pub fn listen_first(
    events: &'static [&'static str],
    heard: impl Fn(&web_sys::Event) + 'static,
) -> impl FnOnce() + 'static {
    let heard = Closure::<dyn Fn(web_sys::Event)>::new(move |event| heard(&event));
    let change = move |add: bool| {
        let Some(window) = window() else { return };
        for event in events {
            let callback = heard.as_ref().unchecked_ref();
            let _ = if add {
                window.add_event_listener_with_callback_and_bool(event, callback, true)
            } else {
                window.remove_event_listener_with_callback_and_bool(event, callback, true)
            };
        }
    };
    change(true);
    move || change(false)
}

/// Calls a function in the next frame, before that is laid out; never while the page is hidden.
pub fn in_frame(work: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let work = Closure::once_into_js(work);
        // A window always takes it.
        let _ = window.request_animation_frame(work.unchecked_ref());
    }
}

/// Whether an event may begin a command: the pointer goes down, or a key that writes nothing.
pub fn is_command(event: &web_sys::Event) -> bool {
    let key = event.dyn_ref::<web_sys::KeyboardEvent>();
    key.is_none_or(|key| key.ctrl_key() || key.meta_key() || key.alt_key() || key.key() == "Escape")
}

/// Sets an attribute that has no value.
pub fn mark(id: &str, attribute: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    let _ = element.map(|element| element.set_attribute(attribute, ""));
}

/// Removes an attribute.
pub fn unmark(id: &str, attribute: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    let _ = element.map(|element| element.remove_attribute(attribute));
}

/// Draws all that has been set by now, for an event that waits for nothing.
pub fn draw_now() {
    let mut drawn = std::pin::pin!(yew::scheduler::flush());
    // Work that is left for later is no drawing.
    let _ = drawn.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

/// Opens the browser's print dialog; returns when that is closed.
pub fn print() {
    let _ = window().map(|window| window.print());
}

/// Presses an element.
pub fn click(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Moves the focus to an element.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus from one element, if that has it, to another.
pub fn pass_focus(from: &str, to: &str) {
    let focused = document().and_then(|document| document.active_element());
    if focused.is_some_and(|focused| focused.id() == from) {
        focus(to);
    }
}

/// Moves the focus to the heading of the panel in which a button was pressed, because the button goes with what it did.
pub fn focus_panel_of(event: &web_sys::Event) {
    let button = event.target_dyn_into::<web_sys::Element>();
    let panel = button.and_then(|button| button.closest("section[aria-labelledby^=title-]").ok().flatten());
    if let Some(title) = panel.and_then(|panel| panel.get_attribute("aria-labelledby")) {
        focus(&title);
    }
}

/// Whether a part of an element is within the window, and within the element around it that scrolls.
pub fn is_in_view(element: &web_sys::Element, around: Option<&web_sys::Element>) -> bool {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let place = element.get_bounding_client_rect();
    let around = around.map(web_sys::Element::get_bounding_client_rect);
    let (top, bottom) =
        around.map_or((0.0, height), |around| (around.top().max(0.0), around.bottom().min(height)));
    place.bottom() > top && place.top() < bottom
}

/// Scrolls as little as brings an element into view, clear of what sticks to the window's edges.
pub fn bring_into_view(element: &web_sys::Element) {
    let how = if wants_less_motion() { "instant" } else { "smooth" };
    let options = object(&[("block", &"nearest".into()), ("behavior", &how.into())]);
    element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
}

/// Copies a text to the clipboard, then calls `done` with whether it is there: a browser may have none, or refuse.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let navigator = window().map(|window| window.navigator());
    let navigator = navigator.filter(|navigator| {
        js_sys::Reflect::get(navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined())
    });
    let Some(navigator) = navigator else { return done(false) };
    let promise = navigator.clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Selects the text of a field.
pub fn select(id: &str) {
    let field = document().and_then(|document| document.get_element_by_id(id)?.dyn_into().ok());
    if let Some(field) = field {
        HtmlInputElement::select(&field);
    }
}

/// The value of the form element of an event; empty for other elements.
pub fn value(event: &web_sys::Event) -> String {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
        return area.value();
    }
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// The number in a text, read by the browser, because Rust's parser for decimals would add some kilobytes.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = if cfg!(target_arch = "wasm32") {
        JsValue::from_str(text).unchecked_into_f64()
    } else {
        text.parse().ok()?
    };
    number.is_finite().then_some(number)
}

/// A number as a text, written by the browser for the same reason.
pub fn decimal(number: f64) -> String {
    if cfg!(target_arch = "wasm32") {
        js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
    } else {
        number.to_string()
    }
}

/// The number in the input of an event; 0 for other elements.
pub fn number_of(event: &web_sys::Event) -> f64 {
    let input = event.target_dyn_into::<HtmlInputElement>();
    input.map(|input| input.value_as_number()).filter(|number| number.is_finite()).unwrap_or_default()
}

/// Hears of a field that holds what it may hold; of any other the browser says beside it what is wrong.
pub fn when_fit(heard: impl Fn(&web_sys::Event) + 'static) -> Callback<web_sys::Event> {
    Callback::from(move |event: web_sys::Event| {
        if event.target_dyn_into::<HtmlInputElement>().is_none_or(|input| input.report_validity()) {
            heard(&event);
        }
    })
}

/// A plain object for JavaScript.
pub fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (key, value) in entries {
        // Setting a field of a new object cannot fail.
        let _ = js_sys::Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

/// A field of a plain object; undefined when the object does not have it.
pub fn field(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A text in a plain object; empty when there is none.
pub fn text(object: &JsValue, name: &str) -> String {
    field(object, name).as_string().unwrap_or_default()
}

/// The browser's storage for the page; a sandboxed frame has none.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::{decimal, number};

    #[test]
    fn numbers_are_read_and_written() {
        for text in ["20", "0.5", "-3", "86400"] {
            assert_eq!(number(text).map(decimal).as_deref(), Some(text));
        }
        assert_eq!(number(" 7 "), Some(7.0));
        for text in ["", " ", "soon", "inf", "1e999", "1 2"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
