//! The rules for a container in any of the three lists, in the server's order.
//! Upstream: validateContainerCommon, pkg/apis/core/validation/validation.go.

use super::{
    env, env_from, image, ports, resize_policy, resources, security_context, volume_devices, volume_mounts,
};
use crate::bad_value::word;
use crate::site::{ContainerSite, text};
use crate::{Errors, names};

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    check_name(site, errors);
    image::check(site, errors);
    check_termination_message_policy(site, errors);
    ports::check(site, errors);
    env::check(site, errors);
    env_from::check(site, errors);
    volume_mounts::check(site, errors);
    volume_devices::check(site, errors);
    check_image_pull_policy(site, errors);
    resources::check(site, errors);
    resize_policy::check(site, errors);
    security_context::check(site, errors);
}

fn check_name(site: &ContainerSite<'_>, errors: &mut Errors) {
    let path = site.path.field("name");
    if site.container.name.is_empty() {
        errors.required(&path, "");
    } else {
        errors.invalid_each(&path, &site.container.name, names::dns_label(&site.container.name));
    }
}

fn check_termination_message_policy(site: &ContainerSite<'_>, errors: &mut Errors) {
    let policy = text(site.container.termination_message_policy.as_ref());
    choice(site, "terminationMessagePolicy", policy, &["File", "FallbackToLogsOnError"], errors);
}

/// Upstream: validatePullPolicy.
fn check_image_pull_policy(site: &ContainerSite<'_>, errors: &mut Errors) {
    let policy = text(site.container.image_pull_policy.as_ref());
    choice(site, "imagePullPolicy", policy, &["Always", "IfNotPresent", "Never"], errors);
}

/// A field that must hold one of a few words.
fn choice(site: &ContainerSite<'_>, field: &str, value: &str, supported: &[&str], errors: &mut Errors) {
    let path = site.path.field(field);
    if value.is_empty() {
        errors.required(&path, "");
    } else if !supported.contains(&value) {
        errors.not_supported(&path, word(value), supported);
    }
}
