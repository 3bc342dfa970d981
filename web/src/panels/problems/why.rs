//! The page about an error, unfolded in place.

use protocol::{Answer, Question};
use view::Problem;
use yew::prelude::*;

use crate::words::blocks;
use crate::worker::{Inputs, use_answer};

/// The input of the page.
#[derive(Clone, PartialEq, Properties)]
pub struct WhyProps {
    /// The problem.
    pub problem: Problem,
    /// Opens the page in the area that explains.
    pub on_why: Callback<String>,
}

/// The button, and the page below it when it is asked for.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    let open = use_state(|| false);
    let problem = &props.problem;
    // A word's page depends on no inputs, so no key draws this anew.
    let asked = use_answer(&Inputs::default(), open.then(|| Question::Word(problem.id.clone())));
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let elsewhere = {
        let message = problem.message.clone();
        props.on_why.reform(move |_: MouseEvent| message.clone())
    };
    let label = format!("Why? {}", problem.field);
    html! {
        <div class="problems-why">
            <button type="button" class="quiet problems-ask" data-why={problem.field.clone()} aria-label={label} aria-expanded={open.to_string()} onclick={toggle}>{ "Why?" }</button>
            { match (asked.answer(), asked.trouble()) {
                (_, Some(trouble)) => html! { <p class="soft" role="alert">{ trouble.sentence() }</p> },
                (Some(Answer::Word(Some(found))), None) => html! {
                    <div class="problems-page" data-page={found.id.clone()} role="region" aria-label={found.title.clone()}>
                        <h3>{ found.title.clone() }</h3>
                        { blocks(&found.blocks) }
                        <button type="button" onclick={elsewhere}>{ "Show it in Explain, with what kubectl prints" }</button>
                    </div>
                },
                _ => html! {},
            } }
        </div>
    }
}
