//! What is wrong with the story, with its line, and what mends it.

use std::rc::Rc;

use view::{Place, StoryProblem};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::words::marked;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub struct SlipsProps {
    /// What is wrong.
    pub problems: Vec<StoryProblem>,
    /// The story.
    pub scenario: Rc<str>,
    /// Where it is written.
    pub area: NodeRef,
    /// To tell another story.
    pub tell: Callback<Rc<str>>,
}

/// The list; the live region stays, so that what comes into it is read out.
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
            let mend = props.tell.reform(move |_: MouseEvent| Rc::from(fix.apply(&scenario)));
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

/// Selects a place of the text and goes there.
fn select(area: &NodeRef, place: Place) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(place.from, place.to.max(place.from));
}
