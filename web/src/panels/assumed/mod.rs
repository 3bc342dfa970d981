//! The assumptions of the run: facts that neither the manifest nor the story states.

use yew::prelude::*;

use super::{Panel, PanelProps};
use crate::words::marked;

/// The panel.
pub const PANEL: Panel =
    Panel { name: "assumed", title: "What is assumed", draw: |props| html! { <Assumed ..props.clone() /> } };

/// The list.
#[component]
fn Assumed(props: &PanelProps) -> Html {
    if props.run.assumed.is_empty() {
        return html! { <p class="soft">{ "Nothing is assumed." }</p> };
    }
    html! { <ul class="assumed">{ for props.run.assumed.iter().map(|line| html! { <li>{ marked(line) }</li> }) }</ul> }
}
