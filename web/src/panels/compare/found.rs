//! The differences of A and B by name: where they part, how they end, their costs, their events.

use view::{Comparison, EventPair, Side, clock, float};
use yew::prelude::*;

/// The number of events that are shown at once; the rest unfolds.
const SHOWN: usize = 6;

/// The first difference, and a table of ends and costs.
pub fn differences(compared: &Comparison, seek: &Callback<f64>) -> Html {
    html! {
        <>
            <p id="compared-first" class="compare-first" role="status">{ first(compared, seek) }</p>
            <div class="compare-scroll"><table id="compared-table">
                <thead><tr><td />{ for ["A", "B"].map(|side| html! { <th scope="col">{ side }</th> }) }</tr></thead>
                <tbody>{ for rows(compared).into_iter().map(row) }</tbody>
            </table></div>
        </>
    }
}

fn first(compared: &Comparison, seek: &Callback<f64>) -> Html {
    if let Some(first) = &compared.first {
        let at = float(first.at);
        let go = seek.reform(move |_: MouseEvent| at);
        let of = first
            .container
            .as_ref()
            .map(|name| html! { <>{ "of " }<code>{ name.clone() }</code>{ ": " }</> });
        return html! {
            <>
                { "The first difference is at " }
                <button type="button" class="bare compare-seek" title="Put the playhead there" onclick={go}>{ clock(at) }</button>
                { ": " }{ of }{ "A has " }<code>{ first.a.clone() }</code>{ ", B " }<code>{ first.b.clone() }</code>{ "." }
            </>
        };
    }
    let words = match (&compared.a.refused, &compared.b.refused) {
        (Some(_), Some(_)) => "Neither A nor B runs.",
        (Some(_), None) => "Only B runs.",
        (None, Some(_)) => "Only A runs.",
        (None, None) if compared.is_same() => {
            "Nothing differs: the same run, the same events, the same cost."
        }
        (None, None) => "At each instant both show the same.",
    };
    words.into()
}

/// A row of the table: its name, A, B.
type Row = (String, String, String);

fn rows(compared: &Comparison) -> Vec<Row> {
    let (a, b) = (&compared.a, &compared.b);
    let end = |side: &Side| side.refused.clone().unwrap_or_else(|| side.status.clone());
    let mut rows = vec![("At the end".to_owned(), end(a), end(b))];
    if a.ended != b.ended {
        rows.push(("Then".to_owned(), a.ended.clone(), b.ended.clone()));
    }
    rows.push(("QoS class".to_owned(), a.qos.clone(), b.qos.clone()));
    let amount = |amount: &Option<String>| amount.clone().unwrap_or_else(|| "none".to_owned());
    rows.extend(compared.costs.iter().map(|pair| (pair.name.clone(), amount(&pair.a), amount(&pair.b))));
    rows
}

fn row((what, a, b): Row) -> Html {
    let differs = a != b;
    html! {
        <tr data-differs={differs.to_string()}>
            <th scope="row">{ what }</th><td>{ a }</td>
            <td>if differs { <span aria-hidden="true">{ "\u{2260} " }</span><span class="unseen">{ "differs: " }</span> }{ b }</td>
        </tr>
    }
}

/// The events that do not occur equally often.
pub fn events(events: &[EventPair]) -> Html {
    if events.is_empty() {
        return html! {};
    }
    let shown = events.get(..SHOWN).unwrap_or(events);
    let rest = events.get(SHOWN..).unwrap_or_default();
    html! {
        <div id="compared-events">
            <h4>{ "Events that differ" }</h4>
            <ul class="compare-events">{ for shown.iter().map(event) }</ul>
            if !rest.is_empty() {
                <details><summary>{ format!("{} more", rest.len()) }</summary><ul class="compare-events">{ for rest.iter().map(event) }</ul></details>
            }
        </div>
    }
}

fn event(pair: &EventPair) -> Html {
    let whose = match (pair.a, pair.b) {
        (1, 0) => "only A".to_owned(),
        (0, 1) => "only B".to_owned(),
        (a, 0) => format!("only A, {a} times"),
        (0, b) => format!("only B, {b} times"),
        (a, b) => format!("A {a} times, B {b}"),
    };
    html! {
        <li data-event={pair.reason.clone()}>
            <span class="compare-when">{ clock(float(pair.at)) }</span><strong>{ whose }</strong>
            <span>{ format!("{} ", pair.kind) }<code>{ pair.reason.clone() }</code>{ format!(" {}", pair.message) }</span>
        </li>
    }
}
