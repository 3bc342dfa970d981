//! How the outside world behaves: the commonest controls, the whole scenario as text, and what was assumed.
//! Elements: `#story-text`, `#story-delete`, `#story-delete-at`, inputs named `run-NAME` and `exit-NAME`.

mod controls;

use std::rc::Rc;

use protocol::Question;
use yew::prelude::*;

use super::{Panel, PanelProps};
use crate::platform;
use crate::words::marked;
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel =
    Panel { name: "story", title: "Story", draw: |props| html! { <Story ..props.clone() /> } };

/// The controls, the text, the assumptions.
#[component]
fn Story(props: &PanelProps) -> Html {
    let controls = use_answer(&props.now, Some(Question::Controls));
    let check = use_answer(&props.now, Some(Question::Check));
    let typed = props.hands.tell.reform(|event: InputEvent| Rc::from(platform::value(&event)));
    html! {
        <div class="story">
            { controls::draw(&controls, &check, &props.now, &props.hands.tell) }
            if !props.run.assumed.is_empty() {
                <div class="story-assumed">
                    <h3>{ "Assumed, because the story does not say" }</h3>
                    <ul>{ for props.run.assumed.iter().map(|line| html! { <li>{ marked(line) }</li> }) }</ul>
                </div>
            }
            <label class="story-label" for="story-text">{ "The whole story, as YAML" }</label>
            <textarea id="story-text" rows="8" spellcheck="false" wrap="off" value={props.now.scenario.to_string()} oninput={typed}
                placeholder={"containers:\n  migrate:\n  - { run: 2, exit: 1 }\n  - { run: 5, exit: 0 }\nactions:\n- { at: 40, do: delete }"} />
        </div>
    }
}
