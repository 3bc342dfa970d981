//! Ages as kubectl prints them: `8s`, `2m5s`, `3h20m`, `2y318d`.
//! Upstream: HumanDuration, staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go.

/// Two or three significant figures of a duration in seconds; up to a second in the future counts as now.
///
/// ```
/// assert_eq!([0, 119, 125, 10_800, -2].map(view::age::human), ["0s", "119s", "2m5s", "3h", "<invalid>"]);
/// ```
pub fn human(seconds: i64) -> String {
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

/// The whole seconds between two times in milliseconds.
pub(crate) fn seconds(from: u64, to: u64) -> i64 {
    i64::try_from(to.saturating_sub(from) / 1_000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::human;

    fn check(seconds: &[i64], expected: &str) {
        let ages: Vec<String> = seconds.iter().map(|seconds| human(*seconds)).collect();
        assert_eq!(ages.join(" "), expected);
    }

    #[test]
    fn seconds_until_two_minutes() {
        check(&[-2, -1, 0, 59, 119, 120, 125, 599], "<invalid> 0s 0s 59s 119s 2m 2m5s 9m59s");
    }

    #[test]
    fn minutes_until_three_hours() {
        check(&[600, 659, 10_799, 10_800, 11_999, 28_799], "10m 10m 179m 3h 3h19m 7h59m");
    }

    #[test]
    fn days_and_years() {
        let day = 86_400;
        let days =
            [8 * 3600, 2 * day - 1, 2 * day, 2 * day + 3600, 8 * day, 730 * day, 731 * day, 2920 * day];
        check(&days, "8h 47h 2d 2d1h 8d 2y 2y1d 8y");
    }
}
