//! The gate behind an init container or sidecar: a bar that lifts when what comes after it may start.

use view::stage::{Actor, Gate};
use yew::prelude::*;

use super::words;

/// The gate behind `actor`; nothing behind an app container.
pub fn gate(actor: &Actor, column: usize) -> Html {
    let Some(gate) = actor.gate else { return Html::default() };
    html! {
        <span class="stage-gate" data-gate={gate.word()} style={format!("--col:{column}")} aria-hidden="true">
            <svg viewBox="0 0 32 28" focusable="false">
                <path class="stage-post" d="M6 27V13" />
                <path class="stage-rail" d="M1 27H31" />
                <path class="stage-boom" d="M6 13H30" />
                <circle class="stage-hinge" cx="6" cy="13" r="3" />
            </svg>
            <span class="stage-opens">{ match gate { Gate::Open => "open", Gate::Closed => words::opens(actor) } }</span>
        </span>
    }
}
