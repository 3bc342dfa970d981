//! Names of DNS: labels and subdomains.

use api::Kubernetes;
use api::features::Change;

use super::{at_most, bounded, is_lower_alphanumeric, pattern, shape};
use crate::rule::rule;
use crate::{Detail, Rule};

pub(crate) static DNS_LABEL: Rule = rule!(
    "dns-label",
    Invalid "" "a lowercase RFC 1123 label must consist",
    Invalid "" "must not contain dots"
);

pub(crate) static DNS_SUBDOMAIN: Rule =
    rule!("dns-subdomain", Invalid "" "a lowercase RFC 1123 subdomain must consist");

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const LABEL_RULE: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const SUBDOMAIN_RULE: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const UNDERSCORE: &str = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*";
const UNDERSCORE_RULE: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const LABEL_1035: &str = "[a-z]([-a-z0-9]*[a-z0-9])?";
const LABEL_1035_RULE: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

pub(super) const LABEL_LENGTH: usize = 63;
pub(super) const SUBDOMAIN_LENGTH: usize = 253;

fn is_label(text: &[u8]) -> bool {
    bounded(text, is_lower_alphanumeric, |byte| is_lower_alphanumeric(byte) || byte == b'-')
}

pub(super) fn is_subdomain(text: &str) -> bool {
    text.as_bytes().split(|byte| *byte == b'.').all(is_label)
}

/// An RFC 1123 label: the names of containers, volumes, namespaces. Upstream: IsDNS1123Label.
pub fn dns_label(text: &str) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > LABEL_LENGTH {
        messages.push(at_most(LABEL_LENGTH).into());
    }
    if !is_label(text.as_bytes()) {
        messages.push(if is_subdomain(text) {
            DNS_LABEL.says("must not contain dots")
        } else {
            DNS_LABEL.says(pattern(LABEL_RULE, LABEL, &["my-name", "123-abc"]))
        });
    }
    messages
}

/// An RFC 1123 subdomain: the names of most objects. Upstream: IsDNS1123Subdomain.
pub fn dns_subdomain(text: &str) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > SUBDOMAIN_LENGTH {
        messages.push(at_most(SUBDOMAIN_LENGTH).into());
    }
    messages.extend(subdomain_shape(text));
    messages
}

/// [`dns_subdomain`] in the words of newer rules, which count bytes. Upstream: LongName, api/validate/strfmt.go.
pub fn dns_long_name(text: &str) -> Vec<Detail> {
    let length = (text.len() > SUBDOMAIN_LENGTH)
        .then(|| format!("must be no more than {SUBDOMAIN_LENGTH} bytes").into());
    length.into_iter().chain(subdomain_shape(text)).collect()
}

pub(super) fn subdomain_shape(text: &str) -> Option<Detail> {
    (!is_subdomain(text)).then(|| DNS_SUBDOMAIN.says(pattern(SUBDOMAIN_RULE, SUBDOMAIN, &["example.com"])))
}

/// A subdomain whose labels may hold underscores: search domains. Upstream: IsDNS1123SubdomainWithUnderscore.
pub fn dns_subdomain_with_underscore(text: &str, kubernetes: &Kubernetes) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > SUBDOMAIN_LENGTH {
        messages.push(at_most(SUBDOMAIN_LENGTH).into());
    }
    let is_inner = |byte| is_lower_alphanumeric(byte) || byte == b'-' || byte == b'_';
    let is_fine = |label: &str| {
        bounded(label.strip_prefix('_').unwrap_or(label).as_bytes(), is_lower_alphanumeric, is_inner)
    };
    if !text.split('.').all(is_fine) {
        let shown = if kubernetes.has(Change::SearchPatternWithUnderscores) { UNDERSCORE } else { SUBDOMAIN };
        messages.push(DNS_SUBDOMAIN.says(pattern(UNDERSCORE_RULE, shown, &["example.com"])));
    }
    messages
}

/// An RFC 1035 label: the names of services. Upstream: IsDNS1035Label.
pub fn dns_1035_label(text: &str) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > LABEL_LENGTH {
        messages.push(at_most(LABEL_LENGTH).into());
    }
    if !is_label(text.as_bytes()) || text.starts_with(|first: char| first.is_ascii_digit()) {
        messages.push(shape(LABEL_1035_RULE, LABEL_1035, &["my-name", "abc-123"]));
    }
    messages
}

/// `generateName` may end in a dash that a suffix will follow.
/// Upstream: maskTrailingDash, apimachinery/pkg/api/validation/generic.go, which drops two characters.
pub fn mask_trailing_dash(text: &str) -> String {
    let mut characters = text.chars();
    if text.len() > 1 && characters.next_back() == Some('-') {
        characters.next_back();
        return format!("{}a", characters.as_str());
    }
    text.to_owned()
}
