//! The events of a description. Upstream: DescribeEvents, staging/src/k8s.io/kubectl/pkg/describe/describe.go;
//! SortableEvents, staging/src/k8s.io/kubectl/pkg/util/event/sorted_event_list.go.

use super::text;
use super::writer::Writer;
use crate::events::interval;
use crate::order;
use api::{Change, Kubernetes};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;

pub(super) fn table(events: &[&Event], now: Timestamp, kubernetes: &Kubernetes) -> String {
    let mut events = events.to_vec();
    // By the last time alone: events of the newer API have none and come first.
    order::sort(&mut events, |a, b| last_time(a) < last_time(b));
    let mut w = Writer::default();
    w.line(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage");
    w.line(1, "----\t------\t----\t----\t-------");
    for event in events {
        let component = event.source.as_ref().and_then(|source| source.component.as_ref());
        let source =
            component.filter(|component| !component.is_empty()).or(event.reporting_component.as_ref());
        let message = text(event.message.as_ref()).trim();
        let field = text(event.involved_object.field_path.as_ref());
        let message = if field.is_empty() || !kubernetes.has(Change::DescribeEventsWithFieldPath) {
            message.to_owned()
        } else {
            format!("{field}: {message}")
        };
        let (kind, reason) = (text(event.type_.as_ref()), text(event.reason.as_ref()));
        w.line(1, &format!("{kind}\t{reason}\t{}\t{}\t{message}", interval(event, now), text(source)));
    }
    w.aligned()
}

fn last_time(event: &Event) -> Option<Timestamp> {
    event.last_timestamp.as_ref().map(|time| time.0)
}
