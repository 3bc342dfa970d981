//! Errors before any rule is asked, each with its page: the text, its kind, unknown fields, wrong types.
//!
//! The Markdown lies beside this file and has the same parts as the pages of `validation`, each with the text that it
//! explains; a test runs them. A problem gets its id where it is made; `says` finds the page for pasted text.

/// An error of reading.
pub(crate) struct Reading {
    /// The name in links and for `podlab explain`.
    pub id: &'static str,
    /// The page as Markdown.
    pub page: api::Markdown,
    /// Parts of the messages that it explains.
    pub(super) says: &'static [&'static str],
}

macro_rules! reading {
    ($id:literal, $($says:literal),+) => {
        Reading { id: $id, page: api::markdown!($id), says: &[$($says),+] }
    };
}

/// The kind has no such field.
pub(crate) static UNKNOWN_FIELD: Reading = reading!("unknown-field", "unknown field \"");
/// The field cannot hold such a value.
pub(crate) static WRONG_TYPE: Reading =
    reading!("wrong-type", "cannot unmarshal ", "parsing time \"", "invalid object to validate");
/// A key stands twice in one map.
pub(crate) static DUPLICATE_KEY: Reading =
    reading!("duplicate-key", "already set in map", "duplicate field \"");
/// The text does not name its kind.
pub(crate) static NO_KIND: Reading = reading!(
    "no-kind",
    "Object 'Kind' is missing",
    "Object 'apiVersion' is missing",
    "apiVersion not set",
    "kind not set",
    " isn't string type"
);
/// The API has no such kind.
pub(crate) static UNKNOWN_KIND: Reading =
    reading!("unknown-kind", "no matches for kind", "no kind \"", "is registered for version");
/// The amount cannot be read.
pub(crate) static NOT_A_QUANTITY: Reading =
    reading!("not-a-quantity", "quantities must match the regular expression", "unable to parse quantity");
/// kubectl cuts the text where its author did not intend it.
pub(crate) static SEPARATOR: Reading = reading!("separator", "invalid Yaml document separator");
/// The text is no YAML or JSON.
pub(crate) static YAML_SYNTAX: Reading = reading!("yaml-syntax", "yaml: ", "invalid character ");

/// All reading errors, those with more specific words first.
pub(super) static ALL: [&Reading; 8] = [
    &UNKNOWN_FIELD,
    &WRONG_TYPE,
    &DUPLICATE_KEY,
    &NO_KIND,
    &UNKNOWN_KIND,
    &NOT_A_QUANTITY,
    &SEPARATOR,
    &YAML_SYNTAX,
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::check::{Options, Severity, check};
    use crate::explain::of_message;

    #[test]
    fn pages_say_what_reading_says() {
        for reading in ALL {
            let id = reading.id;
            let mut blocks =
                reading.page.text().split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
            let bad = blocks.next().unwrap();
            let comments = bad.lines().filter_map(|line| line.strip_prefix("# "));
            let expected: Vec<_> = comments.filter_map(|line| line.split_once(": ")).collect();
            let found = found(bad);
            assert!(!found.is_empty() && found.iter().all(|(found, ..)| *found == id), "{id}: {found:?}");
            let said: Vec<_> = found.iter().map(|(_, word, message)| (*word, message.as_str())).collect();
            assert_eq!(said, expected, "{id}");
            for (_, message) in expected {
                assert_eq!(of_message(message).map(|page| page.id), Some(id));
            }
            for good in blocks {
                assert_eq!(super::tests::found(good), [], "{id}");
            }
            for part in ["**Fix.**", "**Since.**", "**Kubernetes' source.**"] {
                assert!(reading.page.text().contains(part), "{id} has {part}");
            }
        }
    }

    /// The id, severity and message of everything that the server or kubectl says.
    fn found(text: &str) -> Vec<(&'static str, &'static str, String)> {
        let problems = check(text, &Options::default()).problems.into_iter();
        let word = |severity| match severity {
            Severity::Error => Some("error"),
            Severity::Warning => Some("warning"),
            Severity::Advice | Severity::Note => None,
        };
        problems.filter_map(|one| Some((one.id, word(one.severity)?, one.message))).collect()
    }
}
