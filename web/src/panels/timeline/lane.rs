//! One container's life: its name, what it is doing now, its bars. Each state has a word, a sign and a pattern, so that
//! none is told by colour alone.

use std::rc::Rc;

use engine::page::{Bar, BarState, ContainerKind, Frame, Lane, Mark, MarkKind, Run};
use yew::prelude::*;

use super::scale::{Scale, clock, share};
use crate::memo::Shared;
use crate::panels::Pointing;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub struct LanesProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// What is happening at the playhead.
    pub frame: Shared<Frame>,
    /// From the lanes to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
}

/// All lanes.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    let why = &props.frame.why;
    let several = props.run.lanes.iter().any(|lane| lane.number > 0);
    let lane = |(number, lane): (usize, &Lane)| {
        let now = why.get(number).map_or(BarState::Waiting, |why| why.state);
        let (show, over, out) = props.point.at(&lane.field);
        let here = inside(&props.here, &lane.field);
        let first = several
            && (number == 0
                || props.run.lanes.get(number - 1).is_some_and(|before| before.number != lane.number));
        html! {
            <>
            if first {
                <li class="timeline-pod">{ lane.pod.clone() }</li>
            }
            <li class="timeline-lane" data-container={lane.container.clone()} data-kind={lane.kind.word()} data-now={word(now)} data-here={here.to_string()} onmouseenter={over} onmouseleave={out}>
                <div class="timeline-name">
                    <button type="button" class="bare" onclick={show} title={lane.field.clone()}>{ lane.container.clone() }</button>
                    <span class="timeline-kind">{ kind(lane.kind) }</span>
                    <span class="timeline-now"><span aria-hidden="true">{ sign(now) }{ " " }</span>{ word(now) }</span>
                </div>
                <Track lane={lane.clone()} scale={props.scale.clone()} />
            </li>
            </>
        }
    };
    html! { <ol class="timeline-lanes">{ for props.run.lanes.iter().enumerate().map(lane) }</ol> }
}

/// What a track shows.
#[derive(Clone, PartialEq, Properties)]
struct TrackProps {
    lane: Lane,
    scale: Rc<Scale>,
}

/// The bars and marks of a lane.
#[component]
fn Track(props: &TrackProps) -> Html {
    let place = |from: u64, to: u64| {
        let (from, to) = (props.scale.share(float(from)), props.scale.share(float(to)));
        format!("--x:{};--w:{}", share(from), share(to - from))
    };
    let bar = |bar: &Bar| {
        html! {
            <span class="timeline-bar" data-state={word(bar.state)} style={place(bar.from, bar.to)} title={told(bar)}>
                <span class="timeline-label">{ sign(bar.state) }{ " " }{ bar.label.clone() }</span>
            </span>
        }
    };
    let mark = |mark: &Mark| {
        html! { <span class="timeline-mark" data-mark={mark_word(mark.kind)} style={place(mark.at, mark.at)} title={format!("{} {}", clock(float(mark.at)), mark.label)} /> }
    };
    let told: Vec<String> = props.lane.bars.iter().map(told).collect();
    html! {
        <div class="timeline-track" role="img" aria-label={format!("{}: {}", props.lane.container, told.join("; "))}>
            <div class="timeline-inner">
                { for props.lane.bars.iter().map(bar) }
                { for props.lane.marks.iter().map(mark) }
            </div>
        </div>
    }
}

/// Whether the field `inner` is `outer` or a part of it.
fn inside(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

/// A state's word, also its `data-` value.
pub fn word(state: BarState) -> &'static str {
    match state {
        BarState::Waiting => "waiting",
        BarState::Pulling => "pulling",
        BarState::BackOff => "backing-off",
        BarState::Starting => "starting",
        BarState::Running => "running",
        BarState::Ready => "ready",
        BarState::Stopping => "stopping",
        BarState::Succeeded => "succeeded",
        BarState::Failed => "failed",
    }
}

/// A state's sign; each has another shape.
pub fn sign(state: BarState) -> &'static str {
    match state {
        BarState::Waiting => "\u{25cb}",
        BarState::Pulling => "\u{2193}",
        BarState::BackOff => "\u{21bb}",
        BarState::Starting => "\u{25d4}",
        BarState::Running => "\u{25b8}",
        BarState::Ready => "\u{25cf}",
        BarState::Stopping => "\u{25a0}",
        BarState::Succeeded => "\u{2713}",
        BarState::Failed => "\u{2715}",
    }
}

fn mark_word(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Hook => "hook",
        MarkKind::ProbeFailed => "probe-failed",
        MarkKind::Kill => "kill",
    }
}

fn kind(kind: ContainerKind) -> &'static str {
    kind.word()
}

fn told(bar: &Bar) -> String {
    format!("{} from {} to {}", bar.label, clock(float(bar.from)), clock(float(bar.to)))
}

fn float(time: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let time = time as f64;
    time
}
