//! The node's treatment of the Pod: why it is not Guaranteed, its control groups, the order of out-of-memory kills.
//! Elements: `#on-node`, in it `[data-obstacle]`, `[data-container]` with `[data-number="oom"]`.

use view::{CgroupFile, Group, Obstacle, OnNode};
use yew::prelude::*;

use super::Hands;
use super::what_if;

/// The class, then the numbers of each container.
pub fn draw(found: &OnNode, hands: &Hands) -> Html {
    let files: Vec<&str> = found.pod.iter().map(|file| file.name.as_str()).collect();
    let row = |group: &Group| {
        html! {
            <tr data-container={group.container.clone()}><th scope="row"><code>{ group.container.clone() }</code></th>
                <td data-number="oom">{ group.oom_score_adj }</td>{ for cells(&files, &group.files) }</tr>
        }
    };
    html! {
        <section id="on-node" class="on-node" aria-label="On the node">
            if !found.obstacles.is_empty() {
                <h3>{ format!("Why it is {} and not Guaranteed", found.class) }</h3>
                <ul>{ for found.obstacles_by_reason().iter().map(|(what, group)| reason(what, group, hands)) }</ul>
            }
            <h3>{ "On the node" }</h3>
            <p class="soft">{ "What the kubelet tells the node's Linux kernel about each container (control groups, version 2). When memory runs out, the container with the highest oom_score_adj is killed first; values are for a node of " }{ found.machine.clone() }{ "." }</p>
            <div class="on-node-scroll" tabindex="0" role="region" aria-label="What the kubelet writes, for each container"><table>
                <thead><tr><td></td><th scope="col">{ "oom_" }<wbr />{ "score_adj" }</th>{ for files.iter().map(|file| html! { <th scope="col">{ *file }</th> }) }</tr></thead>
                <tbody>
                    <tr><th scope="row">{ "the Pod" }</th><td></td>{ for cells(&files, &found.pod) }</tr>
                    { for found.containers.iter().map(row) }
                </tbody>
            </table></div>
        </section>
    }
}

fn cells(files: &[&str], own: &[CgroupFile]) -> Vec<Html> {
    let content = |file: &&str| own.iter().find(|own| own.name == **file).map(|own| own.content.clone());
    files.iter().map(|file| html! { <td>{ content(file) }</td> }).collect()
}

/// A reason, with all containers that have it; the names of those that nothing can be applied to stand in one line.
fn reason(what: &str, group: &[&Obstacle], hands: &Hands) -> Html {
    html! {
        <li class="on-node-reason"><p>{ what.to_owned() }{ ":" }</p><ul>{ for group.iter().map(|found| obstacle(found, hands)) }</ul></li>
    }
}

fn obstacle(found: &Obstacle, hands: &Hands) -> Html {
    let (show, over, out) = hands.point.at(&found.field);
    let who = if found.container.is_empty() { "the Pod" } else { &found.container };
    html! {
        <li data-obstacle={found.field.clone()}>
            <button type="button" class="bare on-node-field" onclick={show} onmouseenter={over} onmouseleave={out}>{ who.to_owned() }</button>
            if let Some(remedy) = &found.remedy {
                { what_if::proposal(remedy, who, &hands.fix) }
            }
        </li>
    }
}
