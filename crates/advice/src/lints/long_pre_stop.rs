//! A `preStop` sleep that is as long as the grace period.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "long-pre-stop",
    severity: Severity::Advice,
    why: "The time of `preStop` is taken out of the grace period.",
    page: api::markdown!("long-pre-stop"),
    find,
};

/// The API server's default for `terminationGracePeriodSeconds`.
const DEFAULT_GRACE: i64 = 30;

fn find(site: &Site<'_>) -> Vec<Found> {
    let grace = site.spec.termination_grace_period_seconds.unwrap_or(DEFAULT_GRACE);
    site.containers()
        .filter_map(|container| {
            let hook = container.container.lifecycle.as_ref()?.pre_stop.as_ref()?;
            let seconds = hook.sleep.as_ref()?.seconds;
            (seconds >= grace).then(|| Found {
                field: site.container_field(&container, "lifecycle.preStop.sleep.seconds"),
                message: format!("preStop sleeps {seconds} s, and the grace period is {grace} s."),
                fix: "Raise `terminationGracePeriodSeconds` above it.".to_owned(),
            })
        })
        .collect()
}
