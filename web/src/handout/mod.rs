//! The handout, a print of a run: manifest and story, the stage at several instants, the timeline, the narration
//! and the cost. It is part of the page only while it is printed, by our command or by the browser's own.

use protocol::{Answer, Question};
use view::{Cost, CostLine, Run, clock, float};
use yew::prelude::*;

use crate::commands::{Does, use_commands};
use crate::panels::stage::Still;
use crate::panels::{PanelProps, Tab, use_answer_of_run};
use crate::platform;
use crate::session::Action;
use crate::words::marked;
use crate::worker::use_answer;

/// The input of the handout.
#[derive(Clone, PartialEq, Properties)]
pub struct HandoutProps {
    /// The input of the panels that it holds.
    pub panel: PanelProps,
    /// Opens an area.
    pub act: Callback<Action>,
}

/// Who prints.
#[derive(Clone, Copy, PartialEq)]
enum Printing {
    /// Nobody.
    No,
    /// Our command, which waits for the engine's answers.
    Command,
    /// The browser's own, which waits for nothing.
    Browser,
}

/// The number of instants that are drawn.
const STILLS: usize = 6;
/// A stretch of fewer milliseconds is no picture.
const SHORT: u64 = 100;
/// The milliseconds after which the API server shows most of what a kubelet has done.
const SETTLED: u64 = 1_500;
/// The most containers whose states are compared in choosing them.
const LANES: usize = 40;
/// The most sentences where the narration has not come.
const SENTENCES: usize = 200;

/// Draws the handout when it is asked for, prints it, and removes it.
#[component]
pub fn Handout(props: &HandoutProps) -> Html {
    let printing = use_reducer_eq(|| Printing::No);
    {
        let printing = printing.dispatcher();
        let hear = use_callback((), move |does: Does, ()| {
            if does == Does::Print {
                printing.dispatch(Printing::Command);
            }
        });
        use_commands("handout", hear);
    }
    {
        let printing = printing.dispatcher();
        use_effect_with(props.act.clone(), move |act| {
            let (act, after) = (act.clone(), printing.clone());
            let before = platform::listen(&["beforeprint"], move || {
                printing.dispatch(Printing::Browser);
                // The first area has the timeline, which belongs on the paper.
                act.emit(Action::Look(Tab::first()));
            });
            let after = platform::listen(&["afterprint"], move || after.dispatch(Printing::No));
            move || {
                before();
                after();
            }
        });
    }
    let done = {
        let printing = printing.dispatcher();
        use_callback((), move |(), ()| printing.dispatch(Printing::No))
    };
    match *printing {
        Printing::No => Html::default(),
        Printing::Command => html! { <Paper panel={props.panel.clone()} print={true} {done} /> },
        Printing::Browser => html! { <Paper panel={props.panel.clone()} print={false} {done} /> },
    }
}

impl Reducible for Printing {
    type Action = Printing;

    /// Our own command, which the browser tells of too, stays as it is until it has printed.
    fn reduce(self: std::rc::Rc<Self>, next: Printing) -> std::rc::Rc<Self> {
        match (*self, next) {
            (Printing::Command, Printing::Browser) => self,
            _ => next.into(),
        }
    }
}

/// The input of the paper.
#[derive(Clone, PartialEq, Properties)]
struct PaperProps {
    panel: PanelProps,
    /// Whether it prints itself when it is complete.
    print: bool,
    /// Called after that.
    done: Callback<()>,
}

#[component]
fn Paper(props: &PaperProps) -> Html {
    let panel = &props.panel;
    let told = use_answer_of_run(panel, Some(Question::Narration));
    let cost = use_answer(&panel.now, Some(Question::Reserve));
    let here = |asked: &crate::worker::Asked| asked.fresh || panel.ran.is_none();
    let ready = props.print && here(&told) && here(&cost);
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
            if lines.is_empty() {
                <ol>{ for panel.run.sentences.iter().take(SENTENCES).map(|one| html! { <li>{ clock(float(one.from)) }{ ": " }{ marked(&one.text) }</li> }) }</ol>
            } else {
                <ol>{ for lines.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ol>
            }
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
            if !cost.lines.is_empty() {
            <table>
                <thead><tr><th scope="col">{ "Resource" }</th><th scope="col">{ "Request" }</th><th scope="col">{ "Limit" }</th></tr></thead>
                <tbody>{ for cost.lines.iter().map(line) }</tbody>
            </table>
            }
            <p>{ format!("QoS class {}: {}", cost.qos.class, cost.qos.because) }</p>
        </>
    }
}

/// The instants that are drawn: that of the playhead, the first and the last, and those that show most between them.
fn instants(run: &Run, at: u64) -> Vec<u64> {
    let now = run.changes.get(run.index(at)).copied().unwrap_or(at);
    let mut pictures = pictures(run);
    // The playhead's own picture stands for the stretch that it is in.
    pictures.retain(|one| now < one.from || now >= one.from + one.lasts.max(1));
    let ends = [pictures.first(), pictures.last()];
    let mut chosen: Vec<u64> = ends.into_iter().flatten().map(|one| one.at).chain([now]).collect();
    pictures.retain(|one| one.lasts >= SHORT);
    // New states come first, then what stands longest.
    pictures.sort_by_key(|one| (std::cmp::Reverse(one.new), std::cmp::Reverse(one.lasts)));
    for picture in pictures {
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.len() >= STILLS {
            break;
        }
        chosen.push(picture.at);
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// A stretch of a run in which no container changes its state.
struct Picture {
    from: u64,
    /// Shortly after its beginning, when the API server shows it too.
    at: u64,
    lasts: u64,
    /// Whether a container is in a state in which it has not been before.
    new: bool,
}

/// The stretches of a run, in order.
fn pictures(run: &Run) -> Vec<Picture> {
    let mut seen = std::collections::BTreeSet::new();
    let mut last = Vec::new();
    let mut found: Vec<Picture> = Vec::new();
    for &from in &run.changes {
        let states: Vec<&str> = run.lanes.iter().take(LANES).map(|lane| lane.state(from).word()).collect();
        if found.is_empty() || states != last {
            let new = states.iter().enumerate().filter(|&(place, state)| seen.insert((place, *state)));
            found.push(Picture { from, at: from, lasts: 0, new: new.count() > 0 });
            last = states;
        }
    }
    let ends: Vec<u64> = found.iter().skip(1).map(|next| next.from).chain([run.end]).collect();
    for (picture, end) in found.iter_mut().zip(ends) {
        picture.lasts = end.saturating_sub(picture.from);
        let settled = run.index(picture.from + (picture.lasts / 2).min(SETTLED));
        picture.at = run.changes.get(settled).copied().unwrap_or(picture.from);
    }
    found
}

#[cfg(test)]
mod tests {
    use view::{Bar, BarState, ContainerKind, Lane, Run};

    use super::{STILLS, instants};

    /// A run of one container with these states, from the times on.
    fn run(states: &[(u64, BarState)], changes: Vec<u64>) -> Run {
        let bar = |&(from, state): &(u64, BarState)| Bar { from, to: from, state, label: String::new() };
        let lane = Lane {
            pod: 0,
            container: "app".to_owned(),
            kind: ContainerKind::App,
            field: String::new(),
            bars: states.iter().map(bar).collect(),
            marks: Vec::new(),
            told: Vec::new(),
        };
        let end = changes.last().copied().unwrap_or_default() + 1_000;
        Run { lanes: vec![lane], changes, end, ..Run::default() }
    }

    #[test]
    fn a_long_run_is_told_in_a_few_pictures() {
        let states: Vec<(u64, BarState)> = (0..1_000)
            .map(|second| {
                let state = if second % 2 == 0 { BarState::Running } else { BarState::BackOff };
                (second * 1_000, state)
            })
            .collect();
        let chosen = instants(&run(&states, states.iter().map(|(from, _)| *from).collect()), 333_500);
        assert_eq!((chosen.first(), chosen.last()), (Some(&0), Some(&999_000)));
        assert!(chosen.contains(&333_000) && chosen.len() == STILLS, "{chosen:?}");
    }

    #[test]
    fn each_state_is_shown_once_the_server_shows_it_too() {
        let states = [
            (0, BarState::Waiting),
            (1_000, BarState::Pulling),
            (3_000, BarState::Waiting),
            (3_004, BarState::Running),
            (3_009, BarState::Ready),
        ];
        let run = run(&states, vec![0, 1_000, 1_002, 3_000, 3_004, 3_009, 3_013, 60_000]);
        assert_eq!(instants(&run, 0), [0, 1_002, 3_013], "what lasts four milliseconds is no picture");
    }
}
