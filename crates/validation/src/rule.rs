//! A rule: errors are instances of it. It is declared once, in the file of the code that finds them.

use crate::Kind;

/// A rule: its name and its page. Every rule refuses; what only advises is a lint, in a crate of its own.
#[derive(Debug)]
pub struct Rule {
    /// The name in links and for `podlab explain`: `request-above-limit`. Never changes, since links hold it.
    pub id: &'static str,
    /// Markdown beside the rule's file: cause, a manifest with its errors, the smallest fix, a fixed manifest.
    pub page: api::Markdown,
    /// How its errors read, for text that a person pasted; errors of our own carry their rule.
    pub(crate) reads: &'static [Reads],
}

/// One way in which errors of a rule read.
#[derive(Debug)]
pub(crate) struct Reads {
    pub kind: Kind,
    /// How the field ends, without indices and keys; empty for any.
    pub field: &'static str,
    /// A part of the detail; empty for any.
    pub detail: &'static str,
}

/// Ids are unique.
impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.id == other.id
    }
}

/// `rule!("success-threshold", Invalid ".successThreshold" "must be 1")`: the id, which is also the name of the page
/// beside the file, then how the errors read: kind, end of the field, part of the detail.
macro_rules! rule {
    ($id:literal $(, $kind:ident $field:literal $detail:literal)+) => {
        $crate::Rule {
            id: $id,
            page: api::markdown!($id),
            reads: &[$($crate::rule::Reads {
                kind: $crate::Kind::$kind,
                field: $field,
                detail: $detail,
            }),+],
        }
    };
}
pub(crate) use rule;
