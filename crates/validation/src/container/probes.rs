//! `livenessProbe`, `readinessProbe` and `startupProbe`.
//! Upstream: validateLivenessProbe, validateReadinessProbe, validateStartupProbe, validateProbe,
//! pkg/apis/core/validation/validation.go.

use super::handler;
use crate::rule::rule;
use crate::site::{ContainerSite, ProbeSite};
use crate::{Errors, Rule};

pub(crate) static SUCCESS_THRESHOLD: Rule =
    rule!("success-threshold", Invalid ".successThreshold" "must be 1");

/// All three, in the server's order.
pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let container = site.container;
    if let Some(probe) = &container.liveness_probe {
        liveness(&ProbeSite { container: site, path: site.path.field("livenessProbe"), probe }, errors);
    }
    if let Some(probe) = &container.readiness_probe {
        readiness(&ProbeSite { container: site, path: site.path.field("readinessProbe"), probe }, errors);
    }
    if let Some(probe) = &container.startup_probe {
        startup(&ProbeSite { container: site, path: site.path.field("startupProbe"), probe }, errors);
    }
}

fn liveness(site: &ProbeSite<'_>, errors: &mut Errors) {
    common(site, errors);
    succeeds_once(site, errors);
}

/// An unready container is not stopped, so no grace period can belong to it.
fn readiness(site: &ProbeSite<'_>, errors: &mut Errors) {
    common(site, errors);
    if let Some(grace) = site.probe.termination_grace_period_seconds {
        let path = site.path.field("terminationGracePeriodSeconds");
        errors.invalid(&path, grace, "must not be set for readinessProbes");
    }
}

fn startup(site: &ProbeSite<'_>, errors: &mut Errors) {
    common(site, errors);
    succeeds_once(site, errors);
}

/// A container that answers once is alive, so `successThreshold` must be 1.
fn succeeds_once(site: &ProbeSite<'_>, errors: &mut Errors) {
    let threshold = site.probe.success_threshold.unwrap_or_default();
    if threshold != 1 {
        let path = site.path.field("successThreshold");
        errors.of(&SUCCESS_THRESHOLD).invalid(&path, threshold, "must be 1");
    }
}

fn common(site: &ProbeSite<'_>, errors: &mut Errors) {
    let probe = site.probe;
    handler::check(site.container, &probe.into(), &site.path, errors);
    let counts = [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ];
    for (field, count) in counts {
        if let Some(count) = count.filter(|count| *count < 0) {
            errors.invalid(&site.path.field(field), i64::from(count), "must be greater than or equal to 0");
        }
    }
    if let Some(grace) = probe.termination_grace_period_seconds.filter(|grace| *grace <= 0) {
        let path = site.path.field("terminationGracePeriodSeconds");
        errors.invalid(&path, grace, "must be greater than 0");
    }
}
