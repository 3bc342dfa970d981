//! The examples to pick, by level. Elements: `#examples` (button), `#gallery` (popover), buttons with `data-example`.

use std::rc::Rc;

use yew::prelude::*;

use crate::catalog::{self, Example};

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
    pub current: Option<AttrValue>,
    /// Where the choice goes.
    pub on_open: Callback<Rc<Example>>,
}

/// The button and the gallery.
#[component]
pub fn Examples(props: &ExamplesProps) -> Html {
    let all = use_memo((), |()| catalog::all());
    let card = |example: &Example| {
        let opened = Rc::new(example.clone());
        let open = props.on_open.reform(move |_: MouseEvent| Rc::clone(&opened));
        html! {
            <li>
                <button type="button" class="examples-item" data-example={example.name.clone()} popovertarget="gallery" popovertargetaction="hide"
                    aria-current={(props.current.as_ref() == Some(&example.name)).then_some("true")} onclick={open}>
                    <strong>{ example.title.clone() }</strong>
                    <span>{ example.lesson.clone() }</span>
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
                        <h2>{ title }</h2>
                        <ul>{ for all.iter().filter(|example| example.level == level).map(card) }</ul>
                    </section>
                }) }
            </div>
        </div>
    }
}
