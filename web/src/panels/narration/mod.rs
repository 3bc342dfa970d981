//! The narration of the whole run.

use protocol::{Answer, Question};
use yew::prelude::*;

use super::text::TextPanel;
use super::{Panel, PanelProps, use_answer_of_run};

/// The panel.
pub const PANEL: Panel = Panel {
    name: "narration",
    title: "The whole run in words",
    draw: |props| html! { <Narration ..props.clone() /> },
};

#[component]
fn Narration(props: &PanelProps) -> Html {
    let asked = use_answer_of_run(props, Some(Question::Narration));
    let text = match asked.answer() {
        Some(Answer::Narration(lines)) => lines.join("\n"),
        _ => String::new(),
    };
    html! { <TextPanel command="podlab simulate --output narration" {text} trouble={asked.trouble().copied()} /> }
}
