//! The card of one example.

use std::rc::Rc;

use protocol::Example;
use yew::prelude::*;

use super::choice::SUBJECTS;
use super::picture::Picture;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CardProps {
    pub(super) example: Rc<Example>,
    /// Whether it is the open one.
    pub(super) current: bool,
    pub(super) on_open: Callback<Rc<Example>>,
}

/// A button: the run as a picture, title, lesson, subject.
#[component]
pub(super) fn Card(props: &CardProps) -> Html {
    let example = &props.example;
    let open = {
        let example = Rc::clone(example);
        props.on_open.reform(move |_: MouseEvent| Rc::clone(&example))
    };
    let subject = SUBJECTS.iter().find(|(name, _)| *name == example.subject).map(|(_, title)| *title);
    html! {
        <li>
            <button type="button" class="examples-item" data-example={example.name.clone()} popovertarget="gallery" popovertargetaction="hide"
                aria-current={props.current.then_some("true")} onclick={open}>
                <Picture strip={example.strip.clone()} />
                <strong>{ example.title.clone() }</strong>
                <span>{ example.lesson.clone() }</span>
                <small>{ subject }{ if example.fixed.is_empty() { "" } else { " \u{b7} a mistake, and the fix" } }</small>
            </button>
        </li>
    }
}
