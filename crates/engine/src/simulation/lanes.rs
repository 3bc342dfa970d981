//! Turns a trace's lanes into the lanes that are drawn.

use simulator::trace::{
    self, ContainerInfo, ContainerRole, End, MarkKind as Happened, PodTrace, Segment, State,
};
use simulator::{Millis, Trace};

use view::{Bar, BarState, ContainerKind, Lane, Mark, MarkKind};

use super::stage::deleted;

/// The time that is shown after the last change, in milliseconds.
const REST: u64 = 6_000;

/// The last instant worth showing: a little after the last change.
pub(super) fn end(trace: &Trace) -> u64 {
    let last = trace.changes.last().map_or(0, |change| change.at.0);
    let removed = trace.pods.iter().filter_map(|pod| pod.removed).map(|at| at.0).max();
    last.max(removed.unwrap_or_default()).saturating_add(REST).min(trace.until.0.max(last))
}

/// One sentence on why a trace ends.
pub(super) fn ended(trace: &Trace) -> String {
    let steady = end(trace) < trace.until.0;
    let retried = |lane: &trace::Lane| {
        let last = lane.segments.last().map(|segment| &segment.state);
        matches!(last, Some(State::BackOff { .. } | State::ImageBackOff { .. }))
    };
    let again = || trace.pods.iter().any(|pod| pod.removed.is_none() && pod.lanes.iter().any(retried));
    match trace.end {
        End::Quiet => "Nothing more happens after this.".to_owned(),
        End::Horizon if steady && again() => "It is tried again and again from here on.".to_owned(),
        End::Horizon if steady => "It stays like this from here on.".to_owned(),
        End::Horizon => format!("It goes on; simulated for {} minutes.", trace.until.whole_seconds() / 60),
        End::Steps => "The simulation stops here: too much happens.".to_owned(),
    }
}

/// A lane for each container of each Pod.
pub(super) fn lanes(trace: &Trace, spec: &str, end: u64) -> Vec<Lane> {
    let pods = trace.pods.iter().enumerate();
    pods.flat_map(|(number, pod)| {
        pod.containers.iter().zip(&pod.lanes).map(move |(info, lane)| Lane {
            pod: number,
            container: info.name.clone(),
            kind: kind(info.role),
            field: format!("{spec}.{}", info.path),
            bars: bars(pod, lane, info, end),
            marks: lane.marks.iter().filter_map(mark).collect(),
            told: Vec::new(),
        })
    })
    .collect()
}

fn kind(role: ContainerRole) -> ContainerKind {
    match role {
        ContainerRole::Init => ContainerKind::Init,
        ContainerRole::Sidecar => ContainerKind::Sidecar,
        ContainerRole::App | ContainerRole::Ephemeral => ContainerKind::App,
    }
}

fn bars(pod: &PodTrace, lane: &trace::Lane, info: &ContainerInfo, end: u64) -> Vec<Bar> {
    let end = pod.removed.map_or(end, |removed| removed.0.min(end));
    let gated = gated(pod, info);
    let asked = asked(pod, lane, info.role);
    let mut bars: Vec<Bar> = Vec::new();
    let stops = lane.segments.iter().skip(1).map(|segment| segment.from.0).chain([end]);
    for (segment, to) in lane.segments.iter().zip(stops) {
        for mut bar in stretches(segment, to.min(end), lane, info.role, gated) {
            if asked.is_some_and(|from| from <= bar.from) && bar.state == BarState::Failed {
                bar.state = BarState::Stopped;
                bar.label = format!("stopped, {}", bar.label);
            }
            if bar.from < bar.to {
                bars.push(bar);
            }
        }
    }
    bars
}

/// The time at which a container ended because it was told to stop: the Pod is being deleted, or it is a sidecar whose
/// work is done. Nothing runs again after that, so its exit code is no failure.
fn asked(pod: &PodTrace, lane: &trace::Lane, role: ContainerRole) -> Option<u64> {
    let [.., told, last] = lane.segments.as_slice() else { return None };
    let ended =
        matches!(told.state, State::Stopping { .. }) && matches!(last.state, State::Terminated { .. });
    let deleted = || deleted(pod).is_some_and(|deleted| deleted.from <= last.from.0);
    (ended && (role == ContainerRole::Sidecar || deleted())).then_some(last.from.0)
}

/// The bars of a segment: a running one is split where it becomes started, ready or not ready.
fn stretches(segment: &Segment, to: u64, lane: &trace::Lane, role: ContainerRole, gated: bool) -> Vec<Bar> {
    let from = segment.from.0;
    let State::Running { attempt } = segment.state else {
        let (state, label) = standing(&segment.state);
        return vec![Bar { from, to, state, label }];
    };
    let run = if attempt > 0 { format!(" (run {})", attempt + 1) } else { String::new() };
    let bar = |from, to, state: BarState, word: &str| Bar { from, to, state, label: format!("{word}{run}") };
    if role == ContainerRole::Init {
        return vec![bar(from, to, BarState::Running, "running")];
    }
    let mut bars = Vec::new();
    let mut at = from;
    let mut now = if gated { (BarState::Starting, "starting") } else { (BarState::Running, "running") };
    for mark in lane.marks.iter().filter(|mark| from <= mark.at.0 && mark.at.0 < to) {
        let next = match mark.kind {
            Happened::Started if now.0 == BarState::Starting => (BarState::Running, "running"),
            Happened::Ready => (BarState::Ready, "ready"),
            Happened::NotReady if now.0 == BarState::Ready => (BarState::Running, "not ready"),
            Happened::Hook { hook: "preStop" } => (BarState::Stopping, "preStop hook"),
            _ => continue,
        };
        bars.push(bar(at, mark.at.0, now.0, now.1));
        (at, now) = (mark.at.0, next);
    }
    bars.push(bar(at, to, now.0, now.1));
    bars
}

/// Whether the kubelet waits for more than the start before it calls a container started.
fn gated(pod: &PodTrace, info: &ContainerInfo) -> bool {
    let spec = pod.bases.first().and_then(|pod| pod.spec.as_ref());
    let mut written =
        spec.into_iter().flat_map(api::containers).filter(|site| site.container.name == info.name);
    written.any(|site| {
        let hooks = site.container.lifecycle.as_ref();
        site.container.startup_probe.is_some() || hooks.is_some_and(|hooks| hooks.post_start.is_some())
    })
}

fn standing(state: &State) -> (BarState, String) {
    match state {
        State::Waiting { reason, .. } if reason.contains("Err") || reason.contains("Invalid") => {
            (BarState::Failed, reason.clone())
        }
        State::Waiting { .. } => (BarState::Waiting, "waiting".to_owned()),
        State::Pulling { .. } => (BarState::Pulling, "pulling".to_owned()),
        State::ImageBackOff { .. } => (BarState::BackOff, "ImagePullBackOff".to_owned()),
        State::Running { .. } => (BarState::Running, "running".to_owned()),
        State::Stopping { .. } => (BarState::Stopping, "stopping".to_owned()),
        State::Terminated { exit_code: 0, .. } => (BarState::Succeeded, "exit 0".to_owned()),
        State::Terminated { exit_code, reason, .. } => {
            let plain = reason == "Error" || reason.is_empty();
            (
                BarState::Failed,
                if plain { format!("exit {exit_code}") } else { format!("{reason}, exit {exit_code}") },
            )
        }
        State::BackOff { exit_code, length, .. } => {
            (BarState::BackOff, format!("exit {exit_code}, back-off {} s", seconds(*length)))
        }
    }
}

fn mark(mark: &trace::Mark) -> Option<Mark> {
    let (kind, label) = match &mark.kind {
        Happened::Probe { probe, ok: false, output } => {
            let output = if output.is_empty() { String::new() } else { format!(": {output}") };
            (MarkKind::ProbeFailed, format!("{} probe failed{output}", probe.word()))
        }
        Happened::Hook { hook } => (MarkKind::Hook, format!("{hook} hook")),
        Happened::Term { grace } => (MarkKind::Kill, format!("SIGTERM, SIGKILL after {grace} s")),
        Happened::Kill => (MarkKind::Kill, "SIGKILL".to_owned()),
        Happened::Probe { .. } | Happened::Started | Happened::Ready | Happened::NotReady => return None,
    };
    Some(Mark { at: mark.at.0, kind, label })
}

fn seconds(length: Millis) -> u64 {
    length.whole_seconds()
}
