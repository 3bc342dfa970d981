//! `podlab check --html`: the manifests of `<pod-lab>` elements in pages, and what their `expect` attributes promise.

use super::{Answer, Outcome};
use crate::arguments::Cluster;
use crate::input::{self, Input};
use crate::pages::{embed, resolved};
use engine::Kubernetes;
use engine::check::{Checked, Options, Problem, Severity, Stage, check};
use std::path::{Path, PathBuf};

/// An answer for each element of each page.
pub fn check_pages(pages: &[PathBuf], cluster: &Cluster, usual: &Kubernetes, outcome: &mut Outcome) {
    for path in pages {
        let page = input::read(path).and_then(|page| {
            let embeds = embed::find(&page.text).map_err(|error| format!("{}: {error}", page.name))?;
            Ok((page.name, embeds))
        });
        match page {
            Err(why) => outcome.unread.push(why),
            Ok((name, embeds)) => {
                outcome.answers.extend(embeds.iter().map(|one| answer(&name, path, one, cluster, usual)));
            }
        }
    }
}

fn answer(name: &str, page: &Path, one: &embed::Embed, cluster: &Cluster, usual: &Kubernetes) -> Answer {
    let kubernetes = match one.attribute("version") {
        Some(version) => cluster.kubernetes_for(Some(version)),
        None => Ok(usual.clone()),
    };
    let mut text = String::new();
    let mut checked = match (resolved(one, page), kubernetes) {
        (Err(why), _) | (_, Err(why)) => with(Checked::default(), Severity::Error, why),
        (Ok(None), _) => {
            with(Checked::default(), Severity::Note, "an example of the playground is not checked".to_owned())
        }
        (Ok(Some(whole)), Ok(kubernetes)) => {
            text = whole.manifest;
            let checked = check(&text, &Options { kubernetes, ..Options::default() });
            held(checked, one.attribute("expect"))
        }
    };
    // Entities and markup part the manifest from the page; the place that is sure is the element's.
    for problem in &mut checked.problems {
        (problem.line, problem.column) = (one.line, 1);
    }
    let note = checked.note.map(|note| format!(", {note}")).unwrap_or_default();
    checked.note = Some(format!("<pod-lab> in line {}{note}", one.line));
    Answer { input: Input { name: name.to_owned(), text }, checked, in_page: true }
}

/// The answer as the author expects it; an expectation that does not hold is an error, a refusal that is expected none.
fn held(mut checked: Checked, expected: Option<&str>) -> Checked {
    let is_refused = checked.stage != Stage::Ok;
    let Some(expected) = expected else { return checked };
    let wrong = match expected {
        "accepted" if is_refused => None,
        "accepted" => checked.unchecked_note().map(|note| format!("is expected to be accepted: {note}")),
        "refused" if is_refused => {
            checked.problems.retain(|problem| problem.severity != Severity::Error);
            checked.errors = 0;
            None
        }
        "refused" => Some("is expected to be refused, and nothing refuses it".to_owned()),
        id if super::is_known(id) => {
            // An error that the server says only once the others are gone follows from them.
            let is_it = |problem: &Problem| problem.id == id || problem.hidden.is_some();
            let found = checked.problems.iter().any(|problem| problem.id == id);
            let errors =
                checked.problems.iter().filter(|one| one.severity == Severity::Error && is_it(one)).count();
            checked.problems.retain(|problem| !is_it(problem));
            checked.errors = checked.errors.saturating_sub(errors);
            (!found).then(|| format!("is expected to have the problem `{id}`, and has not"))
        }
        other => Some(format!("`expect` is accepted, refused or the name of a problem, not `{other}`")),
    };
    match wrong {
        Some(wrong) => with(checked, Severity::Error, format!("this manifest: {wrong}")),
        None => checked,
    }
}

fn with(mut checked: Checked, severity: Severity, message: String) -> Checked {
    checked.errors += usize::from(severity == Severity::Error);
    checked.problems.push(Problem {
        stage: Stage::Client,
        severity,
        id: "expectation",
        cause: "Expectation".to_owned(),
        field: String::new(),
        message,
        plain: None,
        why: None,
        hidden: None,
        document: 0,
        range: 0..0,
        line: 1,
        column: 1,
        fix: None,
    });
    checked
}
