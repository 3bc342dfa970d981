//! Fixes of a text that cannot be read, and of lines that are read as something else than was meant.
//!
//! Nobody knows what was meant, so common slips are tried. The change is offered after which least is wrong: the text is
//! read, and nothing is unknown or of a wrong type in the lines that were changed.

use super::lines::{Line, Lines};
use super::trial::{Trials, Try};
use super::{Fix, layout, slips};
use source::{Cause, Problem};

/// A change, with what was wrong in a sentence.
pub(in crate::check) type Told = (Fix, Option<String>);

/// The change that makes the text readable.
pub(in crate::check) fn syntax(text: &str, problem: &Problem, trials: &Trials<'_>) -> Option<Told> {
    if problem.cause == Cause::Limit {
        return None;
    }
    let lines = Lines::of(text);
    let at = lines.at(problem.range.start)?;
    let tries = layout::tabs(&lines).into_iter().chain(slips::in_all(&lines));
    let tries = tries.chain(near(&lines, at).into_iter().flat_map(|at| of_line(&lines, at)));
    let tries = tries.chain(slips::open_quotes(&lines));
    trials.best(tries).map(Try::told)
}

/// The change of a field's lines that makes it what was meant; `place` is a byte of its first line.
pub(super) fn field(text: &str, place: usize, trials: &Trials<'_>) -> Option<Told> {
    let lines = Lines::of(text);
    let at = lines.at(place)?;
    let mut tries = slips::in_all(&lines);
    tries.extend(lines.0.get(at).map(|line| slips::of_line(*line)).unwrap_or_default());
    // Only below a key without a value is it certain that the line belongs further in.
    if near(&lines, at)
        .get(1)
        .and_then(|above| lines.0.get(*above))
        .is_some_and(|above| above.text.trim().ends_with(':'))
    {
        tries.extend(layout::indents(&lines, at));
    }
    trials.best(tries).map(Try::told)
}

/// The line of a problem and those around it, without the blank ones.
fn near(lines: &Lines<'_>, at: usize) -> Vec<usize> {
    let is_filled = |at: &usize| lines.0.get(*at).is_some_and(|line: &Line<'_>| !line.is_empty());
    let above = (0..at).rev().find(is_filled);
    let below = (at + 1..lines.0.len()).find(is_filled);
    [Some(at).filter(is_filled), above, below].into_iter().flatten().collect()
}

fn of_line(lines: &Lines<'_>, at: usize) -> Vec<Try> {
    let mut tries = lines.0.get(at).map(|line| slips::of_line(*line)).unwrap_or_default();
    tries.extend(layout::indents(lines, at));
    tries
}
