//! The problems of the story, each with its line and its fix.

use std::rc::Rc;

use view::{Place, StoryProblem};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::platform;
use crate::words::marked;

/// The input of the list.
#[derive(Clone, PartialEq, Properties)]
pub struct SlipsProps {
    /// The problems.
    pub problems: Vec<StoryProblem>,
    /// The story.
    pub scenario: Rc<str>,
    /// The text area of the story.
    pub area: NodeRef,
    /// Changes the story.
    pub tell: Callback<Rc<str>>,
}

/// The list. The live region stays in the page, so that new problems are read out.
#[component]
pub fn Slips(props: &SlipsProps) -> Html {
    let slip = |problem: &StoryProblem| {
        let line = problem.place.map(|place| {
            let area = props.area.clone();
            let show = Callback::from(move |_: MouseEvent| select(&area, place));
            html! { <button type="button" class="bare story-line" onclick={show}>{ format!("Line {}", place.line) }</button> }
        });
        let fix = problem.fix.clone().map(|fix| {
            let (scenario, label) = (props.scenario.clone(), fix.label.clone());
            let mend = props.tell.reform(move |_: MouseEvent| {
                platform::focus("story-text");
                Rc::from(fix.apply(&scenario))
            });
            html! { <button type="button" onclick={mend}>{ marked(&label) }</button> }
        });
        html! { <li>{ line }<span>{ marked(&problem.message) }</span>{ fix }</li> }
    };
    html! {
        <div id="story-slips" role="status">
            if !props.problems.is_empty() {
                <ul class="story-slips">{ for props.problems.iter().map(slip) }</ul>
            }
        </div>
    }
}

/// Selects a place of the text and scrolls to it.
fn select(area: &NodeRef, place: Place) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(place.from, place.to.max(place.from));
}
