//! One container's life: its name, what it is doing now, its bars. Each state has a word, a sign and a pattern, so that
//! none is told by colour alone.

use std::rc::Rc;

use view::stage::ProbeHistory;
use view::{Bar, BarState, Frame, Lane, Mark, Run, Scale, clock, float, share};
use yew::prelude::*;

use crate::panels::{Pointing, inside};
use crate::shared::Shared;

/// The input of a lane.
#[derive(Clone, PartialEq, Properties)]
pub struct LanesProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// The view of the run at the playhead.
    pub frame: Shared<Frame>,
    /// From the lanes to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
    /// To put the playhead at a time.
    pub seek: Callback<u64>,
    /// The Pods whose lanes are drawn; `None` for all.
    pub drawn: Option<Vec<usize>>,
}

/// The lanes.
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
                <li class="timeline-pod" role="treeitem" aria-level="1" tabindex="-1" aria-label={format!("Pod {}", props.run.pod_name(lane))}><span>{ props.run.pod_name(lane).to_owned() }</span></li>
            }
            <li class="timeline-lane" role="treeitem" aria-level={if several { "2" } else { "1" }} aria-expanded="true" tabindex={if number == 0 { "0" } else { "-1" }} data-container={lane.container.clone()} data-kind={lane.kind.word()} data-now={now.word()} data-here={here.to_string()} onmouseenter={over} onmouseleave={out}>
                <div class="timeline-name">
                    <button type="button" class="bare" onclick={show} title={format!("{}: {}", lane.container, lane.field)}><span class="timeline-title">{ lane.container.clone() }</span></button>
                    <span class="timeline-kind">{ lane.kind.word() }</span>
                    <span class="timeline-now"><span aria-hidden="true">{ now.sign() }{ " " }</span>{ now.word() }</span>
                </div>
                <Track run={props.run.clone()} {number} scale={props.scale.clone()} level={if several { "3" } else { "2" }} seek={props.seek.clone()} />
            </li>
            </>
        }
    };
    let drawn = |(_, lane): &(usize, &Lane)| props.drawn.as_ref().is_none_or(|pods| pods.contains(&lane.pod));
    html! { <ol class="timeline-lanes" role="tree" aria-label="What each container did">{ for props.run.lanes.iter().enumerate().filter(drawn).map(lane) }</ol> }
}

/// The content of a track.
#[derive(Clone, Properties)]
struct TrackProps {
    run: Shared<Run>,
    /// Its place among the run's lanes.
    number: usize,
    scale: Rc<Scale>,
    /// The level of its bars in the tree.
    level: &'static str,
    seek: Callback<u64>,
}

impl TrackProps {
    fn lane(&self) -> Option<&Lane> {
        self.run.lanes.get(self.number)
    }

    fn probes(&self) -> &[ProbeHistory] {
        self.lane().and_then(|lane| probes(&self.run, lane)).unwrap_or_default()
    }
}

/// The same lane of another run is not drawn again: most keys change none.
impl PartialEq for TrackProps {
    fn eq(&self, other: &Self) -> bool {
        let same_lane = || self.lane() == other.lane() && self.probes() == other.probes();
        self.number == other.number
            && (self.run == other.run || same_lane())
            && self.scale == other.scale
            && self.level == other.level
            && self.seek == other.seek
    }
}

/// So many successful probes of a container are drawn.
const MOST_PROBES: usize = 200;

/// The probes of a lane's container.
fn probes<'r>(run: &'r Run, lane: &Lane) -> Option<&'r [ProbeHistory]> {
    let before = run
        .lanes
        .iter()
        .take_while(|one| !std::ptr::eq(*one, lane))
        .filter(|one| one.pod == lane.pod)
        .count();
    let container = run.histories.get(lane.pod)?.containers.get(before)?;
    Some(&container.probes)
}

/// When a probe succeeded, and which.
fn successes(probes: &[ProbeHistory]) -> Vec<(u64, &'static str)> {
    let ticks = probes.iter().flat_map(|probe| {
        let good = probe.ticks.iter().filter(|ticks| ticks.ok);
        let each = good
            .flat_map(|ticks| (0..u64::from(ticks.count)).map(|number| ticks.from + ticks.every * number));
        each.map(|at| (at, probe.kind.word())).take(MOST_PROBES)
    });
    ticks.collect()
}

/// The bars and marks of a lane.
#[component]
fn Track(props: &TrackProps) -> Html {
    let place = |from: u64, to: u64| {
        let (from, to) = (props.scale.share(float(from)), props.scale.share(float(to)));
        format!("--x:{};--w:{}", share(from), share(to - from))
    };
    let go = |at: u64| {
        let seek = props.seek.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                seek.emit(at);
            }
        })
    };
    let bar = |bar: &Bar| {
        html! {
            <span class="timeline-bar" role="treeitem" aria-level={props.level} tabindex="-1" aria-label={told(bar)} onkeydown={go(bar.from)} data-state={bar.state.word()} style={place(bar.from, bar.to)} title={told(bar)}>
                <span class="timeline-label"><span aria-hidden="true">{ bar.state.sign() }{ " " }</span><span>{ bar.label.clone() }</span></span>
            </span>
        }
    };
    let Some(lane) = props.lane() else { return Html::default() };
    let tick = |(at, word): &(u64, &'static str)| {
        html! { <span class="timeline-mark" data-mark="probe-ok" style={place(*at, *at)} title={format!("{} {word} probe succeeded", clock(float(*at)))} /> }
    };
    let mark = |mark: &Mark| {
        html! { <span class="timeline-mark" data-mark={mark.kind.word()} style={place(mark.at, mark.at)} title={format!("{} {}", clock(float(mark.at)), mark.label)} /> }
    };
    html! {
        <div class="timeline-track" role="group" aria-label={lane.container.clone()}>
            <div class="timeline-inner">
                { for lane.bars.iter().map(bar) }
                { for successes(props.probes()).iter().map(tick) }
                { for lane.marks.iter().map(mark) }
            </div>
        </div>
    }
}

fn told(bar: &Bar) -> String {
    let (from, to) = (clock(float(bar.from)), clock(float(bar.to)));
    // As the clock writes times, some bars have no length.
    if from == to { format!("{} at {from}", bar.label) } else { format!("{} from {from} to {to}", bar.label) }
}

#[cfg(test)]
mod tests {
    use super::{Bar, BarState, told};

    #[test]
    fn a_bar_of_no_length_has_one_time() {
        let bar = |to| Bar { from: 1_310, to, state: BarState::Starting, label: "starting".to_owned() };
        assert_eq!(told(&bar(1_340)), "starting at 1.3 s");
        assert_eq!(told(&bar(2_000)), "starting from 1.3 s to 2 s");
    }
}
