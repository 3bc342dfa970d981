//! `lifecycle`. Upstream: validateLifecycle, pkg/apis/core/validation/validation.go.

use api::FieldPath;

use super::handler;
use crate::Errors;
use crate::bad_value::word;
use crate::site::ContainerSite;

/// Sorted as the server lists them.
pub const LINUX_SIGNALS: [&str; 65] = [
    "SIGABRT",
    "SIGALRM",
    "SIGBUS",
    "SIGCHLD",
    "SIGCLD",
    "SIGCONT",
    "SIGFPE",
    "SIGHUP",
    "SIGILL",
    "SIGINT",
    "SIGIO",
    "SIGIOT",
    "SIGKILL",
    "SIGPIPE",
    "SIGPOLL",
    "SIGPROF",
    "SIGPWR",
    "SIGQUIT",
    "SIGRTMAX",
    "SIGRTMAX-1",
    "SIGRTMAX-10",
    "SIGRTMAX-11",
    "SIGRTMAX-12",
    "SIGRTMAX-13",
    "SIGRTMAX-14",
    "SIGRTMAX-2",
    "SIGRTMAX-3",
    "SIGRTMAX-4",
    "SIGRTMAX-5",
    "SIGRTMAX-6",
    "SIGRTMAX-7",
    "SIGRTMAX-8",
    "SIGRTMAX-9",
    "SIGRTMIN",
    "SIGRTMIN+1",
    "SIGRTMIN+10",
    "SIGRTMIN+11",
    "SIGRTMIN+12",
    "SIGRTMIN+13",
    "SIGRTMIN+14",
    "SIGRTMIN+15",
    "SIGRTMIN+2",
    "SIGRTMIN+3",
    "SIGRTMIN+4",
    "SIGRTMIN+5",
    "SIGRTMIN+6",
    "SIGRTMIN+7",
    "SIGRTMIN+8",
    "SIGRTMIN+9",
    "SIGSEGV",
    "SIGSTKFLT",
    "SIGSTOP",
    "SIGSYS",
    "SIGTERM",
    "SIGTRAP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGUSR1",
    "SIGUSR2",
    "SIGVTALRM",
    "SIGWINCH",
    "SIGXCPU",
    "SIGXFSZ",
];

const WINDOWS_SIGNALS: [&str; 2] = ["SIGKILL", "SIGTERM"];

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let Some(lifecycle) = &site.container.lifecycle else { return };
    let path = site.path.field("lifecycle");
    if let Some(hook) = &lifecycle.post_start {
        handler::check(site, &hook.into(), &path.field("postStart"), errors);
    }
    if let Some(hook) = &lifecycle.pre_stop {
        handler::check(site, &hook.into(), &path.field("preStop"), errors);
    }
    if let Some(signal) = &lifecycle.stop_signal {
        check_stop_signal(site, signal, &path.field("stopSignal"), errors);
    }
}

/// Upstream: validateStopSignal.
fn check_stop_signal(site: &ContainerSite<'_>, signal: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let supported = match site.pod.os() {
        None => {
            return errors.forbidden(path, "may not be set for containers with empty `spec.os.name`");
        }
        Some("windows") => &WINDOWS_SIGNALS[..],
        Some("linux") => &LINUX_SIGNALS[..],
        Some(_) => return,
    };
    if !supported.contains(&signal) {
        errors.not_supported(path, word(signal), supported);
    }
}
