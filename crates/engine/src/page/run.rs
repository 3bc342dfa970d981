//! A story run to its end: lanes to draw, and what is seen at each instant.

use api::Kubernetes;
use api::collections::sort_by;
use serde::Serialize;
use simulator::{Millis, Trace};

use super::{ContainerKind, lanes, sentence, terminal};

/// A finished simulation. Times are milliseconds since the object was created.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The last instant.
    pub end: u64,
    /// Why it ends there, one sentence.
    pub ended: String,
    /// What the story did not say and we assumed, as sentences.
    pub assumed: Vec<String>,
    /// A lane for each container of each Pod, in the order in which they start.
    pub lanes: Vec<Lane>,
    trace: Trace,
    kubernetes: Kubernetes,
    /// Where the step buttons stop.
    stops: Vec<u64>,
    /// Where anything that is shown changes.
    changes: Vec<u64>,
    events: Vec<Event>,
    /// The path of the Pod's spec in the object.
    spec: String,
}

impl Run {
    /// A trace made ready for a face. `spec` is where the Pod's spec stands in the object: `spec.template.spec`.
    pub(super) fn new(trace: Trace, kubernetes: &Kubernetes, spec: &str) -> Run {
        let end = lanes::end(&trace);
        let mut stops: Vec<u64> = trace.stops().into_iter().map(|at| at.0).collect();
        stops.extend(terminal::row_changes(&trace, kubernetes));
        stops.retain(|&at| at <= end);
        sort_by(&mut stops, Ord::cmp);
        stops.dedup();
        let mut changes: Vec<u64> = std::iter::once(0).chain(stops.iter().copied()).collect();
        for pod in &trace.pods {
            changes.extend(pod.versions.iter().map(|version| version.at.0));
            changes.extend(pod.removed.map(|at| at.0));
            for lane in &pod.lanes {
                changes.extend(lane.segments.iter().map(|segment| segment.from.0));
                changes.extend(lane.marks.iter().map(|mark| mark.at.0));
            }
        }
        sort_by(&mut changes, Ord::cmp);
        changes.dedup();
        Run {
            end,
            ended: lanes::ended(&trace),
            assumed: trace.assumptions.clone(),
            lanes: lanes::lanes(&trace, spec, end),
            events: trace.events.iter().map(terminal::event).collect(),
            kubernetes: kubernetes.clone(),
            spec: spec.to_owned(),
            stops,
            changes,
            trace,
        }
    }

    /// Where the step buttons stop, in order.
    pub fn stops(&self) -> &[u64] {
        &self.stops
    }

    /// What was simulated, and of which release.
    pub(super) fn trace(&self) -> (&Trace, &Kubernetes) {
        (&self.trace, &self.kubernetes)
    }

    /// Where anything that is shown changes, in order.
    pub(super) fn changes(&self) -> &[u64] {
        &self.changes
    }

    /// A number that changes whenever a lane, a sentence or a status does.
    pub fn index(&self, at: u64) -> usize {
        self.changes.partition_point(|&change| change <= at).saturating_sub(1)
    }

    /// The last instant up to `at` since which nothing that is printed has changed, ages in seconds included.
    pub fn settled(&self, at: u64) -> u64 {
        let change = self.changes.get(self.index(at)).copied().unwrap_or_default();
        change.max(at - at % 1_000).min(at)
    }

    /// What is happening from the change with this number to the next.
    pub fn frame(&self, index: usize) -> Frame {
        let at = self.changes.get(index).copied().unwrap_or_default();
        let why = self.why(at);
        Frame { at, sentence: sentence::sentence(&self.trace, Millis(at), &self.lanes, &why), why }
    }

    fn why(&self, at: u64) -> Vec<Why> {
        let now = Millis(at);
        let line = |lane: &Lane| {
            let pod = self.trace.pods.get(lane.number)?;
            let exists = pod.created <= now && pod.removed.is_none_or(|removed| now < removed);
            let why = self.trace.why(now, lane.number, &lane.container).filter(|_| exists);
            let fields = why.as_ref().map(|why| why.fields.as_slice()).unwrap_or_default();
            let fields = fields.iter().map(|field| match field.strip_prefix("spec.") {
                Some(rest) => format!("{}.{rest}", self.spec),
                None => field.clone(),
            });
            let bar = lane.bars.iter().rev().find(|bar| bar.from <= at);
            Some(Why {
                pod: lane.pod.clone(),
                container: lane.container.clone(),
                state: bar.map_or(BarState::Waiting, |bar| bar.state),
                fields: fields.collect(),
                sentence: match why {
                    Some(why) => why.sentence,
                    None if now < pod.created => "Its Pod has not been created yet.".to_owned(),
                    None => "Its Pod is gone.".to_owned(),
                },
            })
        };
        self.lanes.iter().filter_map(line).collect()
    }

    /// `kubectl get pod` at `at`, a row for each Pod.
    pub fn rows(&self, at: u64) -> Vec<Row> {
        terminal::rows(&self.trace, Millis(at), &self.kubernetes)
    }

    /// `kubectl describe pod` at `at`.
    pub fn describe(&self, at: u64) -> String {
        self.kubectl(at, "kubectl describe pod")
    }

    /// `kubectl get pod -o yaml` at `at`.
    pub fn yaml(&self, at: u64) -> String {
        let command = match self.trace.pods.as_slice() {
            [pod] => format!("kubectl get pod {} -o yaml", pod.name),
            _ => "kubectl get pod -o yaml".to_owned(),
        };
        self.kubectl(at, &command)
    }

    /// What any `kubectl` command prints at `at`.
    pub fn kubectl(&self, at: u64, command: &str) -> String {
        terminal::kubectl(&self.trace, Millis(at), &self.kubernetes, command)
    }

    /// Commands that people reach for, about what is there at `at`.
    pub fn commands(&self, at: u64) -> Vec<String> {
        let mut commands: Vec<String> =
            ["kubectl get pod -o wide", "kubectl get events"].map(str::to_owned).into();
        let rows = self.rows(at);
        for row in rows.iter().take(1) {
            let lanes = self.lanes.iter().filter(|lane| lane.pod == row.name);
            commands.push(format!("kubectl events --for pod/{}", row.name));
            commands.push(format!("kubectl logs {}", row.name));
            commands.extend(lanes.map(|lane| format!("kubectl logs {} -c {}", row.name, lane.container)));
            commands.push(format!("kubectl get pod {} -o jsonpath={{.status.phase}}", row.name));
        }
        commands
    }

    /// Everything that happened, a line each.
    pub fn narration(&self) -> Vec<String> {
        self.trace.narration()
    }

    /// The occurrences of events until `at`, oldest first.
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
    /// What is happening, one or two sentences.
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
    /// The fields that cause it, in the object that was written.
    pub fields: Vec<String>,
}

/// One container's life.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// The Pod.
    pub pod: String,
    /// Its place among the Pods of the run.
    pub number: usize,
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
    /// A hook began.
    Hook,
    /// A probe failed.
    ProbeFailed,
    /// SIGTERM or SIGKILL.
    Kill,
}

/// One occurrence of an event.
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
    /// How often it has occurred by now.
    pub count: u32,
}
