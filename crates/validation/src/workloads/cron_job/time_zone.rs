//! `timeZone`. Upstream: validateTimeZone, pkg/apis/batch/validation/validation.go, and Go's `time.LoadLocation`.

use api::FieldPath;

use crate::rule::rule;
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!("time-zone", Invalid ".timeZone" "");

/// The names that Go knows, one area a line: its prefix (`.` for none), then what follows it.
const ZONES: &str = include_str!("time_zones.txt");

pub(super) fn check(zone: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let mut errors = errors.of(&RULE);
    if zone.is_empty() {
        return errors.invalid(path, zone, "timeZone must be nil or non-empty string");
    }
    if !zone.split('/').all(is_part) {
        return errors.invalid(path, zone, format!("unknown time zone {zone}"));
    }
    if zone.eq_ignore_ascii_case("Local") {
        let detail = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
        errors.invalid(path, zone, detail);
    }
    if !is_known(zone) {
        errors.invalid(path, zone, format!("unknown time zone {zone}"));
    }
}

fn is_part(part: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    !matches!(part, "." | "..")
        && !part.starts_with('-')
        && (1..=14).contains(&part.len())
        && part.bytes().all(is_fine)
}

/// Whether Go can load it: nothing is UTC, and `Local` is the server's own.
pub(super) fn is_known(zone: &str) -> bool {
    if matches!(zone, "" | "UTC" | "Local") {
        return true;
    }
    let (area, name) = zone.rsplit_once('/').unwrap_or((".", zone));
    let lines = ZONES.lines().filter_map(|line| line.split_once(' '));
    let mut names = lines.filter(|(prefix, _)| prefix.strip_suffix('/').unwrap_or(prefix) == area);
    names.any(|(_, names)| names.split(' ').any(|known| known == name))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn zones_are_known_by_their_exact_names() {
        for zone in ["UTC", "Europe/Zurich", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT", "GMT"]
        {
            assert!(is_known(zone), "{zone}");
        }
        for zone in ["utc", "Europe", "Europe/", "Zurich", "Europe/zurich", "."] {
            assert!(!is_known(zone), "{zone}");
        }
    }
}
