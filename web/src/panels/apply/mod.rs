//! The output of `kubectl apply`, to copy; and a page for each error: cause, smallest fix, release, place in
//! Kubernetes' source. Elements: `#answer`, in it `details[data-page]`.

use protocol::{Answer, Question};
use view::Explanation;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::text::TextPanel;
use super::{Panel, PanelProps};
use crate::words::{blocks, marked};
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "apply",
    title: "What kubectl apply prints",
    draw: |props| html! { <Apply ..props.clone() /> },
};

/// The terminal and the pages.
#[component]
fn Apply(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::Apply));
    let (said, pages) = match asked.answer() {
        Some(Answer::Apply(applied)) => (applied.output.clone(), applied.explanations.as_slice()),
        _ => (String::new(), [].as_slice()),
    };
    let accepted = props.ran.as_ref() == Some(&props.now);
    html! {
        <div id="answer" class="answer">
            <TextPanel command="kubectl apply -f pod.yaml" text={said} trouble={asked.trouble().copied()} />
            if !pages.is_empty() {
                <h3>{ if accepted { "Warnings and advice" } else { "Why?" } }</h3>
            }
            { for pages.iter().map(|(message, page)| html! {
                <Page key={message.clone()} message={message.clone()} page={page.clone()} asked={**message == *props.asked} />
            }) }
        </div>
    }
}

/// One error with its page.
#[derive(Clone, PartialEq, Properties)]
struct PageProps {
    message: String,
    page: Explanation,
    /// Whether the reader has asked for it.
    asked: bool,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.asked, move |asked| {
            if let Some(element) = node.cast::<HtmlElement>().filter(|_| *asked) {
                let _ = element.set_attribute("open", "");
                element.scroll_into_view();
            }
        });
    }
    html! {
        <details ref={node} class="answer-page" data-page={props.page.id.clone()}>
            <summary>{ marked(&props.message) }</summary>
            <div class="answer-text">
                <h4>{ props.page.title.clone() }</h4>
                { blocks(&props.page.blocks) }
            </div>
        </details>
    }
}
