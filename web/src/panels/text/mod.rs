//! What a command prints, to read and to copy; among them `kubectl describe` and the YAML at the playhead.

use protocol::{Answer, Question};
use yew::prelude::*;

use super::{Panel, PanelProps, use_answer_of_run};
use crate::platform;
use crate::worker::Trouble;

/// `kubectl describe pod` at the playhead.
pub const DESCRIBE: Panel =
    Panel { name: "describe", title: "Describe", draw: |props| html! { <Describe ..props.clone() /> } };
/// `kubectl get pod -o yaml` at the playhead.
pub const YAML: Panel =
    Panel { name: "status", title: "YAML", draw: |props| html! { <Yaml ..props.clone() /> } };

#[component]
fn Describe(props: &PanelProps) -> Html {
    html! { <Printed command="kubectl describe pod" label="kubectl describe pod" ..printed(props) /> }
}

#[component]
fn Yaml(props: &PanelProps) -> Html {
    html! { <Printed command={props.run.yaml_command()} label="kubectl get pod -o yaml" ..printed(props) /> }
}

fn printed(props: &PanelProps) -> PrintedProps {
    PrintedProps { panel: props.clone(), command: String::new(), label: "" }
}

/// A command and its instant.
#[derive(Clone, PartialEq, Properties)]
struct PrintedProps {
    panel: PanelProps,
    command: String,
    label: &'static str,
}

#[component]
fn Printed(props: &PrintedProps) -> Html {
    let question = Question::Kubectl { at: props.panel.at, command: props.command.clone() };
    let asked = use_answer_of_run(&props.panel, question);
    let text = match asked.answer() {
        Some(Answer::Kubectl(text)) => text.clone(),
        _ => String::new(),
    };
    html! { <TextPanel command={props.label} {text} trouble={asked.trouble().copied()} /> }
}

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct TextPanelProps {
    /// The command that prints it.
    pub command: &'static str,
    /// What it prints.
    pub text: String,
    /// Why nothing can be printed.
    #[prop_or_default]
    pub trouble: Option<Trouble>,
}

/// A terminal's output.
#[component]
pub fn TextPanel(props: &TextPanelProps) -> Html {
    let copied = use_state(|| false);
    let copy = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| copied.set(platform::copy(&text)))
    };
    html! {
        <div class="text">
            <div class="text-head">
                <code>{ "$ " }{ props.command }</code>
                <button type="button" onclick={copy}>{ if *copied { "Copied" } else { "Copy" } }</button>
            </div>
            if let Some(trouble) = props.trouble {
                <p class="soft" role="alert">{ trouble.sentence() }</p>
            } else if props.text.is_empty() {
                <p class="soft">{ "Nothing yet." }</p>
            } else {
                <pre class="text-out" tabindex="0" role="region" aria-label={props.command}>{ props.text.clone() }</pre>
            }
        </div>
    }
}
