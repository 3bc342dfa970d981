//! Our own lints: what a cluster accepts and a colleague would not.
//!
//! Never mixed with the API server's warnings; each names itself, says why, and says what to do.
//!
//! ```
//! let text = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: app, image: nginx}]}}";
//! let pod = api::objects(text, &api::Kubernetes::default());
//! let found: Vec<_> = advice::advise(&pod[0]).into_iter().map(|advice| advice.lint).collect();
//! assert_eq!(found, ["untagged-image", "no-requests"]);
//! ```
#![forbid(unsafe_code)]

mod lints;
mod site;

use api::Object;
use site::Site;

/// One piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The lint's stable name, such as `untagged-image`.
    pub lint: &'static str,
    /// How sure it is that this is unwanted.
    pub severity: Severity,
    /// The field it is about, as the API server prints paths.
    pub field: String,
    /// What was found, in one sentence.
    pub message: String,
    /// What to do about it.
    pub fix: String,
    /// Why it matters; the same for every finding of a lint.
    pub why: &'static str,
}

/// How sure a lint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Probably unwanted.
    Warning,
    /// Worth knowing.
    Hint,
}

/// All advice for an object, in the order of the lints; empty for objects without a Pod.
pub fn advise(object: &Object) -> Vec<Advice> {
    let Some((path, spec)) = object.pod_spec() else { return Vec::new() };
    let site = Site { object, path, spec };
    lints::ALL
        .iter()
        .flat_map(|lint| {
            (lint.find)(&site).into_iter().map(|found| Advice {
                lint: lint.name,
                severity: lint.severity,
                field: found.field,
                message: found.message,
                fix: found.fix,
                why: lint.why,
            })
        })
        .collect()
}
