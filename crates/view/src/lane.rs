//! One container's life: bars, marks, and what it was doing.

use serde::{Deserialize, Serialize};

use crate::ContainerKind;

/// One container's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Its Pod, a place in [`crate::Run::pods`].
    pub pod: usize,
    /// The container.
    pub container: String,
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// Where it is written: `spec.initContainers[0]`.
    pub field: String,
    /// Without gaps, in order.
    pub bars: Vec<Bar>,
    /// Points in time.
    pub marks: Vec<Mark>,
    /// What it was doing, in order, none like the one before it.
    pub told: Vec<Told>,
}

impl Lane {
    /// What it is drawn as at `at`: the last bar that has begun.
    pub fn state(&self, at: u64) -> BarState {
        let begun = self.bars.partition_point(|bar| bar.from <= at);
        let bar = begun.checked_sub(1).and_then(|bar| self.bars.get(bar));
        bar.map_or(BarState::Waiting, |bar| bar.state)
    }

    /// What it is doing at `at`.
    pub fn told(&self, at: u64) -> Option<&Told> {
        let begun = self.told.partition_point(|told| told.from <= at);
        begun.checked_sub(1).and_then(|told| self.told.get(told))
    }
}

/// What a container is doing from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// From here on.
    pub from: u64,
    /// One sentence: what it does, what it waits for, since when.
    pub sentence: String,
    /// The fields that cause it, in the object that was written.
    pub fields: Vec<String>,
}

/// A stretch of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// From.
    pub from: u64,
    /// Until.
    pub to: u64,
    /// What it is drawn as.
    pub state: BarState,
    /// The word in it: `CrashLoopBackOff`, `exit 1`.
    pub label: String,
}

/// What a stretch of a container's life is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BarState {
    /// Not its turn yet.
    Waiting,
    /// Its image is being pulled.
    Pulling,
    /// Waits before it is tried again.
    BackOff,
    /// Its process runs, it is not started yet (startup probe, postStart).
    Starting,
    /// Runs, not ready.
    Running,
    /// Runs, ready.
    Ready,
    /// Has been told to stop.
    Stopping,
    /// Ended because it was told to, and nothing is to run again: no failure, whatever its code.
    Stopped,
    /// Ended with 0.
    Succeeded,
    /// Ended with another code, or cannot run.
    Failed,
}

impl BarState {
    /// The word for it.
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

    /// A sign for it; each has another shape.
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

/// A point in a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: u64,
    /// What it is drawn as.
    pub kind: MarkKind,
    /// What it says.
    pub label: String,
}

/// What a point is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// A hook began.
    Hook,
    /// A probe failed.
    ProbeFailed,
    /// SIGTERM or SIGKILL.
    Kill,
}

impl MarkKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            MarkKind::Hook => "hook",
            MarkKind::ProbeFailed => "probe-failed",
            MarkKind::Kill => "kill",
        }
    }
}
