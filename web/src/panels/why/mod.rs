//! A sentence about each container: what it does, and what it waits for. Element: `#why-containers`.

use view::{Frame, Why};
use yew::prelude::*;

use super::{Panel, PanelProps};
use crate::words::marked;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "why",
    title: "What each container waits for",
    draw: |props| html! { <WhyPanel ..props.clone() /> },
};

/// The sentences.
#[component]
fn WhyPanel(props: &PanelProps) -> Html {
    let frame: &Frame = &props.frame;
    // If there are several Pods, the one that the sentence is about is explained; the lanes show all.
    let told = frame.pod.and_then(|pod| props.run.pods.get(pod)).map(|pod| pod.name.as_str());
    let first = told.or_else(|| frame.why.first().map(|why| why.pod.as_str())).unwrap_or_default();
    let shown = frame.why.iter().filter(|why| why.pod == first);
    let mut pods: Vec<&str> = frame.why.iter().map(|why| why.pod.as_str()).collect();
    pods.dedup();
    let others = pods.len().saturating_sub(1);
    let line = |why: &Why| {
        let field = why.fields.first().cloned().unwrap_or_default();
        let (show, over, out) = props.hands.point.at(&field);
        html! {
            <li data-state={why.state.word()}>
                <span class="why-sign" aria-hidden="true">{ why.state.sign() }</span>
                <button type="button" class="bare why-name" onclick={show} onmouseenter={over} onmouseleave={out}>{ why.container.clone() }</button>
                <span class="why-told" title={rest(why)}>{ marked(&rest(why)) }</span>
            </li>
        }
    };
    html! {
        <div class="why">
            if frame.why.is_empty() {
                <p class="soft">{ "Nothing runs here." }</p>
            } else {
                <ul id="why-containers" class="why-list">{ for shown.map(line) }</ul>
            }
            if others > 0 {
                <p class="why-others">{ format!("Above: the containers of {first}. The timeline also shows {others} more Pods.") }</p>
            }
        </div>
    }
}

/// The sentence without the container's name, which is already beside it.
fn rest(why: &Why) -> String {
    let name = format!("`{}` ", why.container);
    why.sentence.strip_prefix(&name).unwrap_or(&why.sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use view::{BarState, Why};

    use super::rest;

    #[test]
    fn the_name_is_said_once() {
        let sentence = "`web` waits for `db`.".to_owned();
        let why = Why {
            pod: String::new(),
            container: "web".to_owned(),
            state: BarState::Waiting,
            sentence,
            fields: vec![],
        };
        assert_eq!(rest(&why), "waits for `db`.");
    }
}
