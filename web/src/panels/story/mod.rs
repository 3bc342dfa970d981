//! The scenario: what containers do, what people do and when, which objects exist, and all of it as text.
//! Elements: `#story-text`, `#story-undo`, `#story-redo`, `#story-add` with `#story-offer` and, among several Pods, `#story-pod`, lists named `preset-NAME`,
//! inputs named `run-NAME` and `exit-NAME`, `[data-action]` with a range and a number in it, `#story-slips`,
//! `[data-given]`.

mod acts;
mod change;
mod containers;
mod mark;
mod slips;

use std::rc::Rc;

use protocol::{Answer, Question};
use view::{Controls, Given, ScenarioChange};
use yew::prelude::*;

use super::{Panel, PanelProps};
use crate::platform;
use crate::words::marked;
use crate::worker::{Asked, use_answer};

/// The panel.
pub const PANEL: Panel =
    Panel { name: "story", title: "Story", draw: |props| html! { <Story ..props.clone() /> } };

/// The controls and the text.
#[component]
fn Story(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::Controls));
    let controls = use_last_good(&asked);
    let problems = match asked.answer() {
        Some(Answer::Controls(now)) => now.problems.clone(),
        _ => Vec::new(),
    };
    let readable = !matches!(asked.answer(), Some(Answer::Controls(now)) if !now.readable);
    use_steps_focus(props.steps);
    let (change, refused) = change::use_change(&props.now, &props.hands.tell);
    let area = use_node_ref();
    let typed = props.hands.tell.reform(|event: InputEvent| Rc::from(platform::value(&event)));
    html! {
        <div class="story">
            <div class="story-main">
                { bar(props) }
                if let Some(why) = refused {
                    <p class="story-error" role="alert">{ why }</p>
                }
                <slips::Slips {problems} scenario={props.now.scenario.clone()} area={area.clone()} tell={props.hands.tell.clone()} />
                <fieldset class="story-controls" disabled={!readable}>
                    <legend class="unseen">{ "The story" }</legend>
                    { containers::draw(&controls.containers, &change) }
                    // An element that is always there: beside a component that draws nothing, yew puts what comes before it behind
                    // what comes after it, when both come in one drawing.
                    <div class="story-part"><acts::Acts controls={controls.clone()} fresh={asked.fresh} change={change.clone()} run={props.run.clone()} at={props.at} /></div>
                    { assumed(&controls, &props.run.assumed, &change) }
                </fieldset>
            </div>
            <div class="story-yaml">
                <label class="story-label" for="story-text">{ "The whole story, as YAML" }</label>
                <textarea id="story-text" data-keep="story" ref={area} rows="14" spellcheck="false" wrap="off" value={props.now.scenario.to_string()} oninput={typed}
                    placeholder={"# for example\ncontainers:\n  migrate:\n  - { run: 2, exit: 1 }\n  - { run: 5, exit: 0 }\nactions:\n- { at: 40, do: delete }"} />
            </div>
        </div>
    }
}

/// The controls of the last text that could be read.
#[hook]
fn use_last_good(asked: &Asked) -> Rc<Controls> {
    let kept = use_mut_ref(|| Rc::new(Controls::default()));
    let mut kept = kept.borrow_mut();
    if let Some(Answer::Controls(now)) = asked.answer()
        && (now.readable || kept.containers.is_empty())
        && **kept != *now
    {
        *kept = Rc::new(now.clone());
    }
    Rc::clone(&kept)
}

/// The button of the last step is disabled by it; the other one takes the focus, which would else be lost.
#[hook]
fn use_steps_focus(steps: (bool, bool)) {
    use_effect_with(steps, |&(undo, redo)| {
        if !undo {
            platform::pass_focus("story-undo", "story-redo");
        }
        if !redo {
            platform::pass_focus("story-redo", "story-undo");
        }
    });
}

/// The buttons for undo and redo.
fn bar(props: &PanelProps) -> Html {
    let (undo, redo) = props.steps;
    let go = |again: bool| props.hands.back.reform(move |_: MouseEvent| again);
    html! {
        <div class="story-bar" role="group" aria-label="Steps">
            <button id="story-undo" type="button" disabled={!undo} onclick={go(false)} title="Undo the last step (Ctrl-Z)"><span aria-hidden="true">{ "\u{21b6} " }</span>{ "Undo" }</button>
            <button id="story-redo" type="button" disabled={!redo} onclick={go(true)} title="Redo the last step (Ctrl-Shift-Z)"><span aria-hidden="true">{ "\u{21b7} " }</span>{ "Redo" }</button>
        </div>
    }
}

/// The assumptions, each with a switch where the story can contradict it.
fn assumed(controls: &Controls, sentences: &[String], change: &Callback<ScenarioChange>) -> Html {
    if controls.given.is_empty() && sentences.is_empty() {
        return html! {};
    }
    let switch = |given: &Given| {
        let (name, holds) = (given.name.clone(), given.holds);
        let turned =
            change.reform(move |_: Event| ScenarioChange::Given { name: name.clone(), holds: !holds });
        html! {
            <li data-given={given.name.clone()}><label>
                <input type="checkbox" role="switch" checked={holds} onchange={turned} />
                <span>{ marked(&given.sentence) }
                    if !holds { <span class="soft">{ " \u{2013} no: the story says so" }</span> }
                </span>
            </label></li>
        }
    };
    html! {
        <div class="story-assumed">
            <h3>{ "Assumed, because the story does not say" }</h3>
            <ul class="story-given">{ for controls.given.iter().map(switch) }</ul>
            <ul class="story-sentences">{ for sentences.iter().map(|line| html! { <li>{ marked(line) }</li> }) }</ul>
        </div>
    }
}
