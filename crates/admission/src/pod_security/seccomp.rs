//! `securityContext.seccompProfile`. Upstream: check_seccompProfile_baseline.go, check_seccompProfile_restricted.go.

use super::site::{Part, Site, containers, quoted, set, setters};
use super::{Complaint, Policy};
use api::collections::sort_by;

const REASON: &str = "seccompProfile";

pub(super) fn baseline(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if policy.since(19) { explicit(site) } else { annotations(site) }
}

pub(super) fn restricted(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if site.is_windows() && policy.since(25) {
        return None;
    }
    if let Some(complaint) = explicit(site) {
        return Some(complaint);
    }
    let without = site.bad(|part| of_part(part).is_none());
    if without.is_empty() || of_pod(site).is_some() {
        return None;
    }
    let detail = format!(
        "pod or {} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
        containers(&without)
    );
    Some(Complaint::new(REASON, detail))
}

fn explicit(site: &Site<'_>) -> Option<Complaint> {
    let is_bad = |kind: &&str| !matches!(*kind, "Localhost" | "RuntimeDefault");
    let pod = of_pod(site).filter(is_bad);
    let bad = site.bad(|part| of_part(part).as_ref().is_some_and(is_bad));
    let setters = setters(pod.is_some(), &bad)?;
    let values = set(site.parts.iter().filter_map(of_part).filter(is_bad).chain(pod));
    let detail = format!("{setters} must not set securityContext.seccompProfile.type to {}", quoted(&values));
    Some(Complaint::new(REASON, detail))
}

/// The complaint about annotations, the only place for profiles before 1.19.
fn annotations(site: &Site<'_>) -> Option<Complaint> {
    let annotations = site.pod.metadata.annotations.as_ref()?;
    let pod = "seccomp.security.alpha.kubernetes.io/pod".to_owned();
    let parts = site.parts.iter();
    let keys = parts.map(|part| format!("container.seccomp.security.alpha.kubernetes.io/{}", part.name));
    let is_bad = |value: &str| {
        !matches!(value, "runtime/default" | "docker/default") && !value.starts_with("localhost/")
    };
    let mut forbidden: Vec<String> = std::iter::once(pod)
        .chain(keys)
        .filter_map(|key| Some((annotations.get(&key)?, key)))
        .filter(|(value, _)| is_bad(value))
        .map(|(value, key)| format!("{key}=\"{value}\""))
        .collect();
    sort_by(&mut forbidden, Ord::cmp);
    if forbidden.is_empty() {
        return None;
    }
    let word = super::site::plural("annotation", forbidden.len());
    Some(Complaint::new(REASON, format!("forbidden {word} {}", forbidden.join(", "))))
}

fn of_pod<'a>(site: &Site<'a>) -> Option<&'a str> {
    site.context?.seccomp_profile.as_ref().map(|profile| profile.type_.as_str())
}

fn of_part<'a>(part: &Part<'a>) -> Option<&'a str> {
    part.context?.seccomp_profile.as_ref().map(|profile| profile.type_.as_str())
}
