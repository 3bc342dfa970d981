//! Pages about what goes wrong before any rule is asked: the text, its kind, unknown fields and wrong types.
//!
//! Markdown in `docs/`, of the same parts as the pages of `validation`, each with the text that it explains; a test runs them.

/// A page, by its name, and a part of each message that it explains.
pub(super) const PAGES: [(&str, &str, &[&str]); 7] = [
    ("unknown-field", include_str!("../../docs/unknown-field.md"), &["unknown field \""]),
    ("wrong-type", include_str!("../../docs/wrong-type.md"), &["cannot unmarshal ", "parsing time \""]),
    (
        "duplicate-key",
        include_str!("../../docs/duplicate-key.md"),
        &["already set in map", "duplicate field \""],
    ),
    (
        "no-kind",
        include_str!("../../docs/no-kind.md"),
        &["Object 'Kind' is missing", "Object 'apiVersion' is missing", "apiVersion not set"],
    ),
    (
        "unknown-kind",
        include_str!("../../docs/unknown-kind.md"),
        &["no matches for kind", "no kind \"", "is registered for version"],
    ),
    (
        "not-a-quantity",
        include_str!("../../docs/not-a-quantity.md"),
        &["quantities must match the regular expression", "unable to parse quantity"],
    ),
    ("yaml-syntax", include_str!("../../docs/yaml-syntax.md"), &["yaml: ", "invalid character "]),
];

#[cfg(test)]
mod tests {
    use super::PAGES;
    use crate::check::{Options, Severity, check};
    use crate::explain::of_message;

    #[test]
    fn pages_say_what_reading_says() {
        for (name, text, _) in PAGES {
            let mut blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
            let bad = blocks.next().unwrap();
            let comments = bad.lines().filter_map(|line| line.strip_prefix("# "));
            let expected: Vec<_> = comments.filter_map(|line| line.split_once(": ")).collect();
            assert_eq!(found(bad), expected, "{name}");
            for (_, message) in expected {
                assert_eq!(of_message(message).map(|page| page.name), Some(name));
            }
            assert!(blocks.all(|good| found(good).is_empty()), "{name}");
            for part in ["**Fix.**", "**Since.**", "**Kubernetes' source.**"] {
                assert!(text.contains(part), "{name} has {part}");
            }
        }
    }

    fn found(text: &str) -> Vec<(&'static str, &'static str)> {
        let problems = check(text, &Options::default()).problems.into_iter();
        let word = |severity| match severity {
            Severity::Error => Some("error"),
            Severity::Warning => Some("warning"),
            Severity::Note => None,
        };
        problems.filter_map(|one| Some((word(one.severity)?, &*one.message.leak()))).collect()
    }
}
