//! A deadline on a Pod that is meant to run on.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::Object;

pub(super) static LINT: Lint = Lint {
    name: "pod-deadline",
    severity: Severity::Advice,
    why: "`activeDeadlineSeconds` counts from the Pod's start and does not stop when it runs well.",
    page: api::markdown!("pod-deadline"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let runs_on = !matches!(site.spec.restart_policy.as_deref(), Some("Never" | "OnFailure"));
    match (site.object, site.spec.active_deadline_seconds) {
        (Object::Pod(_), Some(seconds)) if runs_on => vec![Found {
            field: site.field("activeDeadlineSeconds"),
            message: format!("After {seconds} s the whole Pod is killed, running well or not."),
            fix: "To bound an init container, bound its own loop: `timeout`, or a counter with `exit 1`."
                .to_owned(),
        }],
        _ => Vec::new(),
    }
}
