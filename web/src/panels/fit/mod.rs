//! Which nodes the Pod fits on: kinds of machine to choose, or Nodes as YAML, with the Pods that are there already.
//! Elements: `#fit`, `#fit-nodes` (text), `#fit-event`, `[data-node][data-fits]`, checkboxes named `preset`.

use engine::page::fit::{Fit, OnNode, Room, fit, presets};
use yew::prelude::*;

use crate::details::Inputs;
use crate::platform;
use crate::words::marked;

/// The nodes that a person chose; kept while other panels are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nodes {
    /// Names of presets.
    pub chosen: Vec<String>,
    /// Nodes and Pods as YAML.
    pub text: String,
}

impl Default for Nodes {
    fn default() -> Self {
        Nodes { chosen: presets().into_iter().take(2).collect(), text: String::new() }
    }
}

/// What is tried.
#[derive(Clone, PartialEq, Properties)]
pub struct FitProps {
    /// The manifest and the version.
    pub now: Inputs,
    /// The nodes.
    pub nodes: Nodes,
    /// Other nodes.
    pub on_nodes: Callback<Nodes>,
}

/// The nodes and what the scheduler makes of them.
#[component]
pub fn FitPanel(props: &FitProps) -> Html {
    let inputs = (props.now.text.clone(), props.now.version.clone(), props.nodes.clone());
    let found = use_memo(inputs, |(text, version, nodes)| {
        fit(text, &nodes.text, &nodes.chosen, &engine::page::kubernetes(version))
    });
    let typed = {
        let (nodes, on_nodes) = (props.nodes.clone(), props.on_nodes.clone());
        Callback::from(move |event: InputEvent| {
            on_nodes.emit(Nodes { text: platform::value(&event), ..nodes.clone() });
        })
    };
    html! {
        <div id="fit" class="fit">
            <fieldset class="fit-presets">
                <legend>{ "Nodes to try it on" }</legend>
                { for presets().into_iter().map(|name| choice(name, props)) }
            </fieldset>
            <details open={!props.nodes.text.is_empty()}>
                <summary>{ "Your own Nodes, and Pods that are there, as YAML" }</summary>
                <label class="unseen" for="fit-nodes">{ "Nodes and Pods as YAML" }</label>
                <textarea id="fit-nodes" rows="8" spellcheck="false" wrap="off" value={props.nodes.text.clone()} oninput={typed}
                    placeholder={"apiVersion: v1\nkind: Node\nmetadata: { name: busy }\nstatus: { allocatable: { cpu: 2, memory: 4Gi, pods: 110 } }\n---\n(a Pod with nodeName: busy is there already)"} />
                <p class="soft">{ "Documents in the manifest itself count too: Nodes, volumes, Pods that name a node." }</p>
            </details>
            { match &*found {
                Ok(found) => verdict(found),
                Err(why) => html! { <p class="soft" role="status">{ why.clone() }</p> },
            } }
        </div>
    }
}

fn choice(name: String, props: &FitProps) -> Html {
    let checked = props.nodes.chosen.contains(&name);
    let change = {
        let (nodes, on_nodes, name) = (props.nodes.clone(), props.on_nodes.clone(), name.clone());
        Callback::from(move |_: Event| {
            let others = nodes.chosen.iter().filter(|chosen| **chosen != name).cloned();
            let chosen = others.chain((!checked).then(|| name.clone())).collect();
            on_nodes.emit(Nodes { chosen, ..nodes.clone() });
        })
    };
    html! { <label><input type="checkbox" name="preset" value={name.clone()} {checked} onchange={change} />{ name }</label> }
}

fn verdict(found: &Fit) -> Html {
    html! {
        <>
            if let Some((reason, message)) = &found.event {
                <p id="fit-event" class="fit-event"><strong>{ reason.clone() }</strong>{ ": " }{ message.clone() }</p>
            }
            if !found.note.is_empty() {
                <p class="fit-note">{ marked(&found.note) }</p>
            }
            <ul class="fit-nodes">{ for found.nodes.iter().map(node) }</ul>
        </>
    }
}

fn node(node: &OnNode) -> Html {
    let word = if node.fits { "\u{2713} fits" } else { "\u{2715} does not fit" };
    html! {
        <li class="fit-node" data-node={node.name.clone()} data-fits={node.fits.to_string()}>
            <h3><code>{ node.name.clone() }</code><span class="fit-word">{ word }</span></h3>
            if !node.reasons.is_empty() {
                <p>{ node.reasons.join("; ") }</p>
            }
            if !node.room.is_empty() {
                <div class="fit-scroll"><table>
                    <thead><tr><th scope="col"></th><th scope="col">{ "asks for" }</th><th scope="col">{ "taken" }</th><th scope="col">{ "of" }</th></tr></thead>
                    <tbody>{ for node.room.iter().map(room) }</tbody>
                </table></div>
            }
            if let Some((reason, message)) = &node.kubelet {
                <p class="soft">{ "If the Pod named this node itself, its kubelet would say " }<strong>{ reason.clone() }</strong>{ ": " }{ message.clone() }</p>
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
