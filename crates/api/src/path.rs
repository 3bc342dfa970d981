//! Where a value lives in an object, printed as the API server prints it.
//! Upstream: apimachinery/pkg/util/validation/field/path.go.

use std::fmt;

/// A step list that borrows its parent, so that a rule pays for a path only when it prints one.
///
/// ```
/// use api::FieldPath;
/// let spec = FieldPath::root("spec");
/// let containers = spec.field("containers");
/// let image = containers.index(0);
/// assert_eq!(image.field("image").to_string(), "spec.containers[0].image");
/// assert_eq!(spec.field("nodeSelector").key("a/b").to_string(), "spec.nodeSelector[a/b]");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FieldPath<'a> {
    parent: Option<&'a FieldPath<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// Prints nothing: the object itself, or the start of a fragment.
    Nothing,
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> FieldPath<'a> {
    /// The object itself; its fields print without a prefix.
    pub const fn object() -> Self {
        FieldPath { parent: None, step: Step::Nothing }
    }

    /// A top-level field, such as `spec`.
    pub const fn root(name: &'a str) -> Self {
        FieldPath { parent: None, step: Step::Field(name) }
    }

    /// `self.name`; `name` may itself hold dots.
    pub const fn field<'b>(&'b self, name: &'b str) -> FieldPath<'b> {
        FieldPath { parent: Some(self), step: Step::Field(name) }
    }

    /// `self[index]`.
    pub const fn index(&self, index: usize) -> FieldPath<'_> {
        FieldPath { parent: Some(self), step: Step::Index(index) }
    }

    /// `self[key]`, the key printed bare.
    pub const fn key<'b>(&'b self, key: &'b str) -> FieldPath<'b> {
        FieldPath { parent: Some(self), step: Step::Key(key) }
    }
}

impl fmt::Display for FieldPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Nothing => Ok(()),
            Step::Field(name) => {
                let first = self.parent.is_none_or(FieldPath::prints_nothing);
                if first { f.write_str(name) } else { write!(f, ".{name}") }
            }
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{key}]"),
        }
    }
}

impl FieldPath<'_> {
    fn prints_nothing(&self) -> bool {
        matches!(self.step, Step::Nothing) && self.parent.is_none_or(FieldPath::prints_nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::FieldPath;

    #[test]
    fn a_fragment_prints_without_a_leading_dot() {
        let object = FieldPath::object();
        let metadata = object.field("metadata");
        assert_eq!(metadata.field("labels").key("a.b/c").to_string(), "metadata.labels[a.b/c]");
        assert_eq!(object.index(3).to_string(), "[3]");
    }
}
