//! `envFrom`. Upstream: ValidateEnvFrom, pkg/apis/core/validation/validation.go.

use api::FieldPath;

use super::env;
use crate::site::{ContainerSite, items, text};
use crate::{Errors, names};

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let list = site.path.field("envFrom");
    for (path, source) in items(site.container.env_from.as_ref(), &list) {
        let prefix = text(source.prefix.as_ref());
        if !prefix.is_empty() {
            env::check_name(prefix, &path.field("prefix"), &site.pod.context, errors);
        }
        if let Some(config_map) = &source.config_map_ref {
            check_reference(&config_map.name, &path.field("configMapRef"), errors);
        }
        if let Some(secret) = &source.secret_ref {
            check_reference(&secret.name, &path.field("secretRef"), errors);
        }
        // These two name the list, not the item.
        match (&source.config_map_ref, &source.secret_ref) {
            (None, None) => errors.invalid(&list, "", "must specify one of: `configMapRef` or `secretRef`"),
            (Some(_), Some(_)) => {
                errors.invalid(&list, "", "may not have more than one field specified at a time");
            }
            _ => {}
        }
    }
}

/// The server takes the name for a prefix here, so that it may end in a dash.
fn check_reference(name: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let path = path.field("name");
    if name.is_empty() {
        errors.required(&path, "");
    } else {
        errors.invalid_each(&path, name, names::dns_subdomain(&names::mask_trailing_dash(name)));
    }
}
