//! What the Pod reserves, with the arithmetic. Element: `#resources`.

mod term;

use engine::page::{CostLine, Phase};
use yew::prelude::*;

use crate::details::Inputs;
use crate::panels::Pointing;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub struct ResourcesProps {
    /// The manifest and the version.
    pub now: Inputs,
    /// From the numbers to the manifest.
    pub point: Pointing,
}

/// The numbers and how they come about.
#[component]
pub fn ResourcesPanel(props: &ResourcesProps) -> Html {
    let cost = use_memo((props.now.text.clone(), props.now.version.clone()), |(text, version)| {
        engine::page::cost(text, &engine::page::kubernetes(version))
    });
    let Some(cost) = &*cost else {
        return html! { <p class="soft">{ "There is no Pod to reckon with yet." }</p> };
    };
    html! {
        <div id="resources" class="resources">
            <p class="resources-qos"><strong>{ cost.qos.class.clone() }</strong>{ " \u{2014} " }{ cost.qos.because.clone() }</p>
            if cost.lines.is_empty() {
                <p class="soft">{ "No container asks for anything, so the scheduler reserves nothing." }</p>
            }
            { for cost.lines.iter().map(|line| resource(line, &props.point)) }
        </div>
    }
}

fn resource(line: &CostLine, point: &Pointing) -> Html {
    let request = line.request.as_ref().map_or("none", |amount| amount.text.as_str());
    let limit = line.limit.as_ref().map_or("none", |amount| amount.text.as_str());
    let tallest = line.phases.iter().map(|phase| phase.value).fold(0.0, f64::max);
    html! {
        <section class="resources-line" data-resource={line.resource.clone()}>
            <h3>{ line.resource.clone() }</h3>
            <dl class="resources-numbers">
                <div><dt>{ "reserved" }</dt><dd data-number="request">{ request }</dd></div>
                <div><dt>{ "limit" }</dt><dd data-number="limit">{ limit }</dd></div>
            </dl>
            if line.phases.len() > 1 {
                <ul class="resources-phases">{ for line.phases.iter().map(|item| phase(item, tallest, point)) }</ul>
            }
            if let Some(amount) = &line.request {
                <details class="resources-sum">
                    <summary>{ "The arithmetic" }</summary>
                    { term::draw(&amount.term, point) }
                </details>
            }
        </section>
    }
}

fn phase(phase: &Phase, tallest: f64, point: &Pointing) -> Html {
    let share = |value: f64| if tallest > 0.0 { value / tallest } else { 0.0 };
    html! {
        <li class="resources-phase" data-decides={phase.decides.to_string()}>
            <span class="resources-name">{ phase.name.clone() }</span>
            <span class="resources-bar">
                { for phase.parts.iter().filter(|part| part.value > 0.0).map(|part| {
                    let (show, over, out) = point.at(&part.field);
                    html! {
                        <button type="button" class="resources-part" style={format!("--share:{:.4}", share(part.value))} onclick={show} onmouseenter={over} onmouseleave={out}
                            title={format!("{}: {}", part.name, part.text)}>
                            <span>{ part.name.clone() }{ " " }{ part.text.clone() }</span>
                        </button>
                    }
                }) }
            </span>
            <span class="resources-total">{ phase.text.clone() }{ if phase.decides { " \u{2190} reserved" } else { "" } }</span>
        </li>
    }
}
