//! Files of the person: picked, dropped anywhere on the page, or saved. No part of them leaves the browser.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, FileList, HtmlAnchorElement, HtmlInputElement, Url};
use yew::prelude::*;

use crate::platform;

/// The text between the texts of several files.
const BETWEEN: &str = "---\n";

/// What files bring.
pub struct Brought {
    /// Their texts, as one.
    pub text: String,
    /// Words about files that are no Unicode.
    pub notice: Vec<String>,
}

/// Lets the person pick files, and passes on what they bring.
pub fn pick(given: Callback<Brought>) {
    let input = platform::document().and_then(|document| document.create_element("input").ok());
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    input.set_accept(".yaml,.yml,.json,.svg,.png,.cast,text/*");
    input.set_multiple(true);
    let picked = {
        let input = input.clone();
        Closure::once_into_js(move || read(input.files(), given))
    };
    input.set_onchange(Some(picked.unchecked_ref()));
    input.click();
}

/// Passes on what files bring that are dropped anywhere on the page.
#[hook]
pub fn use_dropped(given: Callback<Brought>) {
    use_effect_with(given, |given| {
        let given = given.clone();
        platform::listen_first(&["dragover", "drop"], move |event| {
            let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
            let Some(data) = data.filter(|data| data.types().includes(&"Files".into(), 0)) else { return };
            // The page takes the event before the editor, which would insert the text at the pointer.
            event.prevent_default();
            event.stop_propagation();
            if event.type_() == "drop" {
                read(data.files(), given.clone());
            }
        })
    });
}

fn read(files: Option<FileList>, given: Callback<Brought>) {
    let Some(files) = files.filter(|files| files.length() > 0) else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|file| files.item(file)).collect();
    spawn_local(async move {
        let mut brought = Brought { text: String::new(), notice: Vec::new() };
        for file in files {
            let mut text = text_of(&file, false).await;
            if text.is_err() {
                text = text_of(&file, true).await;
                brought.notice.extend(text.is_ok().then(|| guessed(&file.name())));
            }
            // A file that can no longer be read adds nothing.
            join(&mut brought.text, &text.ok().and_then(|text| text.as_string()).unwrap_or_default());
        }
        given.emit(brought);
    });
}

/// Whoever sees wrong letters learns why, and that kubectl reads UTF-8 alone.
fn guessed(name: &str) -> String {
    format!(
        "{name} is not in UTF-8. It was read as Windows-1252; kubectl refuses it until it is saved as UTF-8."
    )
}

#[wasm_bindgen]
extern "C" {
    /// `web/boot/boot.js`: the text of a file that is Unicode, or of any as an old Windows reads it.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = textOf)]
    async fn text_of(file: &File, old: bool) -> Result<JsValue, JsValue>;
}

fn join(whole: &mut String, text: &str) {
    if !whole.is_empty() {
        if !whole.ends_with('\n') {
            whole.push('\n');
        }
        if !text.starts_with("---") {
            whole.push_str(BETWEEN);
        }
    }
    whole.push_str(text);
}

/// Saves a text as a file.
pub fn save(name: &str, text: &str) {
    save_as(name, text, "application/yaml");
}

/// Saves a text of a media type as a file.
pub fn save_as(name: &str, text: &str, kind: &str) {
    save_parts(name, &Array::of1(&text.into()), kind);
}

/// Saves texts, bytes and blobs as one file of a media type.
pub fn save_parts(name: &str, parts: &Array, kind: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_blob_sequence_and_options(parts, &options).ok();
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
    let link = platform::document().and_then(|document| document.create_element("a").ok());
    let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let (Some(address), Some(link)) = (address, link) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
        let _ = Url::revoke_object_url(&address);
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    fn joined(texts: &[&str]) -> String {
        let mut whole = String::new();
        for text in texts {
            join(&mut whole, text);
        }
        whole
    }

    #[test]
    fn several_files_are_several_documents() {
        assert_eq!(joined(&["a: 1", "b: 2\n"]), "a: 1\n---\nb: 2\n");
        assert_eq!(joined(&["a: 1\n", "--- # second\nb: 2\n"]), "a: 1\n--- # second\nb: 2\n");
        assert_eq!(joined(&["", "b: 2\n"]), "b: 2\n");
    }
}
