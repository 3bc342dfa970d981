//! Changes that certainly remove a problem, offered as one click.

mod amounts;
mod kind;
mod layout;
mod lines;
mod misplaced;
mod names;
mod rules;
mod slips;
mod syntax;
mod trial;
mod twice;
mod types;
mod unknown;

pub(super) use amounts::odd;
pub(super) use kind::{kind, meant, misspelt};
pub(super) use rules::rule;
pub(super) use syntax::syntax;
pub(super) use trial::Trials;
pub(super) use twice::twice;
pub(super) use types::decode;
pub(super) use unknown::unknown;

pub(crate) use api::near::distance;

use super::data::{Edit, Fix};
use api::Kubernetes;
use source::Document;

/// The document with the problem, and the kind that it is read as.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// The whole text.
    pub text: &'a str,
    pub document: &'a Document,
    /// The kind, such as `Pod`.
    pub kind: &'a str,
    pub kubernetes: &'a Kubernetes,
    /// The changes that are tried.
    pub trials: &'a Trials<'a>,
}

impl Site<'_> {
    /// The text of a scalar, without its quotes; `None` when nothing is written.
    fn written(&self, field: &str) -> Option<&str> {
        let place = self.document.locate(field);
        let written = self.text.get(self.document.node(place.node).range())?;
        (place.exact && !written.is_empty()).then(|| written.trim_matches(['"', '\'']))
    }

    /// Replaces the text of a scalar.
    fn write(&self, field: &str, value: &str) -> Option<Fix> {
        Some(fix(format!("write `{value}`"), self.document.replace(field, value)?))
    }
}

fn fix(title: String, edit: source::Edit) -> Fix {
    fix_all(title, vec![edit])
}

fn fix_all(title: String, edits: Vec<source::Edit>) -> Fix {
    let edits = edits.into_iter().map(|edit| Edit { range: edit.range, text: edit.text });
    Fix { title, edits: edits.collect() }
}

fn parent_of<'p>(path: &'p str, last: &str) -> &'p str {
    path.strip_suffix(last).map_or("", |parent| parent.trim_end_matches('.'))
}
