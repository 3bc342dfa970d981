//! One container on the stage.

use super::Presence;
use super::history::{ContainerHistory, Exit, Life, Mount, ProbeKind, Span};
use crate::{Bar, BarState, ContainerKind, Lane};

/// The number of a probe's last answers that are shown.
const TICKS: usize = 8;

/// A container at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Its name.
    pub name: String,
    /// The kind of container.
    pub kind: ContainerKind,
    /// The path of the container: `spec.initContainers[0]`.
    pub field: String,
    /// The position among the init containers, or among the app containers, from 1.
    pub place: usize,
    /// The number of init containers, or of app containers.
    pub of: usize,
    /// The state that it is drawn in.
    pub state: BarState,
    /// The word for the state: `running`, `CrashLoopBackOff`.
    pub word: String,
    /// The number of this run, or of the last one, from 1; 0 before the first.
    pub run: usize,
    /// This run or this pull from its start to its end, when it ends by itself.
    pub progress: Option<Span>,
    /// The countdown under way.
    pub ring: Option<Ring>,
    /// The end of its last finished run.
    pub exit: Option<Exit>,
    /// Its probes.
    pub probes: Vec<Ticking>,
    /// Whether it runs and READY counts it.
    pub counted: bool,
    /// The gate after it; app containers have none.
    pub gate: Option<Gate>,
    /// The volumes that it mounts.
    pub mounts: Vec<Mount>,
    /// Whether it has no run in this run of the Pod, now or later, and waits.
    pub(super) idle: bool,
    /// Whether its state is its last.
    pub(super) settled: bool,
    /// The number of its runs in the whole run of the Pod.
    pub(super) runs: usize,
    /// The reason why it never starts, when that is certain; else empty.
    pub never: String,
    /// The next step, in a few words; empty when nothing is certain.
    pub next: String,
    /// The thing that it waits for before its first run: `a node`, `prepare`; empty for none.
    pub awaits: String,
}

impl Actor {
    /// `init container, 1 of 2`.
    pub fn role(&self) -> String {
        let role = match self.kind {
            ContainerKind::Init => "init container",
            ContainerKind::Sidecar => "sidecar",
            ContainerKind::App => "app container",
        };
        if self.of > 1 { format!("{role}, {} of {}", self.place, self.of) } else { role.to_owned() }
    }

    /// The number of its run, and the end of the last one.
    pub fn past(&self) -> String {
        self.turn() + &self.ended()
    }

    /// The number of its run, in words; before the first, what it waits for.
    pub fn turn(&self) -> String {
        match self.run {
            0 if !self.never.is_empty() => self.never.clone(),
            0 if !self.awaits.is_empty() => format!("for {}", self.awaits),
            0 => "not run yet".to_owned(),
            run => format!("run {run}"),
        }
    }

    /// The end of its last finished run, for after [`Actor::turn`]; empty before the first has ended.
    pub fn ended(&self) -> String {
        let Some(exit) = &self.exit else { return String::new() };
        let code = match exit.reason.as_str() {
            "" | "Error" | "Completed" => format!("exit {}", exit.code),
            reason => format!("{reason} {}", exit.code),
        };
        if self.state.runs() { format!(", last {code}") } else { format!(", {code}") }
    }

    /// Whether it is an init container that failed and is not tried again: nothing after it starts.
    pub(super) fn failed_for_good(&self) -> bool {
        self.kind == ContainerKind::Init
            && self.state == BarState::Failed
            && self.exit.is_some()
            && self.settled
    }

    /// Says that it never starts, and why.
    pub(super) fn never_starts(&mut self, why: String) {
        self.never = why;
        "never started".clone_into(&mut self.word);
    }

    /// Whether its run has failed and it is tried again.
    pub fn goes_back(&self) -> bool {
        self.state == BarState::BackOff && self.run > 0 || self.runs_again()
    }

    /// Whether its run has failed and another one follows without a back-off.
    pub(super) fn runs_again(&self) -> bool {
        self.state == BarState::Failed && (1..self.runs).contains(&self.run)
    }
}

/// The gate after a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The containers after it must wait.
    Closed,
    /// The containers after it may start.
    Open,
}

impl Gate {
    /// The word for the gate.
    pub fn word(self) -> &'static str {
        match self {
            Gate::Closed => "closed",
            Gate::Open => "open",
        }
    }
}

/// A countdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The end that it counts down to.
    pub kind: RingKind,
    /// The start.
    pub from: u64,
    /// The end.
    pub to: u64,
}

/// The end that a countdown leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RingKind {
    /// The next try.
    BackOff,
    /// SIGKILL.
    Grace,
}

impl RingKind {
    /// The word for the kind.
    pub fn word(self) -> &'static str {
        match self {
            RingKind::BackOff => "until the next try",
            RingKind::Grace => "until SIGKILL",
        }
    }
}

/// A probe at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticking {
    /// The kind of probe.
    pub kind: ProbeKind,
    /// Its last answers in this run, oldest first.
    pub ticks: Vec<bool>,
}

impl ContainerHistory {
    fn life(&self, at: u64) -> Option<(usize, &Life)> {
        let begun = self.lives.partition_point(|life| life.from <= at);
        Some((begun, self.lives.get(begun.checked_sub(1)?)?))
    }
}

pub(super) fn actor(
    lane: &Lane,
    parts: &ContainerHistory,
    (place, of): (usize, usize),
    at: u64,
    presence: Presence,
) -> Actor {
    let here = presence == Presence::Here;
    let state = if here { lane.state(at) } else { absent(lane, presence, at) };
    let begun = lane.bars.partition_point(|bar| bar.from <= at);
    let bar = begun.checked_sub(1).and_then(|bar| lane.bars.get(bar));
    let life = parts.life(at);
    let told = lane.told(at).filter(|_| here && state == BarState::Waiting);
    let exited = |(_, life): (usize, &Life)| life.exit.as_ref().filter(|exit| exit.at <= at).cloned();
    let before = || {
        let ended = parts.lives.iter().filter_map(|life| life.exit.as_ref());
        ended.take_while(|exit| exit.at <= at).last().cloned()
    };
    let running = life.filter(|(_, life)| state.runs() && life.exit.as_ref().is_none_or(|exit| at < exit.at));
    let started = running.map_or(at + 1, |(_, life)| life.from);
    Actor {
        name: lane.container.clone(),
        kind: lane.kind,
        field: lane.field.clone(),
        place,
        of,
        state,
        word: word(lane, bar.filter(|_| here), state, (presence, Span::any(&parts.loops, at))),
        run: life.map_or(0, |(run, _)| run),
        progress: progress(running.map(|(_, life)| life), bar, state).filter(|_| here),
        ring: ring(parts, running.map(|(_, life)| life), state, at).filter(|_| here),
        exit: life.and_then(exited).or_else(before),
        probes: parts
            .probes
            .iter()
            .map(|probe| Ticking { kind: probe.kind, ticks: probe.last(started, at, TICKS) })
            .collect(),
        counted: here && state.runs() && Span::any(&parts.counted, at),
        gate: (lane.kind != ContainerKind::App)
            .then(|| if Span::any(&parts.opens, at) { Gate::Open } else { Gate::Closed }),
        mounts: parts.mounts.clone(),
        idle: parts.lives.is_empty() && state == BarState::Waiting,
        settled: lane.bars.last().is_none_or(|bar| bar.from <= at),
        runs: parts.lives.len(),
        never: String::new(),
        next: String::new(),
        awaits: told.map(|told| told.awaits.clone()).unwrap_or_default(),
    }
}

/// The state in which a container of a Pod that does not exist is drawn.
fn absent(lane: &Lane, presence: Presence, at: u64) -> BarState {
    match (presence, lane.state(at)) {
        (Presence::Gone, state @ (BarState::Succeeded | BarState::Failed | BarState::Stopped)) => state,
        _ => BarState::Waiting,
    }
}

/// The word for a state; `looping` when the API server shows `CrashLoopBackOff`.
fn word(lane: &Lane, bar: Option<&Bar>, state: BarState, (presence, looping): (Presence, bool)) -> String {
    let label = bar.map_or("", |bar| bar.label.as_str());
    let word = match state {
        BarState::Waiting if presence == Presence::Gone => "gone",
        BarState::Waiting => "waiting",
        BarState::Pulling => "pulling image",
        BarState::BackOff if label.starts_with("Image") => label,
        BarState::BackOff if looping => "CrashLoopBackOff",
        // Its run has just ended: kubectl prints `Error` or `NotReady` until the kubelet has looked again.
        BarState::BackOff if label.starts_with("exit 0") => "done",
        BarState::BackOff => "failed",
        BarState::Starting => "starting",
        BarState::Running if lane.kind == ContainerKind::Init => "running",
        BarState::Running => "not ready yet",
        BarState::Ready => "ready",
        BarState::Stopping if label.starts_with("preStop") => "preStop hook",
        BarState::Stopping => "SIGTERM sent",
        BarState::Stopped => "stopped",
        BarState::Succeeded => "done",
        // A failed run has its exit code elsewhere; any other label says why the container could not start.
        BarState::Failed if label.starts_with("exit") || label.contains(", exit") || label.is_empty() => {
            "failed"
        }
        BarState::Failed => label,
    };
    word.to_owned()
}

fn progress(life: Option<&Life>, bar: Option<&Bar>, state: BarState) -> Option<Span> {
    if state == BarState::Pulling {
        return bar.map(|bar| Span { from: bar.from, to: Some(bar.to) });
    }
    let life = life.filter(|life| life.stop.is_none())?;
    let exit = life.exit.as_ref()?;
    Some(Span { from: life.from, to: Some(exit.at) })
}

fn ring(parts: &ContainerHistory, life: Option<&Life>, state: BarState, at: u64) -> Option<Ring> {
    if state == BarState::BackOff {
        let begun = parts.waits.partition_point(|wait| wait.from <= at);
        let wait = begun.checked_sub(1).and_then(|wait| parts.waits.get(wait))?;
        return Some(Ring { kind: RingKind::BackOff, from: wait.from, to: wait.to? });
    }
    let stop = life?.stop.filter(|stop| stop.from <= at)?;
    Some(Ring { kind: RingKind::Grace, from: stop.from, to: stop.to? })
}
