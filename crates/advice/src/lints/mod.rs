//! The lints, in the order in which their advice is shown. One file is one lint.

use crate::Severity::{self, Hint, Warning};
use crate::site::{Found, Site};

mod command_with_spaces;
mod endless_wait;
mod init_only_volume;
mod job_with_helper;
mod literal_secret;
mod long_pre_stop;
mod memory_volume;
mod no_requests;
mod numbered_names;
mod odd_quantity;
mod pod_deadline;
mod ungated_sidecar;
mod unknown_probe_port;
mod unmounted_volume;
mod untagged_image;

/// A lint: its stable name, how sure it is, why it exists, and how it looks.
pub(crate) struct Lint {
    pub name: &'static str,
    pub severity: Severity,
    pub why: &'static str,
    pub find: fn(&Site<'_>) -> Vec<Found>,
}

/// Every lint.
pub(crate) const ALL: &[Lint] = &[
    Lint {
        name: "untagged-image",
        severity: Warning,
        why: "An image without a tag, or with `latest`, is pulled at every start and may differ between replicas.",
        find: untagged_image::find,
    },
    Lint {
        name: "no-requests",
        severity: Warning,
        why: "The scheduler counts a container without requests as nothing, and the node kills its Pod first.",
        find: no_requests::find,
    },
    Lint {
        name: "memory-volume",
        severity: Warning,
        why: "A memory volume counts as memory of the containers that write to it, without an end.",
        find: memory_volume::find,
    },
    Lint {
        name: "odd-quantity",
        severity: Warning,
        why: "`m` means a thousandth, for bytes too.",
        find: odd_quantity::find,
    },
    Lint {
        name: "ungated-sidecar",
        severity: Warning,
        why: "The next container starts as soon as the sidecar's process exists, not when it can serve.",
        find: ungated_sidecar::find,
    },
    Lint {
        name: "pod-deadline",
        severity: Warning,
        why: "`activeDeadlineSeconds` counts from the Pod's start and does not stop when it runs well.",
        find: pod_deadline::find,
    },
    Lint {
        name: "numbered-names",
        severity: Hint,
        why: "The order of the list decides, not the names.",
        find: numbered_names::find,
    },
    Lint {
        name: "command-with-spaces",
        severity: Warning,
        why: "Without a shell, the first word of `command` is looked up as one file name, spaces included.",
        find: command_with_spaces::find,
    },
    Lint {
        name: "unmounted-volume",
        severity: Warning,
        why: "A volume that no container mounts does nothing, and may keep the Pod from starting.",
        find: unmounted_volume::find,
    },
    Lint {
        name: "init-only-volume",
        severity: Warning,
        why: "Only volumes are shared; what an init container writes elsewhere is lost when it ends.",
        find: init_only_volume::find,
    },
    Lint {
        name: "literal-secret",
        severity: Warning,
        why: "A value in `env` can be read by everyone who may read the Pod, and stands in `kubectl describe`.",
        find: literal_secret::find,
    },
    Lint {
        name: "unknown-probe-port",
        severity: Warning,
        why: "A probe that names no port of its container fails each time.",
        find: unknown_probe_port::find,
    },
    Lint {
        name: "long-pre-stop",
        severity: Warning,
        why: "The time of `preStop` is taken out of the grace period.",
        find: long_pre_stop::find,
    },
    Lint {
        name: "endless-wait",
        severity: Hint,
        why: "A wait without an end shows `Init:0/1` for ever, without any event.",
        find: endless_wait::find,
    },
    Lint {
        name: "job-with-helper",
        severity: Warning,
        why: "A Pod with restartPolicy Never or OnFailure ends only when all of its app containers have ended.",
        find: job_with_helper::find,
    },
];
