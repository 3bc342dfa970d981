//! One container's life: its name, what it is doing now, its bars. Each state has a word, a sign and a pattern, so that
//! none is told by colour alone.

use std::rc::Rc;

use view::{Bar, BarState, Frame, Lane, Mark, Run, Scale, clock, share};
use yew::prelude::*;

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
    let several = props.run.lanes.iter().any(|lane| lane.pod > 0);
    let lane = |(number, lane): (usize, &Lane)| {
        let now = why.get(number).map_or(BarState::Waiting, |why| why.state);
        let (show, over, out) = props.point.at(&lane.field);
        let here = inside(&props.here, &lane.field);
        let first = several
            && (number == 0 || props.run.lanes.get(number - 1).is_some_and(|before| before.pod != lane.pod));
        html! {
            <>
            if first {
                <li class="timeline-pod">{ props.run.pod_name(lane).to_owned() }</li>
            }
            <li class="timeline-lane" data-container={lane.container.clone()} data-kind={lane.kind.word()} data-now={now.word()} data-here={here.to_string()} onmouseenter={over} onmouseleave={out}>
                <div class="timeline-name">
                    <button type="button" class="bare" onclick={show} title={lane.field.clone()}>{ lane.container.clone() }</button>
                    <span class="timeline-kind">{ lane.kind.word() }</span>
                    <span class="timeline-now"><span aria-hidden="true">{ now.sign() }{ " " }</span>{ now.word() }</span>
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
            <span class="timeline-bar" data-state={bar.state.word()} style={place(bar.from, bar.to)} title={told(bar)}>
                <span class="timeline-label">{ bar.state.sign() }{ " " }{ bar.label.clone() }</span>
            </span>
        }
    };
    let mark = |mark: &Mark| {
        html! { <span class="timeline-mark" data-mark={mark.kind.word()} style={place(mark.at, mark.at)} title={format!("{} {}", clock(float(mark.at)), mark.label)} /> }
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

fn told(bar: &Bar) -> String {
    format!("{} from {} to {}", bar.label, clock(float(bar.from)), clock(float(bar.to)))
}

fn float(time: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let time = time as f64;
    time
}
