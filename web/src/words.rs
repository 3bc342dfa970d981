//! Sentences of the engine on the page: text between backticks is set as code.

use view::Block;
use yew::prelude::*;

/// The sentence with its names set as code. Text only, never markup.
pub fn marked(sentence: &str) -> Html {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ part.to_owned() }</code> }
        } else {
            html! { part.to_owned() }
        }
    };
    sentence.split('`').enumerate().map(part).collect()
}

/// The paragraphs and the code of a page.
pub fn blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Html {
    let block = |block: &Block| match block {
        Block::Words(words) => html! { <p>{ rich(words) }</p> },
        Block::Code(code) => {
            html! { <pre tabindex="0" role="region" aria-label="Example">{ code.clone() }</pre> }
        }
    };
    blocks.into_iter().map(block).collect()
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
