//! The changes of a Pod's `kubectl get pod` row over a trace.

use api::Kubernetes;
use kubectl::Row;
use simulator::Millis;
use simulator::trace::PodTrace;

/// Each row that differs from the one before it in READY, STATUS or RESTARTS, with its time.
pub fn changes(pod: &PodTrace, kubernetes: &Kubernetes) -> Vec<(Millis, Row)> {
    let mut rows: Vec<(Millis, Row)> = Vec::new();
    for version in &pod.versions {
        let Some(object) = pod.at(version.at) else { continue };
        let row = kubectl::row(&object, version.at.to_timestamp(), kubernetes);
        let shown = |row: &Row| (row.ready.clone(), row.status.clone(), row.restart_count);
        if rows.last().is_none_or(|(_, last)| shown(last) != shown(&row)) {
            rows.push((version.at, row));
        }
    }
    rows
}
