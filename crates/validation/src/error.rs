//! An error in the API server's form, and the list that rules add to.
//! Upstream: apimachinery/pkg/util/validation/field/errors.go.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use api::{FieldPath, Kubernetes};

use crate::{BadValue, Kind, Rule};

/// One thing that the API server refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The class of the fault.
    pub kind: Kind,
    /// Where, as the API server prints it.
    pub field: String,
    /// The value that stood there.
    pub bad_value: BadValue,
    /// Why it is refused; may be empty.
    pub detail: Cow<'static, str>,
    /// The rule that claims it; see [`Error::rule`].
    claimed: Option<&'static Rule>,
}

impl Error {
    /// The rule that refuses: a special one, or else that of the kind.
    pub fn rule(&self) -> &'static Rule {
        self.claimed.unwrap_or(self.kind.rule())
    }

    /// An error of a rule that is asked elsewhere; `words` are all behind the kind's, the value included.
    pub fn worded(kind: Kind, field: String, words: impl Into<Cow<'static, str>>) -> Error {
        Error { kind, field, bad_value: BadValue::Omitted, detail: words.into(), claimed: None }
    }

    /// The message without the field: `Invalid value: "x": must be ...`.
    pub fn body(&self, kubernetes: &Kubernetes) -> String {
        let mut body = self.kind.words().to_owned();
        if self.kind.prints_its_value() && self.bad_value != BadValue::Omitted {
            body.push_str(": ");
            self.bad_value.print(kubernetes, &mut body);
        }
        if !self.detail.is_empty() {
            body.push_str(": ");
            body.push_str(&self.detail);
        }
        body
    }

    /// The whole message: `spec.x: Invalid value: ...`.
    pub fn message(&self, kubernetes: &Kubernetes) -> String {
        format!("{}: {}", self.field, self.body(kubernetes))
    }
}

/// Why a value is refused, in words that may belong to a rule wherever they are said: those about shapes of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// The words.
    pub text: Cow<'static, str>,
    claimed: Option<&'static Rule>,
}

impl Detail {
    /// The detail with other words before its own.
    #[must_use]
    pub fn behind(self, before: &str) -> Detail {
        Detail { text: format!("{before}{}", self.text).into(), ..self }
    }

    /// Several as one; the first rule among them claims it.
    pub fn joined(details: &[Detail], between: &str) -> Detail {
        let texts: Vec<&str> = details.iter().map(|detail| &*detail.text).collect();
        let claimed = details.iter().find_map(|detail| detail.claimed);
        Detail { text: texts.join(between).into(), claimed }
    }
}

impl Rule {
    /// Words that are this rule's wherever they are said.
    pub(crate) fn says(&'static self, text: impl Into<Cow<'static, str>>) -> Detail {
        Detail { text: text.into(), claimed: Some(self) }
    }
}

impl From<&'static str> for Detail {
    fn from(text: &'static str) -> Detail {
        Detail { text: text.into(), claimed: None }
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Detail {
        Detail { text: text.into(), claimed: None }
    }
}

/// The list that rules add to. Nothing is ever taken back, so order is the order of the rules.
#[derive(Debug, Default)]
pub struct Errors {
    list: Vec<Error>,
}

impl Errors {
    /// How many there are so far; a rule that asks "did that part fail?" compares two counts.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing has been found yet.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The errors found, in order.
    pub fn into_vec(self) -> Vec<Error> {
        self.list
    }

    /// Adds all of `others` behind what is there.
    pub fn append(&mut self, mut others: Errors) {
        self.list.append(&mut others.list);
    }

    /// An error that is added through the answer belongs to `rule`, unless a rule that is nearer claims it:
    /// `errors.of(&RULE).invalid(path, value, "must be 1")`.
    pub(crate) fn of(&mut self, rule: &'static Rule) -> Scope<'_> {
        Scope { first: self.list.len(), errors: self, rule }
    }

    /// The field must be given.
    pub fn required(&mut self, path: &FieldPath<'_>, detail: impl Into<Detail>) {
        self.push(Kind::Required, path, "".into(), detail.into());
    }

    /// The value is malformed or out of its range.
    pub fn invalid(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>, detail: impl Into<Detail>) {
        self.push(Kind::Invalid, path, value.into(), detail.into());
    }

    /// One `invalid` for each of `messages`, all about the same value.
    pub fn invalid_each(&mut self, path: &FieldPath<'_>, value: &str, messages: Vec<Detail>) {
        for message in messages {
            self.invalid(path, value, message);
        }
    }

    /// The value is none of `supported`, which are listed in the order given.
    pub fn not_supported(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>, supported: &[&str]) {
        let mut detail = String::new();
        for (index, word) in supported.iter().enumerate() {
            detail.push_str(if index == 0 { "supported values: " } else { ", " });
            api::json::quote_into(word, &mut detail);
        }
        self.push(Kind::NotSupported, path, value.into(), detail.into());
    }

    /// The value is taken already.
    pub fn duplicate(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>) {
        self.push(Kind::Duplicate, path, value.into(), "".into());
    }

    /// The value is taken already, with a reason.
    pub fn duplicate_because(
        &mut self,
        path: &FieldPath<'_>,
        value: impl Into<BadValue>,
        detail: impl Into<Detail>,
    ) {
        self.push(Kind::Duplicate, path, value.into(), detail.into());
    }

    /// The field may not be given here.
    pub fn forbidden(&mut self, path: &FieldPath<'_>, detail: impl Into<Detail>) {
        self.push(Kind::Forbidden, path, "".into(), detail.into());
    }

    /// The text has more than `most` bytes.
    pub fn too_long(&mut self, path: &FieldPath<'_>, most: usize) {
        let unit = if most == 1 { "byte" } else { "bytes" };
        let detail = format!("may not be more than {most} {unit}");
        self.push(Kind::TooLong, path, "<value omitted>".into(), detail.into());
    }

    /// The list has `count` items where `most` are allowed.
    pub fn too_many(&mut self, path: &FieldPath<'_>, count: usize, most: usize) {
        let unit = if most == 1 { "item" } else { "items" };
        let count = BadValue::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        self.push(Kind::TooMany, path, count, format!("must have at most {most} {unit}").into());
    }

    /// The value names something that is not there.
    pub fn not_found(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>) {
        self.push(Kind::NotFound, path, value.into(), "".into());
    }

    /// The value names something that is not among what `detail` lists.
    pub fn not_found_among(
        &mut self,
        path: &FieldPath<'_>,
        value: impl Into<BadValue>,
        detail: impl Into<Detail>,
    ) {
        self.push(Kind::NotFound, path, value.into(), detail.into());
    }

    /// The server could not decide.
    pub fn internal(&mut self, path: &FieldPath<'_>, detail: impl Into<Detail>) {
        self.push(Kind::Internal, path, BadValue::null(), detail.into());
    }

    fn push(&mut self, kind: Kind, path: &FieldPath<'_>, bad_value: BadValue, detail: Detail) {
        let Detail { text: detail, claimed } = detail;
        self.list.push(Error { kind, field: path.to_string(), bad_value, detail, claimed });
    }
}

/// The errors that are added for one rule, see [`Errors::of`].
pub(crate) struct Scope<'e> {
    errors: &'e mut Errors,
    rule: &'static Rule,
    first: usize,
}

impl Deref for Scope<'_> {
    type Target = Errors;

    fn deref(&self) -> &Errors {
        self.errors
    }
}

impl DerefMut for Scope<'_> {
    fn deref_mut(&mut self) -> &mut Errors {
        self.errors
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        for error in self.errors.list.iter_mut().skip(self.first) {
            error.claimed.get_or_insert(self.rule);
        }
    }
}

#[cfg(test)]
mod tests {
    use api::{FieldPath, Kubernetes};
    use expect_test::{Expect, expect};

    use super::Errors;
    use crate::bad_value::{self, word};
    use crate::go;

    fn check(add: impl FnOnce(&mut Errors, &FieldPath<'_>), expected: &Expect) {
        let mut errors = Errors::default();
        add(&mut errors, &FieldPath::root("spec").field("x"));
        let messages: Vec<_> =
            errors.into_vec().iter().map(|error| error.message(&Kubernetes::RECORDED)).collect();
        expected.assert_eq(&messages.join("\n"));
    }

    #[test]
    fn a_plain_string_is_quoted_as_go_does_and_a_named_one_as_json() {
        check(
            |errors, path| {
                errors.invalid(path, "a<b>\t\u{200c}é", "no");
                errors.not_supported(path, word("a<b>"), &["A", "B"]);
                errors.invalid(path, 7, "no");
                errors.invalid(path, bad_value::null(), "");
            },
            &expect![[r#"
                spec.x: Invalid value: "a<b>\t\u200cé": no
                spec.x: Unsupported value: "a\u003cb\u003e": supported values: "A", "B"
                spec.x: Invalid value: 7: no
                spec.x: Invalid value: null"#]],
        );
    }

    #[test]
    fn lengths_requirements_and_prohibitions_print_no_value() {
        check(
            |errors, path| {
                errors.too_long(path, 63);
                errors.too_many(path, 3, 1);
                errors.required(path, "");
                errors.forbidden(path, "not here");
                errors.invalid(path, bad_value::omitted(), "one of both");
            },
            &expect![[r#"
                spec.x: Too long: may not be more than 63 bytes
                spec.x: Too many: 3: must have at most 1 item
                spec.x: Required value
                spec.x: Forbidden: not here
                spec.x: Invalid value: one of both"#]],
        );
    }

    #[test]
    fn a_struct_prints_with_gos_field_names() {
        let value = go::structure(
            "apps.DeploymentStrategy",
            vec![("Type", go::text("x")), ("RollingUpdate", go::nil("*apps.RollingUpdateDeployment"))],
        );
        check(
            |errors, path| errors.invalid(path, value, ""),
            &expect![[r#"spec.x: Invalid value: {"Type":"x","RollingUpdate":null}"#]],
        );
    }
}
