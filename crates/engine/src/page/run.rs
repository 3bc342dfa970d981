//! A story run to its end: lanes to draw and a frame for each instant.

use serde::Serialize;

use super::ContainerKind;

/// A finished simulation. Times are milliseconds since the object was created.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Run {
    /// The last instant.
    pub end: u64,
    /// Why it ends there, one sentence.
    pub ended: String,
    /// What the story did not say and we assumed, as sentences.
    pub assumed: Vec<String>,
    /// A lane for each container of each Pod, in the order in which they start.
    pub lanes: Vec<Lane>,
    /// What was seen from each of these instants on, in order, the first at 0.
    pub(super) frames: Vec<Frame>,
    /// All events, in order.
    pub(super) events: Vec<Event>,
}

impl Run {
    /// A run out of its parts; frames and events in order of time.
    pub fn new(end: u64, lanes: Vec<Lane>, frames: Vec<Frame>, events: Vec<Event>) -> Run {
        Run { end, lanes, frames, events, ..Run::default() }
    }

    /// The instants at which something changes, in order.
    pub fn changes(&self) -> impl Iterator<Item = u64> {
        self.frames.iter().map(|frame| frame.at)
    }

    /// Which frame holds at `at`; the same number means that nothing changed in between.
    pub fn index(&self, at: u64) -> usize {
        self.frames.partition_point(|frame| frame.at <= at).saturating_sub(1)
    }

    /// The frame with this number.
    pub fn at(&self, index: usize) -> Option<&Frame> {
        self.frames.get(index)
    }

    /// What is seen at `at`.
    pub fn frame(&self, at: u64) -> Option<&Frame> {
        self.frames.get(self.index(at))
    }

    /// `kubectl get pod` at `at`, a row for each Pod.
    pub fn rows(&self, at: u64) -> Vec<Row> {
        let age = format!("{}s", at / 1_000);
        let rows = self.frame(at).map(|frame| frame.rows.clone()).unwrap_or_default();
        rows.into_iter().map(|row| Row { age: age.clone(), ..row }).collect()
    }

    /// `kubectl describe pod` at `at`.
    pub fn describe(&self, at: u64) -> String {
        let _ = at;
        String::new()
    }

    /// `kubectl get pod -o yaml` at `at`.
    pub fn yaml(&self, at: u64) -> String {
        let _ = at;
        String::new()
    }

    /// The events until `at`, oldest first.
    pub fn events(&self, at: u64) -> &[Event] {
        let count = self.events.partition_point(|event| event.at <= at);
        self.events.get(..count).unwrap_or_default()
    }
}

/// What is seen from one change to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Frame {
    /// From here on.
    pub at: u64,
    /// `kubectl get pod`, a row for each Pod, as it reads at this moment.
    pub rows: Vec<Row>,
    /// What is happening, one sentence.
    pub sentence: String,
    /// What each container is doing and what it waits for, in lane order.
    pub why: Vec<Why>,
}

/// A row of `kubectl get pod`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// NAME.
    pub name: String,
    /// READY.
    pub ready: String,
    /// STATUS.
    pub status: String,
    /// RESTARTS, with its `(3s ago)` where kubectl prints it.
    pub restarts: String,
    /// AGE.
    pub age: String,
}

/// What one container is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The Pod.
    pub pod: String,
    /// The container.
    pub container: String,
    /// What it is drawn as.
    pub state: BarState,
    /// One sentence: what it does, what it waits for, since when.
    pub sentence: String,
    /// The fields that cause it.
    pub fields: Vec<String>,
}

/// One container's life.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// The Pod.
    pub pod: String,
    /// The container.
    pub container: String,
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// `spec.initContainers[0]`.
    pub field: String,
    /// Without gaps, in order.
    pub bars: Vec<Bar>,
    /// Points in time.
    pub marks: Vec<Mark>,
}

/// A stretch of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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
    /// Ended with 0.
    Succeeded,
    /// Ended with another code, or cannot run.
    Failed,
}

/// A point in a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// When.
    pub at: u64,
    /// What it is drawn as.
    pub kind: MarkKind,
    /// What it says.
    pub label: String,
}

/// What a point is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// The process started.
    Start,
    /// A probe or hook failed.
    ProbeFailed,
    /// SIGTERM or SIGKILL.
    Kill,
}

/// An event as `kubectl get events` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: u64,
    /// `Normal` or `Warning`.
    pub kind: String,
    /// `Scheduled`, `Pulled`, ...
    pub reason: String,
    /// The kubelet's sentence.
    pub message: String,
    /// `pod/shop`.
    pub object: String,
    /// The container that it is about, when it is about one.
    pub container: Option<String>,
}
