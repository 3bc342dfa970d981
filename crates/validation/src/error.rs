//! An error in the API server's form, and the list that rules add to.
//! Upstream: apimachinery/pkg/util/validation/field/errors.go.

use std::borrow::Cow;

use api::{FieldPath, Kubernetes};

use crate::BadValue;

/// What is wrong with a field, in the API server's classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The value names something that is not there.
    NotFound,
    /// The field must be given.
    Required,
    /// The value is taken already.
    Duplicate,
    /// The value is malformed or out of its range.
    Invalid,
    /// The value is none of a fixed list.
    NotSupported,
    /// The field may not be given here.
    Forbidden,
    /// The text is longer than allowed.
    TooLong,
    /// The list is longer than allowed.
    TooMany,
    /// The server could not decide.
    Internal,
    /// The value is of another type.
    TypeInvalid,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; 10] = [
        Kind::Required,
        Kind::Invalid,
        Kind::NotSupported,
        Kind::Forbidden,
        Kind::Duplicate,
        Kind::NotFound,
        Kind::TooLong,
        Kind::TooMany,
        Kind::TypeInvalid,
        Kind::Internal,
    ];

    /// The machine's word: the `reason` of a cause in a `Status`.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::NotFound => "FieldValueNotFound",
            Kind::Required => "FieldValueRequired",
            Kind::Duplicate => "FieldValueDuplicate",
            Kind::Invalid => "FieldValueInvalid",
            Kind::NotSupported => "FieldValueNotSupported",
            Kind::Forbidden => "FieldValueForbidden",
            Kind::TooLong => "FieldValueTooLong",
            Kind::TooMany => "FieldValueTooMany",
            Kind::Internal => "InternalError",
            Kind::TypeInvalid => "FieldValueTypeInvalid",
        }
    }

    /// The words that a message starts with.
    pub const fn words(self) -> &'static str {
        match self {
            Kind::NotFound => "Not found",
            Kind::Required => "Required value",
            Kind::Duplicate => "Duplicate value",
            Kind::Invalid | Kind::TypeInvalid => "Invalid value",
            Kind::NotSupported => "Unsupported value",
            Kind::Forbidden => "Forbidden",
            Kind::TooLong => "Too long",
            Kind::TooMany => "Too many",
            Kind::Internal => "Internal error",
        }
    }

    const fn prints_its_value(self) -> bool {
        !matches!(self, Kind::Required | Kind::Forbidden | Kind::TooLong | Kind::Internal)
    }
}

/// One thing that the API server refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What is wrong.
    pub kind: Kind,
    /// Where, as the API server prints it.
    pub field: String,
    /// What stood there.
    pub bad_value: BadValue,
    /// Why it is refused; may be empty.
    pub detail: Cow<'static, str>,
}

impl Error {
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

    /// What was found, in order.
    pub fn into_vec(self) -> Vec<Error> {
        self.list
    }

    /// Adds all of `others` behind what is there.
    pub fn append(&mut self, mut others: Errors) {
        self.list.append(&mut others.list);
    }

    /// The field must be given.
    pub fn required(&mut self, path: &FieldPath<'_>, detail: impl Into<Cow<'static, str>>) {
        self.push(Kind::Required, path, "".into(), detail.into());
    }

    /// The value is malformed or out of its range.
    pub fn invalid(
        &mut self,
        path: &FieldPath<'_>,
        value: impl Into<BadValue>,
        detail: impl Into<Cow<'static, str>>,
    ) {
        self.push(Kind::Invalid, path, value.into(), detail.into());
    }

    /// One `invalid` for each of `messages`, all about the same value.
    pub fn invalid_each(&mut self, path: &FieldPath<'_>, value: &str, messages: Vec<String>) {
        for message in messages {
            self.invalid(path, value, message);
        }
    }

    /// The value is none of `supported`, which are listed in the order given.
    pub fn not_supported(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>, supported: &[&str]) {
        let mut detail = String::new();
        for (index, word) in supported.iter().enumerate() {
            detail.push_str(if index == 0 { "supported values: " } else { ", " });
            crate::bad_value::quote(word, &mut detail);
        }
        self.push(Kind::NotSupported, path, value.into(), detail.into());
    }

    /// The value is taken already.
    pub fn duplicate(&mut self, path: &FieldPath<'_>, value: impl Into<BadValue>) {
        self.push(Kind::Duplicate, path, value.into(), "".into());
    }

    /// The field may not be given here.
    pub fn forbidden(&mut self, path: &FieldPath<'_>, detail: impl Into<Cow<'static, str>>) {
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
        detail: impl Into<Cow<'static, str>>,
    ) {
        self.push(Kind::NotFound, path, value.into(), detail.into());
    }

    /// The server could not decide.
    pub fn internal(&mut self, path: &FieldPath<'_>, detail: impl Into<Cow<'static, str>>) {
        self.push(Kind::Internal, path, BadValue::null(), detail.into());
    }

    fn push(&mut self, kind: Kind, path: &FieldPath<'_>, bad_value: BadValue, detail: Cow<'static, str>) {
        self.list.push(Error { kind, field: path.to_string(), bad_value, detail });
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
