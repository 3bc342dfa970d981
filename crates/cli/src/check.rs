//! `podlab check FILE...`: what the server says, at its place.

use crate::answer;
use crate::arguments::{Check, Cluster, Colour, FailOn, Report};
use crate::input::{self, Input};
use crate::output;
use crate::paths::{self, Found};
use config::Config;
use engine::Kubernetes;
use engine::check::{Checked, Options, Problem, Severity, Stage, apply_all, check};
use engine::explain::page;
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

mod config;
mod github;
mod html;
mod junit;
mod sarif;
mod text;

/// A file and what the server says of it.
struct Answer {
    input: Input,
    checked: Checked,
    /// The text is that of an element in a page: problems stand at its line, and their columns are not those of the page.
    in_page: bool,
}

/// The answers about all files, and what is told of them.
struct Outcome {
    answers: Vec<Answer>,
    /// A sentence for each file or folder that cannot be read.
    unread: Vec<String>,
    fail_on: FailOn,
    ignore: Vec<String>,
    quiet: bool,
}

/// Checks every file; 1 when one of them has a problem that fails the check, 2 when one cannot be read.
pub fn run(arguments: &Check, cluster: &Cluster) -> Result<ExitCode, String> {
    let config = Config::of(arguments)?;
    let kubernetes = cluster.kubernetes_or(config.kubernetes.as_deref(), &config.feature_gates)?;
    output::note_release(&kubernetes);
    let endings = if arguments.html { &paths::PAGES[..] } else { &paths::MANIFESTS };
    let found = paths::find(&arguments.files, endings, &config.excluded)?;
    if arguments.output == Report::Kubectl && arguments.html {
        return Err("kubectl reads no pages: take another --output".to_owned());
    }
    if arguments.output == Report::Kubectl {
        return as_kubectl(&found, &kubernetes);
    }
    let options = Options { kubernetes, ..Options::default() };
    let mut outcome = Outcome {
        answers: Vec::new(),
        unread: found.missing,
        fail_on: config.fail_on,
        ignore: config.ignore,
        quiet: arguments.quiet,
    };
    if arguments.html {
        html::check_pages(&found.files, cluster, &options.kubernetes, &mut outcome);
    } else {
        check_files(&found.files, &options, &mut outcome);
    }
    write(&outcome, arguments)?;
    complain(&outcome.unread);
    Ok(ExitCode::from(outcome.exit()))
}

/// Says which files are not read.
fn complain(unread: &[String]) {
    for why in unread {
        output::complain(&format!("podlab: {why}\n"));
    }
}

fn check_files(files: &[PathBuf], options: &Options, outcome: &mut Outcome) {
    for path in files {
        match input::read(path) {
            Ok(input) => {
                let checked = check(&input.text, options);
                outcome.answers.push(Answer { input, checked, in_page: false });
            }
            Err(why) => outcome.unread.push(why),
        }
    }
    pass_over(&mut outcome.answers);
}

/// Makes a note of the error that a file has no object, if another one has: kubectl minds it only where there is none at all.
/// Templates write such files where a value turns an object off.
fn pass_over(answers: &mut [Answer]) {
    if answers.iter().all(|answer| answer.checked.documents.is_empty()) {
        return;
    }
    for Answer { checked, .. } in answers {
        for problem in checked.problems.iter_mut().filter(|problem| problem.id == "empty") {
            "kubectl passes it over".clone_into(&mut problem.message);
            problem.severity = Severity::Note;
            problem.stage = Stage::Ok;
            checked.stage = Stage::Ok;
            checked.errors = 0;
        }
    }
}

fn write(outcome: &Outcome, arguments: &Check) -> Result<(), String> {
    let written = match arguments.output {
        Report::Text | Report::Kubectl => {
            let coloured = match arguments.color {
                Colour::Auto => output::likes_colours(),
                Colour::Always => true,
                Colour::Never => false,
            };
            return output::write_painted(&text::render(outcome), coloured).map(|_| ());
        }
        Report::Json => json(outcome)? + "\n",
        Report::Sarif => format!("{:#}\n", sarif::render(outcome)),
        Report::Github => github::render(outcome),
        Report::Junit => junit::render(outcome),
    };
    output::write(&written).map(|_| ())
}

impl Answer {
    /// Whether errors are counted and not listed, since there are so many.
    fn has_unlisted_errors(&self) -> bool {
        let Checked { problems, errors, .. } = &self.checked;
        *errors > problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// The file and the line of a problem, with the column unless the text is in a page: `pod.yaml:3:5`.
    fn place(&self, problem: &Problem) -> String {
        let column = if self.in_page { String::new() } else { format!(":{}", problem.column) };
        format!("{}:{}{column}", self.input.name, problem.line)
    }

    /// The line and the column, both from 1, behind the last character that a problem is about; none in a page.
    fn end(&self, problem: &Problem) -> Option<(usize, usize)> {
        let marked = self.input.text.get(problem.range.clone()).unwrap_or_default().trim_end();
        (!self.in_page).then(|| match marked.rsplit_once('\n') {
            None => (problem.line, problem.column + marked.chars().count()),
            Some((before, last)) => {
                (problem.line + before.matches('\n').count() + 1, last.chars().count() + 1)
            }
        })
    }
}

impl Outcome {
    fn is_ignored(&self, problem: &Problem) -> bool {
        self.ignore.iter().any(|id| id == problem.id)
    }

    /// The problems of a file that are told.
    fn told<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = &'a Problem> {
        answer.checked.problems.iter().filter(|one| !self.is_ignored(one) && (!self.quiet || self.fails(one)))
    }

    /// Whether a problem fails the check.
    fn fails(&self, problem: &Problem) -> bool {
        self.fail_on.fails(problem.severity) && !self.is_ignored(problem)
    }

    /// Whether a file fails the check, be it by a problem that is counted and not listed.
    fn has_failed(&self, answer: &Answer) -> bool {
        answer.has_unlisted_errors() || answer.checked.problems.iter().any(|problem| self.fails(problem))
    }

    /// The exit code: of all files together, the one that says most is amiss.
    fn exit(&self) -> u8 {
        let has_failed = || self.answers.iter().any(|answer| self.has_failed(answer));
        if self.unread.is_empty() { u8::from(has_failed()) } else { 2 }
    }

    /// Files, problems and documents in numbers. A document of which not all is checked is never called accepted.
    fn summary(&self) -> String {
        let problems = || self.answers.iter().flat_map(|answer| &answer.checked.problems);
        let documents = || self.answers.iter().flat_map(|answer| &answer.checked.documents);
        let of =
            |severity| problems().filter(|one| one.severity == severity && !self.is_ignored(one)).count();
        let unchecked = self.answers.iter().map(|answer| answer.checked.unchecked().count()).sum::<usize>();
        let accepted = documents().filter(|one| one.stage == Stage::Ok && one.checked).count();
        let refused = documents().filter(|one| one.stage != Stage::Ok).count();
        // A page has an answer for each of its elements.
        let files: BTreeSet<&str> = self.answers.iter().map(|answer| &*answer.input.name).collect();
        let mut out = format!(
            "{}: {}, {}, {}; {}: {accepted} accepted, {refused} refused",
            count(files.len(), "file", "files"),
            count(of(Severity::Error), "error", "errors"),
            count(of(Severity::Warning), "warning", "warnings"),
            count(of(Severity::Advice), "piece of advice", "pieces of advice"),
            count(documents().count(), "document", "documents"),
        );
        let ignored = problems().filter(|one| self.is_ignored(one)).count();
        let counted = [
            (unchecked, format!("{unchecked} not wholly checked")),
            (ignored, format!("{} ignored", count(ignored, "problem", "problems"))),
            (self.unread.len(), format!("{} not read", self.unread.len())),
        ];
        for (number, words) in counted {
            if number > 0 {
                let _ = write!(out, ", {words}");
            }
        }
        out
    }
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// Whether a problem can have this name.
fn is_known(id: &str) -> bool {
    page(id).is_some() || unexplained(id).is_some()
}

/// The description of the problems without a page.
fn unexplained(id: &str) -> Option<&'static str> {
    Some(match id {
        "warning" => "A warning of the API server",
        "refused" => "An admission plugin or the namespace refuses the object",
        "assumed" => "The text names what it does not hold",
        "limit" => "The text is beyond a limit of Podlab",
        "empty" => "There is no object in the text",
        "expectation" => "What a page promises of its manifest does not hold",
        "custom-resource" => "A custom resource, whose schema is not known here",
        _ => return None,
    })
}

/// The field and the server's message.
pub fn words(problem: &Problem) -> String {
    match problem.field.as_str() {
        "" => problem.message.clone(),
        field => format!("{field}: {}", problem.message),
    }
}

/// kubectl's own words for all files, which are applied one after the other, and the last exit code that is no success.
fn as_kubectl(found: &Found, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let mut last = ExitCode::SUCCESS;
    let mut unread = found.missing.clone();
    let mut inputs = Vec::new();
    for path in &found.files {
        match input::read(path) {
            Ok(input) => inputs.push(input),
            Err(why) => unread.push(why),
        }
    }
    let files: Vec<(&str, &str)> = inputs.iter().map(|input| (&*input.text, &*input.name)).collect();
    let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
    for (output, input) in apply_all(&files, kubernetes).into_iter().zip(&inputs) {
        let mut output = answer::Answer::from(output);
        // kubectl says `created` of anything; here it may be a document of which nothing was checked.
        if let Some(note) = check(&input.text, &options).unchecked_note() {
            let _ = writeln!(output.complaint, "note: {note}");
        }
        let code = output.print()?;
        if output.exit != 0 {
            last = code;
        }
    }
    complain(&unread);
    Ok(if unread.is_empty() { last } else { ExitCode::from(2) })
}

/// One object a file, in the order in which they were named, then those that cannot be read.
fn json(outcome: &Outcome) -> Result<String, String> {
    let answered = outcome.answers.iter().map(|answer| {
        let told = outcome.told(answer).cloned().collect();
        let checked = Checked { problems: told, ..answer.checked.clone() };
        json!({"file": answer.input.name, "answer": checked})
    });
    let unread = outcome.unread.iter().map(|why| json!({"error": why}));
    let files: Vec<_> = answered.chain(unread).collect();
    serde_json::to_string_pretty(&files).map_err(|error| error.to_string())
}
