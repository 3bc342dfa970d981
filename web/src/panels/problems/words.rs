//! What the list says: counts, verdict, where the server would have stopped.

use engine::page::{Analysis, Problem, Severity, Stage};

use crate::details::Verdict;

/// The word of a severity, also its `data-` value.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// Its sign; each has another shape.
pub fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\u{2715}",
        Severity::Warning => "!",
        Severity::Advice => "i",
    }
}

/// The sign of the whole list.
pub fn sign_of_all(worst: Option<Severity>) -> &'static str {
    worst.map_or("\u{2713} ", |worst| match worst {
        Severity::Error => "\u{2715} ",
        Severity::Warning => "! ",
        Severity::Advice => "\u{2713} ",
    })
}

/// Whether the API server has spoken, as the `data-` value.
pub fn said(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "false",
        Verdict::Missing => "missing",
        Verdict::Said(_) => "true",
    }
}

/// One line on the whole: `2 errors, 1 warning`.
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Waiting => "The API server\u{2019}s rules are being loaded\u{2026}".to_owned(),
        Verdict::Missing => {
            "The API server\u{2019}s rules could not be loaded: nothing is checked. Load the page again."
                .to_owned()
        }
        Verdict::Said(analysis) => counts(analysis),
    }
}

fn counts(analysis: &Analysis) -> String {
    let count = |severity| analysis.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings, advice) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Advice));
    let mut parts = Vec::new();
    match (errors, &analysis.subject) {
        (0, Some(_)) => parts.push("The API server accepts it".to_owned()),
        (0, None) => parts.push("Nothing to read yet".to_owned()),
        (1, _) => parts.push("1 error".to_owned()),
        (errors, _) => parts.push(format!("{errors} errors")),
    }
    match warnings {
        0 => {}
        1 => parts.push("1 warning".to_owned()),
        warnings => parts.push(format!("{warnings} warnings")),
    }
    match advice {
        0 => {}
        1 => parts.push("1 piece of advice".to_owned()),
        advice => parts.push(format!("{advice} pieces of advice")),
    }
    parts.join(", ")
}

/// Where the server would have stopped, when problems of several stages are shown.
pub fn stop(problems: &[Problem]) -> Option<&'static str> {
    let errors = || problems.iter().filter(|problem| problem.severity == Severity::Error);
    let first = errors().map(|problem| problem.stage).min()?;
    let last = errors().map(|problem| problem.stage).max()?;
    (first != last).then_some(match first {
        Stage::Syntax => "kubectl would stop at the first: it cannot read the text.",
        Stage::Decode => "The API server would stop at the wrong type and not see the rest yet.",
        Stage::Strict => "The API server would report the unknown and duplicate fields first, the rest once they are mended.",
        Stage::Validation | Stage::Accepted => "The API server reports all of these at once.",
    })
}

#[cfg(test)]
mod tests {
    use engine::page::{Analysis, Place, Problem, Severity, Stage, Subject};

    use super::{stop, verdict};
    use crate::details::Verdict;
    use crate::memo::Shared;

    fn problem(severity: Severity, stage: Stage) -> Problem {
        let place = Place::default();
        Problem {
            severity,
            stage,
            field: String::new(),
            message: String::new(),
            help: None,
            explained: false,
            place,
            fixes: vec![],
        }
    }

    #[test]
    fn the_verdict_counts() {
        let subject = Some(Subject { kind: "Pod".to_owned(), name: "a".to_owned() });
        let problems =
            vec![problem(Severity::Warning, Stage::Accepted), problem(Severity::Advice, Stage::Accepted)];
        let analysis = Analysis { subject, problems, ..Analysis::default() };
        assert_eq!(
            verdict(&Verdict::Said(Shared::new(analysis))),
            "The API server accepts it, 1 warning, 1 piece of advice"
        );
    }

    #[test]
    fn it_says_where_the_server_stops() {
        let problems = [problem(Severity::Error, Stage::Strict), problem(Severity::Error, Stage::Validation)];
        assert!(stop(&problems).unwrap().contains("first"));
        assert_eq!(stop(&problems[1..]), None);
    }
}
