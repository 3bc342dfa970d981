//! Identifiers, keys, ports and other short texts that are not DNS names.

use super::dns::SUBDOMAIN_LENGTH;
use super::{EMPTY, at_most, range, shape};
use crate::rule::rule;
use crate::volumes::paths::VOLUME_PATH;
use crate::{Detail, Rule};

pub(crate) static PORT_NUMBER: Rule = rule!("port-number", Invalid "ort" "must be between 1 and 65535");

/// Upstream: IsCIdentifier.
pub fn c_identifier(text: &str) -> Vec<Detail> {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let is_fine = match text.as_bytes() {
        [first, rest @ ..] => {
            is_start(*first) && rest.iter().all(|byte| is_start(*byte) || byte.is_ascii_digit())
        }
        [] => false,
    };
    if is_fine {
        return Vec::new();
    }
    vec![shape(
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
        "[A-Za-z_][A-Za-z0-9_]*",
        &["my_name", "MY_NAME", "MyName"],
    )]
}

/// An environment variable's name as it was before its relaxation. Upstream: IsEnvVarName.
pub fn env_name(text: &str) -> Vec<Detail> {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.' | b'_');
    let is_fine = match text.as_bytes() {
        [first, rest @ ..] => {
            is_start(*first) && rest.iter().all(|byte| is_start(*byte) || byte.is_ascii_digit())
        }
        [] => false,
    };
    let mut messages = Vec::new();
    if !is_fine {
        messages.push(shape(
            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            &["my.env-name", "MY_ENV.NAME", "MyEnvName1"],
        ));
    }
    messages.extend(dot_prefix(text));
    messages
}

/// An environment variable's name. Upstream: IsRelaxedEnvVarName.
pub fn env_name_relaxed(text: &str) -> Vec<Detail> {
    if text.is_empty() {
        return vec![format!("environment variable name {EMPTY}").into()];
    }
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'=') {
        return Vec::new();
    }
    vec![
        "a valid environment variable name must consist only of printable ASCII characters other than '='"
            .into(),
    ]
}

/// A key of a ConfigMap or a Secret. Upstream: IsConfigMapKey.
pub fn config_map_key(text: &str) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > SUBDOMAIN_LENGTH {
        messages.push(at_most(SUBDOMAIN_LENGTH).into());
    }
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if text.is_empty() || !text.bytes().all(is_fine) {
        messages.push(shape(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+",
            &["key.name", "KEY_NAME", "key-name"],
        ));
    }
    messages.extend(dot_prefix(text));
    messages
}

/// Keys become files of volumes. Upstream: hasChDirPrefix.
fn dot_prefix(text: &str) -> Option<Detail> {
    match text {
        "." => Some("must not be '.'".into()),
        ".." => Some("must not be '..'".into()),
        _ => text.starts_with("..").then(|| VOLUME_PATH.says("must not start with '..'")),
    }
}

/// Upstream: IsValidPortNum.
pub fn port_number(port: i64) -> Option<Detail> {
    (!(1..=65535).contains(&port)).then(|| PORT_NUMBER.says(range(1, 65535)))
}

/// Upstream: IsValidPortName.
pub fn port_name(text: &str) -> Vec<Detail> {
    let mut messages = Vec::new();
    if text.len() > 15 {
        messages.push(at_most(15).into());
    }
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if text.is_empty() || !text.bytes().all(is_fine) {
        messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".into());
    }
    if !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        messages.push("must contain at least one letter (a-z)".into());
    }
    if text.as_bytes().windows(2).any(|two| two == b"--") {
        messages.push("must not contain consecutive hyphens".into());
    }
    if text.starts_with('-') || text.ends_with('-') {
        messages.push("must not begin or end with a hyphen".into());
    }
    messages
}

/// `25%`. Upstream: IsValidPercent.
pub fn percent(text: &str) -> Vec<Detail> {
    let digits = text.strip_suffix('%').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    vec![shape(
        "a valid percent string must be a numeric string followed by an ending '%'",
        "[0-9]+%",
        &["1%", "93%"],
    )]
}

/// Upstream: IsHTTPHeaderName.
pub fn http_header_name(text: &str) -> Vec<Detail> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Vec::new();
    }
    vec![shape(
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "[-A-Za-z0-9]+",
        &["X-Header-Name"],
    )]
}

/// A name that can be a segment of a URL. Upstream: IsPathSegmentName.
pub fn path_segment(text: &str) -> Vec<Detail> {
    if matches!(text, "." | "..") {
        return vec![format!("may not be '{text}'").into()];
    }
    ["/", "%"]
        .iter()
        .filter(|part| text.contains(**part))
        .map(|part| format!("may not contain '{part}'").into())
        .collect()
}
