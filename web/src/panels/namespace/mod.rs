//! The effect of the namespace's LimitRanges and quotas on the manifest.
//! Elements: `#rules`, `#rules-text`, `#rules-refusal`, `[data-filled]`, `[data-quota]`, `#rules-events`.

use std::rc::Rc;

use protocol::{Answer, Question};
use view::{ControllerEvent, Filled, Namespace, QuotaLine};
use yew::prelude::*;

use super::word::{Words, use_words};
use super::{Panel, PanelProps, Pointing};
use crate::platform;
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "rules",
    title: "Limits of the namespace",
    draw: |props| html! { <NamespacePanel ..props.clone() /> },
};

const PLACEHOLDER: &str = "apiVersion: v1\nkind: LimitRange\nmetadata: { name: small }\nspec:\n  limits:\n  - { type: Container, default: { cpu: 500m, memory: 256Mi }, defaultRequest: { cpu: 100m, memory: 128Mi } }\n---\napiVersion: v1\nkind: ResourceQuota\nmetadata: { name: team }\nspec: { hard: { requests.cpu: 1, limits.cpu: 2, pods: 5 } }\n";

/// The rules and their effect.
#[component]
fn NamespacePanel(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::Admit(props.rules.to_string())));
    let typed = props.hands.rules.reform(|event: InputEvent| Rc::from(platform::value(&event)));
    let example = props.hands.rules.reform(|_: MouseEvent| {
        platform::focus("rules-text");
        Rc::from(PLACEHOLDER)
    });
    let (words, page) = use_words("rules-word");
    html! {
        <div id="rules" class="rules">
            <div class="rules-head">
                <label for="rules-text">{ "Rules of the namespace as YAML: LimitRanges (defaults and bounds for each container), ResourceQuotas (what all Pods together may ask for)" }</label>
                if props.rules.is_empty() {
                    <button type="button" onclick={example}>{ "Use an example" }</button>
                }
            </div>
            <textarea id="rules-text" data-keep="rules" rows="8" spellcheck="false" wrap="off" value={props.rules.to_string()} oninput={typed} placeholder={PLACEHOLDER} />
            <p class="soft">{ "Documents in the manifest itself count too, and Pods that name a node count as running there." }</p>
            { match (asked.answer(), asked.trouble()) {
                (_, Some(trouble)) => html! { <p class="soft" role="alert">{ trouble.sentence() }</p> },
                (Some(Answer::Admit(Ok(found))), None) => answer(found, &props.hands.point, &words),
                (Some(Answer::Admit(Err(why))), None) => html! { <p class="soft" role="status">{ why.clone() }</p> },
                _ => html! {},
            } }
            { page }
        </div>
    }
}

fn answer(found: &Namespace, point: &Pointing, words: &Words) -> Html {
    if found.found.is_empty() {
        return html! { <p class="soft" role="status">{ "There is no LimitRange and no ResourceQuota yet: everything is accepted." }</p> };
    }
    html! {
        <>
            <p role="status">{ verdict(found) }</p>
            if let Some(refusal) = &found.refusal {
                <p id="rules-refusal" class="rules-refusal">{ "Error from server (Forbidden): " }{ refusal.clone() }{ " " }{ words.button("Why?", refusal) }</p>
            }
            if !found.filled.is_empty() {
                <section aria-labelledby="rules-filled">
                    <h3 id="rules-filled">{ "Filled in by a LimitRange" }</h3>
                    <ul class="rules-filled">{ for found.filled.iter().map(|filled| amount(filled, point)) }</ul>
                </section>
            }
            if !found.quotas.is_empty() {
                <section aria-labelledby="rules-quotas">
                    <h3 id="rules-quotas">{ "Quotas" }</h3>
                    <div class="rules-scroll"><table>
                        <thead><tr><th scope="col">{ "Quota" }</th><th scope="col">{ "Resource" }</th><th scope="col">{ "Used before" }</th>
                            <th scope="col">{ "Used after" }</th><th scope="col">{ "Hard" }</th><th scope="col">{ "Share" }</th></tr></thead>
                        <tbody>{ for found.quotas.iter().map(quota) }</tbody>
                    </table></div>
                </section>
            }
            if !found.events.is_empty() {
                <section aria-labelledby="rules-said">
                    <h3 id="rules-said">{ "What the controllers say" }</h3>
                    <ul id="rules-events" class="rules-events">{ for found.events.iter().map(|said| event(said, words)) }</ul>
                </section>
            }
        </>
    }
}

fn verdict(found: &Namespace) -> String {
    let rules = found.found.join(", ");
    match (&found.refusal, found.pods) {
        (Some(_), _) => format!("Under {rules} the API server refuses it."),
        (None, 0) => format!("Under {rules} the object is accepted, but none of its Pods."),
        (None, 1) => format!("Under {rules} it is accepted."),
        (None, pods) => match &found.cut {
            Some(cut) => format!("Under {rules} it is accepted. {cut}"),
            None => format!("Under {rules} it is accepted, with {pods} Pods."),
        },
    }
}

fn amount(filled: &Filled, point: &Pointing) -> Html {
    let (show, over, out) = point.at(&filled.field);
    html! {
        <li data-filled={format!("{} {} {}", filled.container, filled.list, filled.resource)}>
            <button type="button" class="bare rules-field" onclick={show} onmouseenter={over} onmouseleave={out}>{ filled.container.clone() }</button>
            { format!(" {}.{}: ", filled.list, filled.resource) }<code>{ filled.amount.clone() }</code>
        </li>
    }
}

fn quota(line: &QuotaLine) -> Html {
    html! {
        <tr data-quota={line.quota.clone()} data-resource={line.resource.clone()} data-full={(line.percent > 100).to_string()}>
            <td>{ line.quota.clone() }</td><td><code>{ line.resource.clone() }</code></td><td>{ line.before.clone() }</td>
            <td>{ line.after.clone() }</td><td>{ line.hard.clone() }</td>
            <td>{ format!("{} %", line.percent) }</td>
        </tr>
    }
}

fn event(said: &ControllerEvent, words: &Words) -> Html {
    let times = if said.times > 1 { format!(" (\u{d7}{})", said.times) } else { String::new() };
    html! {
        <li data-kind={said.kind.name()}><strong>{ words.button(&said.reason, &said.message) }</strong>{ times }{ " " }
            <span class="soft">{ said.object.clone() }</span>{ ": " }{ said.message.clone() }</li>
    }
}
