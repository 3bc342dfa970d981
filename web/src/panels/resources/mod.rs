//! The Pod's cost, with the arithmetic. Element: `#resources`.

mod term;

use protocol::{Answer, Question};
use view::{Cost, CostLine, Phase};
use yew::prelude::*;

use super::utilization::{self, UtilizationPanel};
use super::{Panel, PanelProps, Pointing, on_node};
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "resources",
    title: "What it reserves",
    draw: |props| html! { <Resources ..props.clone() /> },
};

/// The amounts with their derivation, the node's treatment of the Pod, and the utilization over time.
#[component]
fn Resources(props: &PanelProps) -> Html {
    let asked = use_answer(&props.now, Some(Question::Reserve));
    if let Some(trouble) = asked.trouble() {
        return html! { <p class="soft" role="alert">{ trouble.sentence() }</p> };
    }
    let Some(Answer::Reserve(cost, node, fleet)) = asked.answer() else { return html! {} };
    let hands = &props.hands;
    html! {
        <>
            { match cost {
                Some(cost) => numbers(cost, &hands.point),
                None => html! { <p class="soft">{ "There is no Pod in the text yet, so nothing is reserved." }</p> },
            } }
            { for node.as_ref().map(|node| on_node::draw(node, hands)) }
            // An element that is always there, as in `story`.
            <div><UtilizationPanel ..props.clone() /></div>
            { for fleet.as_ref().map(utilization::replicas) }
        </>
    }
}

fn numbers(cost: &Cost, point: &Pointing) -> Html {
    html! {
        <div id="resources" class="resources">
            <p class="resources-qos"><strong>{ cost.qos.class.name() }</strong>{ " \u{2014} " }{ cost.qos.because.clone() }</p>
            if cost.lines.is_empty() {
                <p class="soft">{ "No container has a request, so the scheduler reserves nothing." }</p>
            }
            { for cost.lines.iter().map(|line| resource(line, point)) }
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
                        <button type="button" class="resources-part" style={format!("--share:{}", view::share(share(part.value)))} onclick={show} onmouseenter={over} onmouseleave={out}
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
