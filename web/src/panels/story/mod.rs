//! How the outside world behaves: the commonest controls, the whole scenario as text, and what was assumed.
//! Elements: `#story-text`, `#story-delete`, `#story-delete-at`, inputs named `run-NAME` and `exit-NAME`.

mod controls;

use yew::prelude::*;

use crate::details::Inputs;
use crate::platform;

/// What is told.
#[derive(Clone, PartialEq, Properties)]
pub struct StoryProps {
    /// The scenario, and the manifest with its containers.
    pub now: Inputs,
    /// What was assumed where the scenario leaves it open.
    pub assumed: Vec<String>,
    /// The scenario has been changed.
    pub on_tell: Callback<String>,
}

/// The controls, the text, the assumptions.
#[component]
pub fn StoryPanel(props: &StoryProps) -> Html {
    let containers = use_memo((props.now.text.clone(), props.now.version.clone()), |(text, version)| {
        engine::page::containers(text, &engine::page::kubernetes(version))
    });
    let typed = props.on_tell.reform(|event: InputEvent| platform::value(&event));
    html! {
        <div class="story">
            { controls::draw(&props.now.story, &containers, &props.on_tell) }
            if !props.assumed.is_empty() {
                <div class="story-assumed">
                    <h3>{ "What the story leaves open, so it was assumed" }</h3>
                    <ul>{ for props.assumed.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ul>
                </div>
            }
            <label class="story-label" for="story-text">{ "The whole story, as YAML" }</label>
            <textarea id="story-text" rows="8" spellcheck="false" wrap="off" value={props.now.story.to_string()} oninput={typed}
                placeholder={"containers:\n  migrate:\n  - { run: 2, exit: 1 }\n  - { run: 5, exit: 0 }\nactions:\n- { at: 40, do: delete }"} />
        </div>
    }
}
