//! The list of problems, each a button that leads to its place; the one under the caret is marked.
//! Elements: `.problems` with `data-said` (`true` once the API server has spoken of this text, `false`, `failed`), `#problems` (list; its first hundred, then `.problems-rest`), `#problems-status` (live region), buttons with `data-severity` and `data-field`.

mod words;

use std::collections::BTreeMap;

use view::{Check, Fix, Place, Problem, Severity};
use yew::prelude::*;

use crate::shared::Shared;
use crate::verdict::Verdict;
use crate::words::marked;

/// What the list shows.
#[derive(Clone, PartialEq, Properties)]
pub struct ProblemsProps {
    /// What the API server says.
    pub verdict: Verdict,
    /// What it said of the last text: its list stays, as an old one, while the next text is being checked.
    pub last: Shared<Check>,
    /// Where the caret is, in UTF-16 units.
    pub caret: u32,
    /// To change the text.
    pub on_fix: Callback<Fix>,
    /// To ask why, by the problem's message.
    pub on_why: Callback<String>,
    /// To show a place in the editor.
    pub on_pick: Callback<Place>,
}

/// So many problems are drawn at first, and so many more at each asking: nobody reads thousands, and each costs at each key.
const DRAWN: usize = 100;

/// The list.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let drawn = use_state(|| DRAWN);
    let check = props.verdict.check();
    let listed = match &props.verdict {
        Verdict::Checking => Some(&*props.last),
        Verdict::Failed(_) | Verdict::Said(_) => check,
    };
    let problems: &[Problem] = listed.map_or(&[], |check| &check.problems);
    let first = problems.get(..*drawn).unwrap_or(problems);
    let rows = keys(first).into_iter().zip(first).map(|(key, problem)| item(props, key, problem));
    let worst = problems.iter().map(|problem| problem.severity).min();
    let more = {
        let drawn = drawn.clone();
        Callback::from(move |_: MouseEvent| drawn.set(*drawn + DRAWN))
    };
    html! {
        <section class="problems card" aria-labelledby="problems-title" data-worst={check.and(worst).map(Severity::word)} data-said={words::said(&props.verdict)}>
            <div class="card-head">
                <h2 id="problems-title">{ "Problems" }</h2>
                <p id="problems-status" class="problems-status" role="status">
                    <span aria-hidden="true">{ check.map(|check| words::sign_of_all(check, worst)) }</span>{ words::verdict(&props.verdict) }
                </p>
            </div>
            { for listed.into_iter().flat_map(|check| &check.notes).map(|note| html! { <p class="problems-note">{ note.clone() }</p> }) }
            if !problems.is_empty() {
                <ul id="problems" class="problems-list" aria-busy={check.is_none().to_string()}>
                    { for rows }
                    if let Some(rest) = words::rest(first.len(), problems.len()) {
                        <li key="rest" class="problems-rest">
                            <p>{ rest }</p>
                            <button type="button" class="problems-more" onclick={more}>{ "Show more" }</button>
                        </li>
                    }
                </ul>
            }
            if let Some(stop) = check.and(words::stop(problems)) {
                <p class="problems-stop">{ stop }</p>
            }
        </section>
    }
}

/// Names for the rows, so that those that stay are not drawn anew where one comes or goes: what is said of which field,
/// and which of the equal ones it is.
fn keys(problems: &[Problem]) -> Vec<String> {
    let mut times = BTreeMap::new();
    let key = |problem: &Problem| {
        let times = times.entry((problem.field.clone(), problem.message.clone())).or_insert(0_u32);
        *times = times.saturating_add(1);
        format!("{} {} {times}", problem.field, problem.message)
    };
    problems.iter().map(key).collect()
}

fn item(props: &ProblemsProps, key: String, problem: &Problem) -> Html {
    let place = problem.place;
    let here = place.from <= props.caret && props.caret <= place.to;
    let pick = props.on_pick.reform(move |_: MouseEvent| place);
    html! {
        <li {key}>
            <button type="button" class="bare problems-item" onclick={pick} data-severity={problem.severity.word()}
                data-field={problem.field.clone()} aria-current={here.then_some("location")}>
                <span class="problems-sign" aria-hidden="true">{ problem.severity.sign() }</span>
                <span class="problems-words">
                    <span class="unseen">{ problem.severity.word() }{ ": " }</span>
                    { marked(&problem.message) }
                    if let Some(help) = &problem.help {
                        <span class="problems-help">{ marked(help) }</span>
                    }
                </span>
                <span class="problems-place">{ format!("{}:{}", place.line, place.column) }</span>
            </button>
            if problem.explained {
                { why(problem, &props.on_why) }
            }
            { for problem.fixes.iter().map(|fix| {
                let mend = fix.clone();
                let mend = props.on_fix.reform(move |_: MouseEvent| mend.clone());
                html! { <button type="button" class="problems-fix" onclick={mend}>{ marked(&fix.label) }</button> }
            }) }
        </li>
    }
}

/// The way to the page about an error.
fn why(problem: &Problem, on_why: &Callback<String>) -> Html {
    let message = problem.message.clone();
    let ask = on_why.reform(move |_: MouseEvent| message.clone());
    let label = format!("Why? {}", problem.field);
    html! { <button type="button" class="quiet problems-fix" data-why={problem.field.clone()} aria-label={label} onclick={ask}>{ "Why?" }</button> }
}

/// The order of [`Severity`] is worst first.
const _: () = assert!((Severity::Error as u8) < (Severity::Advice as u8));
