//! One sentence on what is happening, and one for each container: what it does, what it waits for.
//! Elements: `#why` (the sentence), `#why-containers`.

use engine::page::{Frame, Why};
use yew::prelude::*;

use crate::memo::Shared;
use crate::panels::timeline::lane::{sign, word};

/// What is explained.
#[derive(Clone, PartialEq, Properties)]
pub struct WhyProps {
    /// The instant.
    pub frame: Shared<Frame>,
    /// To show a field in the editor.
    pub on_field: Callback<String>,
}

/// The sentences.
#[component]
pub fn WhyPanel(props: &WhyProps) -> Html {
    let frame = &props.frame;
    let line = |why: &Why| {
        let field = why.fields.first().cloned().unwrap_or_default();
        let show = props.on_field.reform(move |_: MouseEvent| field.clone());
        html! {
            <li data-state={word(why.state)}>
                <span class="why-sign" aria-hidden="true">{ sign(why.state) }</span>
                <button type="button" class="bare why-name" onclick={show}>{ why.container.clone() }</button>
                <span>{ why.sentence.clone() }</span>
            </li>
        }
    };
    html! {
        <section class="why" aria-label="What is happening">
            <p id="why" class="why-sentence">{ frame.sentence.clone() }</p>
            <ul id="why-containers" class="why-list">{ for frame.why.iter().map(line) }</ul>
        </section>
    }
}
