//! The events as marks under the axis: a dot, a triangle for a warning, and its reason where there is room for it.

use std::rc::Rc;

use view::{Event, Run, Scale, clock, float, share};
use yew::prelude::*;

use crate::shared::Shared;

/// The input of the marks.
#[derive(Clone, PartialEq, Properties)]
pub struct EventsProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// How many times as wide as the window the axis is.
    pub zoom: u32,
}

/// So many marks are drawn: more would lie on one another.
const MOST: usize = 300;

/// The marks.
#[component]
pub fn Events(props: &EventsProps) -> Html {
    let events = props.run.events.get(..MOST.min(props.run.events.len())).unwrap_or_default();
    let places: Vec<f64> = events.iter().map(|event| props.scale.share(float(event.at))).collect();
    let named = named(events, &places, props.zoom);
    let mark = |((event, place), named): ((&Event, &f64), &bool)| {
        html! {
            <span class="timeline-event" data-kind={event.kind.clone()} style={format!("--x:{}", share(*place))}
                title={format!("{} {}: {}", clock(float(event.at)), event.reason, event.message)}>
                if *named { <span>{ event.reason.clone() }</span> }
            </span>
        }
    };
    html! {
        <div class="timeline-events" aria-hidden="true">
            <div class="timeline-inner">{ for events.iter().zip(&places).zip(&named).map(mark) }</div>
        </div>
    }
}

/// Which events have room for their reason before the next mark; a warning needs it first.
fn named(events: &[Event], places: &[f64], zoom: u32) -> Vec<bool> {
    // About so many letters stand side by side over the whole axis of a window of usual width.
    let letters = 90.0 * f64::from(zoom.max(1));
    let ends = places.iter().skip(1).copied().chain([1.0]);
    let room = events.iter().zip(places).zip(ends).map(|((event, from), to)| {
        let wide = event.reason.chars().fold(2.0, |wide, _| wide + 1.0);
        wide / letters <= to - from
    });
    room.collect()
}

#[cfg(test)]
mod tests {
    use view::Event;

    use super::named;

    #[test]
    fn a_reason_is_written_where_it_covers_no_other() {
        let event = |reason: &str| Event { reason: reason.to_owned(), ..Event::default() };
        let events = [event("Pulling"), event("Pulled"), event("Started")];
        assert_eq!(named(&events, &[0.0, 0.05, 0.5], 1), [false, true, true]);
        assert_eq!(named(&events, &[0.0, 0.05, 0.5], 4), [true, true, true]);
    }
}
