//! An image whose tag is `latest` or missing.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "untagged-image",
    severity: Severity::Advice,
    why: "An image without a tag, or with `latest`, is pulled at every start and may differ between replicas.",
    page: api::markdown!("untagged-image"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    site.containers()
        .filter_map(|container| {
            let image = container.container.image.as_deref().unwrap_or_default();
            let moving =
                !image.is_empty() && !image.contains('@') && matches!(tag(image), None | Some("latest"));
            moving.then(|| Found {
                field: site.container_field(&container, "image"),
                message: format!("`{image}` means whatever `latest` is today, and is pulled at every start."),
                fix: "Name a version, or a digest.".to_owned(),
            })
        })
        .collect()
}

/// The text behind the last colon, unless that colon belongs to a registry's port.
fn tag(image: &str) -> Option<&str> {
    image.rsplit_once(':').map(|(_, tag)| tag).filter(|tag| !tag.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn a_port_is_no_tag() {
        assert_eq!(tag("registry:5000/app"), None);
        assert_eq!(tag("registry:5000/app:1.0"), Some("1.0"));
    }
}
