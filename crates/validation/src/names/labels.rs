//! Label keys ("qualified names") and label values.
//! Upstream: apimachinery/pkg/api/validate/content/kube.go.

use api::{Change, Kubernetes};

use super::dns::{SUBDOMAIN_LENGTH, subdomain_shape};
use super::{EMPTY, bounded, pattern};
use crate::rule::rule;
use crate::{Detail, Rule};

pub(crate) static LABEL_KEY: Rule = rule!(
    "label-key",
    Invalid "" "name part must",
    Invalid "" "prefix part",
    Invalid "" "a valid label key",
    Invalid "" "a qualified name must consist"
);

pub(crate) static LABEL_VALUE: Rule = rule!("label-value", Invalid "" "a valid label must be");

const NAME: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const NAME_RULE: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_EXAMPLES: [&str; 3] = ["MyName", "my.name", "123-abc"];
const VALUE: &str = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
const VALUE_RULE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LENGTH: usize = 63;

fn is_name(text: &str) -> bool {
    bounded(
        text.as_bytes(),
        |byte| byte.is_ascii_alphanumeric(),
        |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
    )
}

fn at_most(length: usize, kubernetes: &Kubernetes) -> String {
    let unit = if kubernetes.has(Change::LabelKeyWording) { "bytes" } else { "characters" };
    format!("must be no more than {length} {unit}")
}

/// `name` or `prefix/name`: keys of labels and annotations, finalizers, resource names.
/// Upstream: IsLabelKey, in older releases IsQualifiedName.
pub fn label_key(text: &str, kubernetes: &Kubernetes) -> Vec<Detail> {
    let mut messages = Vec::new();
    // Keys are short: looking at their bytes one by one is faster than what `split` does.
    let slash = text.bytes().position(|byte| byte == b'/');
    let name = match slash.and_then(|slash| Some((text.get(..slash)?, text.get(slash + 1..)?))) {
        None => text,
        Some((_, name)) if name.contains('/') => return vec![too_many_parts(kubernetes)],
        Some((prefix, name)) => {
            check_prefix(prefix, kubernetes, &mut messages);
            name
        }
    };
    if name.is_empty() {
        messages.push(LABEL_KEY.says(format!("name part {EMPTY}")));
    } else if name.len() > LENGTH {
        messages.push(LABEL_KEY.says(format!("name part {}", at_most(LENGTH, kubernetes))));
    }
    if !is_name(name) {
        messages.push(LABEL_KEY.says(format!("name part {}", pattern(NAME_RULE, NAME, &NAME_EXAMPLES))));
    }
    messages
}

fn check_prefix(prefix: &str, kubernetes: &Kubernetes, messages: &mut Vec<Detail>) {
    if prefix.is_empty() {
        messages.push(LABEL_KEY.says(format!("prefix part {EMPTY}")));
        return;
    }
    if prefix.len() > SUBDOMAIN_LENGTH {
        messages.push(LABEL_KEY.says(format!("prefix part {}", at_most(SUBDOMAIN_LENGTH, kubernetes))));
    }
    messages.extend(subdomain_shape(prefix).map(|message| message.behind("prefix part ")));
}

fn too_many_parts(kubernetes: &Kubernetes) -> Detail {
    let subject =
        if kubernetes.has(Change::LabelKeyWording) { "a valid label key" } else { "a qualified name" };
    let rule = pattern(NAME_RULE, NAME, &NAME_EXAMPLES);
    LABEL_KEY.says(format!(
        "{subject} {rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    ))
}

/// The value of a label. Upstream: IsLabelValue.
pub fn label_value(text: &str, kubernetes: &Kubernetes) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > LENGTH {
        messages.push(at_most(LENGTH, kubernetes).into());
    }
    if !text.is_empty() && !is_name(text) {
        messages.push(LABEL_VALUE.says(pattern(VALUE_RULE, VALUE, &["MyValue", "my_value", "12345"])));
    }
    messages
}

/// A label key whose prefix is not optional; nothing is said of an empty text.
/// Upstream: IsDomainPrefixedKey.
pub fn domain_prefixed_key(text: &str, kubernetes: &Kubernetes) -> Vec<Detail> {
    let messages = label_key(text, kubernetes);
    if messages.is_empty() && !text.contains('/') {
        return vec!["must be a domain-prefixed key (such as \"acme.io/foo\")".into()];
    }
    messages
}
