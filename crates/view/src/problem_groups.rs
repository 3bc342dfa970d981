//! Problems as they are listed: errors first, causes before consequences, equal ones together.

use std::collections::BTreeMap;

use crate::order::sort_by_key;
use crate::{Check, Edit, Fix, Problem, Severity, Stage};

/// Problems with the same message at several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemGroup<'a> {
    /// The first of them.
    pub first: &'a Problem,
    /// All of them, in the order of the text.
    pub all: Vec<&'a Problem>,
}

impl ProblemGroup<'_> {
    /// The change that removes all of them at once, if each has the same fix.
    pub fn fix_of_all(&self) -> Option<Fix> {
        let label = &self.first.fixes.first()?.label;
        if self.all.len() < 2 {
            return None;
        }
        let mut edits: Vec<Edit> = Vec::new();
        for problem in &self.all {
            let fix = problem.fixes.first().filter(|fix| fix.label == *label)?;
            edits.extend(fix.edits.iter().cloned());
        }
        sort_by_key(&mut edits, |edit| edit.from);
        edits.dedup();
        let apart = edits.windows(2).all(|pair| matches!(pair, [one, next] if one.to < next.from));
        apart.then(|| Fix { label: format!("{label} in all {} places", self.all.len()), edits })
    }
}

impl Check {
    /// The problems as they are listed. Those that stop the server early come first: an unknown field before the
    /// required field that is missing because of it.
    pub fn groups(&self) -> Vec<ProblemGroup<'_>> {
        let mut sorted: Vec<&Problem> = self.problems.iter().collect();
        sort_by_key(&mut sorted, |problem| (!problem.is_cause(), problem.severity, problem.stage));
        let mut places: BTreeMap<(Severity, Stage, &str, String), usize> = BTreeMap::new();
        let mut groups: Vec<ProblemGroup<'_>> = Vec::new();
        for problem in sorted {
            let key = (problem.severity, problem.stage, problem.id.as_str(), plain(&problem.message));
            let place = *places.entry(key).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.all.push(problem),
                None => groups.push(ProblemGroup { first: problem, all: vec![problem] }),
            }
        }
        groups
    }
}

/// A message without the numbers of the list items that it names.
fn plain(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut within = false;
    for letter in message.chars() {
        within = match letter {
            '[' => true,
            digit if digit.is_ascii_digit() => within,
            _ => false,
        };
        if !(within && letter.is_ascii_digit()) {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::{Check, Edit, Fix, Place, Problem, Severity, Stage};

    fn problem(severity: Severity, stage: Stage, message: &str, from: u32) -> Problem {
        let edits = vec![Edit { from, to: from + 3, insert: "image".to_owned() }];
        Problem {
            id: "unknown-field".to_owned(),
            severity,
            stage,
            field: String::new(),
            message: message.to_owned(),
            help: None,
            why: None,
            explained: true,
            place: Place { from, to: from + 3, line: from, column: 1 },
            fixes: vec![Fix { label: "write `image`".to_owned(), edits }],
        }
    }

    #[test]
    fn errors_come_first_and_causes_before_consequences() {
        let problems = vec![
            problem(Severity::Advice, Stage::Accepted, "advice", 1),
            problem(Severity::Error, Stage::Validation, "spec.containers[0].image: Required value", 2),
            problem(Severity::Error, Stage::Strict, "unknown field \"spec.containers[0].imagee\"", 10),
            problem(Severity::Error, Stage::Strict, "unknown field \"spec.containers[12].imagee\"", 20),
            problem(Severity::Error, Stage::Strict, "unknown field \"spec.containers[1].ports[3].x\"", 30),
        ];
        let check = Check { problems, ..Check::default() };
        let groups = check.groups();
        let listed: Vec<(u32, usize)> =
            groups.iter().map(|group| (group.first.place.line, group.all.len())).collect();
        assert_eq!(listed, [(10, 2), (30, 1), (2, 1), (1, 1)]);
        let fix = groups[0].fix_of_all().unwrap();
        assert_eq!((fix.label.as_str(), fix.edits.len()), ("write `image` in all 2 places", 2));
        assert_eq!(groups[1].fix_of_all(), None);
    }
}
