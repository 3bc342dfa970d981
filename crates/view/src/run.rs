//! A scenario run to its end, with everything that is seen at any instant, so that a face plays it without the engine.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::order::sort_by_key;
use crate::stage::{PodHistory, Sites};
use crate::{Frame, Lane, Row, RowChange, Scale, Why};

/// A finished simulation. Times are milliseconds since the object was created.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The last instant.
    pub end: u64,
    /// One sentence on why it ends there.
    pub ended: String,
    /// Assumptions where the scenario says nothing, as sentences.
    pub assumed: Vec<String>,
    /// The namespace in which a command without `-n` looks.
    pub namespace: String,
    /// The Pods, in the order in which they were created.
    pub pods: Vec<Pod>,
    /// A lane for each container of each Pod, in the order in which they start.
    pub lanes: Vec<Lane>,
    /// Sentences on what is happening, in order, none like the one before it.
    pub sentences: Vec<Sentence>,
    /// Every occurrence of every event, oldest first.
    pub events: Vec<Event>,
    /// The instants at which the step buttons stop, in order.
    pub stops: Vec<u64>,
    /// The instants at which anything on the page but an age changes, in order.
    pub changes: Vec<u64>,
    /// The histories of `pods`, in the same order: data of the stage that lanes do not hold.
    pub histories: Vec<PodHistory>,
    /// The fields that decide their nodes, addresses and grace periods.
    pub sites: Sites,
}

/// A Pod of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// The time of its creation.
    pub created: u64,
    /// The `creationTimestamp` in whole seconds; AGE counts from it.
    pub stamp: u64,
    /// The time at which its object was removed.
    pub removed: Option<u64>,
    /// The cells that `kubectl get pod` shows of it, in order.
    pub rows: Vec<RowChange>,
    /// The times at which the object changed in any way, in order: a watch prints a line for each.
    pub updates: Vec<u64>,
}

impl Pod {
    /// Whether the object exists at `at`.
    pub fn exists(&self, at: u64) -> bool {
        self.created <= at && self.removed.is_none_or(|removed| at < removed)
    }

    /// The cells that its row shows at `at`.
    pub fn shown(&self, at: u64) -> Option<&RowChange> {
        let begun = self.rows.partition_point(|row| row.from <= at);
        begun.checked_sub(1).and_then(|row| self.rows.get(row))
    }

    /// The row at `at`; `None` when there is no object.
    pub(crate) fn row(&self, at: u64) -> Option<Row> {
        self.last_row(at).filter(|_| self.exists(at))
    }

    /// The row at `at`, or the last one before the object was removed.
    pub(crate) fn last_row(&self, at: u64) -> Option<Row> {
        Some(self.shown(at)?.row(&self.name, self.stamp, at))
    }
}

/// The narration from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The instant from which it holds.
    pub from: u64,
    /// The index of the Pod that it is about; `None` while there is none.
    pub pod: Option<usize>,
    /// One or two sentences.
    pub text: String,
}

/// One occurrence of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The time.
    pub at: u64,
    /// Its type.
    pub kind: EventType,
    /// `Scheduled`, `Pulled`, ...
    pub reason: String,
    /// The kubelet's sentence.
    pub message: String,
    /// `pod/shop`.
    pub object: String,
    /// The container that it is about; `None` when it is about none.
    pub container: Option<String>,
    /// The number of occurrences so far.
    pub count: u32,
}

/// The type of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventType {
    /// For information.
    #[default]
    Normal,
    /// Something is wrong.
    Warning,
}

impl EventType {
    /// The word, as an event has it.
    pub fn name(self) -> &'static str {
        match self {
            EventType::Normal => "Normal",
            EventType::Warning => "Warning",
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Run {
    /// The index of the last change up to `at`: it differs whenever a lane, a sentence or a status does.
    pub fn index(&self, at: u64) -> usize {
        self.changes.partition_point(|&change| change <= at).saturating_sub(1)
    }

    /// The earliest instant from which on all that is printed is as at `at`, ages in seconds included.
    pub fn settled(&self, at: u64) -> u64 {
        let change = self.changes.get(self.index(at)).copied().unwrap_or_default();
        change.max(at - at % 1_000).min(at)
    }

    /// The view from the change with this index to the next.
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
        Frame {
            at,
            pod: sentence.and_then(|one| one.pod),
            sentence: sentence.map(|one| one.text.clone()).unwrap_or_default(),
            why: why.collect(),
        }
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

    /// The largest number of Pods that exist at one time.
    pub fn most_pods(&self) -> usize {
        // The number grows only when a Pod is created; at one instant, Pods are removed before others are created.
        let there = |at: u64| self.pods.iter().filter(|pod| pod.exists(at)).count();
        self.pods.iter().map(|pod| there(pod.created)).max().unwrap_or_default()
    }

    /// The occurrences of events until `at`, oldest first.
    pub fn events(&self, at: u64) -> &[Event] {
        let count = self.events.partition_point(|event| event.at <= at);
        self.events.get(..count).unwrap_or_default()
    }

    /// The command that prints the YAML of the run's Pods.
    pub fn yaml_command(&self) -> String {
        match self.pods.as_slice() {
            [pod] => format!("kubectl get pod {} -o yaml", pod.name),
            _ => "kubectl get pod -o yaml".to_owned(),
        }
    }

    /// The commands that people try most, for the Pods that exist at `at`.
    pub fn commands(&self, at: u64) -> Vec<String> {
        let watching = ["kubectl get pod -w", "kubectl get events -w"];
        let asking = ["kubectl get pod -o wide", "kubectl describe pod"];
        let mut commands: Vec<String> = watching.into_iter().chain(asking).map(str::to_owned).collect();
        commands.extend([self.yaml_command(), "kubectl get events".to_owned()]);
        let rolled_out = |object: &&str| {
            ["deployment/", "statefulset/", "daemonset/"].iter().any(|kind| object.starts_with(kind))
        };
        if let Some(workload) = self.events.iter().map(|event| event.object.as_str()).find(rolled_out) {
            commands.push(format!("kubectl rollout status {workload}"));
        }
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

#[cfg(test)]
mod tests {
    use super::{Event, Pod, Run};

    #[test]
    fn the_rollout_of_a_workload_can_be_asked_about() {
        let pods = vec![Pod { name: "web-1".to_owned(), ..Pod::default() }];
        let event = |object: &str| Event { object: object.to_owned(), ..Event::default() };
        let asks = |objects: &[&str]| {
            let events = objects.iter().map(|object| event(object)).collect();
            let commands = Run { pods: pods.clone(), events, ..Run::default() }.commands(0);
            commands.into_iter().find(|command| command.contains("rollout"))
        };
        assert_eq!(asks(&["pod/web-1", "job/a"]), None);
        let status = asks(&["pod/web-1", "deployment/web", "replicaset/web-1"]);
        assert_eq!(status.as_deref(), Some("kubectl rollout status deployment/web"));
    }
}
