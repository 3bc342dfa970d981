//! A length of time: a number of seconds, or a text such as `90s`, `1m30s`, `5 minutes`.

use crate::Millis;
use serde_json::Value;

/// The units, each with the names that people give it and its seconds.
const UNITS: [(&[&str], f64); 4] = [
    (&["ms", "millisecond"], 0.001),
    (&["s", "sec", "second"], 1.0),
    (&["m", "min", "minute"], 60.0),
    (&["h", "hour"], 3600.0),
];

/// The length; `None` when it is none or negative.
pub(super) fn read(value: &Value) -> Option<Millis> {
    let seconds = match value {
        Value::String(text) => parse(text.trim())?,
        value => value.as_f64()?,
    };
    (seconds.is_finite() && seconds >= 0.0).then(|| Millis::from_seconds(seconds))
}

/// The seconds of a text.
fn parse(text: &str) -> Option<f64> {
    if let Ok(seconds) = text.parse::<f64>() {
        return Some(seconds);
    }
    let (mut rest, mut sum) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let letters = behind.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(letters);
        let is_it = |names: &&[&str]| {
            names.contains(&unit)
                || unit.strip_suffix('s').is_some_and(|one| one.len() > 2 && names.contains(&one))
        };
        let (_, seconds) = UNITS.iter().find(|(names, _)| is_it(names))?;
        sum += number.parse::<f64>().ok()? * seconds;
        rest = behind.trim_start();
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lengths_have_units() {
        for (text, seconds) in [
            ("5", 5.0),
            ("90s", 90.0),
            ("1m30s", 90.0),
            ("5 minutes", 300.0),
            ("2 h 1 min", 7260.0),
            ("500ms", 0.5),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
        for text in ["", "5 x", "m", "1:30", "5 minutes later", "1..2s"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
