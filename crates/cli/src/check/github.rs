//! The answer as annotations of a workflow of GitHub Actions, at the lines of a pull request.

use super::{Answer, Outcome, words};
use engine::check::Severity;
use std::fmt::Write as _;

/// A workflow command for each problem, then the summary as plain text.
pub fn render(outcome: &Outcome) -> String {
    let mut out = String::new();
    for answer in &outcome.answers {
        for problem in outcome.told(answer) {
            let level = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice | Severity::Note => "notice",
            };
            let _ = write!(out, "::{level} file={},line={}", property(&answer.input.name), problem.line);
            if let Some((last, column)) = answer.end(problem) {
                let _ = write!(out, ",endLine={last}");
                // Columns count only within a line.
                if last == problem.line && column > problem.column {
                    let _ = write!(out, ",col={},endColumn={column}", problem.column);
                }
            }
            let title = property(&format!("podlab: {}", problem.id));
            let _ = writeln!(out, ",title={title}::{}", data(&words(problem)));
        }
        if !outcome.quiet {
            if let Some(note) = answer.checked.unchecked_note() {
                notice("not checked", &note, answer, &mut out);
            }
            for cut in &answer.checked.cut {
                notice("not all is listed", cut, answer, &mut out);
            }
        }
    }
    for unread in &outcome.unread {
        let _ = writeln!(out, "::error title=podlab::{}", data(unread));
    }
    if !outcome.quiet {
        let _ = writeln!(out, "{}", data(&outcome.summary()));
    }
    out
}

fn notice(title: &str, words: &str, answer: &Answer, out: &mut String) {
    let file = property(&answer.input.name);
    let title = property(&format!("podlab: {title}"));
    let _ = writeln!(out, "::notice file={file},line=1,title={title}::{}", data(words));
}

/// A text that ends no command and begins none.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same within the list of properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn a_message_begins_no_command_of_its_own() {
        assert_eq!(data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
