//! `runAsNonRoot` and `runAsUser`. Upstream: check_runAsNonRoot.go, check_runAsUser.go.

use super::site::{Site, containers, setters};
use super::{Complaint, Policy};

pub(super) fn non_root(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    const REASON: &str = "runAsNonRoot != true";
    if policy.since(35) && site.has_own_users() {
        return None;
    }
    let pod = site.context.and_then(|context| context.run_as_non_root);
    let own = |part: &super::site::Part<'_>| part.context.and_then(|context| context.run_as_non_root);
    let root = site.bad(|part| own(part) == Some(false));
    if let Some(setters) = setters(pod == Some(false), &root) {
        return Some(Complaint::new(
            REASON,
            format!("{setters} must not set securityContext.runAsNonRoot=false"),
        ));
    }
    let silent = site.bad(|part| own(part).is_none());
    if silent.is_empty() || pod == Some(true) {
        return None;
    }
    Some(Complaint::new(
        REASON,
        format!("pod or {} must set securityContext.runAsNonRoot=true", containers(&silent)),
    ))
}

pub(super) fn user(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if policy.since(35) && site.has_own_users() {
        return None;
    }
    let pod = site.context.is_some_and(|context| context.run_as_user == Some(0));
    let bad = site.bad(|part| part.context.is_some_and(|context| context.run_as_user == Some(0)));
    Some(Complaint::new("runAsUser=0", format!("{} must not set runAsUser=0", setters(pod, &bad)?)))
}
