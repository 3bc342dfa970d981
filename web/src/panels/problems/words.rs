//! The words of the list: counts, verdict, the stage at which the server would have stopped.

use view::{Check, Problem, Severity, Stage};

use crate::verdict::Verdict;

/// The sign of the whole list; empty for a text with nothing to check.
pub fn sign_of_all(check: &Check, worst: Option<Severity>) -> &'static str {
    match worst {
        Some(Severity::Error) => "\u{2715} ",
        _ if check.documents == 0 || check.unchecked > 0 => "",
        Some(Severity::Warning) => "! ",
        Some(Severity::Advice) | None => "\u{2713} ",
    }
}

/// The worst of it, as the value of `data-worst`; `nothing` for a text with nothing to check.
pub fn worst(check: &Check, worst: Option<Severity>) -> Option<&'static str> {
    worst.map(Severity::word).or((check.documents == 0).then_some("nothing"))
}

/// Whether there is a verdict on this text, as the value of `data-said`.
pub fn said(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Checking => "false",
        Verdict::Failed(_) => "failed",
        Verdict::Said(_) => "true",
    }
}

/// One line about the whole: `2 errors, 1 warning`.
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Checking => "Checking\u{2026}".to_owned(),
        Verdict::Failed(trouble) => trouble.sentence().to_owned(),
        Verdict::Said(check) => counts(check),
    }
}

fn counts(check: &Check) -> String {
    let count = |severity| check.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings, advice) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Advice));
    let mut parts = Vec::new();
    match (errors, check.documents) {
        (0, 0) => parts.push("Paste a Pod, open a file, or pick an example".to_owned()),
        (0, documents) if check.unchecked == documents => {
            parts.push("No error found, not checked in full".to_owned());
        }
        (0, _) if check.unchecked > 0 => parts.push("The API server accepts what is checked".to_owned()),
        (0, _) => parts.push("The API server accepts it".to_owned()),
        (1, _) => parts.push("1 error".to_owned()),
        (errors, _) => parts.push(format!("{} errors", most(errors))),
    }
    match warnings {
        0 => {}
        1 => parts.push("1 warning".to_owned()),
        warnings => parts.push(format!("{} warnings", most(warnings))),
    }
    match advice {
        0 => {}
        1 => parts.push("1 piece of advice".to_owned()),
        advice => parts.push(format!("{} pieces of advice", most(advice))),
    }
    parts.join(", ")
}

/// A count in words: more than are listed may have been found.
fn most(count: usize) -> String {
    if count < Check::LISTED { count.to_string() } else { format!("{count} or more") }
}

/// The words of the line that unfolds the advice.
pub fn advice(word: &str, count: usize) -> String {
    if count == 1 { format!("{word} 1 piece of advice") } else { format!("{word} {count} pieces of advice") }
}

/// A sentence when not all problems are drawn.
pub fn rest(drawn: usize, all: usize) -> Option<String> {
    (drawn < all).then(|| format!("These are the first {drawn} of {all} problems."))
}

/// A sentence on the stage at which the server would have stopped, when problems of several stages are shown.
pub fn stop(problems: &[Problem]) -> Option<&'static str> {
    let errors = || problems.iter().filter(|problem| problem.severity == Severity::Error);
    let first = errors().map(|problem| problem.stage).min()?;
    let last = errors().map(|problem| problem.stage).max()?;
    (first != last).then_some(match first {
        Stage::Syntax => "kubectl would stop at the first: it cannot read the text.",
        Stage::Decode => "The API server would stop at the wrong type and not see the rest yet.",
        Stage::Strict => "The API server would report the unknown and duplicate fields first, the rest once those are fixed.",
        Stage::Admission => "The API server would refuse it before it looks at the rest.",
        Stage::Validation | Stage::Accepted => "The API server reports all of these at once.",
    })
}

#[cfg(test)]
mod tests {
    use view::{Check, Place, Problem, Severity, Stage, Subject};

    use super::{rest, stop, verdict};
    use crate::checked::Checked;
    use crate::verdict::Verdict;

    fn problem(severity: Severity, stage: Stage) -> Problem {
        Problem {
            id: String::new(),
            severity,
            stage,
            field: String::new(),
            message: String::new(),
            help: None,
            why: None,
            explained: false,
            place: Place::default(),
            fixes: vec![],
        }
    }

    #[test]
    fn the_verdict_counts() {
        let subject = Some(Subject { kind: "Pod".to_owned(), name: "a".to_owned() });
        let problems =
            vec![problem(Severity::Warning, Stage::Accepted), problem(Severity::Advice, Stage::Accepted)];
        let check = Check { subject, problems, documents: 1, ..Check::default() };
        assert_eq!(
            verdict(&Verdict::Said(Checked::new(check))),
            "The API server accepts it, 1 warning, 1 piece of advice"
        );
    }

    #[test]
    fn a_cut_list_says_that_it_is_one() {
        assert_eq!(rest(100, 2313).as_deref(), Some("These are the first 100 of 2313 problems."));
        assert_eq!(rest(3, 3), None);
    }

    #[test]
    fn it_says_where_the_server_stops() {
        let problems = [problem(Severity::Error, Stage::Strict), problem(Severity::Error, Stage::Validation)];
        assert!(stop(&problems).unwrap().contains("first"));
        assert_eq!(stop(&problems[1..]), None);
    }
}
