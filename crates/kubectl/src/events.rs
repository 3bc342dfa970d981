//! Tables of events. Upstream: `kubectl events`: staging/src/k8s.io/kubectl/pkg/cmd/events/{events,event_printer}.go;
//! `kubectl get events`: printEvent, pkg/printers/internalversion/printers.go.

use crate::others::text;
use crate::table::{TABLE, align, escape};
use crate::{age, order};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, Time};
use serde_json::Value;

/// The heads of the plain columns of both tables.
const HEADERS: &str = "LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE";

/// The heads of the columns of `kubectl get events -o wide`.
const WIDE_HEADERS: &str =
    "LAST SEEN\tTYPE\tREASON\tOBJECT\tSUBOBJECT\tSOURCE\tMESSAGE\tFIRST SEEN\tCOUNT\tNAME";

/// How the table of `kubectl events` is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns {
    /// Without the line of heads.
    pub no_headers: bool,
    /// With the namespace in front.
    pub namespace: bool,
}

/// Events as `kubectl events` sorts them.
pub(crate) fn in_order<'e>(events: &[&'e Event]) -> Vec<&'e Event> {
    let mut events = events.to_vec();
    order::sort(&mut events, |a, b| sort_time(a) < sort_time(b));
    events
}

/// `kubectl events`: sorted by time, equal ones as Go's sort leaves them, with merged counts.
pub fn events(events: &[&Event], now: Timestamp, columns: Columns) -> String {
    let events = in_order(events);
    let mut out = match columns {
        Columns { no_headers: true, .. } => String::new(),
        Columns { namespace: true, .. } => format!("NAMESPACE\t{HEADERS}\n"),
        Columns { .. } => format!("{HEADERS}\n"),
    };
    for event in events {
        let object = &event.involved_object;
        let mut cells = vec![
            interval(event, now),
            escape(given(event.type_.as_ref())),
            escape(given(event.reason.as_ref())),
            format!("{}/{}", escape(given(object.kind.as_ref())), escape(given(object.name.as_ref()))),
            escape(given(event.message.as_ref()).trim()),
        ];
        if columns.namespace {
            cells.insert(0, event.metadata.namespace.clone().unwrap_or_default());
        }
        push(&mut out, &cells);
    }
    align(&out, TABLE)
}

/// The heads of the columns of `kubectl get events`.
pub(crate) fn heads(wide: bool) -> Vec<&'static str> {
    (if wide { WIDE_HEADERS } else { HEADERS }).split('\t').collect()
}

/// The cells of a row of `kubectl get events`: the newest time alone.
pub(crate) fn cells(event: &Value, now: Timestamp, wide: bool) -> Vec<String> {
    let since = |pointer: &str| {
        let time = api::time::read(text(event, pointer));
        time.map(|time| age::since(Some(&Time(time)), now))
    };
    let unknown = || age::UNKNOWN.to_owned();
    let first = since("/firstTimestamp").or_else(|| since("/eventTime")).unwrap_or_else(unknown);
    let number = |pointer: &str| event.pointer(pointer).and_then(Value::as_i64).unwrap_or_default();
    let (last, count) = if event.get("series").is_some() {
        (since("/series/lastObservedTime").unwrap_or_else(unknown), number("/series/count"))
    } else {
        (since("/lastTimestamp").unwrap_or_else(|| first.clone()), number("/count").max(1))
    };
    let kind = text(event, "/involvedObject/kind").to_lowercase();
    let target = match text(event, "/involvedObject/name") {
        "" => kind,
        name => format!("{kind}/{name}"),
    };
    let own = |pointer: &str| text(event, pointer).to_owned();
    let message = text(event, "/message").trim().to_owned();
    let mut cells = vec![last, own("/type"), own("/reason"), target];
    if !wide {
        cells.push(message);
        return cells;
    }
    let place = own("/involvedObject/fieldPath");
    cells.extend([place, source(event), message, first, count.to_string(), own("/metadata/name")]);
    cells
}

/// Who sent it: the component and the host it runs on.
fn source(event: &Value) -> String {
    let either = |pointer: &str, other: &str| match text(event, pointer) {
        "" => text(event, other).to_owned(),
        own => own.to_owned(),
    };
    let component = either("/source/component", "/reportingComponent");
    match either("/source/host", "/reportingInstance").as_str() {
        "" => component,
        instance => format!("{component}, {instance}"),
    }
}

/// An age with its merged count: `15s (x312 over 25h)`.
pub(crate) fn interval(event: &Event, now: Timestamp) -> String {
    let first = match &event.event_time {
        None => age::since(event.first_timestamp.as_ref(), now),
        at => since(at.as_ref(), now),
    };
    let (last, count) = match (&event.series, event.count.unwrap_or_default()) {
        (Some(series), _) => {
            (since(series.last_observed_time.as_ref(), now), series.count.unwrap_or_default())
        }
        (None, count) if count > 1 => (age::since(event.last_timestamp.as_ref(), now), count),
        (None, _) => return first,
    };
    format!("{last} (x{count} over {first})")
}

fn since(time: Option<&MicroTime>, now: Timestamp) -> String {
    age::since(time.map(|time| Time(time.0)).as_ref(), now)
}

fn sort_time(event: &Event) -> Option<Timestamp> {
    if let Some(series) = &event.series {
        return series.last_observed_time.as_ref().map(|time| time.0);
    }
    let last = event.last_timestamp.as_ref().map(|time| time.0);
    last.or(event.event_time.as_ref().map(|time| time.0))
}

fn push(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn given(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}
