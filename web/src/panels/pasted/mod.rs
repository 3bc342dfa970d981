//! A Pod that a cluster printed: its status then, and the story that leads there. Element: `#pasted`.

use std::rc::Rc;

use protocol::{Answer, Question};
use yew::prelude::*;

use super::PanelProps;
use crate::platform;
use crate::words::marked;
use crate::worker::use_answer;

/// The status; empty for a text that carries none.
#[component]
pub fn PastedPanel(props: &PanelProps) -> Html {
    // Most texts carry none, so nothing is asked about them.
    let asked = use_answer(&props.now, props.now.text.contains("\nstatus:").then_some(Question::Pasted));
    let Some(Answer::Pasted(Some(pasted))) = asked.answer() else { return Html::default() };
    let story = pasted.story.clone().filter(|story| **story != *props.now.scenario);
    let tell = story.map(|story| {
        let (tell, story) = (props.hands.tell.clone(), Rc::<str>::from(story));
        let tell = Callback::from(move |event: MouseEvent| {
            platform::focus_panel_of(&event);
            tell.emit(story.clone());
        });
        html! { <button type="button" onclick={tell}>{ "Play the story that leads there" }</button> }
    });
    html! {
        <section id="pasted" class="pasted card" aria-labelledby="title-pasted">
            <div class="card-head">
                <h2 id="title-pasted" tabindex="-1">{ "The status that you pasted" }</h2>
                // A list that becomes shorter would take the heading, which has the focus then, for the button that goes.
                { tell.unwrap_or_default() }
            </div>
            <div class="areas-body">
                <p class="pasted-row"><span>{ format!("READY {} ", pasted.ready) }</span><span>{ "STATUS " }<strong>{ pasted.status.clone() }</strong>{ " " }</span><span>{ format!("RESTARTS {}", pasted.restarts) }</span></p>
                <ul>{ for pasted.lines.iter().map(|line| html! { <li>{ marked(line) }</li> }) }</ul>
            </div>
        </section>
    }
}
