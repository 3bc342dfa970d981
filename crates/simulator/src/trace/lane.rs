//! A container's lane on the timeline: the container's true state, even where the status does not show it yet.

use crate::Millis;

/// The history of one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Without gaps from the Pod's creation; the last one is open.
    pub segments: Vec<Segment>,
    /// Points in time, ascending.
    pub marks: Vec<Mark>,
}

/// A stretch in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its start; it lasts until the next one starts.
    pub from: Millis,
    /// The state of the container meanwhile.
    pub state: State,
}

/// The state of a container.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Not made yet; it waits for its turn, for the scheduler, for volumes, or to be made again after an error.
    Waiting {
        /// As in `state.waiting.reason`, or the kubelet's error: `PodInitializing`, `CreateContainerConfigError` ...
        reason: String,
        /// The error's message, or empty.
        message: String,
    },
    /// Its image is being pulled.
    Pulling {
        /// Which.
        image: String,
    },
    /// Its image could not be pulled and is not tried again before a time.
    ImageBackOff {
        /// When the kubelet may pull again.
        until: Millis,
        /// The runtime's error.
        message: String,
    },
    /// It runs.
    Running {
        /// Which run, from 0.
        attempt: u32,
    },
    /// It has been told to stop and still runs.
    Stopping {
        /// Which run.
        attempt: u32,
        /// When it will be killed at the latest.
        kill_at: Millis,
    },
    /// It has ended and the kubelet has not decided what follows, or nothing follows.
    Terminated {
        /// Which run.
        attempt: u32,
        /// Exit code.
        exit_code: i32,
        /// `Completed`, `Error`, `OOMKilled` ...
        reason: String,
    },
    /// It has ended and waits for its restart.
    BackOff {
        /// Which run ended.
        attempt: u32,
        /// Its exit code.
        exit_code: i32,
        /// The length of the back-off, counted from the exit.
        length: Millis,
        /// When it may start again.
        until: Millis,
    },
}

/// Something that happened at a point in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The time.
    pub at: Millis,
    /// The kind of mark.
    pub kind: MarkKind,
}

/// The kinds of marks on a lane.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkKind {
    /// The kubelet regards it as started: it runs and its startup probe, if any, has succeeded.
    Started,
    /// It became ready.
    Ready,
    /// It stopped being ready.
    NotReady,
    /// A probe ran.
    Probe {
        /// Which.
        probe: Probe,
        /// Whether it succeeded.
        ok: bool,
        /// The output of a failure.
        output: String,
    },
    /// A postStart or preStop hook began.
    Hook {
        /// `postStart` or `preStop`.
        hook: &'static str,
    },
    /// SIGTERM was sent.
    Term {
        /// Seconds until SIGKILL.
        grace: i64,
    },
    /// SIGKILL was sent.
    Kill,
}

/// The three probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// `startupProbe`.
    Startup,
    /// `readinessProbe`.
    Readiness,
    /// `livenessProbe`.
    Liveness,
}

impl Probe {
    /// As in events: `Startup`.
    pub fn word(self) -> &'static str {
        match self {
            Probe::Startup => "Startup",
            Probe::Readiness => "Readiness",
            Probe::Liveness => "Liveness",
        }
    }

    /// The field that configures it.
    pub fn field(self) -> &'static str {
        match self {
            Probe::Startup => "startupProbe",
            Probe::Readiness => "readinessProbe",
            Probe::Liveness => "livenessProbe",
        }
    }
}

impl Lane {
    /// The segment at `at`.
    pub fn segment_at(&self, at: Millis) -> Option<&Segment> {
        let next = self.segments.partition_point(|segment| segment.from <= at);
        self.segments.get(next.checked_sub(1)?)
    }

    /// Each segment with its end; the open one ends at `until`.
    pub fn spans(&self, until: Millis) -> impl Iterator<Item = (&Segment, Millis)> {
        let ends = self.segments.iter().skip(1).map(|segment| segment.from).chain([until]);
        self.segments.iter().zip(ends)
    }
}
