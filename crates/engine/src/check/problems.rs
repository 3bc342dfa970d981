//! From what the stages found to problems with places: the one point where words and text meet.

use super::data::{Mode, Options, Problem, Severity, Stage};
use super::pipeline::Answer;
use super::{fix, pipeline, plain};
use advice::Advice;
use source::{Document, Positions};
use std::ops::Range;

/// Collects the problems of a text.
pub(super) struct Cook<'t> {
    text: &'t str,
    positions: Positions<'t>,
    options: &'t Options,
    /// The document that is being cooked.
    pub document: usize,
    /// What was collected.
    pub problems: Vec<Problem>,
}

impl<'t> Cook<'t> {
    pub fn new(text: &'t str, positions: Positions<'t>, options: &'t Options) -> Self {
        Cook { text, positions, options, document: 0, problems: Vec::new() }
    }

    fn add(&mut self, stage: Stage, cause: &str, message: String, range: Range<usize>) -> &mut Problem {
        let range = self.visible(range);
        let (line, column) = self.positions.line_column(range.start);
        let problem = Problem {
            stage,
            severity: Severity::Error,
            cause: cause.to_owned(),
            field: String::new(),
            message,
            plain: None,
            hidden: None,
            document: self.document,
            range,
            line,
            column,
            fix: None,
        };
        self.problems.push(problem);
        let last = self.problems.len() - 1;
        #[allow(clippy::indexing_slicing, reason = "just pushed")]
        &mut self.problems[last]
    }

    /// At least one character wide, so that there is something to underline.
    fn visible(&self, range: Range<usize>) -> Range<usize> {
        if range.end > range.start {
            return range;
        }
        let width =
            self.text.get(range.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        range.start.min(self.text.len())..range.start.min(self.text.len()) + width
    }

    /// The text, or what follows in it, cannot be read.
    pub fn unreadable(&mut self, problem: &source::Problem) {
        let cause = if problem.limit { "Limit" } else { "Syntax" };
        let added = self.add(Stage::Client, cause, problem.message.clone(), problem.range.clone());
        added.plain.clone_from(&problem.advice);
    }

    /// There is no document at all.
    pub fn nothing(&mut self) {
        let message = pipeline::nothing(self.options.mode);
        let problem = self.add(Stage::Client, "Empty", message, 0..0);
        problem.plain = Some("There is nothing to check yet: paste a Pod, or pick an example.".to_owned());
    }

    /// Everything about one document; gives the stage at which the server stops.
    pub fn all(&mut self, document: &Document, answer: &Answer, advice: &[Advice]) -> Stage {
        let first = self.problems.len();
        let mut stage = answer.stage;
        if let Some(failure) = &document.failure {
            self.unreadable(failure);
        } else if answer.meta.error.is_some() && !self.kind(document, answer) {
            stage = Stage::Ok;
        }
        self.decode(document, answer);
        self.duplicates(document);
        self.strict(document, answer);
        self.rules(document, answer);
        self.advice(document, advice);
        for problem in self.problems.iter_mut().skip(first) {
            if stage < problem.stage && problem.severity != Severity::Note {
                problem.hidden = Some(stage);
            }
        }
        stage
    }

    /// Whether the server would stop for want of a kind; a custom resource is only noted.
    fn kind(&mut self, document: &Document, answer: &Answer) -> bool {
        let meta = &answer.meta;
        let message = meta.error.clone().unwrap_or_default();
        let place = document.locate(meta.field).range;
        let group = meta.api_version.split_once('/').map_or("", |(group, _)| group);
        if message.starts_with("no matches for kind") && group.contains('.') && !group.ends_with(".k8s.io") {
            let message = format!(
                "{} of {} is not built into Kubernetes, so it is not checked",
                meta.kind, meta.api_version
            );
            self.add(Stage::Ok, "CustomResource", message, place).severity = Severity::Note;
            return false;
        }
        let explained = plain::kind(&meta.api_version, &meta.kind);
        let problem = self.add(Stage::Client, "Kind", message, place);
        meta.field.clone_into(&mut problem.field);
        problem.plain = explained;
        true
    }

    fn decode(&mut self, document: &Document, answer: &Answer) {
        for error in answer.read.iter().flat_map(|read| &read.decode) {
            let range = document.locate(&error.path).range;
            let fix = fix::decode(self.text, document, error);
            let problem = self.add(Stage::Decode, "Type", error.message.clone(), range);
            problem.field.clone_from(&error.path);
            problem.plain = Some(plain::decode(error));
            problem.fix = fix;
        }
    }

    fn duplicates(&mut self, document: &Document) {
        let silent = self.options.mode == Mode::Kubectl;
        for found in &document.duplicates {
            let message = format!("line {}: key {} already set in map", found.line, found.key);
            let problem = self.add(Stage::Strict, "DuplicateField", message, found.range.clone());
            problem.plain = Some(plain::duplicate(&found.key, silent));
            if silent {
                problem.severity = Severity::Warning;
            }
        }
    }

    fn strict(&mut self, document: &Document, answer: &Answer) {
        for error in answer.read.iter().flat_map(|read| &read.strict) {
            let range = document.locate(&error.path).key_range();
            let unknown = !error.structure.is_empty();
            let (explained, fix) = fix::unknown(self.text, document, error, &self.options.kubernetes);
            let cause = if unknown { "UnknownField" } else { "DuplicateField" };
            let problem = self.add(Stage::Strict, cause, error.message.clone(), range);
            problem.field.clone_from(&error.path);
            problem.plain = explained;
            problem.fix = fix;
        }
    }

    fn rules(&mut self, document: &Document, answer: &Answer) {
        for error in &answer.errors {
            let range = document.locate(&error.field).range;
            let body = error.body(&self.options.kubernetes);
            let fix = fix::rule(self.text, document, error);
            let problem = self.add(Stage::Invalid, error.kind.name(), body, range);
            problem.field.clone_from(&error.field);
            problem.fix = fix;
        }
        for warning in &answer.warnings {
            let (field, message) = plain::warning(warning);
            let range = document.locate(field).range;
            let problem = self.add(Stage::Ok, "Warning", message.to_owned(), range);
            field.clone_into(&mut problem.field);
            problem.severity = Severity::Warning;
        }
    }

    fn advice(&mut self, document: &Document, found: &[Advice]) {
        for advice in found {
            let range = document.locate(&advice.field).range;
            let problem = self.add(Stage::Ok, advice.lint, advice.message.clone(), range);
            problem.field.clone_from(&advice.field);
            problem.plain = Some(advice.fix.clone());
            problem.severity = Severity::Note;
        }
    }
}
