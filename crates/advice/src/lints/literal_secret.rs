//! A password in clear text.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "literal-secret",
    severity: Severity::Advice,
    why: "A value in `env` can be read by everyone who may read the Pod, and stands in `kubectl describe`.",
    page: api::markdown!("literal-secret"),
    find,
};

const TELLING: [&str; 5] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY"];

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for container in site.containers() {
        for (index, env) in container.container.env.iter().flatten().enumerate() {
            let Some(value) = env.value.as_deref().filter(|value| !value.is_empty()) else { continue };
            let name = env.name.to_ascii_uppercase();
            let telling = TELLING.iter().any(|word| name.contains(word)) && !name.ends_with("_FILE");
            if telling || has_credentials(value) {
                found.push(Found {
                    field: site.container_field(&container, &format!("env[{index}].value")),
                    message: format!("`{}` looks like a secret in clear text.", env.name),
                    fix: "Keep it in a Secret: `valueFrom.secretKeyRef`.".to_owned(),
                });
            }
        }
    }
    found
}

/// `scheme://user:password@host`.
fn has_credentials(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}
