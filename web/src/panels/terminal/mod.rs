//! Any kubectl command at the playhead. One that watches grows as the run goes on; one that changes something becomes
//! part of the story when it is sent. Elements: `#terminal`, `#terminal-command`, `#terminal-hand-N`, `#terminal-log`,
//! `#terminal-copy`.

mod log;
mod send;

use std::rc::Rc;

use protocol::{Answer, Question};
use view::clock;
use web_sys::Element;
use yew::prelude::*;

use super::{Panel, PanelProps, use_answer_of_run};
use crate::platform;

pub use send::forget;

/// The panel.
pub const PANEL: Panel =
    Panel { name: "terminal", title: "Terminal", draw: |props| html! { <Terminal ..props.clone() /> } };

/// A prompt that a person has emptied.
const BLANK: &str = " ";

/// The suggested commands, the log, the prompt, and the output of its command.
#[component]
fn Terminal(props: &PanelProps) -> Html {
    let hand = props.run.commands(props.at);
    let command = match (&*props.command, hand.first()) {
        ("", Some(first)) => first.clone(),
        (typed, _) => typed.to_owned(),
    };
    let changes = view::changes(&command);
    let watched = props.run.watch(&command, props.at);
    let question = Question::Kubectl { at: props.at, command: command.clone() };
    let asked =
        use_answer_of_run(props, (!changes && watched.is_none() && command != BLANK).then_some(question));
    let said = match (&watched, asked.answer()) {
        (Some(watched), _) => watched.clone(),
        (None, Some(Answer::Kubectl(said))) => said.clone(),
        (None, _) => String::new(),
    };
    let fresh = asked.fresh || props.ran.is_none() || changes || watched.is_some();
    let sent = send::use_sent(props, &command, Some(said.as_str()).filter(|_| fresh));
    // An emptied prompt stays empty: without any command it is the first at hand.
    let typed = props.hands.command.reform(|event: InputEvent| {
        let text = platform::value(&event);
        Rc::from(if text.is_empty() { BLANK } else { &text })
    });
    html! {
        <div id="terminal" class="terminal" data-fresh={fresh.to_string()}>
            <div class="terminal-hand" role="group" aria-label="Commands at hand">
                { for hand.iter().enumerate().map(|(number, one)| {
                    let pick = one.clone();
                    let pick = props.hands.command.reform(move |_: MouseEvent| Rc::from(pick.as_str()));
                    let words = one.strip_prefix("kubectl ").unwrap_or(one).to_owned();
                    html! { <button type="button" class="quiet" id={format!("terminal-hand-{number}")} aria-pressed={(*one == command).to_string()} onclick={pick}>{ words }</button> }
                }) }
            </div>
            <div id="terminal-log" role="log" aria-label="What was sent">
                if !sent.text.is_empty() {
                    <Out text={sent.text.clone()} label="What was sent, and what kubectl printed" grows=true />
                }
            </div>
            <form class="terminal-prompt" onsubmit={sent.send.clone()}>
                <label for="terminal-command">{ "$" }<span class="unseen">{ " kubectl command" }</span></label>
                <input id="terminal-command" value={if command == BLANK { "" } else { &command }.to_owned()} oninput={typed} onkeydown={sent.keys.clone()} spellcheck="false" autocapitalize="off" autocomplete="off" enterkeyhint="send" />
                <button type="submit">{ if changes { "Do it" } else { "Send" } }</button>
            </form>
            if let Some(trouble) = asked.trouble() {
                <p class="soft" role="alert">{ trouble.sentence() }</p>
            } else if changes {
                <p class="soft">{ format!("Enter does this in the story, at {}.", clock(sent.seconds * 1_000.0)) }</p>
            } else if said.is_empty() {
                <p class="soft">{ nothing(watched.is_some()) }</p>
            } else if sent.repeats {
                <p class="soft">{ "Printed above. Move the playhead for what it prints at another time." }</p>
            } else {
                <Out key={command.clone()} text={said.clone()} label="What kubectl prints" grows={watched.is_some()} />
            }
            <div class="terminal-hand">
                <button id="terminal-copy" type="button" onclick={sent.copy.clone()}>{ if sent.copied { "Copied" } else { "Copy transcript" } }</button>
                if !sent.text.is_empty() {
                    <button type="button" class="quiet" onclick={sent.clear.clone()}>{ "Clear" }</button>
                }
            </div>
        </div>
    }
}

/// The words in place of an empty output.
fn nothing(watches: bool) -> &'static str {
    if watches { "Nothing yet." } else { "No output." }
}

/// The input of the output.
#[derive(Clone, PartialEq, Properties)]
struct OutProps {
    text: String,
    label: &'static str,
    /// Whether it grows at its end, as a log does.
    grows: bool,
}

/// The distance from the end, in pixels, within which a reader is at the end.
const NEAR: i32 = 8;

/// The output. One that grows shows its newest line, unless the reader has scrolled up.
#[component]
fn Out(props: &OutProps) -> Html {
    let out = use_node_ref();
    let left = use_mut_ref(|| false);
    {
        let (out, left) = (out.clone(), left.clone());
        use_effect_with((props.text.clone(), props.grows), move |(_, grows)| {
            if let Some(out) = out.cast::<Element>().filter(|_| *grows && !*left.borrow()) {
                out.set_scroll_top(out.scroll_height());
            }
        });
    }
    let scrolled = {
        let out = out.clone();
        Callback::from(move |_: Event| {
            if let Some(out) = out.cast::<Element>() {
                *left.borrow_mut() = out.scroll_top() + out.client_height() + NEAR < out.scroll_height();
            }
        })
    };
    html! { <pre class="text-out" ref={out} tabindex="0" role="region" aria-label={props.label} onscroll={scrolled}>{ props.text.clone() }</pre> }
}
