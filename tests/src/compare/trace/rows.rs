//! The rows of `kubectl get pod -w`: each that lasted must occur, in order, in the other trace.

use super::{Bad, Of, Value, field, list, note, seconds, text};
use std::fmt;

/// A row shorter than the kubelet's poll may be missed by an observer.
const FIRM: f64 = 1.1;
/// A row that began this shortly before the end of the recording has an unknown length.
const LATE: f64 = 4.0;

/// The cells of a row without its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Shown { ready: String, status: String, restarts: String },
    Deleted,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Shown { ready, status, restarts } => write!(f, "{ready} {status} {restarts}"),
            Key::Deleted => f.write_str("deleted"),
        }
    }
}

/// A row with the time in which it was shown.
pub(super) struct Span {
    pub(super) key: Key,
    pub(super) from: f64,
    pub(super) until: f64,
}

impl Span {
    fn length(&self) -> f64 {
        self.until - self.from
    }

    /// Whether it was shown for longer than an observer may miss.
    pub(super) fn lasted(&self) -> bool {
        self.length() >= FIRM
    }
}

pub(super) fn compare(bad: &mut Bad, real: Of<'_>, mine: Of<'_>, end: f64, trusted: f64) {
    let (recorded, simulated) = (spans(real, end), spans(mine, end));
    let firm = recorded.iter().filter(|span| {
        span.key == Key::Deleted
            || (span.lasted() && !(span.until.to_bits() == end.to_bits() && span.length() < LATE))
    });
    if let Some(gone) = missing(firm, &simulated) {
        note(bad, "rows", || format!("{}: recorded `{gone}` not simulated", real.1));
    }
    let early =
        simulated.iter().filter(|span| span.from <= trusted && (span.key == Key::Deleted || span.lasted()));
    if let Some(extra) = missing(early, &recorded) {
        note(bad, "rows", || format!("{}: simulated `{extra}` not recorded", real.1));
    }
}

/// The rows of a Pod until `end`.
pub(super) fn spans((trace, pod): Of<'_>, end: f64) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for row in list(trace, "rows") {
        if text(row, "pod") != pod || seconds(row, "t") > end {
            continue;
        }
        let (key, from) = (key(row), seconds(row, "t"));
        if spans.last().is_some_and(|last| last.key == key) {
            continue;
        }
        if let Some(last) = spans.last_mut() {
            last.until = from;
        }
        spans.push(Span { key, from, until: end });
    }
    spans
}

fn key(row: &Value) -> Key {
    if super::super::truthy(row, "deleted") {
        return Key::Deleted;
    }
    let restarts = match field(row, "restarts") {
        Value::String(text) => text.split(' ').next().unwrap_or_default().to_owned(),
        number => number.to_string(),
    };
    Key::Shown { ready: text(row, "ready").to_owned(), status: text(row, "status").to_owned(), restarts }
}

/// The first of `needles` that does not follow, in order, in `hay`.
fn missing<'a>(needles: impl Iterator<Item = &'a Span>, hay: &[Span]) -> Option<&'a Key> {
    let mut rest = hay.iter();
    needles.map(|span| &span.key).find(|key| !rest.any(|span| span.key == **key))
}
