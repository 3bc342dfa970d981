//! The events so far, the newest first. Element: `#events`.

use engine::page::Event;
use yew::prelude::*;

use crate::panels::timeline::scale::clock;
use crate::playback::Command;

/// What happened.
#[derive(Clone, PartialEq, Properties)]
pub struct EventsProps {
    /// Oldest first.
    pub events: Vec<Event>,
    /// To put the playhead on one.
    pub on_command: Callback<Command>,
}

/// The table.
#[component]
pub fn EventsPanel(props: &EventsProps) -> Html {
    let row = |event: &Event| {
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
        let at = event.at as f64;
        let seek = props.on_command.reform(move |_: MouseEvent| Command::Seek(at));
        html! {
            <tr data-kind={event.kind.clone()}>
                <td><button type="button" class="bare events-at" onclick={seek} title="Put the playhead here">{ clock(at) }</button></td>
                <td>{ if event.kind == "Warning" { "\u{25b2} Warning" } else { "Normal" } }</td>
                <td>{ event.reason.clone() }</td>
                <td>{ event.container.clone().unwrap_or_else(|| event.object.clone()) }</td>
                <td class="events-message">{ event.message.clone() }</td>
            </tr>
        }
    };
    html! {
        <div class="events">
            if props.events.is_empty() {
                <p class="soft">{ "No events yet." }</p>
            } else {
                <table id="events">
                    <caption class="unseen">{ "Events until the playhead, the newest first" }</caption>
                    <thead><tr><th scope="col">{ "At" }</th><th scope="col">{ "Type" }</th><th scope="col">{ "Reason" }</th>
                        <th scope="col">{ "About" }</th><th scope="col">{ "Message" }</th></tr></thead>
                    <tbody>{ for props.events.iter().rev().map(row) }</tbody>
                </table>
            }
        </div>
    }
}
