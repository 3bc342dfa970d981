//! The events as marks under the axis: a dot, a triangle for a warning, and its reason where there is room for it.

use std::rc::Rc;

use view::{Event, Run, Scale, clock, float, share, whole};
use yew::prelude::*;

use crate::shared::Shared;

/// The input of the marks.
#[derive(Clone, PartialEq, Properties)]
pub struct EventsProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
}

/// So many marks are drawn: more would lie on one another.
const MOST: usize = 300;

/// The marks.
#[component]
pub fn Events(props: &EventsProps) -> Html {
    let events = props.run.events.get(..MOST.min(props.run.events.len())).unwrap_or_default();
    let places: Vec<f64> = events.iter().map(|event| props.scale.share(float(event.at))).collect();
    let ends = places.iter().skip(1).chain(&[1.0]);
    let mark = |((event, place), end): ((&Event, &f64), &f64)| {
        // The room up to the next mark in thousandths of the axis: events at one time have none.
        let room = whole((end - place) * 1_000.0);
        html! {
            <span class="timeline-event" data-kind={event.kind.name()} style={format!("--x:{};--room:{room}", share(*place))}
                title={format!("{} {}: {}", clock(float(event.at)), event.reason, event.message)}>
                if room > 0 { <span>{ event.reason.clone() }</span> }
            </span>
        }
    };
    html! {
        <div class="timeline-events" aria-hidden="true">
            <div class="timeline-inner">{ for events.iter().zip(&places).zip(ends).map(mark) }</div>
        </div>
    }
}
