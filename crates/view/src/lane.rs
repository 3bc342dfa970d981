//! One container's life: its bars, its marks, and sentences on what it does.

use serde::{Deserialize, Serialize};

use crate::ContainerKind;

/// One container's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// The Pod's index in [`crate::Run::pods`].
    pub pod: usize,
    /// The container.
    pub container: String,
    /// The kind of container.
    pub kind: ContainerKind,
    /// The path of the container: `spec.initContainers[0]`.
    pub field: String,
    /// Its states, without gaps, in order.
    pub bars: Vec<Bar>,
    /// Points in time: hooks, failed probes, signals.
    pub marks: Vec<Mark>,
    /// Sentences on what it does, in order, none like the one before it.
    pub told: Vec<Told>,
}

impl Lane {
    /// The state at `at`: that of the last bar that has begun.
    pub fn state(&self, at: u64) -> BarState {
        let begun = self.bars.partition_point(|bar| bar.from <= at);
        let bar = begun.checked_sub(1).and_then(|bar| self.bars.get(bar));
        bar.map_or(BarState::Waiting, |bar| bar.state)
    }

    /// The sentence that holds at `at`.
    pub fn told(&self, at: u64) -> Option<&Told> {
        let begun = self.told.partition_point(|told| told.from <= at);
        begun.checked_sub(1).and_then(|told| self.told.get(told))
    }
}

/// A sentence on what a container does from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The instant from which it holds.
    pub from: u64,
    /// One sentence: what it does, what it waits for, since when.
    pub sentence: String,
    /// The fields that cause it, in the object that was written.
    pub fields: Vec<String>,
    /// The thing that it waits for, in a word or two: `a node`, `prepare`; empty for none.
    pub awaits: String,
    /// The kind of that thing. The narration is made from it, and no page asks, so it is not sent.
    #[serde(skip)]
    pub waits: Option<Wait>,
}

/// The thing that a container waits for which is not made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Something that the whole Pod waits for: its node, its sandbox, its volumes. The words have no subject: `waits for ...`.
    Pod(String),
    /// A container before it.
    Container,
}

/// A stretch of a lane in one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The start.
    pub from: u64,
    /// The end.
    pub to: u64,
    /// The state that it is drawn in.
    pub state: BarState,
    /// The text in it: `CrashLoopBackOff`, `exit 1`.
    pub label: String,
}

/// The state of a container as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BarState {
    /// It has to wait for its turn.
    Waiting,
    /// The image is being pulled.
    Pulling,
    /// The kubelet waits before it tries again.
    BackOff,
    /// The process runs, but does not count as started yet (startup probe, postStart).
    Starting,
    /// The process runs and is not ready.
    Running,
    /// The process runs and is ready.
    Ready,
    /// The container has been told to stop.
    Stopping,
    /// The process ended because it was told to, and will not run again: no failure, whatever its code.
    Stopped,
    /// The process ended with 0.
    Succeeded,
    /// The process ended with another code, or cannot run.
    Failed,
}

impl BarState {
    /// The word for the state.
    pub fn word(self) -> &'static str {
        match self {
            BarState::Waiting => "waiting",
            BarState::Pulling => "pulling",
            BarState::BackOff => "backing-off",
            BarState::Starting => "starting",
            BarState::Running => "running",
            BarState::Ready => "ready",
            BarState::Stopping => "stopping",
            BarState::Stopped => "stopped",
            BarState::Succeeded => "succeeded",
            BarState::Failed => "failed",
        }
    }

    /// The sign for the state; each has another shape.
    pub fn sign(self) -> &'static str {
        match self {
            BarState::Waiting => "\u{25cb}",
            BarState::Pulling => "\u{2193}",
            BarState::BackOff => "\u{21bb}",
            BarState::Starting => "\u{25d4}",
            BarState::Running => "\u{25b8}",
            BarState::Ready => "\u{25cf}",
            BarState::Stopping => "\u{25a0}",
            BarState::Stopped => "\u{25a1}",
            BarState::Succeeded => "\u{2713}",
            BarState::Failed => "\u{2715}",
        }
    }

    /// Whether the container's process runs.
    pub fn runs(self) -> bool {
        matches!(self, BarState::Starting | BarState::Running | BarState::Ready | BarState::Stopping)
    }
}

/// A point of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The time.
    pub at: u64,
    /// The kind of mark.
    pub kind: MarkKind,
    /// The words beside it.
    pub label: String,
}

/// The kinds of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// A hook began.
    Hook,
    /// A probe failed.
    ProbeFailed,
    /// SIGTERM or SIGKILL was sent.
    Kill,
}

impl MarkKind {
    /// The word for the kind.
    pub fn word(self) -> &'static str {
        match self {
            MarkKind::Hook => "hook",
            MarkKind::ProbeFailed => "probe-failed",
            MarkKind::Kill => "kill",
        }
    }
}
