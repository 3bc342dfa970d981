//! What a run knows of Pods and containers beside their lanes, over time: what the stage is drawn from.

use serde::{Deserialize, Serialize};

/// From one instant to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From here on.
    pub from: u64,
    /// Until here; `None` when it does not end in the run.
    pub to: Option<u64>,
}

impl Span {
    /// Whether `at` is inside.
    pub fn holds(&self, at: u64) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    /// The one of `spans` that `at` is inside of.
    pub(super) fn any(spans: &[Span], at: u64) -> bool {
        let begun = spans.partition_point(|span| span.from <= at);
        begun.checked_sub(1).and_then(|span| spans.get(span)).is_some_and(|span| span.holds(at))
    }
}

/// A text from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// From here on.
    pub from: u64,
    /// Empty for none.
    pub text: String,
}

/// A Pod over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodHistory {
    /// Where its spec is written: `spec.template.spec`.
    pub spec: String,
    /// The workload that made it, `Deployment shop`; empty for none.
    pub owner: String,
    /// When it was bound to a node, and to which.
    pub node: Option<Since>,
    /// Its address as the API server shows it.
    pub addresses: Vec<Since>,
    /// Its sandboxes, in order.
    pub sandboxes: Vec<Sandbox>,
    /// While a Service sends it traffic.
    pub traffic: Vec<Span>,
    /// From its deletion to the end of its grace period.
    pub deleted: Option<Span>,
    /// Its volumes, in order.
    pub volumes: Vec<Volume>,
    /// Its containers, in the order of its lanes.
    pub containers: Vec<ContainerHistory>,
}

/// Fields that decide on what stands under a Pod: those that are written, else those that would be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sites {
    /// The node.
    pub node: String,
    /// The address.
    pub address: String,
    /// The grace period.
    pub grace: String,
}

/// The network and the shared parts of a Pod's containers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sandbox {
    /// While it stands.
    pub up: Span,
    /// Whether it died by itself, as in a reboot of the node.
    pub lost: bool,
}

/// A volume as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// `emptyDir`, `configMap` ...
    pub kind: String,
    /// Where it is written: `spec.volumes[0]`.
    pub field: String,
}

/// A container over time, beside its lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerHistory {
    /// Its runs, in order.
    pub lives: Vec<Life>,
    /// When it waits before it is tried again, and until when it has to.
    pub waits: Vec<Span>,
    /// While those after it may start because of it; empty for app containers.
    pub opens: Vec<Span>,
    /// While `Init:1/2` counts it: an init container that is done, a sidecar that is started; empty for app containers.
    pub passed: Vec<Span>,
    /// While READY counts it; empty for init containers.
    pub counted: Vec<Span>,
    /// The volumes that it mounts.
    pub mounts: Vec<Mount>,
    /// Its probes.
    pub probes: Vec<ProbeHistory>,
}

/// One run of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// Its start.
    pub from: u64,
    /// When it was told to stop, and when it would be killed.
    pub stop: Option<Span>,
    /// Its end.
    pub exit: Option<Exit>,
}

/// How a run of a container ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// When.
    pub at: u64,
    /// The exit code.
    pub code: i32,
    /// `Completed`, `Error`, `OOMKilled` ...
    pub reason: String,
}

/// A volume in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    /// Its place in [`PodHistory::volumes`].
    pub volume: usize,
    /// Whether the container cannot write there.
    pub read_only: bool,
    /// Where it is in the container.
    pub path: String,
}

/// The answers to a probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeHistory {
    /// Which.
    pub kind: ProbeKind,
    /// In order.
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
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ProbeKind::Startup => "startup",
            ProbeKind::Readiness => "readiness",
            ProbeKind::Liveness => "liveness",
        }
    }

    /// The field that configures it.
    pub fn field(self) -> &'static str {
        match self {
            ProbeKind::Startup => "startupProbe",
            ProbeKind::Readiness => "readinessProbe",
            ProbeKind::Liveness => "livenessProbe",
        }
    }
}

/// Equal answers in equal distances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticks {
    /// The first.
    pub from: u64,
    /// Between two of them; 0 when there is one.
    pub every: u64,
    /// How many.
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
