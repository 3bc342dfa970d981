//! An app container of a Job that is always started again.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::{ContainerKind, Object, is_sidecar};

pub(super) static LINT: Lint = Lint {
    name: "endless-job",
    severity: Severity::Advice,
    why: "A Job's Pod is done when all of its app containers have ended, and this one is always started again.",
    page: api::markdown!("endless-job"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    if !matches!(site.object, Object::Job(_) | Object::CronJob(_)) {
        return Vec::new();
    }
    site.containers()
        .filter(|site| site.kind == ContainerKind::App && is_sidecar(site.container))
        .map(|container| Found {
            field: site.container_field(&container, "restartPolicy"),
            message: format!("The Job never completes: `{}` is restarted for ever.", container.container.name),
            fix: "Move it to `initContainers`: there `restartPolicy: Always` makes it a sidecar, which is stopped when the others are done."
                .to_owned(),
        })
        .collect()
}
