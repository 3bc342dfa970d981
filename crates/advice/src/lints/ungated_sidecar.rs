//! A sidecar without a startup probe or `postStart` hook, followed by another init container.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::ContainerKind;

pub(super) static LINT: Lint = Lint {
    name: "ungated-sidecar",
    severity: Severity::Advice,
    why: "The next container starts as soon as the sidecar's process exists, not when it can serve.",
    page: api::markdown!("ungated-sidecar"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let init: Vec<_> = site.containers().filter(|container| container.kind != ContainerKind::App).collect();
    init.iter()
        .zip(init.iter().skip(1))
        .filter(|(sidecar, next)| {
            let hook =
                sidecar.container.lifecycle.as_ref().is_some_and(|lifecycle| lifecycle.post_start.is_some());
            sidecar.kind == ContainerKind::Sidecar
                && next.kind == ContainerKind::Init
                && sidecar.container.startup_probe.is_none()
                && !hook
        })
        .map(|(sidecar, next)| Found {
            field: site.container_field(sidecar, "name"),
            message: format!(
                "`{}` may start before `{}` accepts connections{}.",
                next.container.name,
                sidecar.container.name,
                if sidecar.container.readiness_probe.is_some() {
                    "; its readinessProbe does not hold it back"
                } else {
                    ""
                },
            ),
            fix: "Add a `startupProbe`, if the next container needs the sidecar.".to_owned(),
        })
        .collect()
}
