//! A link to an example: `#ex=app-crash`.

use std::rc::Rc;

use protocol::Example;
use yew::prelude::*;

use crate::catalog;
use crate::share;

/// Opens the example that the address names, now and whenever that changes; returns the name if there is no such
/// example.
#[hook]
pub(super) fn use_linked(on_open: Callback<Rc<Example>>) -> Option<String> {
    let unknown = use_state(|| None::<String>);
    let open = {
        let unknown = unknown.clone();
        use_callback(on_open, move |name: Option<String>, on_open| {
            let Some(name) = name else { return unknown.set(None) };
            let (unknown, on_open) = (unknown.clone(), on_open.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let gallery = catalog::gallery().await;
                match gallery.named(&name) {
                    Some(example) => on_open.emit(Rc::new(example.clone())),
                    None => unknown.set(Some(name)),
                }
                share::reveal();
            });
        })
    };
    share::use_example(open);
    (*unknown).clone()
}
