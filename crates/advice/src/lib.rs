//! Our own lints: manifests that a cluster accepts and that a colleague would question.
//!
//! Advice is never mixed with the API server's warnings; each lint names itself, says why, and says what to do.
//!
//! ```
//! let text = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: app, image: nginx}]}}";
//! let pod = api::objects(text, &api::Kubernetes::default());
//! let found: Vec<_> = advice::advise(&pod[0]).into_iter().map(|advice| advice.lint.name).collect();
//! assert_eq!(found, ["untagged-image", "no-requests"]);
//! ```
#![forbid(unsafe_code)]

mod lints;
mod site;

use api::Object;
pub use lints::{OddAmount, odd_amount};
use site::{Found, Site};

/// A lint, declared once, in its own file.
#[derive(Debug)]
pub struct Lint {
    /// Its stable name, in links and for `podlab explain`: `untagged-image`.
    pub name: &'static str,
    /// The certainty that its finding is unwanted.
    pub severity: Severity,
    /// Why it matters, in one sentence; the same for everything that it finds.
    pub why: &'static str,
    /// Markdown beside the lint's file: cause, a manifest with its advice, the smallest fix, a fixed manifest.
    pub page: api::Markdown,
    find: fn(&Site<'_>) -> Vec<Found>,
}

/// Lints are equal by name, which is unique.
impl PartialEq for Lint {
    fn eq(&self, other: &Lint) -> bool {
        self.name == other.name
    }
}

impl Eq for Lint {}

/// The certainty of a lint. None is a warning: those are the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The finding is probably unwanted.
    Advice,
    /// The finding is worth knowing.
    Hint,
}

/// One piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The lint that gives it.
    pub lint: &'static Lint,
    /// The field it is about, as the API server prints paths.
    pub field: String,
    /// The finding, in one sentence.
    pub message: String,
    /// The remedy, in one sentence.
    pub fix: String,
}

/// Every lint, in the order in which their advice is shown.
pub fn lints() -> &'static [&'static Lint] {
    lints::ALL
}

/// All advice for an object, in the order of the lints; empty for objects without a Pod.
pub fn advise(object: &Object) -> Vec<Advice> {
    let Some((path, spec)) = object.pod_spec() else { return Vec::new() };
    let site = Site { object, path, spec };
    let found_by = |lint: &&'static Lint| {
        let lint = *lint;
        let found = (lint.find)(&site).into_iter();
        found.map(move |Found { field, message, fix }| Advice { lint, field, message, fix })
    };
    lints::ALL.iter().flat_map(found_by).collect()
}
