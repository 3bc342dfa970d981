//! The sentence about the playhead: two lines of it, and the rest when it is asked for.

use web_sys::Element;
use yew::prelude::*;

use crate::words::marked;

/// The input of the sentence.
#[derive(Clone, PartialEq, Properties)]
pub struct WholeProps {
    /// The sentence.
    pub sentence: String,
    /// Whether it is of an older text than the one that is written.
    pub stale: bool,
}

/// The sentence, and a button that unfolds it where it is cut.
#[component]
pub fn Whole(props: &WholeProps) -> Html {
    let text = use_node_ref();
    let cut = use_state_eq(|| false);
    let open = use_state_eq(|| false);
    {
        let (text, cut, open) = (text.clone(), cut.clone(), *open);
        use_effect_with((props.sentence.clone(), props.stale, open), move |_| {
            // An open sentence is whole, so it is not measured.
            if let Some(text) = text.cast::<Element>().filter(|_| !open) {
                cut.set(text.scroll_height() > text.client_height() + 1);
            }
        });
    }
    let shown = *open && *cut;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <>
        <p id="why" ref={text} class="controls-sentence" data-open={shown.to_string()} title={props.sentence.replace('`', "")}>
            if props.stale {
                <span class="controls-old">{ "Of the last accepted text: " }</span>
            }
            // Another sentence is another text, none that has moved.
            <span key={props.sentence.clone()}>{ marked(&props.sentence) }</span>
        </p>
        if *cut {
            <button type="button" class="quiet controls-more" aria-expanded={shown.to_string()} aria-controls="why" onclick={toggle}>{ if shown { "Less" } else { "More" } }</button>
        }
        </>
    }
}
