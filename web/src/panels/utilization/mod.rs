//! The amounts that are reserved and that running containers request, over the run; and the cost of all replicas.
//! Elements: `#spend`, in it `[data-resource]` with `[data-number="idle"]`; `#fleet`.

use protocol::{Answer, Question};
use view::{Fleet, Scale, Utilization, UtilizationStep, clock, float};
use yew::prelude::*;

use super::{PanelProps, use_answer_of_run};

/// A strip for cpu and one for memory, on the timeline's axis.
#[component]
pub fn UtilizationPanel(props: &PanelProps) -> Html {
    let asked = use_answer_of_run(props, Some(Question::Utilization));
    let scale = use_memo(props.run.clone(), |run| run.scale());
    let lines: &[Utilization] = match asked.answer() {
        Some(Answer::Utilization(lines)) => lines,
        _ => &[],
    };
    if lines.is_empty() {
        return html! {};
    }
    html! {
        <section id="spend" class="spend" aria-label="Reserved and requested over time">
            <h3>{ "Over time" }</h3>
            <p class="soft">{ "Upper line: what the Pods reserve, from the moment they have a node until they have ended. Lower line: what their running containers request. The rest is idle." }</p>
            { for lines.iter().map(|line| strip(line, &scale, props.at, &props.hands.seek)) }
        </section>
    }
}

fn strip(line: &Utilization, scale: &Scale, at: u64, on_seek: &Callback<f64>) -> Html {
    let now = line.steps.iter().find(|step| step.from <= at && at < step.to).or(line.steps.last());
    let words = now.map(|now| {
        format!("at {}: {} reserved, {} requested", clock(float(at)), now.reserved_text, now.asked_text)
    });
    let words = words.unwrap_or_default();
    let over = format!("{} % idle over the run", line.idle);
    let share = |value: f64| if line.most > 0.0 { value / line.most } else { 0.0 };
    let step = |step: &UtilizationStep| {
        let (from, to) = (scale.share(float(step.from)), scale.share(float(step.to)));
        let place = format!("--x:{};--w:{}", view::share(from), view::share(to - from));
        let start = float(step.from);
        let seek = on_seek.reform(move |_: MouseEvent| start);
        // A click is for the mouse only: the keyboard has the timeline.
        html! {
            <span class="spend-step" onclick={seek} style={format!("{place};--reserved:{};--asked:{}", view::share(share(step.reserved)), view::share(share(step.asked)))}
                title={format!("{}: {} reserved, {} requested, {} % idle", clock(float(step.from)), step.reserved_text, step.asked_text, step.idle)}></span>
        }
    };
    html! {
        <div class="spend-line" data-resource={line.resource.clone()}>
            <p class="spend-words"><code>{ line.resource.clone() }</code>{ " " }{ words.clone() }{ " " }
                <strong data-number="idle">{ now.map(|now| format!("{} % idle", now.idle)) }</strong>{ " " }
                <span class="soft">{ over.clone() }</span></p>
            <div class="spend-strip" role="img" aria-label={format!("{}: {words}; {over}", line.resource)}>
                { for line.steps.iter().map(step) }
                <span class="spend-now" style={format!("--x:{}", view::share(scale.share(float(at))))}></span>
            </div>
        </div>
    }
}

/// The cost of all replicas.
pub fn replicas(fleet: &Fleet) -> Html {
    let most = fleet.count.saturating_add(fleet.surge);
    html! {
        <section id="fleet" class="spend" aria-labelledby="fleet-title">
            <h3 id="fleet-title">{ "All replicas" }</h3>
            <table class="spend-fleet">
                <thead><tr><td></td><th scope="col">{ "one Pod" }</th>
                    <th scope="col">{ format!("{} replicas", fleet.count) }</th>
                    if fleet.surge > 0 { <th scope="col">{ format!("in a rollout, up to {most} Pods") }</th> }</tr></thead>
                <tbody>{ for fleet.lines.iter().map(|line| html! {
                    <tr data-resource={line.resource.clone()}><th scope="row"><code>{ line.resource.clone() }</code></th><td>{ line.one.clone() }</td><td>{ line.all.clone() }</td>
                        if fleet.surge > 0 { <td>{ line.rollout.clone() }</td> }</tr>
                }) }</tbody>
            </table>
        </section>
    }
}
