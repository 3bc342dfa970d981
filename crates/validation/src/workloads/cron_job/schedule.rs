//! `schedule`. Upstream: validateScheduleFormat, pkg/apis/batch/validation/validation.go, and the parser of
//! github.com/robfig/cron/v3, `ParseStandard`.

use api::FieldPath;

use super::{duration, time_zone};
use crate::rule::rule;
use crate::{Errors, Rule};
use api::json::quote_into;

pub(crate) static ZONE_IN_SCHEDULE: Rule =
    rule!("cron-zone-in-schedule", Invalid ".schedule" "use timeZone field instead");

pub(crate) static SCHEDULE: Rule = rule!("cron-schedule", Invalid ".schedule" "");

pub(super) fn check(schedule: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if schedule.is_empty() {
        return errors.required(path, "");
    }
    if let Err(reason) = parse(schedule) {
        errors.of(&SCHEDULE).invalid(path, schedule, reason);
    }
    if schedule.contains("TZ") {
        let detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        errors.of(&ZONE_IN_SCHEDULE).invalid(path, schedule, detail);
    }
}

/// One of the five fields.
struct Bounds {
    low: u64,
    high: u64,
    /// Names of the numbers from `low` on.
    names: &'static [&'static str],
}

const FIELDS: [Bounds; 5] = [
    Bounds { low: 0, high: 59, names: &[] },
    Bounds { low: 0, high: 23, names: &[] },
    Bounds { low: 1, high: 31, names: &[] },
    Bounds {
        low: 1,
        high: 12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    Bounds { low: 0, high: 6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

fn parse(schedule: &str) -> Result<(), String> {
    let mut rest = schedule;
    if schedule.starts_with("TZ=") || schedule.starts_with("CRON_TZ=") {
        // Without a space behind the zone the parser itself fails, which the server catches.
        let Some((zone, fields)) = schedule.split_once(' ') else {
            return Err("invalid schedule format: runtime error: slice bounds out of range [:-1]".to_owned());
        };
        let zone = zone.split_once('=').map_or("", |(_, zone)| zone);
        if !time_zone::is_known(zone) {
            return Err(format!("provided bad location {zone}: unknown time zone {zone}"));
        }
        rest = fields.trim();
    }
    if rest.starts_with('@') {
        return parse_descriptor(rest);
    }
    let fields: Vec<&str> = rest.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
    }
    for (field, bounds) in fields.iter().zip(&FIELDS) {
        for range in field.split(',').filter(|range| !range.is_empty()) {
            parse_range(range, bounds)?;
        }
    }
    Ok(())
}

fn parse_descriptor(text: &str) -> Result<(), String> {
    match text {
        "@yearly" | "@annually" | "@monthly" | "@weekly" | "@daily" | "@midnight" | "@hourly" => Ok(()),
        _ => match text.strip_prefix("@every ") {
            Some(every) => {
                duration::parse(every).map_err(|reason| format!("failed to parse duration {text}: {reason}"))
            }
            None => Err(format!("unrecognized descriptor: {text}")),
        },
    }
}

/// `5`, `1-5`, `*/15`, `mon-fri/2`.
fn parse_range(range: &str, bounds: &Bounds) -> Result<(), String> {
    let parts: Vec<&str> = range.split('/').collect();
    let ends: Vec<&str> = parts.first().copied().unwrap_or_default().split('-').collect();
    let (start, mut end) = match ends.as_slice() {
        ["*" | "?", ..] => (bounds.low, bounds.high),
        [only] => {
            let number = number_or_name(only, bounds)?;
            (number, number)
        }
        [first, last] => (number_or_name(first, bounds)?, number_or_name(last, bounds)?),
        [first, ..] => {
            number_or_name(first, bounds)?;
            return Err(format!("too many hyphens: {range}"));
        }
        [] => return Ok(()),
    };
    let step = match parts.as_slice() {
        [_] => 1,
        [_, step] => {
            let step = number(step)?;
            if ends.len() == 1 {
                end = bounds.high;
            }
            step
        }
        _ => return Err(format!("too many slashes: {range}")),
    };
    let Bounds { low, high, .. } = bounds;
    if start < *low {
        return Err(format!("beginning of range ({start}) below minimum ({low}): {range}"));
    }
    if end > *high {
        return Err(format!("end of range ({end}) above maximum ({high}): {range}"));
    }
    if start > end {
        return Err(format!("beginning of range ({start}) beyond end of range ({end}): {range}"));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {range}"));
    }
    Ok(())
}

fn number_or_name(text: &str, bounds: &Bounds) -> Result<u64, String> {
    let lower = text.to_lowercase();
    match (bounds.low..).zip(bounds.names).find(|(_, name)| **name == lower) {
        Some((number, _)) => Ok(number),
        None => number(text),
    }
}

/// Upstream: mustParseInt, over Go's `strconv.Atoi`.
fn number(text: &str) -> Result<u64, String> {
    let reason = match text.parse::<i64>() {
        Ok(number) => {
            return u64::try_from(number)
                .map_err(|_| format!("negative number ({number}) not allowed: {text}"));
        }
        Err(error) => match error.kind() {
            std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => "value out of range",
            _ => "invalid syntax",
        },
    };
    let mut message = format!("failed to parse int from {text}: strconv.Atoi: parsing ");
    quote_into(text, &mut message);
    Err(format!("{message}: {reason}"))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::parse;

    fn check(schedules: &[&str], expected: &Expect) {
        let lines = schedules.iter().map(|schedule| format!("{schedule} => {:?}\n", parse(schedule)));
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn schedules_are_read_as_cron_reads_them() {
        check(
            &[
                "*/5 * * * *",
                "0 0 1,15 jan-mar MON",
                "@daily",
                "@every 1h30m",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
            ],
            &expect![[r#"
                */5 * * * * => Ok(())
                0 0 1,15 jan-mar MON => Ok(())
                @daily => Ok(())
                @every 1h30m => Ok(())
                1-2-3 * * * * => Err("too many hyphens: 1-2-3")
                1/2/3 * * * * => Err("too many slashes: 1/2/3")
            "#]],
        );
        check(
            &["* * 0 * *", "* * * 13 *", "* * * * 99999999999999999999", "*/-1 * * * *", "TZ=UTC"],
            &expect![[r#"
                * * 0 * * => Err("beginning of range (0) below minimum (1): 0")
                * * * 13 * => Err("end of range (13) above maximum (12): 13")
                * * * * 99999999999999999999 => Err("failed to parse int from 99999999999999999999: strconv.Atoi: parsing \"99999999999999999999\": value out of range")
                */-1 * * * * => Err("negative number (-1) not allowed: -1")
                TZ=UTC => Err("invalid schedule format: runtime error: slice bounds out of range [:-1]")
            "#]],
        );
    }
}
