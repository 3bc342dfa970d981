//! The sentence about the playhead: two lines of it, and the rest when it is asked for.

use yew::prelude::*;

use crate::cut::use_cut;
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
    let open = use_state_eq(|| false);
    let cut = use_cut(&text, (props.sentence.clone(), props.stale), *open);
    let shown = *open && cut;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <>
        <p id="why" elementtiming="sentence" ref={text} class="controls-sentence" data-open={shown.to_string()}>
            if props.stale && !props.sentence.is_empty() {
                <span class="controls-old">{ "Last accepted text: " }</span>
            }
            // Another sentence is another text, none that has moved.
            <span key={props.sentence.clone()}>{ marked(&props.sentence) }</span>
        </p>
        if cut {
            <button type="button" class="quiet controls-more" aria-expanded={shown.to_string()} aria-controls="why" onclick={toggle}>{ if shown { "Less" } else { "More" } }</button>
        }
        </>
    }
}
