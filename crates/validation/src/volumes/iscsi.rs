//! `iscsi`. Upstream: validateISCSIVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{ISCSIVolumeSource, Volume};

use super::check_given;
use crate::{Errors, names};

/// The most bytes of a volume's name and its portal together.
const LONGEST: usize = 64;
const TOO_LONG: &str = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
const MALFORMED: &str = "must be valid format";
const UNKNOWN: &str = "must be valid format starting with iqn, eui, or naa";

pub(super) fn check(source: &ISCSIVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_source(source, UNKNOWN, path, errors);
}

/// That of a PersistentVolume. Upstream: validateISCSIPersistentVolumeSource.
pub(super) fn check_persistent(
    source: &ISCSIVolumeSource,
    volume: &str,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    if source.initiator_name.is_some() && volume.len() + 1 + source.target_portal.len() > LONGEST {
        errors.invalid(&path.field("targetportal"), &source.target_portal, TOO_LONG);
    }
    check_source(source, MALFORMED, path, errors);
}

/// `unknown` is said of a name of no known form.
fn check_source(
    source: &ISCSIVolumeSource,
    unknown: &'static str,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(&source.target_portal, &path.field("targetPortal"), errors);
    if source.iqn.is_empty() {
        errors.required(&path.field("iqn"), "");
    } else {
        check_qualified_name(&source.iqn, unknown, &path.field("iqn"), errors);
    }
    if !(0..=255).contains(&source.lun) {
        errors.invalid(&path.field("lun"), source.lun, names::range(0, 255));
    }
    let authenticates = source.chap_auth_discovery == Some(true) || source.chap_auth_session == Some(true);
    if authenticates && source.secret_ref.is_none() {
        errors.required(&path.field("secretRef"), "");
    }
    if let Some(initiator) = &source.initiator_name {
        check_qualified_name(initiator, unknown, &path.field("initiatorname"), errors);
    }
}

/// The initiator's name goes into paths of a limited length, with the volume's name and the portal.
pub(super) fn check_length(volume: &Volume, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(source) = &volume.iscsi else { return };
    let length = volume.name.len() + 1 + source.target_portal.len();
    if source.initiator_name.is_some() && length > LONGEST {
        errors.invalid(&path.field("name"), &volume.name, TOO_LONG);
    }
}

fn check_qualified_name(name: &str, unknown: &'static str, path: &FieldPath<'_>, errors: &mut Errors) {
    let is_valid = match name.get(..3) {
        Some("iqn") => is_iqn(name),
        Some("eui") => is_identifier(name, 16),
        Some("naa") => is_identifier(name, 32),
        _ => return errors.invalid(path, name, unknown),
    };
    if !is_valid {
        errors.invalid(path, name, MALFORMED);
    }
}

/// `eui.` or `naa.` and so many letters and digits; any character stands for the dot.
fn is_identifier(name: &str, length: usize) -> bool {
    let mut rest = name.chars().skip(3);
    rest.next().is_some_and(|dot| dot != '\n')
        && rest.clone().count() == length
        && rest.all(|character| character.is_ascii_alphanumeric())
}

/// Upstream's pattern is open at its start: `iqn\.\d{4}-\d{2}\.([[:alnum:]-.]+)(:[^,;*&$|\s]+)$`.
fn is_iqn(name: &str) -> bool {
    name.match_indices("iqn.").any(|(at, start)| {
        let rest = name.get(at + start.len()..).unwrap_or_default();
        let (Some(date), Some(rest)) = (rest.get(..8), rest.get(8..)) else { return false };
        let is_date = date.bytes().enumerate().all(|(index, byte)| match index {
            4 => byte == b'-',
            7 => byte == b'.',
            _ => byte.is_ascii_digit(),
        });
        let Some((authority, label)) = rest.split_once(':') else { return false };
        is_date
            && !authority.is_empty()
            && authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
            && !label.is_empty()
            && !label.contains([',', ';', '*', '&', '$', '|', '\t', '\n', '\u{c}', '\r', ' '])
    })
}
