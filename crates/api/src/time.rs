//! Moments as the API reads and prints them: RFC 3339, printed in UTC.
//!
//! Put together from jiff's calendar, without its parsers and printers, which weigh more than all else that the page
//! does with time.

use k8s_openapi::jiff::Timestamp;
use k8s_openapi::jiff::civil::DateTime;
use k8s_openapi::jiff::tz::Offset;
pub use source::print::quote_time as quote;

/// A moment such as `2024-01-02T03:04:05.678+02:00`; none if the text is something else or the day does not exist.
///
/// ```
/// let moment = api::time::read("2024-01-02T03:04:05.5+02:00").unwrap();
/// assert_eq!(api::time::micro_text(moment), "2024-01-02T01:04:05.500000Z");
/// assert_eq!(api::time::read("2024-02-30T00:00:00Z"), None);
/// ```
pub fn read(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| text.get(from..to).filter(|part| digits(part))?.parse::<i64>().ok();
    let small = |from: usize| number(from, from + 2).and_then(|value| i8::try_from(value).ok());
    let marks = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")];
    if !marks.iter().all(|&(at, mark)| text.get(at..=at) == Some(mark)) {
        return None;
    }
    let (fraction, zone) = fraction(text.get(19..)?);
    let moment = DateTime::new(
        i16::try_from(number(0, 4)?).ok()?,
        small(5)?,
        small(8)?,
        small(11)?,
        small(14)?,
        small(17)?,
        nanoseconds(fraction)?,
    );
    let utc = Offset::UTC.to_timestamp(moment.ok()?).ok()?;
    let ahead = offset_seconds(zone)?;
    Timestamp::new(utc.as_second().checked_sub(ahead)?, utc.subsec_nanosecond()).ok()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits after a point or comma, and what follows.
fn fraction(rest: &str) -> (&str, &str) {
    let Some(fraction) = rest.strip_prefix(['.', ',']) else { return ("", rest) };
    let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
    fraction.split_at(end)
}

/// Digits beyond the ninth are cut off.
fn nanoseconds(fraction: &str) -> Option<i32> {
    let digits = fraction.get(..9.min(fraction.len()))?;
    format!("{digits:0<9}").parse().ok()
}

/// `Z`, or hours and minutes ahead of UTC.
fn offset_seconds(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let part = |text: &str| text.parse::<i64>().ok().filter(|_| text.len() == 2 && digits(text));
    let seconds =
        part(hours).filter(|hours| *hours < 24)? * 3600 + part(minutes).filter(|minutes| *minutes < 60)? * 60;
    match zone.get(..1)? {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

/// In whole seconds: `2024-01-02T03:04:05Z`.
pub fn text(moment: Timestamp) -> String {
    format!("{}Z", seconds(moment))
}

/// In microseconds: `2024-01-02T03:04:05.000006Z`.
pub fn micro_text(moment: Timestamp) -> String {
    format!("{}.{:06}Z", seconds(moment), Offset::UTC.to_datetime(moment).subsec_nanosecond() / 1000)
}

/// In nanoseconds: `2024-01-02T03:04:05.000000006Z`.
pub fn nano_text(moment: Timestamp) -> String {
    format!("{}.{:09}Z", seconds(moment), Offset::UTC.to_datetime(moment).subsec_nanosecond())
}

fn seconds(moment: Timestamp) -> String {
    let at = Offset::UTC.to_datetime(moment);
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}
