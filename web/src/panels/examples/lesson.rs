//! The example that is open: its lesson, the way to its fixed form, the ones before and after it. Elements: `#lesson`,
//! `#lesson-fixed`, `#lesson-again`, `#lesson-before`, `#lesson-next`.

use std::rc::Rc;

use yew::prelude::*;

use super::{open, open_beside};
use crate::session::{Action, Session};

/// The input of the lesson.
#[derive(Clone, PartialEq, Properties)]
pub struct LessonProps {
    /// The example, and whether its texts were changed.
    pub session: Session,
    /// Takes the choice.
    pub act: Callback<Action>,
}

/// A line above the run; empty while no example is open.
#[component]
pub fn Lesson(props: &LessonProps) -> Html {
    let Some(example) = props.session.example.clone() else { return Html::default() };
    let changed = *props.session.text != *example.manifest || *props.session.scenario != *example.story;
    let again = {
        let example = Rc::clone(&example);
        props.act.reform(move |_: MouseEvent| Action::Open(Rc::clone(&example)))
    };
    let named = |name: &str| {
        let (name, act) = (name.to_owned(), props.act.clone());
        Callback::from(move |_: MouseEvent| {
            let name = name.clone();
            open(&act, move |gallery| gallery.named(&name));
        })
    };
    let beside = |by: isize| {
        let (example, act) = (Rc::clone(&example), props.act.clone());
        Callback::from(move |_: MouseEvent| open_beside(Some(&example), by, &act))
    };
    html! {
        <section id="lesson" class="lesson" aria-label="Example" data-name={example.name.clone()}>
            <p>
                <span class="lesson-title"><strong>{ example.title.clone() }</strong>
                    if !example.mends.is_empty() { <em>{ "fixed" }</em> }
                </span>
                <span class="lesson-text">{ example.lesson.clone() }</span>
            </p>
            <div class="lesson-ways">
                if changed {
                    <button id="lesson-again" type="button" onclick={again}>{ "Start again" }</button>
                }
                if !example.fixed.is_empty() {
                    <button id="lesson-fixed" type="button" onclick={named(&example.fixed)}>{ "Show the fixed one" }</button>
                }
                if !example.mends.is_empty() {
                    <button id="lesson-fixed" type="button" onclick={named(&example.mends)}>{ "Show the mistake" }</button>
                }
            </div>
            <div class="lesson-beside">
                <button id="lesson-before" type="button" onclick={beside(-1)} title="Previous example ([)"><span aria-hidden="true">{ "\u{2039}" }</span><span class="lesson-word">{ "Previous" }</span></button>
                <button id="lesson-next" type="button" onclick={beside(1)} title="Next example (])"><span class="lesson-word">{ "Next" }</span><span aria-hidden="true">{ "\u{203a}" }</span></button>
            </div>
        </section>
    }
}
