//! The time axis: round times, and waits that are drawn short.

use std::rc::Rc;

use view::{Gap, Scale, Tick, clock, share};
use yew::prelude::*;

/// The input of the axis.
#[derive(Clone, PartialEq, Properties)]
pub struct AxisProps {
    /// The axis.
    pub scale: Rc<Scale>,
    /// How many times as wide as the window it is.
    pub zoom: u32,
}

/// The axis.
#[component]
pub fn Axis(props: &AxisProps) -> Html {
    let tick = |tick: Tick| {
        let edge = if tick.at < 0.04 {
            "start"
        } else if tick.at > 0.94 {
            "end"
        } else {
            "middle"
        };
        html! { <span class="timeline-tick" data-edge={edge} style={format!("--x:{}", share(tick.at))}>{ clock(tick.time) }</span> }
    };
    let gap = |gap: Gap| {
        html! {
            <span class="timeline-gap" style={format!("--x:{};--w:{}", share(gap.from), share(gap.to - gap.from))} title="Nothing changes here: drawn short">
                <span>{ clock(whole_seconds(gap.lasts)) }</span>
            </span>
        }
    };
    html! {
        <div class="timeline-axis" aria-hidden="true">
            <div class="timeline-inner">
                { for props.scale.ticks(usize::try_from(8 * props.zoom).unwrap_or(8)).into_iter().map(tick) }
                { for props.scale.gaps().into_iter().map(gap) }
            </div>
        </div>
    }
}

/// The length of a wait, without the parts of a second that nobody looks for.
fn whole_seconds(time: f64) -> f64 {
    (time / 1_000.0).round() * 1_000.0
}
