//! The examples to pick, by level. Elements: `#examples` (button), `#gallery` (popover), buttons with `data-example`.

use yew::prelude::*;

use crate::catalog::{EXAMPLES, Example};
use crate::session::Action;

const LEVELS: [(&str, &str); 4] = [
    ("beginner", "First steps"),
    ("intermediate", "Sidecars, probes, resources"),
    ("advanced", "The end, and odd cases"),
    ("expert", "New rules"),
];

/// What is picked from.
#[derive(Clone, PartialEq, Properties)]
pub struct ExamplesProps {
    /// The one that was opened last.
    pub current: Option<&'static str>,
    /// Where the choice goes.
    pub act: Callback<Action>,
}

/// The button and the gallery.
#[component]
pub fn Examples(props: &ExamplesProps) -> Html {
    let card = |example: &'static Example| {
        let open = props.act.reform(move |_: MouseEvent| Action::Open(example));
        html! {
            <li>
                <button type="button" class="examples-item" data-example={example.name} popovertarget="gallery" popovertargetaction="hide"
                    aria-current={(props.current == Some(example.name)).then_some("true")} onclick={open}>
                    <strong>{ example.title }</strong>
                    <span>{ example.lesson }</span>
                </button>
            </li>
        }
    };
    html! {
        <div class="examples">
            <button id="examples" type="button" popovertarget="gallery">{ "Examples" }</button>
            <div id="gallery" popover="auto" role="dialog" aria-label="Examples">
                { for LEVELS.into_iter().map(|(level, title)| html! {
                    <section>
                        <h3>{ title }</h3>
                        <ul>{ for EXAMPLES.iter().filter(|example| example.level == level).map(card) }</ul>
                    </section>
                }) }
            </div>
        </div>
    }
}
