//! The answer for a terminal: each problem with its place, the line it stands in, and what to do.

use super::{Answer, Outcome};
use crate::output::{Painted, Style, shown};
use engine::check::{Checked, Problem, Severity, Stage};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Lines longer than this are cut around the problem.
const WIDTH: usize = 100;

/// All files, and at the end of several a summary.
pub fn render(outcome: &Outcome) -> Painted {
    let mut out = Painted::default();
    for answer in &outcome.answers {
        file(outcome, answer, &mut out);
    }
    if !outcome.quiet && outcome.answers.len() + outcome.unread.len() > 1 {
        let style = if outcome.exit() == 0 { Style::Green } else { Style::Bold };
        out.add(style, &format!("{}\n", outcome.summary()));
    }
    out
}

/// All problems of a file, then how the server would have ended.
fn file(outcome: &Outcome, answer: &Answer, out: &mut Painted) {
    let Answer { input, checked, .. } = answer;
    let says = |out: &mut Painted, note: &str| {
        if !outcome.quiet {
            let _ = writeln!(out, "{}: note: {note}", input.name);
        }
    };
    checked.note.iter().for_each(|note| says(out, note));
    for problem in outcome.told(answer) {
        one(answer, problem, out);
    }
    checked.cut.iter().for_each(|cut| says(out, cut));
    if outcome.quiet {
        return;
    }
    let style = if outcome.has_failed(answer) { Style::Bold } else { Style::Plain };
    out.add(style, &format!("{}: {}\n", input.name, ending(checked)));
    if let Some(note) = checked.unchecked_note() {
        says(out, &note);
    }
}

fn one(answer: &Answer, problem: &Problem, out: &mut Painted) {
    let (style, word) = match problem.severity {
        Severity::Error => (Style::Red, "error"),
        Severity::Warning => (Style::Yellow, "warning"),
        Severity::Advice => (Style::Cyan, "advice"),
        Severity::Note => (Style::Cyan, "note"),
    };
    let field = if problem.field.is_empty() {
        String::new()
    } else {
        format!("{}: ", problem.field.replace('\n', "\\n"))
    };
    out.add(Style::Bold, &format!("{}: ", answer.place(problem)));
    out.add(style, word);
    let _ = writeln!(out, ": {field}{}", problem.message);
    let _ = out.write_str(&excerpt(&answer.input.text, problem));
    let helps = [problem.why, problem.plain.as_deref(), problem.fix.as_ref().map(|fix| fix.title.as_str())];
    for help in helps.into_iter().flatten() {
        let _ = writeln!(out, "    = {help}");
    }
    if let Some(stage) = problem.hidden {
        let _ = writeln!(out, "    = the server says this once the {} errors are gone", word_of(stage));
    }
}

fn word_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Client => "reading",
        Stage::Decode => "decoding",
        Stage::Strict => "strict decoding",
        Stage::Refused => "admission",
        Stage::Invalid => "validation",
        Stage::Ok => "remaining",
    }
}

fn ending(checked: &Checked) -> &'static str {
    let unchecked = checked.unchecked().count();
    match checked.stage {
        Stage::Client if checked.problems.iter().any(|problem| problem.id == "limit") => {
            "the rest is not checked: Podlab has a limit here, and kubectl has none"
        }
        Stage::Client => "kubectl stops here: the text never reaches the server",
        Stage::Decode => "the server stops at decoding",
        Stage::Strict => "the server stops at strict decoding",
        Stage::Refused => "admission refuses it",
        Stage::Invalid => "the server refuses it as invalid",
        // This is a file that is passed over, or a page that names a manifest which is not there.
        Stage::Ok if checked.documents.is_empty() => "nothing is checked",
        Stage::Ok
            if unchecked == checked.documents.len() && checked.unchecked().all(|one| one.fields_checked) =>
        {
            "nothing refuses its fields; its values are not checked"
        }
        Stage::Ok
            if unchecked == checked.documents.len() && checked.unchecked().all(|one| !one.fields_checked) =>
        {
            "nothing in it is checked"
        }
        Stage::Ok if unchecked > 0 => "the server accepts what is checked of it",
        Stage::Ok => "the server accepts it",
    }
}

/// The line of the problem with the problem underlined.
fn excerpt(text: &str, problem: &Problem) -> String {
    let start = text.get(..problem.range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let Some(line) = text.get(start..).and_then(|rest| rest.lines().next()) else { return String::new() };
    if line.trim().is_empty() {
        return String::new();
    }
    let before: Vec<char> = line.get(..problem.range.start - start).unwrap_or_default().chars().collect();
    let end = problem.range.end.min(start + line.len());
    let length = text.get(problem.range.start..end).map_or(1, |marked| marked.chars().count().max(1));
    let cut = (before.len() + length).saturating_sub(WIDTH).min(before.len());
    let line: String = line.chars().skip(cut).take(WIDTH).collect();
    let indent: String = before.iter().skip(cut).map(|c| blank(*c)).collect();
    // The line of the text itself: a problem in a page stands at its element.
    let number = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    let number = number.to_string();
    let gutter = " ".repeat(number.len());
    let marks = "^".repeat(length.min(WIDTH));
    format!("  {number} | {line}\n  {gutter} | {indent}{marks}\n")
}

/// As many blanks as the character takes cells of a terminal; a tab stays one.
fn blank(c: char) -> String {
    if c == '\t' { "\t".to_owned() } else { " ".repeat(shown(c.encode_utf8(&mut [0; 4])).width()) }
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use engine::check::{Problem, Severity, Stage};

    #[test]
    fn underlines_behind_wide_characters() {
        let text = "a: 1\nb: \"日本\" # x\n";
        let at = text.find('#').unwrap();
        let problem = Problem {
            stage: Stage::Invalid,
            severity: Severity::Error,
            id: "invalid",
            cause: String::new(),
            field: String::new(),
            message: String::new(),
            plain: None,
            why: None,
            hidden: None,
            document: 0,
            range: at..at + 3,
            line: 2,
            column: 9,
            fix: None,
        };
        assert_eq!(excerpt(text, &problem), "  2 | b: \"日本\" # x\n    |           ^^^\n");
    }
}
