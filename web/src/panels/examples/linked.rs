//! A link to an example: `#ex=app-crash`.

use std::rc::Rc;

use protocol::Example;
use yew::prelude::*;

use crate::catalog;
use crate::share;

/// Opens the example that the address names, now and whenever that changes; calls `on_unknown` if there is none of that
/// name.
#[hook]
pub(super) fn use_linked(on_open: Callback<Rc<Example>>, on_unknown: Callback<String>) {
    let open = use_callback((on_open, on_unknown), move |name: Option<String>, (on_open, on_unknown)| {
        let Some(name) = name else { return };
        let (on_open, on_unknown) = (on_open.clone(), on_unknown.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let gallery = catalog::gallery().await;
            match gallery.named(&name) {
                Some(example) => on_open.emit(Rc::new(example.clone())),
                None => on_unknown.emit(name),
            }
            share::reveal();
        });
    });
    share::use_example(open);
}
