//! Any kubectl command at the playhead, with those that people reach for at hand.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::memo::Shared;
use engine::page::Run;

/// What is asked.
#[derive(Clone, PartialEq, Properties)]
pub struct TerminalProps {
    /// What ran.
    pub run: Shared<Run>,
    /// The playhead.
    pub at: u64,
    /// What was typed; empty for the first of those at hand.
    pub command: String,
    /// Something else was typed.
    pub on_command: Callback<String>,
}

/// The prompt, the commands at hand, the output.
#[component]
pub fn TerminalPanel(props: &TerminalProps) -> Html {
    let hand = props.run.commands(props.at);
    let command = match (props.command.as_str(), hand.first()) {
        ("", Some(first)) => first.clone(),
        (typed, _) => typed.to_owned(),
    };
    let said = props.run.kubectl(props.at, &command);
    let typed = props
        .on_command
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <div id="terminal" class="terminal">
            <div class="terminal-hand" role="group" aria-label="Commands at hand">
                { for hand.iter().enumerate().map(|(number, one)| {
                    let pick = one.clone();
                    let pick = props.on_command.reform(move |_: MouseEvent| pick.clone());
                    let words = one.strip_prefix("kubectl ").unwrap_or(one).to_owned();
                    html! { <button type="button" class="quiet" id={format!("terminal-hand-{number}")} aria-pressed={(*one == command).to_string()} onclick={pick}>{ words }</button> }
                }) }
            </div>
            <label class="terminal-prompt">
                <span>{ "$" }<span class="unseen">{ " kubectl command" }</span></span>
                <input id="terminal-command" value={command.clone()} oninput={typed} spellcheck="false" autocapitalize="off" autocomplete="off" />
            </label>
            if said.is_empty() {
                <p class="soft">
                    { if command.contains("logs") { "Nothing: no log is invented, and the story has none." } else { "Nothing." } }
                </p>
            } else {
                <pre class="text-out" tabindex="0" role="region" aria-label="What kubectl prints">{ said }</pre>
            }
        </div>
    }
}
