//! The five fields of a cron schedule, in UTC. Upstream: github.com/robfig/cron/v3.

use k8s_openapi::jiff::Timestamp;
use k8s_openapi::jiff::civil::DateTime;
use k8s_openapi::jiff::tz::Offset;

/// Minutes, hours, days of the month, months, days of the week as sets of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    fields: [u64; 5],
    any_day: bool,
    any_weekday: bool,
}

const BOUNDS: [(u32, u32); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY: i64 = 60 * 24;
/// Further into the future nothing is looked for, in minutes: five years, as upstream.
const HORIZON: i64 = 5 * 366 * DAY;

impl Schedule {
    /// Reads `*/5 0-6 * jan mon` and `@hourly`.
    pub fn read(text: &str) -> Result<Schedule, String> {
        let text = match text {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            text => text,
        };
        let parts: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = parts.as_slice() else {
            return Err(format!("expected exactly 5 fields, found {}: {parts:?}", parts.len()));
        };
        let mut fields = [0; 5];
        for ((bits, part), bounds) in fields.iter_mut().zip([minute, hour, day, month, weekday]).zip(BOUNDS) {
            *bits = part.split(',').try_fold(0, |bits, one| Ok::<_, String>(bits | range(one, bounds)?))?;
        }
        Ok(Schedule { fields, any_day: day.starts_with('*'), any_weekday: weekday.starts_with('*') })
    }

    /// Whether a minute (since 1970) is on the schedule.
    pub fn matches(&self, minute: i64) -> bool {
        let Some(time) = utc(minute) else { return false };
        let [minutes, hours, ..] = self.fields;
        has(minutes, time.minute()) && has(hours, time.hour()) && self.is_on_day(time)
    }

    fn is_on_day(&self, time: DateTime) -> bool {
        let [_, _, days, months, weekdays] = self.fields;
        let day = has(days, time.day());
        let weekday = has(weekdays, time.weekday().to_sunday_zero_offset());
        let on_day = if self.any_day || self.any_weekday { day && weekday } else { day || weekday };
        has(months, time.month()) && on_day
    }

    /// The next minute on the schedule after this one, within five years.
    pub fn next(&self, minute: i64) -> Option<i64> {
        let mut next = minute + 1;
        while next < minute + HORIZON {
            if !self.is_on_day(utc(next)?) {
                next += DAY - next.rem_euclid(DAY);
            } else if self.matches(next) {
                return Some(next);
            } else {
                next += 1;
            }
        }
        None
    }
}

/// A minute since 1970 as a date with its time.
fn utc(minute: i64) -> Option<DateTime> {
    Some(Offset::UTC.to_datetime(Timestamp::from_second(minute.saturating_mul(60)).ok()?))
}

fn has(bits: u64, value: i8) -> bool {
    u32::try_from(value).is_ok_and(|value| bits & (1 << value) != 0)
}

/// The bits of `*`, `5`, `1-5`, `*/15`, `mon-fri`.
fn range(text: &str, (low, high): (u32, u32)) -> Result<u64, String> {
    let (range, step) = text.split_once('/').unwrap_or((text, "1"));
    let step: u32 = step.parse().map_err(|_| format!("failed to parse int from {step}"))?;
    if step == 0 {
        return Err(format!("step of range should be a positive number: {text}"));
    }
    let (from, to) = match (range, range.split_once('-')) {
        ("*" | "?", _) => (low, high),
        (_, Some((from, to))) => (value(from)?, value(to)?),
        (one, None) => {
            let one = value(one)?;
            (one, if text.contains('/') { high } else { one })
        }
    };
    if from < low {
        return Err(format!("beginning of range ({from}) below minimum ({low}): {text}"));
    }
    if to > high {
        return Err(format!("end of range ({to}) above maximum ({high}): {text}"));
    }
    if from > to {
        return Err(format!("beginning of range ({from}) beyond end of range ({to}): {text}"));
    }
    Ok((from..=to).step_by(usize::try_from(step).unwrap_or(1)).fold(0, |bits, value| bits | 1 << value))
}

fn value(text: &str) -> Result<u32, String> {
    let name = text.to_ascii_lowercase();
    let named = |names: &[&str], first: u32| {
        names.iter().position(|one| *one == name).and_then(|at| u32::try_from(at).ok()).map(|at| at + first)
    };
    let number = text.parse().ok().or_else(|| named(&MONTHS, 1)).or_else(|| named(&DAYS, 0));
    number.ok_or_else(|| format!("failed to parse int from {text}"))
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn reads_the_usual_forms() {
        // 2026-01-01 was a Thursday.
        let midnight = crate::EPOCH_SECONDS / 60;
        let next =
            |text: &str| Schedule::read(text).ok().and_then(|one| one.next(midnight)).map(|at| at - midnight);
        assert_eq!(next("*/15 * * * *"), Some(15));
        assert_eq!(next("@hourly"), Some(60));
        assert_eq!(next("30 6 * * fri"), Some(24 * 60 + 6 * 60 + 30));
        assert_eq!(next("0 0 1 * *"), Some(31 * 24 * 60));
        assert_eq!(next("15 4 29 2 *"), Some((2 * 365 + 31 + 28) * 24 * 60 + 4 * 60 + 15));
        assert_eq!(next("0 0 31 2 *"), None);
        assert!(Schedule::read("* * *").is_err() && Schedule::read("60 * * * *").is_err());
    }
}
