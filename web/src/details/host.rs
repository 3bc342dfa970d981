//! The page's side: loads the details' bundle, tells it what is shown, does what it says.

use std::cell::Cell;
use std::rc::Rc;

use engine::page::Fix;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

use super::{Shown, says};
use crate::panels::Pointing;
use crate::platform::object;
use crate::playback::Command;
use crate::session::Action;

#[wasm_bindgen]
extern "C" {
    /// `web/boot/boot.js`: the bundle, from this page's own origin.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = loadDetails)]
    async fn load_details() -> Result<JsValue, JsValue>;

    type Module;
    #[wasm_bindgen(method, catch)]
    fn mount(this: &Module, host: &Element, on: &JsValue, shown: &JsValue) -> Result<Handle, JsValue>;

    type Handle;
    #[wasm_bindgen(method, catch)]
    fn show(this: &Handle, shown: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn unmount(this: &Handle) -> Result<(), JsValue>;
}

/// What the host is given.
#[derive(Clone, PartialEq, Properties)]
pub struct HostProps {
    /// What the page shows.
    pub shown: Shown,
    /// Where commands go that change the inputs.
    pub act: Callback<Action>,
    /// Where commands to the playhead go.
    pub on_command: Callback<Command>,
    /// To change the manifest.
    pub on_fix: Callback<Fix>,
    /// From the panels to the manifest.
    pub point: Pointing,
}

/// The details on the page; gone when dropped.
struct Mounted {
    handle: Handle,
    // JavaScript calls these as long as the details live.
    _change: Closure<dyn Fn(JsValue)>,
    _tell: Closure<dyn Fn(String)>,
    _seek: Closure<dyn Fn(f64)>,
    _show: Closure<dyn Fn(String)>,
    _light: Closure<dyn Fn(Option<String>)>,
}

impl PartialEq for Mounted {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // They are taken off the page in any case.
        let _ = self.handle.unmount();
    }
}

/// How far the bundle is.
#[derive(Clone, PartialEq)]
enum State {
    Loading,
    Here(Rc<Mounted>),
    Failed,
}

/// Where the details are drawn. Element: `#details`.
#[component]
pub fn Host(props: &HostProps) -> Html {
    let node = use_node_ref();
    let state = use_state(|| State::Loading);
    // The page's functions stay the same for as long as the details live; what they do may change.
    let now = use_mut_ref(|| props.clone());
    now.replace(props.clone());
    {
        let (node, state) = (node.clone(), state.clone());
        use_effect_with((), move |()| {
            let wanted = Rc::new(Cell::new(true));
            let wish = Rc::clone(&wanted);
            wasm_bindgen_futures::spawn_local(async move {
                let loaded = load_details().await;
                let Some(host) = node.cast::<Element>().filter(|_| wanted.get()) else { return };
                let here = loaded.and_then(|module| mounted(&module.unchecked_into(), &host, &now));
                state.set(here.map_or(State::Failed, |mounted| State::Here(Rc::new(mounted))));
            });
            move || wish.set(false)
        });
    }
    use_effect_with((state.clone(), props.shown.clone()), |(state, shown)| {
        if let State::Here(mounted) = &**state {
            // Whatever goes wrong there, the page goes on.
            if mounted.handle.show(&shown.write()).is_err() {
                state.set(State::Failed);
            }
        }
    });
    html! {
        <>
            if *state == State::Loading {
                <p class="soft">{ "Loading\u{2026}" }</p>
            }
            if *state == State::Failed {
                <p class="soft" role="alert">{ "This part of Podlab could not be loaded, or has failed. Load the page again to see it." }</p>
            }
            <div id="details" ref={node} data-here={matches!(*state, State::Here(_)).to_string()}></div>
        </>
    }
}

type Now = Rc<std::cell::RefCell<HostProps>>;

fn mounted(module: &Module, host: &Element, now: &Now) -> Result<Mounted, JsValue> {
    let change = heard(now, |props, edits: JsValue| {
        props.on_fix.emit(Fix { label: String::new(), edits: says::edits(&edits) });
    });
    let tell = heard(now, |props, story: String| props.act.emit(Action::Tell(story.into())));
    let seek = heard(now, |props, at: f64| props.on_command.emit(Command::Seek(at)));
    let show = heard(now, |props, field: String| props.point.show.emit(field));
    let light = heard(now, |props, field: Option<String>| props.point.light.emit(field));
    let on = object(&[
        ("change", change.as_ref()),
        ("tell", tell.as_ref()),
        ("seek", seek.as_ref()),
        ("show", show.as_ref()),
        ("light", light.as_ref()),
    ]);
    let shown = now.borrow().shown.write();
    let handle = module.mount(host, &on, &shown)?;
    Ok(Mounted { handle, _change: change, _tell: tell, _seek: seek, _show: show, _light: light })
}

/// A function for the details: does `then` with the props of the moment.
fn heard<T: FromWasmAbi + 'static>(now: &Now, then: fn(HostProps, T)) -> Closure<dyn Fn(T)> {
    let now = now.clone();
    Closure::new(move |said: T| {
        // Let go before anything is called: what is called may draw.
        let props = now.borrow().clone();
        then(props, said);
    })
}
