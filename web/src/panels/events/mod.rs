//! The events so far, as `kubectl get events -w` prints them: new ones come at the end, which stays in view, so that
//! nothing moves while it is being read. Below them are the times of the next ones, as far as there is room.
//! Element: `#events`.

use view::{Event, EventType, Run, clock};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::Panel;
use super::word::use_words;
use crate::shared::Shared;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "events",
    title: "Events",
    draw: |props| html! { <Events run={props.run.clone()} at={props.at} seek={props.hands.seek.clone()} /> },
};

/// The number of the newest events that are drawn: a long run has thousands, and each is drawn again when one comes.
const DRAWN: usize = 100;

/// The number of lines that the frame has room for: the times of coming events fill it, so that it is never empty.
const ROOM: usize = 9;

/// The input of the table: no text, so that no key draws it anew.
#[derive(Clone, PartialEq, Properties)]
struct EventsProps {
    run: Shared<Run>,
    at: u64,
    seek: Callback<f64>,
}

/// The table.
#[component]
fn Events(props: &EventsProps) -> Html {
    let (words, page) = use_words("events-word");
    let all = props.run.events(props.at);
    let earlier = all.len().saturating_sub(DRAWN);
    let events = all.get(earlier..).unwrap_or_default();
    let whole = props.run.events(props.run.end);
    let most = whole.len().min(DRAWN);
    let coming = whole.iter().skip(all.len()).take(ROOM.saturating_sub(events.len()));
    let list = use_node_ref();
    let rest = use_node_ref();
    {
        let (list, rest) = (list.clone(), rest.clone());
        use_effect_with(all.len(), move |_| {
            // The newest stands at the lower edge; what is to come may be out of view.
            if let (Some(list), Some(rest)) = (list.cast::<Element>(), rest.cast::<HtmlElement>()) {
                list.set_scroll_top(rest.offset_top() - list.client_height());
            }
        });
    }
    let row = |event: &Event| {
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
        let at = event.at as f64;
        let seek = props.seek.reform(move |_: MouseEvent| at);
        html! {
            <tr data-kind={event.kind.name()}>
                <td><button type="button" class="bare events-at" onclick={seek} title="Put the playhead here">{ clock(at) }</button></td>
                <td>{ if event.kind == EventType::Warning { "\u{25b2} Warning" } else { "Normal" } }</td>
                <td>{ words.button(&event.reason, &event.message) }</td>
                <td>{ event.container.clone().unwrap_or_else(|| event.object.clone()) }</td>
                <td class="events-message">{ event.message.clone() }</td>
            </tr>
        }
    };
    let next = |(place, event): (usize, &Event)| {
        let (time, hidden) = (clock(view::float(event.at)), (place > 0).then_some("true"));
        html! { <tr class="events-next" aria-hidden={hidden}><td>{ time }</td><td colspan="4">{ if place == 0 { "the next event" } else { "" } }</td></tr> }
    };
    html! {
        <div class="events" ref={list} tabindex="0" role="region" aria-label="Events until the playhead" data-any={(most > 0).to_string()} style={format!("--rows:{most}")}>
            if most == 0 {
                <p class="soft">{ "No events." }</p>
            } else {
                <table id="events">
                    <caption class="unseen">{ "Events until the playhead, the newest last" }</caption>
                    <thead><tr><th scope="col">{ "At" }</th><th scope="col">{ "Type" }</th><th scope="col">{ "Reason" }</th>
                        <th scope="col">{ "About" }</th><th scope="col">{ "Message" }</th></tr></thead>
                    if earlier > 0 {
                        <tbody><tr><td class="events-earlier" colspan="5">{ format!("{earlier} earlier events: put the playhead before them.") }</td></tr></tbody>
                    }
                    <tbody>{ for events.iter().map(row) }</tbody>
                    <tbody ref={rest}>{ for coming.enumerate().map(next) }</tbody>
                </table>
            }
            { page }
        </div>
    }
}
