//! The answer as a test report: a suite for each file, a case for each document.

use super::{Answer, Outcome, words};
use engine::check::{Checked, CheckedDocument, Severity, Stage};
use std::fmt::Write as _;

/// The outcome of a case.
struct Case {
    name: String,
    failure: String,
    skipped: Option<&'static str>,
    said: String,
}

/// The report. A document of which not all is checked is skipped, not passed.
pub fn render(outcome: &Outcome) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for answer in &outcome.answers {
        let cases = cases(outcome, answer);
        let failed = cases.iter().filter(|case| !case.failure.is_empty()).count();
        let passed_over = cases.iter().filter(|case| case.is_skipped()).count();
        let name = escape(&answer.input.name);
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"{passed_over}\">",
            cases.len()
        );
        for case in &cases {
            case.write(&name, &mut suites);
        }
        suites.push_str("  </testsuite>\n");
        (tests, failures) = (tests + cases.len(), failures + failed);
    }
    let errors = outcome.unread.len();
    if errors > 0 {
        let _ = writeln!(
            suites,
            "  <testsuite name=\"files\" tests=\"{errors}\" failures=\"0\" errors=\"{errors}\" skipped=\"0\">"
        );
        for unread in &outcome.unread {
            let why = escape(unread);
            let _ = writeln!(
                suites,
                "    <testcase classname=\"files\" name=\"{why}\"><error message=\"{why}\"/></testcase>"
            );
        }
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"podlab check\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">\n{suites}</testsuites>\n",
        tests + errors
    )
}

impl Case {
    fn is_skipped(&self) -> bool {
        self.failure.is_empty() && self.skipped.is_some()
    }

    fn write(&self, file: &str, out: &mut String) {
        let _ = writeln!(out, "    <testcase classname=\"{file}\" name=\"{}\">", escape(&self.name));
        if !self.failure.is_empty() {
            let first = self.failure.lines().next().unwrap_or_default();
            let (first, all) = (escape(first), escape(&self.failure));
            let _ = writeln!(out, "      <failure message=\"{first}\">{all}</failure>");
        } else if let Some(why) = self.skipped {
            let _ = writeln!(out, "      <skipped message=\"{why}\"/>");
        }
        if !self.said.is_empty() {
            let _ = writeln!(out, "      <system-out>{}</system-out>", escape(&self.said));
        }
        out.push_str("    </testcase>\n");
    }
}

/// A case for each document, and one for what stands in none.
fn cases(outcome: &Outcome, answer: &Answer) -> Vec<Case> {
    let documents = &answer.checked.documents;
    let mut cases: Vec<Case> = documents.iter().enumerate().map(|(i, one)| case(i, one)).collect();
    let rest = outcome.told(answer).any(|problem| problem.document >= documents.len());
    if rest || cases.is_empty() {
        cases.push(Case {
            name: "text".to_owned(),
            failure: String::new(),
            skipped: None,
            said: String::new(),
        });
    }
    let last = cases.len().saturating_sub(1);
    for problem in outcome.told(answer) {
        let Some(case) = cases.get_mut(problem.document.min(last)) else { continue };
        let text = if outcome.fails(problem) { &mut case.failure } else { &mut case.said };
        let _ = writeln!(text, "{}: {}: {}", answer.place(problem), problem.id, words(problem));
    }
    if answer.has_unlisted_errors() {
        unlisted(answer, &mut cases);
    }
    if let Some(case) = cases.last_mut() {
        for cut in &answer.checked.cut {
            let _ = writeln!(case.said, "{}: {cut}", answer.input.name);
        }
    }
    cases
}

/// A document that is refused has failed, also when none of its errors is among those that are listed.
fn unlisted(answer: &Answer, cases: &mut [Case]) {
    let Checked { documents, problems, .. } = &answer.checked;
    for (index, (document, case)) in documents.iter().zip(cases).enumerate() {
        let is_listed =
            || problems.iter().any(|one| one.document == index && one.severity == Severity::Error);
        if document.stage != Stage::Ok && !is_listed() {
            case.failure = format!("{}: it is refused; its errors are not listed\n", answer.input.name);
        }
    }
}

fn case(index: usize, document: &CheckedDocument) -> Case {
    let kind = if document.kind.is_empty() { "document" } else { &document.kind };
    let skipped = match (document.stage, document.checked, document.fields_checked) {
        (Stage::Ok, false, true) => Some("its fields are checked, its values are not"),
        (Stage::Ok, false, false) => Some("not checked"),
        _ => None,
    };
    Case {
        name: format!("{} {kind} {}", index + 1, document.name).trim_end().to_owned(),
        failure: String::new(),
        skipped,
        said: String::new(),
    }
}

/// A text escaped for XML; characters that XML does not have are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn xml_has_no_escape_character() {
        assert_eq!(escape("a<\"&\u{1b}[31m>"), "a&lt;&quot;&amp;\u{fffd}[31m&gt;");
    }
}
