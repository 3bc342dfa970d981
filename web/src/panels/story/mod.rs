//! How the outside world behaves: the commonest controls, the whole scenario as text, and what was assumed.
//! Elements: `#story-text`, `#story-delete`, `#story-delete-at`, inputs named `run-NAME` and `exit-NAME`.

mod controls;

use std::rc::Rc;

use engine::page::{Analysis, Run};
use yew::prelude::*;

use crate::memo::Shared;
use crate::platform;

/// What is told.
#[derive(Clone, PartialEq, Properties)]
pub struct StoryProps {
    /// The scenario.
    pub story: Rc<str>,
    /// With the containers.
    pub analysis: Shared<Analysis>,
    /// With what was assumed.
    pub run: Shared<Run>,
    /// The scenario has been changed.
    pub on_tell: Callback<String>,
}

/// The controls, the text, the assumptions.
#[component]
pub fn StoryPanel(props: &StoryProps) -> Html {
    let typed = props.on_tell.reform(|event: InputEvent| platform::value(&event));
    html! {
        <div class="story">
            { controls::draw(&props.story, &props.analysis.containers, &props.on_tell) }
            if !props.run.assumed.is_empty() {
                <div class="story-assumed">
                    <h3>{ "What the story leaves open, so it was assumed" }</h3>
                    <ul>{ for props.run.assumed.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ul>
                </div>
            }
            <label class="story-label" for="story-text">{ "The whole story, as YAML" }</label>
            <textarea id="story-text" rows="8" spellcheck="false" wrap="off" value={props.story.to_string()} oninput={typed}
                placeholder={"containers:\n  migrate:\n  - { run: 2, exit: 1 }\n  - { run: 5, exit: 0 }\nactions:\n- { at: 40, do: delete }"} />
        </div>
    }
}
