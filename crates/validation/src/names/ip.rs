//! IP addresses, read as Go's old parser reads them (leading zeros are fine) and as its strict one does.
//! Upstream: parseIP and GetWarningsForIP, apimachinery/pkg/util/validation/ip.go.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use api::features::Change;
use api::{FieldPath, Kubernetes};

/// The address in `text` as the API server has always read it; an IPv4 address mapped into IPv6 comes out as IPv4.
/// Upstream: ParseIPSloppy, k8s.io/utils/net.
pub fn ip_sloppy(text: &str) -> Option<IpAddr> {
    match text.find(['.', ':']).and_then(|at| text.as_bytes().get(at)) {
        Some(b'.') => ipv4(text).map(IpAddr::V4),
        Some(_) => ipv6(text).map(|address| address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4)),
        None => None,
    }
}

fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        *octet = number(parts.next()?, 10, 0xff).and_then(|value| u8::try_from(value).ok())?;
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

/// Up to eight groups, one `::`, at the end perhaps an IPv4 address; groups may have leading zeros.
fn ipv6(text: &str) -> Option<Ipv6Addr> {
    let Some((head, tail)) = text.split_once("::") else {
        let groups = groups(text)?;
        return <[u16; 8]>::try_from(groups).ok().map(Ipv6Addr::from);
    };
    let mut all = groups(head)?;
    let tail = groups(tail)?;
    // The gap stands for at least one group.
    let gap = 8usize.checked_sub(all.len() + tail.len()).filter(|gap| *gap > 0)?;
    all.extend(std::iter::repeat_n(0, gap));
    all.extend(tail);
    <[u16; 8]>::try_from(all).ok().map(Ipv6Addr::from)
}

fn groups(text: &str) -> Option<Vec<u16>> {
    let mut groups = Vec::with_capacity(8);
    if text.is_empty() {
        return Some(groups);
    }
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if part.contains('.') && parts.peek().is_none() {
            let [a, b, c, d] = ipv4(part)?.octets();
            groups.extend([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]);
        } else {
            groups.push(number(part, 16, 0xffff).and_then(|value| u16::try_from(value).ok())?);
        }
    }
    Some(groups)
}

fn number(text: &str, radix: u32, most: u32) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    text.chars().try_fold(0u32, |value, digit| {
        let value = value.checked_mul(radix)?.checked_add(digit.to_digit(radix)?)?;
        (value <= most).then_some(value)
    })
}

/// The objection of the strict reading to a text that the sloppy one takes; `None` when both agree.
pub fn ip_strict_complaint(text: &str) -> Option<&'static str> {
    match text.parse::<IpAddr>() {
        Err(_) => Some("must not have leading 0s"),
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => {
            Some("must not be an IPv4-mapped IPv6 address")
        }
        Ok(_) => None,
    }
}

/// The consequence of a form that is not the right one, as the release words it.
pub fn consequence(kubernetes: &Kubernetes) -> &'static str {
    if kubernetes.has(Change::NonStandardIpIsInvalid) {
        "is invalid"
    } else {
        "will be considered invalid in a future Kubernetes release"
    }
}

/// The warning about an address that was accepted though it is not in its one right form.
pub fn ip_warning(path: &FieldPath<'_>, text: &str, kubernetes: &Kubernetes) -> Option<String> {
    let address = ip_sloppy(text)?;
    if ip_strict_complaint(text).is_some() {
        let consequence = consequence(kubernetes);
        return Some(format!("{path}: non-standard IP address \"{text}\" {consequence}: use \"{address}\""));
    }
    let is_canonical = address.is_ipv4() || address.to_string() == text;
    (!is_canonical).then(|| {
        format!("{path}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{address}\")")
    })
}
