//! The handout, a print of a run: manifest and story, the stage at several instants, the timeline, the narration
//! and the cost. It is part of the page only while it is printed, by our command or by the browser's own.

use protocol::{Answer, Question};
use view::{Cost, CostLine, clock, float, still};
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

/// The most instants that are drawn.
const STILLS: usize = 6;
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
                // Firefox takes the page as it is when the event is over.
                platform::draw_now();
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
            { for still::instants(&panel.run, panel.at, STILLS).into_iter().map(|at| html! { <Still run={panel.run.clone()} {at} /> }) }
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
