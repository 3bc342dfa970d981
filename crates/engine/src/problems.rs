//! The problems of a manifest in the editor's units.

use api::ContainerSite;
use source::Positions;
use view::{Check, Container, ContainerKind, Edit, Fix, Problem, Severity, Stage, Subject};

use crate::check::{self, checked};
use crate::explain;
use crate::limits::{self, PROBLEMS};
use crate::manifest::{self, Manifest};
use crate::places::place;
use crate::releases::unverified;

impl Manifest {
    /// Everything that is said about the text without running it: its problems in the order of the text, notes on how it
    /// was prepared, the object that is shown.
    pub fn check(&self) -> Check {
        let checked = checked(self);
        let positions = Positions::new(self.text());
        let subject = self.subject();
        Check {
            problems: checked.problems.iter().map(|problem| convert(problem, &positions)).collect(),
            documents: u32::try_from(checked.documents.len()).unwrap_or(u32::MAX),
            unchecked: u32::try_from(checked.unchecked().count()).unwrap_or(u32::MAX),
            notes: checked
                .unchecked_note()
                .into_iter()
                .chain(checked.note)
                .chain(checked.cut)
                .chain(unverified(self.kubernetes()))
                .collect(),
            containers: subject.iter().flat_map(containers).collect(),
            subject: subject.map(|subject| named(&subject)),
        }
    }

    /// The problems that keep the text from being applied, a line each: the field, then the message.
    pub fn refused(&self) -> Vec<String> {
        let checked = check::checked(self);
        let cut = (checked.errors > PROBLEMS).then(|| limits::first(PROBLEMS, checked.errors, "errors"));
        errors(checked.problems, check::Stage::Ok).chain(cut).collect()
    }

    /// The part of [`Manifest::refused`] that keeps an object of the text from reaching admission: it cannot be read, or
    /// not strictly.
    pub fn unreadable(&self) -> Vec<String> {
        errors(check::checked(self).problems, check::Stage::Strict).collect()
    }

    /// The number of problems that keep the API server from taking the text.
    pub(crate) fn errors(&self) -> usize {
        checked(self).errors
    }
}

/// The errors up to a stage, a line each.
fn errors(problems: Vec<check::Problem>, last: check::Stage) -> impl Iterator<Item = String> {
    let is_error =
        move |problem: &check::Problem| problem.severity == check::Severity::Error && problem.stage <= last;
    let line = |problem: check::Problem| match problem.field.as_str() {
        "" => problem.message,
        field => format!("{field}: {}", problem.message),
    };
    problems.into_iter().filter(is_error).map(line)
}

fn named(subject: &manifest::Subject<'_>) -> Subject {
    let metadata = subject.object.metadata();
    let name = metadata.and_then(|metadata| metadata.name.clone().or_else(|| metadata.generate_name.clone()));
    Subject { kind: subject.object.kind().to_owned(), name: name.unwrap_or_default() }
}

fn containers<'m>(subject: &manifest::Subject<'m>) -> impl Iterator<Item = Container> + use<'m> {
    let path = subject.path;
    api::containers(subject.spec).map(move |site| container(path, &site))
}

/// A container as written below `path`.
pub(crate) fn container(path: &str, site: &ContainerSite<'_>) -> Container {
    Container { name: site.container.name.clone(), kind: kind(site.kind), field: format!("{path}.{site}") }
}

/// The kind of a container in the page's data.
pub(crate) fn kind(kind: api::ContainerKind) -> ContainerKind {
    match kind {
        api::ContainerKind::Init => ContainerKind::Init,
        api::ContainerKind::Sidecar => ContainerKind::Sidecar,
        api::ContainerKind::App => ContainerKind::App,
    }
}

fn convert(problem: &check::Problem, positions: &Positions<'_>) -> Problem {
    let edit = |edit: &check::Edit| {
        let place = place(positions, &edit.range);
        Edit { from: place.from, to: place.to, insert: edit.text.clone() }
    };
    let fix = problem
        .fix
        .iter()
        .map(|fix| Fix { label: fix.title.clone(), edits: fix.edits.iter().map(edit).collect() });
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
        id: problem.id.to_owned(),
        severity,
        explained: explain::of_problem(problem.id, &problem.message).is_some(),
        stage: match problem.stage {
            check::Stage::Client => Stage::Syntax,
            check::Stage::Decode => Stage::Decode,
            check::Stage::Strict => Stage::Strict,
            check::Stage::Refused => Stage::Admission,
            check::Stage::Invalid => Stage::Validation,
            check::Stage::Ok => Stage::Accepted,
        },
        field: problem.field.clone(),
        message,
        help: problem.plain.clone(),
        why: problem.why.map(str::to_owned),
        place: place(positions, &problem.range),
        fixes: fix.collect(),
    }
}
