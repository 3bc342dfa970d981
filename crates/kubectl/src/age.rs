//! Ages in columns. Upstream: translateTimestampSince, pkg/printers/internalversion/printers.go.

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

/// Printed where a time was never set.
pub const UNKNOWN: &str = "<unknown>";

/// The time from `then` to `now`; `<unknown>` when `then` was never set.
pub fn since(then: Option<&Time>, now: Timestamp) -> String {
    then.map_or_else(|| UNKNOWN.to_owned(), |then| view::age::human(now.duration_since(then.0).as_secs()))
}
