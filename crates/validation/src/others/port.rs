//! Ports by number or name. Upstream: ValidatePortNumOrName, pkg/apis/core/validation/validation.go.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::At;
use crate::bad_value::word;
use crate::{Errors, names};

pub(super) const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

pub(super) fn check_number(at: &At<'_>, errors: &mut Errors) {
    if let Some(message) = names::port_number(at.integer()) {
        errors.invalid(&at.path, at.integer(), message);
    }
}

pub(super) fn check_number_or_name(at: &At<'_>, errors: &mut Errors) {
    match at.int_or_string() {
        Some(IntOrString::String(name)) => errors.invalid_each(&at.path, &name, names::port_name(&name)),
        _ => check_number(at, errors),
    }
}

/// One of the known protocols; none is required to be there.
pub(super) fn check_protocol(at: &At<'_>, errors: &mut Errors) {
    match at.text() {
        "" => errors.required(&at.path, ""),
        known if PROTOCOLS.contains(&known) => {}
        other => errors.not_supported(&at.path, word(other), &PROTOCOLS),
    }
}
