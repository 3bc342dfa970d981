//! Hints of ours: what was pasted by mistake, and what happens to a text that nobody complains of.
//!
//! Each has a page beside this file. A change is offered only where the text then reads as what the server knows.

mod blanks;
mod diff;
pub(super) mod dropped;
mod fences;
mod foreign;
mod numbers;
mod prompt;
mod quotes;
pub(super) mod target;
mod templates;

use super::data::{Edit, Fix, Options, Stage};
use super::fix::Trials;
use source::Document;
use std::ops::Range;

/// A hint, declared once.
pub(crate) struct Hint {
    /// For links and `podlab explain`.
    pub id: &'static str,
    /// Why it matters, in one sentence; the same for everything that it finds.
    pub why: &'static str,
    /// Markdown.
    pub page: api::Markdown,
}

impl Hint {
    /// Whether it says that the text is of another origin.
    pub fn is_foreign(&self) -> bool {
        self == &FOREIGN
    }
}

macro_rules! hint {
    ($id:literal, $why:literal) => {
        Hint { id: $id, why: $why, page: api::markdown!($id) }
    };
}

/// Marks of an engine that fills in values.
pub(super) static TEMPLATE: Hint =
    hint!("template", "Neither kubectl nor the server fills in values: they read the braces as text.");
/// The fences of Markdown around the text.
pub(super) static FENCES: Hint =
    hint!("markdown-fence", "The fence belongs to the page that the text was copied from.");
/// The marks of a diff before the lines.
pub(super) static DIFF: Hint = hint!("diff-marks", "A diff shows two texts at once; kubectl reads one.");
/// Numbers before the lines.
pub(super) static NUMBERS: Hint =
    hint!("line-numbers", "The numbers belong to the page that the text was copied from.");
/// A shell's prompt or command before the text.
pub(super) static PROMPT: Hint = hint!("prompt", "The line is for a shell, not for kubectl.");
/// A text of another origin.
pub(super) static FOREIGN: Hint = hint!("no-manifest", "kubectl reads objects with `apiVersion` and `kind`.");
/// Blanks that are none to YAML.
pub(super) static BLANKS: Hint =
    hint!("no-break-space", "It looks like a space, and YAML takes it for a letter.");
/// Quotes that are none to YAML.
pub(super) static QUOTES: Hint =
    hint!("typographic-quotes", "To YAML they are letters like others, so they become part of the value.");
/// A name that only the server would make.
pub(super) static GENERATE_NAME: Hint =
    hint!("generate-name", "`kubectl apply` has to find the object by its name.");
/// A document that kubectl never reads.
pub(super) static IGNORED: Hint =
    hint!("ignored-document", "Of what stands between two `---` lines kubectl reads the first document.");
/// A field that the release forgets.
pub(super) static DROPPED: Hint = hint!(
    "dropped-field",
    "The server forgets fields of features that are off, and says nothing; the object runs without them."
);
/// An autoscaler whose target is not there.
pub(super) static MISSING_TARGET: Hint =
    hint!("missing-target", "An autoscaler without its target scales nothing.");

/// All of them.
pub(crate) static ALL: [&Hint; 12] = [
    &TEMPLATE,
    &FENCES,
    &DIFF,
    &NUMBERS,
    &PROMPT,
    &FOREIGN,
    &BLANKS,
    &QUOTES,
    &GENERATE_NAME,
    &IGNORED,
    &DROPPED,
    &MISSING_TARGET,
];

/// One finding.
#[derive(Debug)]
pub(super) struct Found {
    pub hint: &'static Hint,
    pub range: Range<usize>,
    /// The finding, in one sentence.
    pub message: String,
    /// The remedy, in one sentence.
    pub remedy: &'static str,
    pub fix: Option<Fix>,
}

impl PartialEq for Hint {
    fn eq(&self, other: &Hint) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Hint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// The fate of a document that nobody complains of.
pub(super) fn of_document(
    document: &Document,
    text: &str,
    forgotten: &[String],
    options: &Options,
    trials: &Trials<'_>,
) -> Vec<Found> {
    let mut found = Vec::new();
    let metadata = document.root().get("metadata");
    let written = |field| metadata.and_then(|metadata| metadata.get(field)?.as_str()).unwrap_or_default();
    let (name, generated) = (written("name"), written("generateName"));
    if name.is_empty() && !generated.is_empty() {
        found.push(Found {
            hint: &GENERATE_NAME,
            range: document.locate("metadata.generateName").range,
            message: format!(
                "`kubectl apply` refuses it: from {generated}: cannot use generate name with apply."
            ),
            remedy: "Use `kubectl create -f`, or write `metadata.name`.",
            fix: None,
        });
    }
    if let Some(ignored) = &document.ignored {
        let starts = text.get(..ignored.start).is_some_and(|before| before.ends_with('\n'));
        let edit = Edit { range: ignored.start..ignored.start, text: "---\n".to_owned() };
        found.push(Found {
            hint: &IGNORED,
            range: ignored.clone(),
            message: "kubectl never reads what follows.".to_owned(),
            remedy: "Write `---` before it, or take it out.",
            fix: fix("write `---` before it", if starts { vec![edit] } else { Vec::new() })
                .filter(|fix| trials.helps(fix)),
        });
    }
    let release = &options.kubernetes;
    found.extend(forgotten.iter().map(|path| {
        let field = path.rsplit('.').next().unwrap_or_default();
        Found {
            hint: &DROPPED,
            range: document.locate(path).range,
            message: format!("Kubernetes {release} forgets this field: the object is stored without `{field}`."),
            remedy: "Choose a release in which its feature is on, switch the feature's gate on, or leave the field out.",
            fix: None,
        }
    }));
    found
}

/// The mistakes of pasting; `stage` is where the text stops.
pub(super) fn pasted(text: &str, stage: Stage, trials: &Trials<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if stage == Stage::Client {
        let whole = [fences::find, foreign::find, prompt::find, diff::find, numbers::find];
        found.extend(whole.into_iter().find_map(|find| find(text)));
    }
    if !text.is_ascii() {
        found.extend(quotes::find(text));
        found.extend(blanks::find(text).filter(|_| stage <= Stage::Strict));
    }
    found.extend(templates::find(text, stage));
    for one in &mut found {
        one.fix = one.fix.take().filter(|fix| trials.helps(fix));
    }
    found
}

/// Each line with its first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

fn take_out(range: Range<usize>) -> Edit {
    Edit { range, text: String::new() }
}

fn fix(title: &str, edits: Vec<Edit>) -> Option<Fix> {
    (!edits.is_empty()).then(|| Fix { title: title.to_owned(), edits })
}

#[cfg(test)]
mod tests;
