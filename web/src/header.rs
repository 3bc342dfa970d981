//! The bar at the top: examples, release, theme.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::catalog::Example;
use crate::first::Beginning;
use crate::panels::examples::Examples;
use crate::platform;
use crate::session::Action;

/// The input of the bar.
#[derive(Clone, PartialEq, Properties)]
pub struct HeaderProps {
    /// The release that is chosen: `1.36`.
    pub version: Rc<str>,
    /// The example that was opened.
    pub example: Option<Rc<Example>>,
    /// The data with the list of releases.
    pub first: Beginning,
    /// Takes the choices.
    pub act: Callback<Action>,
    /// Takes the name of a linked example that there is not.
    pub on_unknown: Callback<String>,
}

/// The bar at the top.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let list = use_node_ref();
    {
        let list = list.clone();
        // A list that a person has used no longer follows the `selected` of its options.
        use_effect_with(props.version.clone(), move |version| {
            if let Some(list) = list.cast::<HtmlSelectElement>() {
                list.set_value(version.trim_start_matches("1."));
            }
        });
    }
    let theme = use_state(|| platform::recall("theme"));
    let versions = &props.first.offer().releases;
    let open = props.act.reform(Action::Open);
    let choose =
        props.act.reform(|event: Event| Action::Version(format!("1.{}", platform::value(&event)).into()));
    let (next, (sign, word)) = match theme.as_deref() {
        None => (Some("light"), ("\u{25d0}", "Auto")),
        Some("light") => (Some("dark"), ("\u{25cb}", "Light")),
        Some(_) => (None, ("\u{25cf}", "Dark")),
    };
    let change_theme = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            platform::set_theme(next);
            theme.set(next.map(str::to_owned));
        })
    };
    html! {
        <header class="header">
            <h1 class="brand"><Mark /><span>{ "Podlab" }</span></h1>
            <p class="brand-line">{ "See what a cluster would do with your Pod" }</p>
            <Examples current={props.example.clone()} on_open={open} on_unknown={props.on_unknown.clone()} />
            <label for="version"><span>{ "Kubernetes" }</span>
                <select ref={list} id="version" aria-label="Kubernetes version" title="\u{2713} verified: checked against recordings of a real cluster of this release" onchange={choose}>
                    { for versions.iter().map(|version| html! {
                        <option value={version.name.trim_start_matches("1.").to_owned()} selected={version.name == *props.version}>
                            { version.name.clone() }{ if version.verified { " \u{2713}" } else { "" } }
                        </option>
                    }) }
                </select>
            </label>
            <crate::share::ShareButton />
            <button id="theme" type="button" onclick={change_theme} title="Light, dark, or follow the system">
                <span aria-hidden="true">{ sign }</span><span class="unseen">{ "Theme: " }</span><span class="header-word">{ word }</span>
            </button>
        </header>
    }
}

/// The logo: a lane with a playhead.
#[component]
fn Mark() -> Html {
    html! {
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <rect x="1.5" y="4" width="10" height="4" rx="2" fill="var(--succeeded-edge)" />
            <rect x="7.5" y="10" width="9" height="4" rx="2" fill="var(--running-edge)" />
            <rect x="12" y="16" width="10.5" height="4" rx="2" fill="var(--ready-edge)" />
            <rect x="14" y="1.5" width="1.6" height="21" rx="0.8" fill="var(--text)" />
        </svg>
    }
}
