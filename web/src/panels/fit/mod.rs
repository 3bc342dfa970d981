//! The nodes that the Pod fits on: machines to choose, or Nodes as YAML, with the Pods that run there already.
//! Elements: `#fit`, `#fit-nodes` (text), `#fit-event`, `[data-node][data-fits]`, checkboxes named `preset`.

use protocol::{Answer, Question};
use view::{Fit, FitNode, Nodes, Room};
use yew::prelude::*;

use super::word::{Words, use_words};
use super::{Panel, PanelProps};
use crate::platform;
use crate::words::marked;
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "fit",
    title: "Which nodes it fits on",
    draw: |props| html! { <FitPanel ..props.clone() /> },
};

/// The nodes, with the scheduler's verdict on each.
#[component]
fn FitPanel(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::Fit((*props.nodes).clone())));
    let typed = {
        let nodes = props.nodes.clone();
        props
            .hands
            .nodes
            .reform(move |event: InputEvent| Nodes { text: platform::value(&event), ..(*nodes).clone() })
    };
    let (words, page) = use_words("fit-word");
    html! {
        <div id="fit" class="fit">
            <fieldset class="fit-presets">
                <legend>{ "Try it on these nodes" }</legend>
                { for props.first.offer().machines.iter().map(|name| choice(name, props)) }
            </fieldset>
            <p class="soft">{ "kind runs a whole cluster on one computer. On each machine, the system and the kubelet keep a part for themselves." }</p>
            <details open={!props.nodes.text.is_empty()}>
                <summary>{ "Your own Nodes, and Pods that run on them, as YAML" }</summary>
                <label class="unseen" for="fit-nodes">{ "Nodes and Pods as YAML" }</label>
                <textarea id="fit-nodes" data-keep="nodes" rows="8" spellcheck="false" wrap="off" value={props.nodes.text.clone()} oninput={typed}
                    placeholder={"apiVersion: v1\nkind: Node\nmetadata: { name: busy }\nstatus: { allocatable: { cpu: 2, memory: 4Gi, pods: 110 } }\n---\n(a Pod with nodeName: busy is there already)"} />
                <p class="soft">{ "Documents in the manifest itself count too: Nodes, volumes, Pods that name a node." }</p>
            </details>
            { match (asked.answer(), asked.trouble()) {
                (_, Some(trouble)) => html! { <p class="soft" role="alert">{ trouble.sentence() }</p> },
                (Some(Answer::Fit(Ok(found))), None) => verdict(found, &words),
                (Some(Answer::Fit(Err(why))), None) => html! { <p class="soft" role="status">{ why.clone() }</p> },
                _ => html! {},
            } }
            { page }
        </div>
    }
}

fn choice(name: &str, props: &PanelProps) -> Html {
    let checked = props.nodes.chosen.iter().any(|chosen| chosen == name);
    let change = {
        let (nodes, name) = (props.nodes.clone(), name.to_owned());
        props.hands.nodes.reform(move |_: Event| {
            let others = nodes.chosen.iter().filter(|chosen| **chosen != name).cloned();
            let chosen = others.chain((!checked).then(|| name.clone())).collect();
            Nodes { chosen, ..(*nodes).clone() }
        })
    };
    html! { <label><input type="checkbox" name="preset" value={name.to_owned()} {checked} onchange={change} />{ name.to_owned() }</label> }
}

fn verdict(found: &Fit, words: &Words) -> Html {
    html! {
        <>
            if let Some((reason, message)) = &found.event {
                <p id="fit-event" class="fit-event"><strong>{ words.button(reason, message) }</strong>{ ": " }{ message.clone() }</p>
            }
            if !found.note.is_empty() {
                <p class="fit-note">{ marked(&found.note) }</p>
            }
            <ul class="fit-nodes">{ for found.nodes.iter().map(|found| node(found, words)) }</ul>
        </>
    }
}

fn node(node: &FitNode, words: &Words) -> Html {
    let word = if node.fits { "\u{2713} fits" } else { "\u{2715} does not fit" };
    html! {
        <li class="fit-node" data-node={node.name.clone()} data-fits={node.fits.to_string()}>
            <h3><code>{ node.name.clone() }</code><span class="fit-word">{ word }</span></h3>
            if !node.reasons.is_empty() {
                <p>{ node.reasons.join("; ") }</p>
            }
            if !node.room.is_empty() {
                <div class="fit-scroll" tabindex="0" role="region" aria-label={format!("Room on {}", node.name)}><table>
                    <thead><tr><td></td><th scope="col">{ "request" }</th><th scope="col">{ "taken" }</th><th scope="col">{ "allocatable" }</th></tr></thead>
                    <tbody>{ for node.room.iter().map(room) }</tbody>
                </table></div>
            }
            if let Some(word) = &node.kubelet {
                <p class="soft">{ "If the Pod named this node itself, its kubelet would say " }<strong>{ words.button(&word.reason, &word.message) }</strong>{ ": " }{ word.message.clone() }</p>
            }
        </li>
    }
}

fn room(room: &Room) -> Html {
    html! {
        <tr data-enough={room.enough.to_string()}>
            <th scope="row"><code>{ room.resource.clone() }</code></th>
            <td>{ room.wanted.clone() }{ if room.enough { "" } else { " \u{2715}" } }</td><td>{ room.held.clone() }</td><td>{ room.offered.clone() }</td>
        </tr>
    }
}
