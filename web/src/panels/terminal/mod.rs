//! Any kubectl command at the playhead, with those that people reach for at hand.

use std::rc::Rc;

use protocol::{Answer, Question};
use yew::prelude::*;

use super::{Panel, PanelProps, use_answer_of_run};
use crate::platform;

/// The panel.
pub const PANEL: Panel =
    Panel { name: "terminal", title: "Terminal", draw: |props| html! { <Terminal ..props.clone() /> } };

/// The prompt, the commands at hand, the output.
#[component]
fn Terminal(props: &PanelProps) -> Html {
    let hand = props.run.commands(props.at);
    let command = match (&*props.command, hand.first()) {
        ("", Some(first)) => first.clone(),
        (typed, _) => typed.to_owned(),
    };
    let asked = use_answer_of_run(props, Question::Kubectl { at: props.at, command: command.clone() });
    let said = match asked.answer() {
        Some(Answer::Kubectl(said)) => said.clone(),
        _ => String::new(),
    };
    let typed = props.hands.command.reform(|event: InputEvent| Rc::from(platform::value(&event)));
    let fresh = asked.fresh || props.ran.is_none();
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
            <label class="terminal-prompt">
                <span>{ "$" }<span class="unseen">{ " kubectl command" }</span></span>
                <input id="terminal-command" value={command.clone()} oninput={typed} spellcheck="false" autocapitalize="off" autocomplete="off" />
            </label>
            if let Some(trouble) = asked.trouble() {
                <p class="soft" role="alert">{ trouble.sentence() }</p>
            } else if said.is_empty() {
                <p class="soft">
                    { if command.contains("logs") { "No output: the story says nothing about logs, and Podlab invents none." } else { "No output." } }
                </p>
            } else {
                <pre class="text-out" tabindex="0" role="region" aria-label="What kubectl prints">{ said }</pre>
            }
        </div>
    }
}
