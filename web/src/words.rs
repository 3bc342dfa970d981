//! Sentences of the engine on the page: what stands between backticks is set as code.

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
