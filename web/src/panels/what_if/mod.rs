//! The effect of a change on the reservation, before it is made; a button makes it in the text.
//! Elements: `#what-if`, in it `[data-container]`, `[data-change]`, inputs named `request-NAME-RESOURCE`.

use protocol::{Answer, Question};
use view::{Candidate, Difference, Fix, Proposal};
use yew::prelude::*;

use super::{Panel, PanelProps};
use crate::platform;
use crate::words::marked;
use crate::worker::{Inputs, use_answer};

/// The panel.
pub const PANEL: Panel = Panel {
    name: "what-if",
    title: "What if you change it?",
    draw: |props| html! { <WhatIf ..props.clone() /> },
};

/// Each container with the changes that can be made to it.
#[component]
fn WhatIf(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::WhatIf));
    if let Some(trouble) = asked.trouble() {
        return html! { <p class="soft" role="alert">{ trouble.sentence() }</p> };
    }
    let found = match asked.answer() {
        Some(Answer::WhatIf(Some(found))) => found,
        Some(Answer::WhatIf(None)) => {
            return html! { <p class="soft">{ "There is no Pod to change yet." }</p> };
        }
        _ => return html! {},
    };
    // Where nothing is requested, no order and no kind costs less than another.
    let idle = found.candidates.iter().all(|one| one.requests.iter().all(|(_, amount)| amount.is_empty()));
    html! {
        <div id="what-if" class="what-if">
            if idle {
                <p class="soft">{ "No container requests anything. Write a request, such as 100m or 64Mi, to see what the Pod reserves then." }</p>
            }
            if !found.cheaper.is_empty() {
                <section class="what-if-cheaper" aria-label="Cheaper orders">
                    <h3>{ "Cheaper orders" }</h3>
                    <p class="soft">{ "Only you know whether a container needs the work of an earlier one." }</p>
                    <ul>{ for found.cheaper.iter().map(|change| html! { <li>{ proposal(change, "", &props.hands.fix) }</li> }) }</ul>
                </section>
            }
            { for found.candidates.iter().enumerate().map(|(number, candidate)| container(number, candidate, idle, props)) }
        </div>
    }
}

fn container(number: usize, candidate: &Candidate, idle: bool, props: &PanelProps) -> Html {
    let name = &candidate.container.name;
    let amounts = candidate.requests.iter().map(|(resource, amount)| {
        html! {
            <li key={format!("{resource} {amount}")}>
                <Amount now={props.now.clone()} on_fix={props.hands.fix.clone()} {number} name={name.clone()} resource={resource.clone()} amount={amount.clone()} />
            </li>
        }
    });
    html! {
        <section class="what-if-container" data-container={name.clone()}>
            <h3><code>{ name.clone() }</code>{ " " }<span class="soft">{ candidate.container.kind.word() }</span></h3>
            <ul>
                { for amounts }
                { for candidate.proposals.iter().filter(|change| !idle || !same(change)).map(|change| html! { <li>{ proposal(change, name, &props.hands.fix) }</li> }) }
            </ul>
        </section>
    }
}

/// The effect of a change, and the button that makes it.
pub fn proposal(change: &Proposal, whose: &str, on_fix: &Callback<Fix>) -> Html {
    html! {
        <div class="what-if-change" data-change={change.label.clone()}>
            <span class="what-if-label">{ marked(&change.label) }</span>
            { effect(change) }
            { apply(change, whose, on_fix) }
        </div>
    }
}

/// Whether as much is reserved after it as before.
fn same(change: &Proposal) -> bool {
    change.differences.is_empty() && change.qos.is_none()
}

fn effect(change: &Proposal) -> Html {
    let line = |difference: &Difference| {
        let what = difference.list.singular();
        html! {
            <span data-less={difference.less.to_string()}>
                { format!("{} {what} {} \u{2192} {}", difference.resource, difference.before, difference.after) }
                { if difference.less { " \u{25be}" } else { " \u{25b4}" } }
            </span>
        }
    };
    html! {
        <span class="what-if-effect">
            if same(change) {
                <span class="soft">{ "reserves the same" }</span>
            }
            { for change.differences.iter().map(line) }
            if let Some((before, after)) = &change.qos {
                <span>{ format!("{before} \u{2192} {after}") }</span>
            }
        </span>
    }
}

fn apply(change: &Proposal, whose: &str, on_fix: &Callback<Fix>) -> Html {
    if platform::is_read_only() {
        return html! {};
    }
    let Some(fix) = &change.fix else {
        return html! { <span class="soft">{ "change it by hand" }</span> };
    };
    let fix = fix.clone();
    let click = on_fix.reform(move |event: MouseEvent| {
        platform::focus_panel_of(&event);
        fix.clone()
    });
    let label = format!("Apply: {} {whose}", change.label.replace('`', ""));
    let label = label.trim_end().to_owned();
    html! { <button type="button" onclick={click} aria-label={label}>{ "Apply" }</button> }
}

/// One request that can be edited.
#[derive(Clone, PartialEq, Properties)]
struct AmountProps {
    now: Inputs,
    on_fix: Callback<Fix>,
    /// The container's index.
    number: usize,
    name: String,
    resource: String,
    /// The present amount.
    amount: String,
}

#[component]
fn Amount(props: &AmountProps) -> Html {
    let typed = use_state(|| props.amount.clone());
    let type_in = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(platform::value(&event)))
    };
    let changed = typed.trim() != props.amount;
    let (name, resource) = (&props.name, &props.resource);
    let question = changed.then(|| Question::SetRequest {
        container: props.number,
        resource: resource.clone(),
        amount: (*typed).clone(),
    });
    let asked = use_answer(&props.now, question);
    html! {
        <div class="what-if-change" data-change={format!("request {resource}")}>
            <label class="what-if-label">{ resource.clone() }{ " request " }
                <input type="text" name={format!("request-{name}-{resource}")} aria-label={format!("{name} {resource} request")}
                    value={(*typed).clone()} oninput={type_in} placeholder="none" autocomplete="off" spellcheck="false" />
            </label>
            { match asked.present() {
                Some(Answer::SetRequest(Ok(change))) => html! { <>{ effect(change) }{ apply(change, name, &props.on_fix) }</> },
                Some(Answer::SetRequest(Err(why))) => html! { <span class="what-if-wrong" role="alert">{ marked(why) }</span> },
                _ => html! {},
            } }
        </div>
    }
}
