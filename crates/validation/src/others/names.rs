//! Names that several kinds mention, and IP blocks.
//! Upstream: IsValidIPForLegacyField, IsValidCIDRForLegacyField, apimachinery/pkg/util/validation/ip.go; ValidateEndpointIP,
//! pkg/apis/core/validation/validation.go.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use api::{FieldPath, Gate};

use super::At;
use crate::site::Context;
use crate::{Errors, names};
use api::json::quote;

pub(super) const NOT_AN_ADDRESS: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const NOT_A_BLOCK: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/// A DNS subdomain, unless it is empty.
pub(super) fn check_subdomain(at: &At<'_>, errors: &mut Errors) {
    if !at.text().is_empty() {
        errors.invalid_each(&at.path, at.text(), names::dns_subdomain(at.text()));
    }
}

/// `*.example.com`. Upstream: IsWildcardDNS1123Subdomain.
pub(super) fn check_wildcard(host: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if host.len() > 253 {
        errors.invalid(path, host, "must be no more than 253 characters");
    }
    let is_fine =
        host.strip_prefix("*.").is_some_and(|rest| rest.len() > 253 || names::dns_subdomain(rest).is_empty());
    if !is_fine {
        errors.invalid(
            path,
            host,
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        );
    }
}

/// An address as old fields take it; whether it is one.
pub(super) fn check_address(
    text: &str,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) -> bool {
    if names::ip_sloppy(text).is_none() {
        errors.invalid(path, text, NOT_AN_ADDRESS);
        return false;
    }
    let complaint =
        names::ip_strict_complaint(text).filter(|_| context.enabled(Gate::StrictIPCIDRValidation));
    if let Some(complaint) = complaint {
        errors.invalid(path, text, complaint);
    }
    complaint.is_none()
}

/// An address that a Pod could have.
pub(super) fn check_of_endpoint(text: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(address) = names::ip_sloppy(text) else { return };
    let (local, multicast) = match address {
        IpAddr::V4(address) => (address.is_link_local(), matches!(address.octets(), [224, 0, 0, _])),
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            (first & 0xffc0 == 0xfe80, first & 0xff0f == 0xff02)
        }
    };
    if address.is_unspecified() {
        errors.invalid(path, text, format!("may not be unspecified ({text})"));
    }
    if address.is_loopback() {
        errors.invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if local {
        errors.invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if multicast {
        errors.invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}

/// A block of addresses: the first one, as a number of 128 bits of which the family's stand first, and how many are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    bits: u128,
    is_v4: bool,
    fixed: u32,
}

impl Block {
    /// As the API server has always read it.
    fn read(text: &str) -> Option<Block> {
        let (address, fixed) = text.split_once('/')?;
        if fixed.is_empty() || !fixed.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let is_mapped = address.contains(':');
        let (address, fixed) = (names::ip_sloppy(address)?, fixed.parse::<u32>().ok()?);
        let (bits, is_v4, fixed) = match address {
            // An address of 128 bits that stands for one of 32.
            IpAddr::V4(address) if is_mapped => {
                (u128::from(address.to_bits()) << 96, true, fixed.checked_sub(96)?)
            }
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, true, fixed),
            IpAddr::V6(address) => (address.to_bits(), false, fixed),
        };
        let most = if is_v4 { 32 } else { 128 };
        (fixed <= most).then_some(Block { bits, is_v4, fixed })
    }

    fn mask(self) -> u128 {
        u128::MAX.checked_shl(128 - self.fixed).unwrap_or_default()
    }

    /// The address without the bits behind the prefix, or with them.
    fn address(self, mask: u128) -> IpAddr {
        let bits = self.bits & mask;
        match u32::try_from(bits >> 96) {
            Ok(bits) if self.is_v4 => IpAddr::V4(Ipv4Addr::from_bits(bits)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        }
    }

    /// Whether another lies in it and is smaller.
    pub fn is_above(self, other: Block) -> bool {
        self.is_v4 == other.is_v4
            && self.fixed < other.fixed
            && self.bits & self.mask() == other.bits & other.mask() & self.mask()
    }
}

/// The warnings about a block that was accepted though it is not in its one right form.
/// Upstream: GetWarningsForCIDR.
pub(super) fn block_warnings(at: &At<'_>, consequence: &str) -> Vec<String> {
    let (path, text) = (&at.path, quote(at.text()));
    let Some(block) = Block::read(at.text()) else { return Vec::new() };
    let (address, fixed) = at.text().split_once('/').unwrap_or_default();
    let (whole, all) = (block.address(block.mask()), if block.is_v4 { 32 } else { 128 });
    let right = format!("{whole}/{}", block.fixed);
    let mut warnings = Vec::new();
    if block.bits & !block.mask() != 0 {
        let one = block.address(u128::MAX);
        warnings.push(format!(
            "{path}: CIDR value {text} is ambiguous in this context (should be \"{right}\" or \"{one}/{all}\"?)"
        ));
    }
    let is_padded = fixed.len() > 1 && fixed.starts_with('0');
    if is_padded || names::ip_strict_complaint(address).is_some() {
        warnings.push(format!("{path}: non-standard CIDR value {text} {consequence}: use \"{right}\""));
    }
    if warnings.is_empty() && !block.is_v4 && right != at.text() {
        warnings.push(format!(
            "{path}: IPv6 CIDR value {text} should be in RFC 5952 canonical format (\"{right}\")"
        ));
    }
    warnings
}

/// A block of addresses as old fields take it; the block, if it can be read at all.
pub(super) fn check_block(
    text: &str,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Option<Block> {
    let Some(block) = Block::read(text) else {
        errors.invalid(path, text, NOT_A_BLOCK);
        return None;
    };
    if context.enabled(Gate::StrictIPCIDRValidation) {
        let (address, fixed) = text.split_once('/').unwrap_or_default();
        let complaint = names::ip_strict_complaint(address);
        let padded = fixed.len() > 1 && fixed.starts_with('0');
        if padded || complaint.is_some_and(|complaint| complaint.contains("leading")) {
            errors.invalid(path, text, "must not have leading 0s in IP or prefix length");
        } else if complaint.is_some() {
            errors.invalid(path, text, "must not have an IPv4-mapped IPv6 address");
        } else if block.bits & !block.mask() != 0 {
            errors.invalid(path, text, "must not have bits set beyond the prefix length");
        }
    }
    Some(block)
}
