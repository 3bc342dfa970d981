//! What the node makes of the Pod: what keeps it from being Guaranteed, control groups, who is killed first.
//! Elements: `#on-node`, in it `[data-obstacle]`, `[data-container]` with `[data-number="oom"]`.

use engine::page::Fix;
use engine::page::on_node::{Group, Obstacle, node_name, on_node};
use yew::prelude::*;

use crate::details::Inputs;
use crate::panels::Pointing;
use crate::panels::what_if;

/// What is looked at.
#[derive(Clone, PartialEq, Properties)]
pub struct OnNodeProps {
    /// The manifest and the version.
    pub now: Inputs,
    /// To change the manifest.
    pub on_fix: Callback<Fix>,
    /// From a container to the manifest.
    pub point: Pointing,
}

/// The class, then the numbers.
#[component]
pub fn OnNodePanel(props: &OnNodeProps) -> Html {
    let found = use_memo((props.now.text.clone(), props.now.version.clone()), |(text, version)| {
        on_node(text, &engine::page::kubernetes(version))
    });
    let Some(found) = &*found else { return html! {} };
    let files: Vec<&str> = found.pod.iter().map(|(file, _)| file.as_str()).collect();
    let row = |group: &Group| {
        html! {
            <tr data-container={group.container.clone()}><th scope="row"><code>{ group.container.clone() }</code></th>
                <td data-number="oom">{ group.oom_score_adj }</td>{ for cells(&files, &group.files) }</tr>
        }
    };
    html! {
        <section id="on-node" class="on-node" aria-label="On the node">
            if !found.obstacles.is_empty() {
                <h3>{ format!("{}: what it would take to be Guaranteed", found.class) }</h3>
                <ul>{ for found.obstacles.iter().map(|found| obstacle(found, props)) }</ul>
            }
            <h3>{ "On the node" }</h3>
            <p class="soft">{ "What the kernel is told, in control groups (v2). When memory runs out, the highest oom_score_adj is killed first; it is of a node of " }{ node_name() }{ "." }</p>
            <div class="on-node-scroll"><table>
                <thead><tr><th scope="col"></th><th scope="col">{ "oom_score_adj" }</th>{ for files.iter().map(|file| html! { <th scope="col">{ *file }</th> }) }</tr></thead>
                <tbody>
                    <tr><th scope="row">{ "the Pod" }</th><td></td>{ for cells(&files, &found.pod) }</tr>
                    { for found.containers.iter().map(row) }
                </tbody>
            </table></div>
        </section>
    }
}

fn cells(files: &[&str], own: &[(String, String)]) -> Vec<Html> {
    let content = |file: &&str| own.iter().find(|(name, _)| name == file).map(|(_, content)| content.clone());
    files.iter().map(|file| html! { <td>{ content(file) }</td> }).collect()
}

fn obstacle(found: &Obstacle, props: &OnNodeProps) -> Html {
    let (show, over, out) = props.point.at(&found.field);
    let who = if found.container.is_empty() { "the Pod" } else { &found.container };
    html! {
        <li data-obstacle={found.field.clone()}>
            <p><button type="button" class="bare on-node-field" onclick={show} onmouseenter={over} onmouseleave={out}>{ who.to_owned() }</button>{ " " }{ found.what.clone() }</p>
            if let Some(remedy) = &found.remedy {
                { what_if::proposal(remedy, who, &props.on_fix) }
            }
        </li>
    }
}
