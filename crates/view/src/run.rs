//! A story run to its end: all that is seen at any instant, so that a face plays it by itself.

use serde::{Deserialize, Serialize};

use crate::order::sort_by_key;
use crate::stage::{PodHistory, Sites};
use crate::{Frame, Lane, Row, RowChange, Scale, Why};

/// A finished simulation. Times are milliseconds since the object was created.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The last instant.
    pub end: u64,
    /// Why it ends there, one sentence.
    pub ended: String,
    /// What the story did not say and we assumed, as sentences.
    pub assumed: Vec<String>,
    /// The Pods, in the order in which they were created.
    pub pods: Vec<Pod>,
    /// A lane for each container of each Pod, in the order in which they start.
    pub lanes: Vec<Lane>,
    /// What is happening, in order, none like the one before it.
    pub sentences: Vec<Sentence>,
    /// Every occurrence of every event, oldest first.
    pub events: Vec<Event>,
    /// Where the step buttons stop, in order.
    pub stops: Vec<u64>,
    /// Where anything that is shown changes, ages aside, in order.
    pub changes: Vec<u64>,
    /// What the stage shows of each of `pods` beside its lanes.
    pub histories: Vec<PodHistory>,
    /// Where it is written what their nodes, addresses and grace periods come from.
    pub sites: Sites,
}

/// A Pod of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created: u64,
    /// Its `creationTimestamp`, which has whole seconds: AGE is counted from there.
    pub stamp: u64,
    /// When its object was gone.
    pub removed: Option<u64>,
    /// What `kubectl get pod` shows of it, in order.
    pub rows: Vec<RowChange>,
    /// When the object changed in any way, in order: a watch prints a line each time.
    pub updates: Vec<u64>,
}

impl Pod {
    /// Whether the object exists at `at`.
    pub fn exists(&self, at: u64) -> bool {
        self.created <= at && self.removed.is_none_or(|removed| at < removed)
    }

    /// What its row has shown last at `at`.
    pub fn shown(&self, at: u64) -> Option<&RowChange> {
        let begun = self.rows.partition_point(|row| row.from <= at);
        begun.checked_sub(1).and_then(|row| self.rows.get(row))
    }

    /// Its row at `at`; `None` when there is no object.
    pub(crate) fn row(&self, at: u64) -> Option<Row> {
        self.last_row(at).filter(|_| self.exists(at))
    }

    /// What its row shows at `at`, or showed when it went.
    pub(crate) fn last_row(&self, at: u64) -> Option<Row> {
        Some(self.shown(at)?.row(&self.name, self.stamp, at))
    }
}

/// What is happening from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// From here on.
    pub from: u64,
    /// One or two sentences.
    pub text: String,
}

/// One occurrence of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl Run {
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
        let begun = self.sentences.partition_point(|sentence| sentence.from <= at);
        let sentence = begun.checked_sub(1).and_then(|sentence| self.sentences.get(sentence));
        let why = self.lanes.iter().map(|lane| {
            let told = lane.told(at);
            Why {
                pod: self.pod_name(lane).to_owned(),
                container: lane.container.clone(),
                state: lane.state(at),
                sentence: told.map(|told| told.sentence.clone()).unwrap_or_default(),
                fields: told.map(|told| told.fields.clone()).unwrap_or_default(),
            }
        });
        Frame { at, sentence: sentence.map(|one| one.text.clone()).unwrap_or_default(), why: why.collect() }
    }

    /// Its time axis.
    pub fn scale(&self) -> Scale {
        Scale::new(self.end, self.stops.iter().copied())
    }

    /// The name of a lane's Pod.
    pub fn pod_name(&self, lane: &Lane) -> &str {
        self.pods.get(lane.pod).map(|pod| pod.name.as_str()).unwrap_or_default()
    }

    /// `kubectl get pod` at `at`, a row for each Pod, by name as an API server lists them.
    pub fn rows(&self, at: u64) -> Vec<Row> {
        let mut pods: Vec<&Pod> = self.pods.iter().collect();
        sort_by_key(&mut pods, |pod| &pod.name);
        pods.into_iter().filter_map(|pod| pod.row(at)).collect()
    }

    /// How many Pods exist at one time, at the most.
    pub fn most_pods(&self) -> usize {
        // They are the most when one comes; at one instant Pods go before others come.
        let there = |at: u64| self.pods.iter().filter(|pod| pod.exists(at)).count();
        self.pods.iter().map(|pod| there(pod.created)).max().unwrap_or_default()
    }

    /// The occurrences of events until `at`, oldest first.
    pub fn events(&self, at: u64) -> &[Event] {
        let count = self.events.partition_point(|event| event.at <= at);
        self.events.get(..count).unwrap_or_default()
    }

    /// The command that prints the YAML of what is there.
    pub fn yaml_command(&self) -> String {
        match self.pods.as_slice() {
            [pod] => format!("kubectl get pod {} -o yaml", pod.name),
            _ => "kubectl get pod -o yaml".to_owned(),
        }
    }

    /// Commands that people reach for, about what is there at `at`.
    pub fn commands(&self, at: u64) -> Vec<String> {
        let watching = ["kubectl get pod -w", "kubectl get events -w"];
        let asking = ["kubectl get pod -o wide", "kubectl describe pod"];
        let mut commands: Vec<String> = watching.into_iter().chain(asking).map(str::to_owned).collect();
        commands.extend([self.yaml_command(), "kubectl get events".to_owned()]);
        if let Some(first) = self.pods.iter().find(|pod| pod.exists(at)) {
            let name = &first.name;
            let lanes = self.lanes.iter().filter(|lane| self.pod_name(lane) == name);
            commands.push(format!("kubectl events --for pod/{name}"));
            commands.push(format!("kubectl logs {name}"));
            commands.extend(lanes.map(|lane| format!("kubectl logs {name} -c {}", lane.container)));
            commands.push(format!("kubectl get pod {name} -o jsonpath={{.status.phase}}"));
            commands.push(format!("kubectl delete pod {name}"));
        }
        commands
    }
}
