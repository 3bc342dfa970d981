//! The API server's classes of faults in a field, and the rule of each class: the one of an error that no
//! more special rule claims.
//! Upstream: ErrorType, apimachinery/pkg/util/validation/field/errors.go.

use crate::Rule;
use crate::rule::rule;

/// The fault of a field, in the API server's classes.
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

    pub(crate) const fn prints_its_value(self) -> bool {
        !matches!(self, Kind::Required | Kind::Forbidden | Kind::TooLong | Kind::Internal)
    }

    /// The rule of an error that no other rule claims.
    pub const fn rule(self) -> &'static Rule {
        match self {
            Kind::NotFound => &NOT_FOUND,
            Kind::Required => &REQUIRED,
            Kind::Duplicate => &DUPLICATE,
            Kind::Invalid => &INVALID,
            Kind::NotSupported => &UNSUPPORTED,
            Kind::Forbidden => &FORBIDDEN,
            Kind::TooLong => &TOO_LONG,
            Kind::TooMany => &TOO_MANY,
            Kind::Internal => &INTERNAL,
            Kind::TypeInvalid => &TYPE_INVALID,
        }
    }
}

pub(crate) static REQUIRED: Rule = rule!("required", Required "" "");
pub(crate) static INVALID: Rule = rule!("invalid", Invalid "" "");
pub(crate) static UNSUPPORTED: Rule = rule!("unsupported", NotSupported "" "");
pub(crate) static FORBIDDEN: Rule = rule!("forbidden", Forbidden "" "");
pub(crate) static DUPLICATE: Rule = rule!("duplicate", Duplicate "" "");
pub(crate) static NOT_FOUND: Rule = rule!("not-found", NotFound "" "");
pub(crate) static TOO_LONG: Rule = rule!("too-long", TooLong "" "");
pub(crate) static TOO_MANY: Rule = rule!("too-many", TooMany "" "");
pub(crate) static TYPE_INVALID: Rule = rule!("type-invalid", TypeInvalid "" "");
pub(crate) static INTERNAL: Rule = rule!("internal", Internal "" "");

/// The rules of the kinds, in the order of the documentation.
pub(crate) static RULES: &[&Rule] = &[
    &REQUIRED,
    &INVALID,
    &UNSUPPORTED,
    &FORBIDDEN,
    &DUPLICATE,
    &NOT_FOUND,
    &TOO_LONG,
    &TOO_MANY,
    &TYPE_INVALID,
    &INTERNAL,
];
