//! Identifiers, keys, ports and other short texts that are not DNS names.

use super::dns::SUBDOMAIN_LENGTH;
use super::{EMPTY, at_most, pattern, range};

/// Upstream: IsCIdentifier.
pub fn c_identifier(text: &str) -> Vec<String> {
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
    vec![pattern(
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
        "[A-Za-z_][A-Za-z0-9_]*",
        &["my_name", "MY_NAME", "MyName"],
    )]
}

/// An environment variable's name as it was before its relaxation. Upstream: IsEnvVarName.
pub fn env_name(text: &str) -> Vec<String> {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.' | b'_');
    let is_fine = match text.as_bytes() {
        [first, rest @ ..] => {
            is_start(*first) && rest.iter().all(|byte| is_start(*byte) || byte.is_ascii_digit())
        }
        [] => false,
    };
    let mut messages = Vec::new();
    if !is_fine {
        messages.push(pattern(
            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            &["my.env-name", "MY_ENV.NAME", "MyEnvName1"],
        ));
    }
    messages.extend(dot_prefix(text));
    messages
}

/// An environment variable's name. Upstream: IsRelaxedEnvVarName.
pub fn env_name_relaxed(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec![format!("environment variable name {EMPTY}")];
    }
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'=') {
        return Vec::new();
    }
    vec![
        "a valid environment variable name must consist only of printable ASCII characters other than '='"
            .to_owned(),
    ]
}

/// A key of a ConfigMap or a Secret. Upstream: IsConfigMapKey.
pub fn config_map_key(text: &str) -> Vec<String> {
    let mut messages = Vec::new();
    if text.len() > SUBDOMAIN_LENGTH {
        messages.push(at_most(SUBDOMAIN_LENGTH));
    }
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if text.is_empty() || !text.bytes().all(is_fine) {
        messages.push(pattern(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+",
            &["key.name", "KEY_NAME", "key-name"],
        ));
    }
    messages.extend(dot_prefix(text));
    messages
}

/// Upstream: hasChDirPrefix.
fn dot_prefix(text: &str) -> Option<String> {
    match text {
        "." => Some("must not be '.'".to_owned()),
        ".." => Some("must not be '..'".to_owned()),
        _ => text.starts_with("..").then(|| "must not start with '..'".to_owned()),
    }
}

/// Upstream: IsValidPortNum.
pub fn port_number(port: i64) -> Option<String> {
    (!(1..=65535).contains(&port)).then(|| range(1, 65535))
}

/// Upstream: IsValidPortName.
pub fn port_name(text: &str) -> Vec<String> {
    let mut messages = Vec::new();
    if text.len() > 15 {
        messages.push(at_most(15));
    }
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if text.is_empty() || !text.bytes().all(is_fine) {
        messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    }
    if !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        messages.push("must contain at least one letter (a-z)".to_owned());
    }
    if text.as_bytes().windows(2).any(|two| two == b"--") {
        messages.push("must not contain consecutive hyphens".to_owned());
    }
    if text.starts_with('-') || text.ends_with('-') {
        messages.push("must not begin or end with a hyphen".to_owned());
    }
    messages
}

/// `25%`. Upstream: IsValidPercent.
pub fn percent(text: &str) -> Vec<String> {
    let digits = text.strip_suffix('%').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    vec![pattern(
        "a valid percent string must be a numeric string followed by an ending '%'",
        "[0-9]+%",
        &["1%", "93%"],
    )]
}

/// Upstream: IsHTTPHeaderName.
pub fn http_header_name(text: &str) -> Vec<String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Vec::new();
    }
    vec![pattern(
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "[-A-Za-z0-9]+",
        &["X-Header-Name"],
    )]
}

/// A name that can be a segment of a URL. Upstream: IsPathSegmentName.
pub fn path_segment(text: &str) -> Vec<String> {
    if matches!(text, "." | "..") {
        return vec![format!("may not be '{text}'")];
    }
    ["/", "%"]
        .iter()
        .filter(|part| text.contains(**part))
        .map(|part| format!("may not contain '{part}'"))
        .collect()
}
