//! The form of the filter: words, a level, a subject, a class.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::choice::{CLASSES, Choice, LEVELS, SUBJECTS};
use crate::platform;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FilterProps {
    pub(super) choice: Choice,
    /// The number of examples that pass.
    pub(super) found: usize,
    pub(super) on_choose: Callback<Choice>,
}

/// The form above the list.
#[component]
pub(super) fn Filter(props: &FilterProps) -> Html {
    let choice = &props.choice;
    // Whoever opens the list types what they look for; from the second time on, `autofocus` does the same.
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlElement>() {
                let _ = field.focus();
            }
        });
    }
    let with = |change: fn(&mut Choice, String)| {
        let choice = choice.clone();
        move |value: String| {
            let mut chosen = choice.clone();
            change(&mut chosen, value);
            chosen
        }
    };
    let words = with(|choice, words| choice.words = words);
    let words = props.on_choose.reform(move |event: InputEvent| words(platform::value(&event)));
    let subject = with(|choice, subject| choice.subject = subject);
    let subject = props.on_choose.reform(move |event: Event| subject(platform::value(&event)));
    let class = with(|choice, class| choice.class = class);
    let class = props.on_choose.reform(move |event: Event| class(platform::value(&event)));
    let level = |name: &'static str, title: &'static str| {
        let level = with(|choice, level| choice.level = level);
        let choose = props.on_choose.reform(move |_: MouseEvent| level(name.to_owned()));
        let pressed = if choice.level == name { "true" } else { "false" };
        html! { <button type="button" data-level={name} aria-pressed={pressed} onclick={choose}>{ title }</button> }
    };
    let options = |all: &'static [(&str, &str)], chosen: &str| {
        let chosen = chosen.to_owned();
        all.iter().map(move |(name, title)| html! { <option value={*name} selected={chosen == *name}>{ *title }</option> })
    };
    html! {
        <div class="examples-filter">
            <div class="examples-search">
                <label for="gallery-words">{ "Find" }</label>
                <input id="gallery-words" ref={field} type="search" autofocus={platform::takes_focus()} autocomplete="off" placeholder="sidecar, 137, preStop" value={choice.words.clone()} oninput={words} />
                <span id="gallery-count" role="status">{ count(props.found) }</span>
                <button type="button" class="examples-close" popovertarget="gallery" popovertargetaction="hide">{ "Close" }</button>
            </div>
            <div role="group" aria-label="Level">
                { level("", "All levels") }
                { for LEVELS.into_iter().map(|(name, title, _)| level(name, title)) }
            </div>
            <div role="group" aria-label="Subject and class">
                <select id="gallery-subject" aria-label="Subject" onchange={subject}>
                    <option value="" selected={choice.subject.is_empty()}>{ "Any subject" }</option>
                    { for options(&SUBJECTS, &choice.subject) }
                </select>
                <select id="gallery-class" aria-label="Class" onchange={class}>
                    <option value="" selected={choice.class.is_empty()}>{ "Any class" }</option>
                    { for options(&CLASSES, &choice.class) }
                </select>
            </div>
        </div>
    }
}

fn count(found: usize) -> String {
    match found {
        1 => "1 example".to_owned(),
        found => format!("{found} examples"),
    }
}
