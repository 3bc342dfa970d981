//! Turns the findings of the stages into problems with places: the only code where messages and text meet.

use super::data::{Mode, Options, Problem, Severity, Stage};
use super::fix::{self, Trials};
use super::hints::Found;
use super::pipeline::Answer;
use super::{pipeline, plain, written};
use crate::explain::reading;
use crate::limits::{self, PROBLEMS};
use advice::Advice;
use api::collections::Map;
use source::{Cause, Document, Kind, Positions};
use std::collections::BTreeSet;
use std::ops::Range;

/// Collects the problems of a text.
pub(super) struct Collector<'t> {
    text: &'t str,
    positions: Positions<'t>,
    options: &'t Options,
    /// The changes that are tried.
    pub trials: Trials<'t>,
    /// The index of the document that is being looked at.
    pub document: usize,
    /// The problems so far: the first ones of each severity.
    pub problems: Vec<Problem>,
    /// The number of problems found of each severity.
    found: Map<Severity, usize>,
}

impl<'t> Collector<'t> {
    pub fn new(text: &'t str, positions: Positions<'t>, options: &'t Options) -> Self {
        let trials = Trials::new(text, options);
        Collector { text, positions, options, trials, document: 0, problems: Vec::new(), found: Map::new() }
    }

    /// Counts a problem; returns whether there is room to list it.
    fn lists(&mut self, severity: Severity) -> bool {
        self.found.update(
            severity,
            || 0,
            |found| {
                *found += 1;
                *found <= PROBLEMS
            },
        )
    }

    /// The number of problems found of a severity.
    pub fn found(&self, severity: Severity) -> usize {
        self.found.get(&severity).copied().unwrap_or_default()
    }

    /// A sentence for each severity of which problems are left out.
    pub fn cut(&self) -> Vec<String> {
        let cut = self.found.iter().filter(|(_, found)| **found > PROBLEMS);
        cut.map(|(severity, found)| limits::first(PROBLEMS, *found, severity.plural())).collect()
    }

    fn add(
        &mut self,
        (stage, id, cause): (Stage, &'static str, &str),
        message: String,
        range: Range<usize>,
    ) -> &mut Problem {
        let range = self.visible(range);
        let (line, column) = self.positions.line_column(range.start);
        let problem = Problem {
            stage,
            severity: Severity::Error,
            id,
            cause: cause.to_owned(),
            field: String::new(),
            message,
            plain: None,
            why: None,
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

    /// The range, at least one character wide, so that something can be underlined.
    fn visible(&self, range: Range<usize>) -> Range<usize> {
        if range.end > range.start {
            return range;
        }
        let width =
            self.text.get(range.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        range.start.min(self.text.len())..range.start.min(self.text.len()) + width
    }

    /// Adds the problem that the text, or the rest of it, cannot be read.
    pub fn unreadable(&mut self, problem: &source::Problem) {
        if !self.lists(Severity::Error) {
            return;
        }
        let (id, cause) = match problem.cause {
            Cause::Limit => ("limit", "Limit"),
            Cause::Stream if problem.message.starts_with("invalid Yaml") => (reading::SEPARATOR.id, "Syntax"),
            Cause::Stream | Cause::Text => (reading::YAML_SYNTAX.id, "Syntax"),
        };
        let (fix, told) = fix::syntax(self.text, problem, &self.trials).unzip();
        let added = self.add((Stage::Client, id, cause), problem.message.clone(), problem.range.clone());
        added.plain.clone_from(&problem.advice);
        if let Some(told) = told.flatten() {
            // The line that kubectl counts from stays said.
            let counted = problem.advice.as_deref().and_then(|advice| advice.get(advice.rfind(COUNTED)?..));
            added.plain = Some(counted.map_or(told.clone(), |counted| format!("{told} {counted}")));
        }
        added.fix = fix;
    }

    /// Adds the problem that there is no document at all.
    pub fn nothing(&mut self) {
        self.lists(Severity::Error);
        let message = pipeline::nothing(self.options.mode);
        let problem = self.add((Stage::Client, "empty", "Empty"), message, 0..0);
        problem.plain = Some("There is no object in it: it is empty, or has comments alone.".to_owned());
    }

    /// Adds kubectl's refusal of a whole list.
    pub fn list(&mut self, document: &Document, words: &str) {
        if !self.lists(Severity::Error) {
            return;
        }
        let message = words.split("; if you choose").next().unwrap_or_default();
        let message = message.trim_start_matches("error validating \"STDIN\": ").to_owned();
        let place = document.locate("items").range;
        self.add((Stage::Client, "refused", "Refused"), message, place);
    }

    /// A hint on what was pasted: its change takes the place of those for the errors that come of it.
    pub fn cause(&mut self, found: Found, stage: Stage) {
        if found.hint.is_foreign() {
            // Nothing that mends YAML makes a manifest of it.
            for problem in self.problems.iter_mut().filter(|problem| problem.stage == Stage::Client) {
                problem.plain = Some(found.message.clone());
                problem.fix = None;
            }
        } else if let Some(fix) = &found.fix {
            let text = self.text;
            let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count());
            let lines: Vec<usize> = fix.edits.iter().map(|edit| line(edit.range.start)).collect();
            let mends_all = self.trials.after(fix) == Some(0);
            let errors = self.problems.iter_mut().filter(|problem| problem.severity == Severity::Error);
            for problem in errors.filter(|problem| problem.stage <= Stage::Strict) {
                let unread = problem.stage == Stage::Client && problem.cause == "Syntax";
                if mends_all || unread || lines.contains(&line(problem.range.start)) {
                    problem.plain = Some(found.message.clone());
                    problem.fix = Some(fix.clone());
                }
            }
        }
        self.hint(found, stage);
    }

    /// A hint of ours.
    pub fn hint(&mut self, found: Found, stage: Stage) {
        let Found { hint, range, message, remedy, fix } = found;
        let problem = self.add((stage, hint.id, hint.id), message, range);
        problem.severity = Severity::Advice;
        problem.why = Some(hint.why);
        problem.plain = Some(remedy.to_owned());
        problem.fix = fix;
    }

    /// Everything about one document; gives the stage at which the server stops.
    pub fn all(&mut self, document: &Document, answer: &Answer, advice: &[Advice]) -> Stage {
        let first = self.problems.len();
        let mut stage = answer.stage;
        if let Some(failure) = &document.failure {
            self.unreadable(failure);
        } else if answer.meta.error.is_some() {
            stage = self.kind(document, answer);
        }
        self.decode(document, answer);
        self.duplicates(document);
        self.strict(document, answer);
        self.admission(document, answer);
        self.rules(document, answer);
        self.advice(document, answer, advice);
        for problem in self.problems.iter_mut().skip(first) {
            if stage < problem.stage && problem.severity < Severity::Advice {
                problem.hidden = Some(stage);
            }
        }
        stage
    }

    /// Adds a problem of the kind and returns where it stops; a custom resource is only noted.
    fn kind(&mut self, document: &Document, answer: &Answer) -> Stage {
        let meta = &answer.meta;
        let is_kubectl = self.options.mode == Mode::Kubectl;
        let sent = if is_kubectl { super::client::unregistered(meta) } else { None };
        let stage = if sent.is_some() { Stage::Decode } else { Stage::Client };
        // Unless it is told not to, kubectl checks the kind before it decodes the object.
        let kept = if is_kubectl { super::schema::without_kind(document.root()) } else { None };
        let message = kept.or(sent).or_else(|| meta.error.clone()).unwrap_or_default();
        let place = document.locate(meta.field).range;
        let group = meta.api_version.split_once('/').map_or("", |(group, _)| group);
        if message.starts_with("no matches for kind") && group.contains('.') && !api::kinds::is_group(group) {
            if !self.lists(Severity::Note) {
                return Stage::Ok;
            }
            let message = format!(
                "{} of {} is not built into Kubernetes, so it is not checked",
                meta.kind, meta.api_version
            );
            self.add((Stage::Ok, "custom-resource", "CustomResource"), message, place).severity =
                Severity::Note;
            return Stage::Ok;
        }
        if !self.lists(Severity::Error) {
            return stage;
        }
        let explained = plain::kind(document, &meta.api_version, &meta.kind);
        let fix = fix::kind(self.text, document, meta);
        let problem = self.add((stage, kind_id(document, answer), "Kind"), message, place);
        problem.fix = fix;
        meta.field.clone_into(&mut problem.field);
        problem.plain = explained;
        stage
    }

    fn site<'a>(&'a self, document: &'a Document, answer: &'a Answer) -> fix::Site<'a> {
        let kubernetes = &self.options.kubernetes;
        fix::Site { text: self.text, document, kind: &answer.meta.kind, kubernetes, trials: &self.trials }
    }

    fn decode(&mut self, document: &Document, answer: &Answer) {
        for error in answer.read.iter().flat_map(|read| &read.decode) {
            if !self.lists(Severity::Error) {
                continue;
            }
            let range = document.locate(&error.path).range;
            let (fix, told) = fix::decode(self.site(document, answer), error).unzip();
            let kind =
                if error.wanted == "quantity" { &reading::NOT_A_QUANTITY } else { &reading::WRONG_TYPE };
            let problem = self.add((Stage::Decode, kind.id, "Type"), error.message.clone(), range);
            problem.field.clone_from(&error.path);
            problem.plain = told.flatten().or_else(|| Some(plain::decode(error)));
            problem.fix = fix;
        }
    }

    fn duplicates(&mut self, document: &Document) {
        let mode = self.options.mode;
        let is_kubectl = mode == Mode::Kubectl;
        let severity = if is_kubectl { Severity::Warning } else { Severity::Error };
        // The server says of each alias again what it found at the anchor; a person reads it once.
        let mut seen = BTreeSet::new();
        for found in &document.duplicates {
            if is_kubectl && (found.merged || !seen.insert(found.range.start)) {
                continue;
            }
            if !self.lists(severity) {
                continue;
            }
            let message = format!("line {}: key {} already set in map", found.line, found.key);
            let mended = fix::twice(self.text, document, found);
            let problem = self.add(
                (Stage::Strict, reading::DUPLICATE_KEY.id, "DuplicateField"),
                message,
                found.range.clone(),
            );
            problem.plain = Some(plain::duplicate(&found.key, mode));
            problem.severity = severity;
            problem.fix = mended;
        }
    }

    fn strict(&mut self, document: &Document, answer: &Answer) {
        for error in answer.read.iter().flat_map(|read| &read.strict) {
            if !self.lists(Severity::Error) {
                continue;
            }
            let range = document.locate(&error.path).key_range();
            let unknown = !error.structure.is_empty();
            let (explained, fix) = fix::unknown(self.site(document, answer), error);
            let (kind, cause) = if unknown {
                (&reading::UNKNOWN_FIELD, "UnknownField")
            } else {
                (&reading::DUPLICATE_KEY, "DuplicateField")
            };
            let problem = self.add((Stage::Strict, kind.id, cause), error.message.clone(), range);
            problem.field.clone_from(&error.path);
            problem.plain = explained;
            problem.fix = fix;
        }
    }

    fn admission(&mut self, document: &Document, answer: &Answer) {
        if let Some(refusal) = &answer.refused
            && self.lists(Severity::Error)
        {
            let range = document.locate("metadata.name").range;
            self.add((Stage::Refused, "refused", "Refused"), refusal.to_string(), range);
        }
        for assumed in &answer.assumed {
            if !self.lists(Severity::Note) {
                continue;
            }
            let field = assumed.field();
            let range = document.locate(field).range;
            let problem = self.add((Stage::Ok, "assumed", "Assumed"), format!("assumed: {assumed}"), range);
            field.clone_into(&mut problem.field);
            problem.severity = Severity::Note;
        }
    }

    fn rules(&mut self, document: &Document, answer: &Answer) {
        for error in &answer.errors {
            if !self.lists(Severity::Error) {
                continue;
            }
            let range = place(document, answer, &error.field);
            let body = error.body(&self.options.kubernetes);
            let fix = fix::rule(self.site(document, answer), error);
            let problem = self.add((Stage::Invalid, error.rule().id, error.kind.name()), body, range);
            problem.field.clone_from(&error.field);
            problem.fix = fix;
        }
        for warning in &answer.warnings {
            if !self.lists(Severity::Warning) {
                continue;
            }
            let (field, message) = plain::warning(warning);
            let range = place(document, answer, field);
            let fix = fix::odd(self.site(document, answer), field);
            let problem = self.add((Stage::Ok, "warning", "Warning"), message.to_owned(), range);
            problem.fix = fix;
            field.clone_into(&mut problem.field);
            problem.severity = Severity::Warning;
        }
    }

    fn advice(&mut self, document: &Document, answer: &Answer, found: &[Advice]) {
        for advice in found {
            let severity = match advice.lint.severity {
                advice::Severity::Advice => Severity::Advice,
                advice::Severity::Hint => Severity::Note,
            };
            if !self.lists(severity) {
                continue;
            }
            let range = document.locate(&advice.field).range;
            let lint = advice.lint;
            let fix = fix::odd(self.site(document, answer), &advice.field);
            let problem = self.add((Stage::Ok, lint.name, lint.name), advice.message.clone(), range);
            problem.field.clone_from(&advice.field);
            problem.plain = Some(advice.fix.clone());
            problem.why = Some(lint.why);
            problem.fix = fix;
            problem.severity = severity;
        }
    }
}

/// How the sentence begins that says which line of the text kubectl means.
const COUNTED: &str = "kubectl counts from";

/// The problem of the kind: the text is no object at all, has no kind, or names one that does not exist.
fn kind_id(document: &Document, answer: &Answer) -> &'static str {
    let (root, meta) = (document.root(), &answer.meta);
    // kubectl treats a version that it cannot read as missing.
    let unread = meta.api_version.ends_with('/') || meta.api_version.matches('/').count() > 1;
    if !matches!(root.kind(), Kind::Mapping) && !root.is_null() {
        reading::WRONG_TYPE.id
    } else if meta.kind.is_empty() || meta.api_version.is_empty() || unread {
        reading::NO_KIND.id
    } else {
        reading::UNKNOWN_KIND.id
    }
}

/// The place of a path that the server names.
fn place(document: &Document, answer: &Answer, field: &str) -> Range<usize> {
    let meta = &answer.meta;
    document.locate(&written::path(&meta.api_version, &meta.kind, field)).range
}
