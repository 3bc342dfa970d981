//! Where the panels stand on the page: tells them what is shown, does what they say.

use std::rc::Rc;

use engine::page::Fix;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

use super::module::{Details, Handle, Module, module};
use super::{Shown, analysis};
use crate::panels::Pointing;
use crate::platform::object;
use crate::playback::Command;
use crate::session::Action;

/// What the host is given.
#[derive(Clone, PartialEq, Properties)]
pub struct HostProps {
    /// How far the bundle is.
    pub details: Details,
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

/// Where the details are drawn. Element: `#details`.
#[component]
pub fn Host(props: &HostProps) -> Html {
    let node = use_node_ref();
    let mounted = use_state(|| None::<Rc<Mounted>>);
    let failed = use_state(|| false);
    // The page's functions stay the same for as long as the details live; what they do may change.
    let now = use_mut_ref(|| props.clone());
    now.replace(props.clone());
    {
        let (node, mounted, failed) = (node.clone(), mounted.clone(), failed.clone());
        use_effect_with(props.details, move |_| {
            let Some((module, host)) = module().zip(node.cast::<Element>()) else { return };
            match mount(&module, &host, &now) {
                Ok(here) => mounted.set(Some(Rc::new(here))),
                Err(_) => failed.set(true),
            }
        });
    }
    {
        let failed = failed.clone();
        use_effect_with((mounted.clone(), props.shown.clone()), move |(mounted, shown)| {
            // Whatever goes wrong there, the page goes on.
            let told = mounted.as_ref().map(|mounted| mounted.handle.show(&shown.write()));
            if matches!(told, Some(Err(_))) {
                failed.set(true);
            }
        });
    }
    let failed = *failed || props.details == Details::Failed;
    html! {
        <>
            if failed {
                <p class="soft" role="alert">{ "This part of Podlab could not be loaded, or has failed. Load the page again to see it." }</p>
            } else if mounted.is_none() {
                <p class="soft">{ "Loading\u{2026}" }</p>
            }
            <div id="details" ref={node} data-here={(mounted.is_some() && !failed).to_string()}></div>
        </>
    }
}

type Now = Rc<std::cell::RefCell<HostProps>>;

fn mount(module: &Module, host: &Element, now: &Now) -> Result<Mounted, JsValue> {
    let change = heard(now, |props, edits: JsValue| {
        props.on_fix.emit(Fix { label: String::new(), edits: analysis::read_edits(&edits) });
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
