//! A Job with several app containers.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::{ContainerKind, Object};

pub(super) static LINT: Lint = Lint {
    name: "job-with-helper",
    severity: Severity::Advice,
    why: "A Pod with restartPolicy Never or OnFailure ends only when all of its app containers have ended.",
    page: api::markdown!("job-with-helper"),
    find,
};

/// Programs that run until they are told to stop, by a part of the image's last name.
const HELPERS: [&str; 10] =
    ["envoy", "proxy", "fluent", "filebeat", "vault", "otel", "collector", "agent", "daprd", "promtail"];

fn find(site: &Site<'_>) -> Vec<Found> {
    if !matches!(site.object, Object::Job(_) | Object::CronJob(_)) {
        return Vec::new();
    }
    let apps: Vec<_> = site.containers().filter(|container| container.kind == ContainerKind::App).collect();
    if apps.len() < 2 {
        return Vec::new();
    }
    apps.iter()
        .filter(|container| {
            let image = container.container.image.as_deref().unwrap_or_default();
            let program = image.rsplit('/').next().unwrap_or_default();
            HELPERS.iter().any(|helper| program.contains(helper))
        })
        .map(|container| Found {
            field: site.container_field(container, "name"),
            message: format!("The Job ends only when `{}` has ended too.", container.container.name),
            fix: "Move it to `initContainers` with `restartPolicy: Always`: a sidecar is stopped when the others are done."
                .to_owned(),
        })
        .collect()
}
