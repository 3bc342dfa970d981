//! What a check and our advice say, in the editor's units.

use api::Kubernetes;
use source::Positions;
use std::ops::Range;

use super::{Edit, Fix, Place, Problem, Severity, Stage};
use crate::check::{self, Options};
use crate::explain::page;

/// All problems of a text in the server's order, and what was done to the text before.
pub(super) fn problems(text: &str, kubernetes: &Kubernetes) -> (Vec<Problem>, Vec<String>) {
    let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
    let checked = check::check(text, &options);
    let positions = Positions::new(text);
    let problems = checked.problems.iter().map(|problem| convert(problem, &positions));
    (problems.collect(), checked.note.into_iter().collect())
}

fn convert(problem: &check::Problem, positions: &Positions<'_>) -> Problem {
    let fix = problem.fix.iter().map(|fix| Fix {
        label: fix.title.clone(),
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let place = place(positions, &edit.range);
                Edit { from: place.from, to: place.to, insert: edit.text.clone() }
            })
            .collect(),
    });
    let severity = match problem.severity {
        check::Severity::Error => Severity::Error,
        check::Severity::Warning => Severity::Warning,
        check::Severity::Advice | check::Severity::Note => Severity::Advice,
    };
    let validation =
        problem.stage == check::Stage::Invalid && severity == Severity::Error && !problem.field.is_empty();
    let message =
        if validation { format!("{}: {}", problem.field, problem.message) } else { problem.message.clone() };
    Problem {
        severity,
        explained: severity == Severity::Error && page(problem.id).is_some(),
        stage: match problem.stage {
            check::Stage::Client => Stage::Syntax,
            check::Stage::Decode => Stage::Decode,
            check::Stage::Strict => Stage::Strict,
            check::Stage::Invalid => Stage::Validation,
            check::Stage::Ok => Stage::Accepted,
        },
        field: problem.field.clone(),
        message,
        help: problem.plain.clone(),
        place: place(positions, &problem.range),
        fixes: fix.collect(),
    }
}

/// A range of bytes in the editor's units.
pub(super) fn place(positions: &Positions<'_>, range: &Range<usize>) -> Place {
    let unit = |byte| u32::try_from(positions.utf16(byte)).unwrap_or(u32::MAX);
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    let (line, column) = positions.line_column(range.start);
    Place { from: unit(range.start), to: unit(range.end), line: number(line), column: number(column) }
}
