//! Ages as kubectl prints them: `8s`, `2m5s`, `3h20m`, `2y318d`.
//! Upstream: HumanDuration, staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go;
//! translateTimestampSince, pkg/printers/internalversion/printers.go.

use jiff::{SignedDuration, Timestamp};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

/// What stands where a time was never set.
pub const UNKNOWN: &str = "<unknown>";

/// The time from `then` to `now`; `<unknown>` when `then` was never set.
pub fn since(then: Option<&Time>, now: Timestamp) -> String {
    then.map_or_else(|| UNKNOWN.to_owned(), |then| human(now.duration_since(then.0)))
}

/// Two or three significant figures of a duration; up to two seconds in the future count as now.
pub fn human(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    let minutes = seconds / 60;
    let hours = minutes / 60;
    let days = hours / 24;
    match () {
        () if seconds < -1 => "<invalid>".to_owned(),
        () if seconds < 0 => "0s".to_owned(),
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        () if hours < 48 => format!("{hours}h"),
        () if days < 8 => two(days, 'd', hours % 24, 'h'),
        () if days < 365 * 2 => format!("{days}d"),
        () if days < 365 * 8 => two(days / 365, 'y', days % 365, 'd'),
        () => format!("{}y", days / 365),
    }
}

/// `3h20m`, or `3h` when the smaller part is zero.
fn two(large: i64, unit: char, small: i64, smaller_unit: char) -> String {
    if small == 0 { format!("{large}{unit}") } else { format!("{large}{unit}{small}{smaller_unit}") }
}

#[cfg(test)]
mod tests {
    use super::human;
    use expect_test::{Expect, expect};
    use jiff::SignedDuration;

    fn check(seconds: &[i64], expected: &Expect) {
        let ages: Vec<String> = seconds.iter().map(|s| human(SignedDuration::from_secs(*s))).collect();
        expected.assert_eq(&ages.join(" "));
    }

    #[test]
    fn seconds_until_two_minutes() {
        check(&[-2, -1, 0, 59, 119, 120, 125, 599], &expect!["<invalid> 0s 0s 59s 119s 2m 2m5s 9m59s"]);
    }

    #[test]
    fn minutes_until_three_hours() {
        check(&[600, 659, 10_799, 10_800, 11_999, 28_799], &expect!["10m 10m 179m 3h 3h19m 7h59m"]);
    }

    #[test]
    fn days_and_years() {
        let day = 86_400;
        check(
            &[8 * 3600, 2 * day - 1, 2 * day, 2 * day + 3600, 8 * day, 730 * day, 731 * day, 2920 * day],
            &expect!["8h 47h 2d 2d1h 8d 2y 2y1d 8y"],
        );
    }
}
