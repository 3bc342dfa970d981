//! What a terminal shows for `kubectl apply`, to copy; and for each error its page: cause, smallest fix, release,
//! place in Kubernetes' source. Elements: `#answer`, in it `details[data-page]`.

use std::rc::Rc;

use engine::page::answer::{Block, Explanation, apply, explanation};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::details::Inputs;
use crate::panels::text::TextPanel;
use crate::words::marked;

/// What is answered.
#[derive(Clone, PartialEq, Properties)]
pub struct AnswerProps {
    /// The manifest and the version.
    pub now: Inputs,
    /// The message that the reader asks about; empty for none.
    pub asked: Rc<str>,
}

/// The terminal and the pages.
#[component]
pub fn AnswerPanel(props: &AnswerProps) -> Html {
    let found = use_memo((props.now.text.clone(), props.now.version.clone()), |(text, version)| {
        let kubernetes = engine::page::kubernetes(version);
        let problems = engine::analyze(text, &kubernetes).problems;
        let explained = problems
            .iter()
            .filter_map(|problem| Some((problem.message.clone(), explanation(&problem.message)?)));
        (apply(text, &kubernetes), explained.collect::<Vec<_>>())
    });
    let (said, pages) = &*found;
    html! {
        <div id="answer" class="answer">
            <TextPanel command="kubectl apply -f pod.yaml" text={said.clone()} />
            if !pages.is_empty() {
                <h3>{ "Why?" }</h3>
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
    /// Whether the reader asks about it.
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
    let block = |block: &Block| match block {
        Block::Words(words) => html! { <p>{ rich(words) }</p> },
        Block::Code(code) => {
            html! { <pre tabindex="0" role="region" aria-label="Example">{ code.clone() }</pre> }
        }
    };
    html! {
        <details ref={node} class="answer-page" data-page={props.page.name.clone()}>
            <summary>{ props.message.clone() }</summary>
            <div class="answer-text">
                <h4>{ props.page.title.clone() }</h4>
                { for props.page.blocks.iter().map(block) }
            </div>
        </details>
    }
}

/// A paragraph with its strong words and its code. Text only, never markup.
fn rich(words: &str) -> Html {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 1 {
            html! { <strong>{ marked(part) }</strong> }
        } else {
            marked(part)
        }
    };
    words.split("**").enumerate().map(part).collect()
}
