//! The changes of the `kubectl get pod` rows over a trace.

use api::Kubernetes;
use kubectl::Row;
use simulator::trace::{PodTrace, Version};
use simulator::{Millis, Trace};
use view::{Pod, RowChange};

fn row(pod: &PodTrace, version: &Version, kubernetes: &Kubernetes) -> Option<Row> {
    Some(kubectl::row_with(pod.base(version)?, &version.status, version.at.to_timestamp(), kubernetes))
}

/// The Pods with all changes of their rows.
pub(super) fn pods(trace: &Trace, kubernetes: &Kubernetes) -> Vec<Pod> {
    let pod = |pod: &PodTrace| {
        let mut rows: Vec<RowChange> = Vec::new();
        for version in pod.versions.iter().filter_map(|version| pod.version_at(version.at)) {
            let Some(row) = row(pod, version, kubernetes) else { continue };
            let change = RowChange {
                from: version.at.0,
                ready: row.ready,
                status: row.status,
                restarts: row.restart_count,
                restarted: row.restarted.map(since_start),
            };
            if rows.last().is_none_or(|last| RowChange { from: change.from, ..last.clone() } != change) {
                rows.push(change);
            }
        }
        let stamp = pod.bases.first().and_then(|base| base.metadata.creation_timestamp.as_ref());
        Pod {
            name: pod.name.clone(),
            created: pod.created.0,
            stamp: stamp.map_or(pod.created.0, |stamp| since_start(stamp.0)),
            removed: pod.removed.map(|at| at.0),
            rows,
            updates: pod.versions.iter().map(|version| version.at.0).collect(),
        }
    };
    trace.pods.iter().map(pod).collect()
}

/// A time of the cluster in milliseconds since the object was created.
fn since_start(time: jiff::Timestamp) -> u64 {
    let passed = time.as_millisecond() - Millis::ZERO.to_timestamp().as_millisecond();
    u64::try_from(passed).unwrap_or_default()
}

/// The times at which READY or STATUS of a Pod changes, or a Pod is removed.
pub(super) fn stops(pods: &[Pod]) -> Vec<u64> {
    let mut stops = Vec::new();
    for pod in pods {
        let mut last = None;
        for row in &pod.rows {
            let shown = Some((&row.ready, &row.status));
            if shown != last {
                stops.push(row.from);
                last = shown;
            }
        }
        stops.extend(pod.removed);
    }
    stops
}
