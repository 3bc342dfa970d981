//! `securityContext.sysctls`. Upstream: validateSysctls and ValidateHostSysctl, pkg/apis/core/validation/validation.go;
//! GetNamespace, staging/src/k8s.io/component-helpers/node/util/sysctl/namespace.go.

use std::collections::BTreeSet;

use api::FieldPath;
use k8s_openapi::api::core::v1::PodSecurityContext;

use crate::Errors;
use crate::site::{PodSite, items};

const LONGEST: usize = 253;
const PATTERN: &str = r"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

/// Parameters of the IPC namespace beside those below `fs.mqueue`.
const IPC_NAMES: [&str; 10] = [
    "kernel.msg",
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shm",
    "kernel.shm_rmid_forced",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
];

pub(super) fn check(
    context: &PodSecurityContext,
    path: &FieldPath<'_>,
    site: &PodSite<'_>,
    errors: &mut Errors,
) {
    let mut seen = BTreeSet::new();
    for (path, sysctl) in items(context.sysctls.as_ref(), path) {
        let path = path.field("name");
        let name = sysctl.name.as_str();
        if name.is_empty() {
            errors.required(&path, "");
        } else if !is_name(name) {
            let detail = format!("must have at most {LONGEST} characters and match regex {PATTERN}");
            errors.invalid(&path, name, detail);
        } else if seen.contains(name) {
            errors.duplicate(&path, name);
        }
        if site.host_network() && is_of_network(name) {
            errors.invalid(&path, name, "may not be specified when 'hostNetwork' is true");
        } else if site.spec.host_ipc == Some(true) && is_of_ipc(name) {
            errors.invalid(&path, name, "may not be specified when 'hostIPC' is true");
        }
        seen.insert(name);
    }
}

fn is_name(name: &str) -> bool {
    let is_edge = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_segment = |segment: &str| match segment.as_bytes() {
        [] => false,
        [only] => is_edge(only),
        [first, middle @ .., last] => {
            is_edge(first)
                && is_edge(last)
                && middle.iter().all(|byte| is_edge(byte) || matches!(byte, b'-' | b'_'))
        }
    };
    name.len() <= LONGEST && name.split(['.', '/']).all(is_segment)
}

/// Slashes part names as dots do; where both occur, the first one decides which is which.
fn with_dots(name: &str) -> String {
    match name.find(['.', '/']).and_then(|at| name.as_bytes().get(at)) {
        Some(b'/') => {
            let swap = |character| match character {
                '/' => '.',
                '.' => '/',
                other => other,
            };
            name.chars().map(swap).collect()
        }
        _ => name.to_owned(),
    }
}

fn is_of_network(name: &str) -> bool {
    with_dots(name).starts_with("net.")
}

fn is_of_ipc(name: &str) -> bool {
    let name = with_dots(name);
    // The text before a wildcard.
    let name = name.split_once('*').map_or(name.as_str(), |(start, _)| start);
    IPC_NAMES.contains(&name) || name.starts_with("fs.mqueue.")
}
