//! Tables of events. Upstream: `kubectl events`: staging/src/k8s.io/kubectl/pkg/cmd/events/{events,event_printer}.go;
//! `kubectl get events`: printEvent, pkg/printers/internalversion/printers.go.

use crate::table::{TABLE, align, cell, escape};
use crate::{age, order};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, Time};

/// The heads of the plain columns of both tables.
const HEADERS: &str = "LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE";

/// The heads of the columns of `kubectl get events -o wide`.
const WIDE_HEADERS: &str =
    "LAST SEEN\tTYPE\tREASON\tOBJECT\tSUBOBJECT\tSOURCE\tMESSAGE\tFIRST SEEN\tCOUNT\tNAME";

/// How a table of events is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns {
    /// The wide columns too (`get events -o wide`).
    pub wide: bool,
    /// Without the line of heads.
    pub no_headers: bool,
    /// With the namespace in front.
    pub namespace: bool,
}

/// `kubectl events`: sorted by time, equal ones as Go's sort leaves them, with merged counts.
pub fn events(events: &[&Event], now: Timestamp, columns: Columns) -> String {
    let mut events = events.to_vec();
    order::sort(&mut events, |a, b| sort_time(a) < sort_time(b));
    let mut out = heads(columns, HEADERS);
    for event in events {
        let object = &event.involved_object;
        let mut cells = vec![
            interval(event, now),
            escape(text(event.type_.as_ref())),
            escape(text(event.reason.as_ref())),
            format!("{}/{}", escape(text(object.kind.as_ref())), escape(text(object.name.as_ref()))),
            escape(text(event.message.as_ref()).trim()),
        ];
        if columns.namespace {
            cells.insert(0, event.metadata.namespace.clone().unwrap_or_default());
        }
        push(&mut out, &cells);
    }
    align(&out, TABLE)
}

/// `kubectl get events`: in the server's order, the newest time of each alone.
pub fn get(events: &[&Event], now: Timestamp, columns: Columns) -> String {
    let mut out = heads(columns, if columns.wide { WIDE_HEADERS } else { HEADERS });
    for event in events {
        let mut cells = cells(event, now, columns.wide);
        if columns.namespace {
            cells.insert(0, event.metadata.namespace.clone().unwrap_or_default());
        }
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        push(&mut out, &cells);
    }
    align(&out, TABLE)
}

fn cells(event: &Event, now: Timestamp, wide: bool) -> Vec<String> {
    let first = match &event.first_timestamp {
        None => since(event.event_time.as_ref(), now),
        first => age::since(first.as_ref(), now),
    };
    let (last, count) = if let Some(series) = &event.series {
        (since(series.last_observed_time.as_ref(), now), series.count.unwrap_or_default())
    } else {
        let last = event.last_timestamp.as_ref();
        let last = last.map_or_else(|| first.clone(), |last| age::since(Some(last), now));
        (last, event.count.filter(|count| *count != 0).unwrap_or(1))
    };
    let object = &event.involved_object;
    let kind = text(object.kind.as_ref()).to_lowercase();
    let target = match text(object.name.as_ref()) {
        "" => kind,
        name => format!("{kind}/{name}"),
    };
    let message = text(event.message.as_ref()).trim().to_owned();
    let mut cells =
        vec![last, text(event.type_.as_ref()).to_owned(), text(event.reason.as_ref()).to_owned(), target];
    if !wide {
        cells.push(message);
        return cells;
    }
    cells.extend([
        text(object.field_path.as_ref()).to_owned(),
        source(event),
        message,
        first,
        count.to_string(),
        text(event.metadata.name.as_ref()).to_owned(),
    ]);
    cells
}

/// Who sent it: the component and the host it runs on.
fn source(event: &Event) -> String {
    let source = event.source.as_ref();
    let component =
        source.and_then(|source| source.component.as_ref()).filter(|component| !component.is_empty());
    let instance = source.and_then(|source| source.host.as_ref()).filter(|host| !host.is_empty());
    let component = text(component.or(event.reporting_component.as_ref()));
    match text(instance.or(event.reporting_instance.as_ref())) {
        "" => component.to_owned(),
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

fn heads(columns: Columns, names: &str) -> String {
    match columns {
        Columns { no_headers: true, .. } => String::new(),
        Columns { namespace: true, .. } => format!("NAMESPACE\t{names}\n"),
        Columns { .. } => format!("{names}\n"),
    }
}

fn push(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn text(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}
