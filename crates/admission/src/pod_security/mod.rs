//! Pod security levels, chosen by labels of the namespace. Upstream: staging/src/k8s.io/pod-security-admission.

mod app_armor;
mod capabilities;
mod host;
mod policy;
mod privileges;
mod proc_mount;
mod run_as;
mod se_linux;
mod seccomp;
mod site;
mod sysctls;
mod volumes;

pub use policy::{Level, Policy};

use crate::Word;
use crate::surroundings::Surroundings;
use k8s_openapi::api::core::v1::Pod;
use site::Site;

/// One control's complaint: a reason, and the change that is needed.
struct Complaint {
    reason: String,
    detail: String,
}

impl Complaint {
    fn new(reason: &str, detail: String) -> Complaint {
        Complaint { reason: reason.to_owned(), detail }
    }
}

/// Checks a Pod against the level that the namespace enforces.
pub(crate) fn check(pod: &Pod, around: &Surroundings) -> Result<(), String> {
    let policy = Policy::enforced(&around.namespace_labels);
    match violations(pod, policy) {
        None => Ok(()),
        Some(violations) => Err(format!("{} \"{policy}\": {violations}", Word::ViolatesPodSecurity)),
    }
}

/// The warning about a Pod or a workload's template, by the level that the namespace warns of.
pub fn warning(pod: &Pod, around: &Surroundings) -> Option<String> {
    let policy = Policy::warned(&around.namespace_labels);
    Some(format!("{} \"{policy}\": {}", Word::WouldViolatePodSecurity, violations(pod, policy)?))
}

/// All complaints: those of the baseline first, each list in the order of the controls' names.
fn violations(pod: &Pod, policy: Policy) -> Option<String> {
    type Control = fn(&Site<'_>, Policy) -> Option<Complaint>;
    let strict = policy.level == Level::Restricted;
    let site = Site::of(pod)?;
    // A control that the restricted level checks more strictly is not checked twice.
    let baseline: [(bool, Control); 12] = [
        (true, app_armor::check),
        (!strict || !policy.since(22), capabilities::baseline),
        (true, host::namespaces),
        (!strict, host::paths),
        (true, host::ports),
        (policy.since(34), host::probes),
        (true, privileges::privileged),
        (!strict || !policy.since(35), proc_mount::baseline),
        (true, se_linux::check),
        (!strict || !policy.since(19), seccomp::baseline),
        (true, sysctls::check),
        (true, privileges::host_process),
    ];
    let restricted: [(bool, Control); 7] = [
        (policy.since(8), privileges::escalation),
        (policy.since(22), capabilities::restricted),
        (policy.since(35), proc_mount::restricted),
        (true, volumes::check),
        (true, run_as::non_root),
        (policy.since(23), run_as::user),
        (policy.since(19), seccomp::restricted),
    ];
    let level = |on: bool| on && policy.level != Level::Privileged;
    let controls =
        baseline.into_iter().chain(restricted.into_iter().map(|(on, control)| (on && strict, control)));
    let complaints: Vec<String> = controls
        .filter(|(on, _)| level(*on))
        .filter_map(|(_, control)| control(&site, policy))
        .map(|complaint| match complaint.detail.as_str() {
            "" => complaint.reason,
            detail => format!("{} ({detail})", complaint.reason),
        })
        .collect();
    (!complaints.is_empty()).then(|| complaints.join(", "))
}
