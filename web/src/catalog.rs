//! The examples. They are not part of the page's program: boot.js loads `examples.bin` once the engine has come, or at
//! once for a link to an example.

use std::cell::OnceCell;
use std::rc::Rc;

pub use protocol::{Example, Gallery};
use yew::prelude::*;

use crate::panels::Tab;
use crate::platform;

thread_local! {
    static GALLERY: OnceCell<Rc<Gallery>> = const { OnceCell::new() };
}

/// All examples, once they have come; none when they could not be loaded.
pub async fn gallery() -> Rc<Gallery> {
    if let Some(gallery) = known() {
        return gallery;
    }
    let gallery =
        Rc::new(platform::examples().await.and_then(|bytes| Gallery::decode(&bytes)).unwrap_or_default());
    GALLERY.with(|cell| Rc::clone(cell.get_or_init(|| gallery)))
}

/// The examples, if they have come.
pub fn known() -> Option<Rc<Gallery>> {
    #[cfg(not(target_arch = "wasm32"))]
    GALLERY.with(|cell| {
        let bytes = include_bytes!("../first/examples.bin");
        cell.get_or_init(|| Rc::new(Gallery::decode(bytes).unwrap_or_default()));
    });
    GALLERY.with(|cell| cell.get().cloned())
}

/// All examples once they have come; `None` before.
#[hook]
pub fn use_gallery() -> Option<Rc<Gallery>> {
    let gallery = use_state(known);
    {
        let gallery = gallery.clone();
        use_effect_with((), move |()| {
            if gallery.is_none() {
                wasm_bindgen_futures::spawn_local(async move { gallery.set(Some(self::gallery().await)) });
            }
        });
    }
    (*gallery).clone()
}

/// The words about a name that no example has.
pub fn no_example(name: &str) -> String {
    format!("There is no example `{name}`. Examples, at the top, lists all of them.")
}

/// The area in which an example opens.
pub fn tab(example: &Example) -> Tab {
    Tab::named(&example.place).unwrap_or(Tab::first())
}

#[cfg(test)]
mod tests {
    use super::{Gallery, tab};

    #[test]
    fn every_example_opens_at_its_place() {
        let gallery = Gallery::decode(include_bytes!("../first/examples.bin")).unwrap();
        assert!(gallery.examples.len() > 90);
        for example in &gallery.examples {
            assert_eq!(tab(example).0.name, example.place, "{}", example.name);
        }
    }
}
