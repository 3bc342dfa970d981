//! The output of a command, to read and to copy.

use yew::prelude::*;

use crate::platform;
use crate::worker::Trouble;

/// The input of the panel.
#[derive(Clone, PartialEq, Properties)]
pub struct TextPanelProps {
    /// The command that prints it.
    pub command: &'static str,
    /// Its output.
    pub text: String,
    /// The reason why there is no output.
    #[prop_or_default]
    pub trouble: Option<Trouble>,
}

/// A terminal's output.
#[component]
pub fn TextPanel(props: &TextPanelProps) -> Html {
    let copied = use_state(|| false);
    let copy = {
        let (text, copied) = (props.text.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            platform::copy(&text, move |done| copied.set(done));
        })
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
