//! Time of a trace: integer milliseconds since its start.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use k8s_openapi::jiff::Timestamp;
use std::fmt;
use std::ops::{Add, Sub};

/// Milliseconds since the start of the trace, or a length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

/// The wall-clock time at which every trace starts: 2026-01-01T00:00:00Z, in seconds since 1970.
pub const EPOCH_SECONDS: i64 = 1_767_225_600;

impl Millis {
    /// The start.
    pub const ZERO: Millis = Millis(0);
    /// Never, for all practical purposes.
    pub const MAX: Millis = Millis(u64::MAX);

    /// From whole seconds.
    pub const fn seconds(seconds: u64) -> Millis {
        Millis(seconds.saturating_mul(1000))
    }

    /// From seconds with a fraction, as scenarios have them; negative and huge values become zero or the maximum.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates, as it should here.
    pub fn from_seconds(seconds: f64) -> Millis {
        Millis((seconds * 1000.0).round() as u64)
    }

    /// With a fraction, for faces.
    #[allow(clippy::cast_precision_loss)] // A trace is shorter than 2^53 milliseconds.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Whole seconds, cut off.
    pub const fn whole_seconds(self) -> u64 {
        self.0 / 1000
    }

    /// The instant on the wall clock as the API stores it: whole seconds.
    pub fn to_time(self) -> Time {
        Time(self.at_second())
    }

    /// The instant on the wall clock with its fraction.
    pub fn to_timestamp(self) -> Timestamp {
        let millis = i64::try_from(self.0).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(EPOCH_SECONDS.saturating_mul(1000).saturating_add(millis))
            .unwrap_or(Timestamp::MAX)
    }

    fn at_second(self) -> Timestamp {
        let seconds = i64::try_from(self.whole_seconds()).unwrap_or(i64::MAX);
        Timestamp::from_second(EPOCH_SECONDS.saturating_add(seconds)).unwrap_or(Timestamp::MAX)
    }
}

impl Add for Millis {
    type Output = Millis;
    fn add(self, other: Millis) -> Millis {
        Millis(self.0.saturating_add(other.0))
    }
}

impl Sub for Millis {
    type Output = Millis;
    fn sub(self, other: Millis) -> Millis {
        Millis(self.0.saturating_sub(other.0))
    }
}

/// Seconds with three digits: `16.500`.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.pad(&text)
    }
}
