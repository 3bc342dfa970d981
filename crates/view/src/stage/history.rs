//! The history of Pods and containers in a run, as far as lanes do not hold it: the stage is drawn from it.

use serde::{Deserialize, Serialize};

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The start.
    pub from: u64,
    /// The end; `None` when it is after the end of the run.
    pub to: Option<u64>,
}

impl Span {
    /// Whether `at` is inside.
    pub fn holds(&self, at: u64) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    /// Whether `at` is inside one of `spans`.
    pub(super) fn any(spans: &[Span], at: u64) -> bool {
        let begun = spans.partition_point(|span| span.from <= at);
        begun.checked_sub(1).and_then(|span| spans.get(span)).is_some_and(|span| span.holds(at))
    }
}

/// A text that holds from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The instant from which it holds.
    pub from: u64,
    /// The text; empty for none.
    pub text: String,
}

/// A Pod over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodHistory {
    /// The path of its spec: `spec.template.spec`.
    pub spec: String,
    /// The workload that made it, `Deployment shop`; empty for none.
    pub owner: String,
    /// The node that it was bound to, and when.
    pub node: Option<Since>,
    /// Its address as the API server shows it.
    pub addresses: Vec<Since>,
    /// Its sandboxes, in order.
    pub sandboxes: Vec<Sandbox>,
    /// The times in which a Service sends it traffic.
    pub traffic: Vec<Span>,
    /// The time from its deletion to the end of its grace period.
    pub deleted: Option<Span>,
    /// The time from which on the API server shows that it failed or succeeded: nothing in it runs any more.
    pub ended: Option<Ended>,
    /// Its volumes, in order.
    pub volumes: Vec<Volume>,
    /// Its containers, in the order of its lanes.
    pub containers: Vec<ContainerHistory>,
}

/// The end of a Pod's work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The time.
    pub at: u64,
    /// Whether its phase is `Failed`, not `Succeeded`.
    pub failed: bool,
}

/// Fields that decide what is shown under a Pod: those that are written, else those to write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sites {
    /// The field that decides the node.
    pub node: String,
    /// The field that decides the address.
    pub address: String,
    /// The field that decides the grace period.
    pub grace: String,
}

/// The network and the shared parts of a Pod's containers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sandbox {
    /// The time in which it runs.
    pub up: Span,
    /// Whether it was lost, as in a reboot of the node.
    pub lost: bool,
}

/// A volume as written in the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// `emptyDir`, `configMap` ...
    pub kind: String,
    /// The path of the volume: `spec.volumes[0]`.
    pub field: String,
}

/// A container over time, beside its lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerHistory {
    /// Its runs, in order.
    pub lives: Vec<Life>,
    /// The waits before it is tried again, each until the earliest next try.
    pub waits: Vec<Span>,
    /// The times in which the API server shows it as `CrashLoopBackOff`, which is later than its end.
    pub loops: Vec<Span>,
    /// The times in which it lets the containers after it start; empty for app containers.
    pub opens: Vec<Span>,
    /// The times in which `Init:1/2` counts it (an init container that is done, a started sidecar); empty for apps.
    pub passed: Vec<Span>,
    /// The times in which READY counts it; empty for init containers.
    pub counted: Vec<Span>,
    /// The volumes that it mounts.
    pub mounts: Vec<Mount>,
    /// Its probes.
    pub probes: Vec<ProbeHistory>,
}

/// One run of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The start.
    pub from: u64,
    /// The time from the request to stop to the time of SIGKILL.
    pub stop: Option<Span>,
    /// The end.
    pub exit: Option<Exit>,
}

/// The end of a container's run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// The time.
    pub at: u64,
    /// The exit code.
    pub code: i32,
    /// `Completed`, `Error`, `OOMKilled` ...
    pub reason: String,
}

/// A volume in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    /// The volume's index in [`PodHistory::volumes`].
    pub volume: usize,
    /// Whether the container cannot write there.
    pub read_only: bool,
    /// The path in the container.
    pub path: String,
}

/// The answers to a probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeHistory {
    /// The kind of probe.
    pub kind: ProbeKind,
    /// The answers, in order.
    pub ticks: Vec<Ticks>,
}

/// The three probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProbeKind {
    /// `startupProbe`.
    Startup,
    /// `readinessProbe`.
    Readiness,
    /// `livenessProbe`.
    Liveness,
}

impl ProbeKind {
    /// The word for the kind.
    pub fn word(self) -> &'static str {
        match self {
            ProbeKind::Startup => "startup",
            ProbeKind::Readiness => "readiness",
            ProbeKind::Liveness => "liveness",
        }
    }

    /// The field that configures the probe.
    pub fn field(self) -> &'static str {
        match self {
            ProbeKind::Startup => "startupProbe",
            ProbeKind::Readiness => "readinessProbe",
            ProbeKind::Liveness => "livenessProbe",
        }
    }
}

/// Equal answers at equal intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticks {
    /// The time of the first.
    pub from: u64,
    /// The interval; 0 when there is only one.
    pub every: u64,
    /// The number of answers.
    pub count: u32,
    /// Whether they succeeded.
    pub ok: bool,
}

impl ProbeHistory {
    /// Adds an answer, which is later than all others.
    pub fn push(&mut self, at: u64, ok: bool) {
        if let Some(last) = self.ticks.last_mut().filter(|last| last.ok == ok) {
            let end = last.from + last.every * u64::from(last.count.saturating_sub(1));
            let every = at.saturating_sub(end);
            if last.count == 1 || every == last.every {
                (last.every, last.count) = (every, last.count + 1);
                return;
            }
        }
        self.ticks.push(Ticks { from: at, every: 0, count: 1, ok });
    }

    /// The last answers up to `at` and not before `from`, oldest first, at most `most`.
    pub fn last(&self, from: u64, at: u64, most: usize) -> Vec<bool> {
        let mut found = Vec::new();
        for ticks in self.ticks.iter().rev().filter(|ticks| ticks.from <= at) {
            for number in (0..u64::from(ticks.count)).rev() {
                let tick = ticks.from + ticks.every * number;
                if tick < from || found.len() == most {
                    found.reverse();
                    return found;
                }
                if tick <= at {
                    found.push(ticks.ok);
                }
            }
        }
        found.reverse();
        found
    }
}
