//! The list of problems: errors first, causes before consequences, equal ones together. Each is a button that leads to
//! its place; the one under the caret is marked.
//! Elements: `.problems` with `data-said` (`true` once the API server has spoken of this text, `false`, `failed`), `#problems` (list; its first hundred, then `.problems-rest`; the advice behind `.problems-fold`), `#problems-status` (live region), buttons with `data-severity` and `data-field`; below them `[data-why]`, `.problems-fix` with its `.problems-preview`, `.problems-other` places.

mod fixes;
mod why;
mod words;

use std::collections::BTreeMap;

use view::{Check, Fix, Place, Problem, ProblemGroup, Severity};
use yew::prelude::*;

use crate::checked::Checked;
use crate::cut::use_cut;
use crate::verdict::Verdict;
use crate::words::marked;
use crate::worker::Inputs;

/// The input of the list.
#[derive(Clone, PartialEq, Properties)]
pub struct ProblemsProps {
    /// The API server's verdict.
    pub verdict: Verdict,
    /// The verdict on the last text: its list stays, marked as old, while the next text is being checked.
    pub last: Checked,
    /// The text of the verdict, with the story and the release.
    pub now: Inputs,
    /// The caret's offset in UTF-16 units.
    pub caret: u32,
    /// Changes the text.
    pub on_fix: Callback<Fix>,
    /// Asks for the page of a problem, by its message.
    pub on_why: Callback<String>,
    /// Shows a place in the editor.
    pub on_pick: Callback<Place>,
}

/// The number of problems that are drawn at first, and more at each request: each costs time at each key press.
const DRAWN: usize = 100;
/// The number of drawn problems for each further place that one problem may show.
const SHARE: usize = 5;

/// The list.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let drawn = use_state(|| DRAWN);
    let unfolded = use_state(|| false);
    let tall = use_state(|| false);
    let list = use_node_ref();
    let check = props.verdict.check();
    let listed = match &props.verdict {
        Verdict::Checking => Some(&*props.last),
        Verdict::Failed(_) | Verdict::Said(_) => check,
    };
    let problems: &[Problem] = listed.map_or(&[], |check| &check.problems);
    let groups = listed.map(Check::groups).unwrap_or_default();
    let (advice, mut groups): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| group.first.is_advice());
    let count: usize = advice.iter().map(|group| group.all.len()).sum();
    let plain = groups.len();
    groups.extend(advice.into_iter().filter(|_| *unfolded));
    let first = groups.get(..*drawn).unwrap_or(&groups);
    let places = *drawn / SHARE;
    let mut rows: Vec<Html> =
        keys(first).into_iter().zip(first).map(|(key, group)| item(props, key, group, places)).collect();
    if count > 0 && plain <= rows.len() {
        rows.insert(plain, fold(count, &unfolded));
    }
    let shown: usize = first.iter().map(|group| group.all.len().min(places + 1)).sum();
    let all: usize = groups.iter().map(|group| group.all.len()).sum();
    let cut = use_cut(&list, (props.verdict.clone(), *unfolded, *drawn), *tall);
    let worst = problems.iter().map(|problem| problem.severity).min();
    let more = {
        let drawn = drawn.clone();
        Callback::from(move |_: MouseEvent| drawn.set(*drawn + DRAWN))
    };
    html! {
        <section class="problems card" aria-labelledby="problems-title" data-worst={check.and_then(|check| words::worst(check, worst))} data-said={words::said(&props.verdict)} data-tall={(*tall && cut).to_string()}>
            <div class="card-head">
                <h2 id="problems-title">{ "Problems" }</h2>
                <p id="problems-status" class="problems-status" role="status" tabindex="-1">
                    <span aria-hidden="true">{ check.map(|check| words::sign_of_all(check, worst)) }</span>{ words::verdict(&props.verdict) }
                </p>
                if cut && !problems.is_empty() {
                    { whole(&tall) }
                }
            </div>
            { for listed.into_iter().flat_map(|check| &check.notes).map(|note| html! { <p class="problems-note">{ note.clone() }</p> }) }
            if !problems.is_empty() {
                <ul id="problems" class="problems-list" ref={list} aria-busy={check.is_none().to_string()}>
                    { for rows }
                    if let Some(rest) = words::rest(shown, all) {
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

/// The button that makes room for the whole list, where it is cut.
fn whole(tall: &UseStateHandle<bool>) -> Html {
    let open = **tall;
    let toggle = {
        let tall = tall.clone();
        Callback::from(move |_: MouseEvent| tall.set(!*tall))
    };
    html! {
        <button type="button" class="quiet problems-whole" aria-expanded={open.to_string()} aria-controls="problems" onclick={toggle}>{ if open { "Less" } else { "More" } }<span class="unseen">{ " of the list" }</span></button>
    }
}

/// The line in place of all advice, which unfolds it: who begins sees at first what is wrong, and only that.
fn fold(count: usize, unfolded: &UseStateHandle<bool>) -> Html {
    let open = **unfolded;
    let toggle = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(!*unfolded))
    };
    let word = if open { "Hide" } else { "Show" };
    html! {
        <li key="advice">
            <button type="button" class="bare problems-item problems-fold" aria-expanded={open.to_string()} onclick={toggle} data-severity="advice">
                <span class="problems-sign" aria-hidden="true">{ Severity::Advice.sign() }</span>
                <span class="problems-words">{ words::advice(word, count) }</span>
            </button>
        </li>
    }
}

/// The keys of the rows, by which rows that stay are not drawn anew when others come or go: field and message, with a
/// number for equal ones.
fn keys(groups: &[ProblemGroup<'_>]) -> Vec<String> {
    let mut times = BTreeMap::new();
    let key = |group: &ProblemGroup<'_>| {
        let Problem { field, message, .. } = group.first;
        let times = times.entry((field.clone(), message.clone())).or_insert(0_u32);
        *times = times.saturating_add(1);
        format!("{field} {message} {times}")
    };
    groups.iter().map(key).collect()
}

fn item(props: &ProblemsProps, key: String, group: &ProblemGroup<'_>, most: usize) -> Html {
    let problem = group.first;
    let place = problem.place;
    let here = group.all.iter().any(|one| one.place.from <= props.caret && props.caret <= one.place.to);
    let pick = props.on_pick.reform(move |_: MouseEvent| place);
    let count = group.all.len();
    let text = props.verdict.check().map(|_| props.now.text.clone());
    let fix = |fix: Fix| html! { <fixes::FixRow {fix} text={text.clone()} on_fix={props.on_fix.clone()} /> };
    html! {
        <li {key}>
            <button type="button" class="bare problems-item" onclick={pick} data-severity={problem.severity.word()}
                data-field={problem.field.clone()} aria-current={here.then_some("location")}>
                <span class="problems-sign" aria-hidden="true">{ problem.severity.sign() }</span>
                <span class="problems-words">
                    <span class="unseen">{ problem.severity.word() }{ ": " }</span>
                    { marked(&problem.message) }
                    if count > 1 {
                        <strong class="problems-count">{ format!(" \u{d7}{count}") }</strong>
                    }
                    if let Some(help) = &problem.help {
                        <span class="problems-help">{ marked(help) }</span>
                    }
                </span>
                <span class="problems-place">{ at(place) }</span>
            </button>
            if count > 1 {
                <p class="problems-others"><span>{ "also at" }</span>{ for group.all.iter().skip(1).take(most).map(|one| other(props, one)) }</p>
            }
            <div class="problems-hands">
                if problem.explained {
                    <why::Why problem={problem.clone()} on_why={props.on_why.clone()} />
                }
                { for problem.fixes.iter().cloned().map(fix) }
                { for group.fix_of_all().map(fix) }
            </div>
        </li>
    }
}

/// A further place with the same problem.
fn other(props: &ProblemsProps, problem: &Problem) -> Html {
    let place = problem.place;
    let pick = props.on_pick.reform(move |_: MouseEvent| place);
    let label = format!("{}, line {}", problem.field, place.line);
    html! { <button type="button" class="quiet problems-other" data-field={problem.field.clone()} aria-label={label} onclick={pick}>{ at(place) }</button> }
}

fn at(place: Place) -> String {
    format!("{}:{}", place.line, place.column)
}

/// [`Severity`] is ordered from the worst on.
const _: () = assert!((Severity::Error as u8) < (Severity::Advice as u8));
