//! Known gaps: cases that do not agree yet, with the reason. `tests/known_gaps.toml` is kept by hand.

use crate::agreement::Outcome;
use crate::compare::Difference;
use serde::Deserialize;
use std::fs;

/// Cases that do not agree for one reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The area's name.
    pub area: String,
    /// The case's name; each `*` stands for any text.
    pub case: String,
    /// The dimension in which it differs.
    pub differs: String,
    /// The reason, for a reader who wonders whether it matters.
    pub why: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(default)]
    gap: Vec<Gap>,
}

/// The gaps that are listed.
pub fn read() -> Result<Vec<Gap>, String> {
    let file = xtask::project::root().join("tests/known_gaps.toml");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let listed: Listed = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(listed.gap)
}

/// The gaps that `outcome` no longer shows.
pub fn closed<'a>(gaps: &'a [Gap], outcome: &Outcome) -> Vec<&'a Gap> {
    let open = |gap: &&Gap| {
        let shows = |case: &str, found: &Difference| gap.covers(case, found);
        outcome.disagreements.iter().any(|case| case.differences.iter().any(|found| shows(&case.case, found)))
    };
    gaps.iter().filter(|gap| gap.area == outcome.area.name && !open(gap)).collect()
}

impl Gap {
    /// Whether the gap covers this difference of a case of its area.
    pub fn covers(&self, case: &str, found: &Difference) -> bool {
        self.differs == found.dimension && matches(&self.case, case)
    }
}

/// Whether `text` matches `pattern`, in which each `*` stands for any text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("a/*/c*", "a/b/c"));
        assert!(matches("*", ""));
        assert!(matches("a", "a"));
        assert!(!matches("a", "ab"));
        assert!(!matches("a*c", "ab"));
        assert!(matches("*b*d", "abcd"));
    }
}
