//! `windowsOptions` of a Pod or a container.
//! Upstream: validateWindowsSecurityContextOptions, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::WindowsSecurityContextOptions;

use crate::bad_value::word;
use crate::{Errors, names};

const LONGEST_CREDENTIAL_SPEC_KIB: usize = 64;
const LONGEST_DOMAIN: usize = 256;
const LONGEST_USER: usize = 104;

pub(crate) fn check(options: &WindowsSecurityContextOptions, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(name) = &options.gmsa_credential_spec_name {
        for message in names::dns_subdomain(name) {
            errors.invalid(&path.field("gmsaCredentialSpecName"), word(name), message);
        }
    }
    if let Some(spec) = &options.gmsa_credential_spec {
        let path = path.field("gmsaCredentialSpec");
        if spec.is_empty() {
            errors.invalid(&path, word(spec), "gmsaCredentialSpec cannot be an empty string");
        } else if spec.len() > LONGEST_CREDENTIAL_SPEC_KIB * 1024 {
            let detail = format!("gmsaCredentialSpec size must be under {LONGEST_CREDENTIAL_SPEC_KIB} KiB");
            errors.invalid(&path, word(spec), detail);
        }
    }
    if let Some(name) = &options.run_as_user_name {
        for complaint in user_name(name) {
            errors.invalid(&path.field("runAsUserName"), word(name), complaint);
        }
    }
}

/// `DOMAIN\User` or `User`.
fn user_name(name: &str) -> Vec<String> {
    let only = |complaint: &str| vec![complaint.to_owned()];
    if name.is_empty() {
        return only("runAsUserName cannot be an empty string");
    }
    if name.bytes().any(|byte| byte.is_ascii_control()) {
        return only("runAsUserName cannot contain control characters");
    }
    let mut parts = name.split('\\');
    let (domain, user) = match (parts.next(), parts.next(), parts.next()) {
        (Some(domain), Some(user), None) => (Some(domain), user),
        (Some(user), None, _) => (None, user),
        _ => return only("runAsUserName cannot contain more than one backslash"),
    };
    let mut complaints = Vec::new();
    if let Some(domain) = domain {
        if domain.len() >= LONGEST_DOMAIN {
            complaints
                .push(format!("runAsUserName's Domain length must be under {LONGEST_DOMAIN} characters"));
        }
        if !is_net_bios(domain) && !domain.split('.').all(is_dns_part) {
            complaints.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format".to_owned());
        }
    }
    if user.is_empty() {
        complaints.push("runAsUserName's User cannot be empty".to_owned());
    } else if user.len() > LONGEST_USER {
        complaints
            .push(format!("runAsUserName's User length must not be longer than {LONGEST_USER} characters"));
    }
    if !user.is_empty() && user.bytes().all(|byte| matches!(byte, b'.' | b' ')) {
        complaints.push("runAsUserName's User cannot contain only periods or spaces".to_owned());
    }
    if user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']']) {
        let complaint = "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        complaints.push(complaint.to_owned());
    }
    complaints
}

/// Up to 15 characters, the first not a period.
fn is_net_bios(domain: &str) -> bool {
    let length = domain.chars().count();
    (1..=15).contains(&length)
        && !domain.starts_with('.')
        && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
}

fn is_dns_part(part: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    part.len() <= 63 && names::bounded(part.as_bytes(), |byte| byte.is_ascii_alphanumeric(), is_inner)
}
