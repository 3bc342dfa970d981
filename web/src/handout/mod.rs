//! The handout, a print of a run: manifest and story, the stage at several instants, the timeline, the narration
//! and the cost. It is part of the page only while it is printed.

use protocol::{Answer, Question};
use view::{Cost, CostLine, Run};
use yew::prelude::*;

use crate::commands::{Does, use_commands};
use crate::panels::stage::Still;
use crate::panels::{PanelProps, use_answer_of_run};
use crate::platform;
use crate::worker::use_answer;

/// The input of the handout.
#[derive(Clone, PartialEq, Properties)]
pub struct HandoutProps {
    /// The input of the panels that it holds.
    pub panel: PanelProps,
}

/// The number of instants that are drawn.
const STILLS: usize = 6;

/// Draws the handout when it is asked for, prints it, and removes it.
#[component]
pub fn Handout(props: &HandoutProps) -> Html {
    let wanted = use_state(|| false);
    {
        let wanted = wanted.setter();
        let hear = use_callback((), move |does: Does, ()| {
            if does == Does::Print {
                wanted.set(true);
            }
        });
        use_commands("handout", hear);
    }
    let done = use_callback(wanted.setter(), |(), wanted| wanted.set(false));
    if *wanted {
        html! { <Paper panel={props.panel.clone()} {done} /> }
    } else {
        Html::default()
    }
}

/// The input of the paper, and the callback after printing.
#[derive(Clone, PartialEq, Properties)]
struct PaperProps {
    panel: PanelProps,
    done: Callback<()>,
}

#[component]
fn Paper(props: &PaperProps) -> Html {
    let panel = &props.panel;
    let told = use_answer_of_run(panel, Some(Question::Narration));
    let cost = use_answer(&panel.now, Some(Question::Reserve));
    let here = |asked: &crate::worker::Asked| asked.fresh || panel.ran.is_none();
    let ready = here(&told) && here(&cost);
    use_effect_with((ready, props.done.clone()), |(ready, done)| {
        if *ready {
            // Returns when the person has printed or cancelled.
            platform::print();
            done.emit(());
        }
    });
    let lines = match told.answer() {
        Some(Answer::Narration(lines)) => lines.as_slice(),
        _ => &[],
    };
    let reserved = match cost.answer() {
        Some(Answer::Reserve(Some(cost), ..)) => Some(cost),
        _ => None,
    };
    html! {
        <article class="handout" aria-label="Handout">
            <h2>{ "Manifest" }</h2>
            <pre>{ panel.now.text.to_string() }</pre>
            if !panel.now.scenario.is_empty() {
                <h2>{ "Story" }</h2>
                <pre>{ panel.now.scenario.to_string() }</pre>
            }
            <h2>{ "The stage" }</h2>
            if panel.ran.as_ref().is_some_and(|ran| *ran != panel.now) {
                <p>{ "This is the run of the last accepted text, not of the manifest above." }</p>
            }
            { for instants(&panel.run, panel.at).into_iter().map(|at| html! { <Still run={panel.run.clone()} {at} /> }) }
            <h2>{ "The run in words" }</h2>
            <ol>{ for lines.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ol>
            { for reserved.map(reservation) }
            <p>{ format!("Podlab, Kubernetes {}. Simulated; checked against recordings of a real cluster.", panel.now.version) }</p>
        </article>
    }
}

fn reservation(cost: &Cost) -> Html {
    let text = |amount: &Option<view::Amount>| {
        amount.as_ref().map_or("none".to_owned(), |amount| amount.text.clone())
    };
    let line = |line: &CostLine| {
        html! { <tr><th scope="row">{ line.resource.clone() }</th><td>{ text(&line.request) }</td><td>{ text(&line.limit) }</td></tr> }
    };
    html! {
        <>
            <h2>{ "What it reserves" }</h2>
            <table>
                <thead><tr><th scope="col">{ "Resource" }</th><th scope="col">{ "Request" }</th><th scope="col">{ "Limit" }</th></tr></thead>
                <tbody>{ for cost.lines.iter().map(line) }</tbody>
            </table>
            <p>{ format!("QoS class {}: {}", cost.qos.class, cost.qos.because) }</p>
        </>
    }
}

/// The instants that are drawn: that of the playhead, and others spread evenly over the changes of the run.
fn instants(run: &Run, at: u64) -> Vec<u64> {
    let count = run.changes.len();
    let mut chosen: Vec<u64> = if count < STILLS {
        run.changes.clone()
    } else {
        (0..STILLS - 1)
            .filter_map(|place| run.changes.get(place * (count - 1) / (STILLS - 2)).copied())
            .collect()
    };
    let now = run.changes.get(run.index(at)).copied().unwrap_or(at);
    chosen.insert(chosen.partition_point(|other| *other < now), now);
    chosen.dedup();
    chosen
}

#[cfg(test)]
mod tests {
    use view::Run;

    use super::{STILLS, instants};

    #[test]
    fn a_long_run_is_told_in_a_few_pictures() {
        let run = Run { changes: (0..1_000).map(|second| second * 1_000).collect(), ..Run::default() };
        let chosen = instants(&run, 333_500);
        assert_eq!((chosen.first(), chosen.last()), (Some(&0), Some(&999_000)));
        assert!(chosen.contains(&333_000) && chosen.len() == STILLS, "{chosen:?}");
    }

    #[test]
    fn a_short_run_shows_each_change_once() {
        let run = Run { changes: vec![0, 1_000, 5_000], ..Run::default() };
        assert_eq!(instants(&run, 2_000), [0, 1_000, 5_000]);
    }
}
