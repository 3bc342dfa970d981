//! The shapes that names and other short texts must have, each with its complaints in the API server's words.
//! Upstream: apimachinery/pkg/util/validation/{validation,ip}.go and apimachinery/pkg/api/validate/content.
//!
//! A function takes the text and returns what is wrong with it; an empty list means nothing. Words that have a page of
//! their own belong to its rule, whichever field they are said of.

mod dns;
mod ip;
mod labels;
mod words;

pub(crate) use dns::{dns_1035_label, dns_long_name, dns_subdomain_with_underscore, mask_trailing_dash};
pub use dns::{dns_label, dns_subdomain};
pub(crate) use ip::{consequence, ip_sloppy, ip_strict_complaint, ip_warning};
pub(crate) use labels::domain_prefixed_key;
pub use labels::{label_key, label_value};
pub use words::config_map_key;
pub(crate) use words::{c_identifier, env_name_relaxed, http_header_name, path_segment, percent};
pub use words::{env_name, port_name, port_number};

use crate::{Detail, Rule};

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] =
    &[&dns::DNS_LABEL, &dns::DNS_SUBDOMAIN, &labels::LABEL_KEY, &labels::LABEL_VALUE, &words::PORT_NUMBER];

/// `must be between 1 and 65535, inclusive`.
pub(crate) fn range(low: i64, high: i64) -> String {
    format!("must be between {low} and {high}, inclusive")
}

/// `must be no more than 63 characters`, though the server counts bytes.
fn at_most(length: usize) -> String {
    format!("must be no more than {length} characters")
}

const EMPTY: &str = "must be non-empty";

/// Upstream: RegexError.
fn pattern(message: &str, expression: &str, examples: &[&str]) -> String {
    let mut text = format!("{message} (");
    for (index, example) in examples.iter().enumerate() {
        text.push_str(if index == 0 { "e.g. '" } else { " or '" });
        text.push_str(example);
        text.push_str("', ");
    }
    text.push_str("regex used for validation is '");
    text.push_str(expression);
    text.push_str("')");
    text
}

/// [`pattern`] as a detail of no special rule.
fn shape(message: &str, expression: &str, examples: &[&str]) -> Detail {
    pattern(message, expression, examples).into()
}

/// Whether `text` is not empty, starts and ends with a character of `edge` and holds only those of `inner`.
pub(crate) fn bounded(text: &[u8], edge: impl Fn(u8) -> bool, inner: impl Fn(u8) -> bool) -> bool {
    match text {
        [] => false,
        [only] => edge(*only),
        [first, middle @ .., last] => edge(*first) && edge(*last) && middle.iter().all(|byte| inner(*byte)),
    }
}

fn is_lower_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}
