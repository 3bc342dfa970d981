//! The three lists of containers, and what is asked of all containers of a list together.
//! Upstream: validateContainers, validateInitContainers and validateEphemeralContainers,
//! pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::collections::gather;
use k8s_openapi::api::core::v1::{Container, EphemeralContainer};

use super::{common, host_ports, image, lifecycle, probes, resize_policy, restart_policy};
use crate::rule::rule;
use crate::site::{Claims, ContainerKind, ContainerSite, PodSite, Seen, Volumes, all, items, text};
use crate::{Errors, Rule};

pub(crate) static INIT_CONTAINER_PROBE: Rule = rule!(
    "init-container-probe",
    Forbidden "" "may not be set for init containers without restartPolicy=Always"
);

pub(crate) static DUPLICATE_CONTAINER: Rule = rule!("duplicate-container", Duplicate "ontainers.name" "");

/// Said where a whole object is looked at, by its kind.
pub(crate) static EPHEMERAL_CONTAINERS: Rule =
    rule!("ephemeral-containers", Forbidden ".ephemeralContainers" "");

/// `containers`.
pub(crate) fn check_app(pod: &PodSite<'_>, volumes: &Volumes<'_>, claims: &Claims<'_>, errors: &mut Errors) {
    let list = pod.path.field("containers");
    if pod.spec.containers.is_empty() {
        return errors.required(&list, "");
    }
    let mut names = Seen::default();
    for (path, container) in items(Some(&pod.spec.containers), &list) {
        let site = ContainerSite { pod, kind: ContainerKind::App, path, container, volumes, claims };
        common::check(&site, errors);
        if !names.insert(container.name.as_str()) {
            errors.of(&DUPLICATE_CONTAINER).duplicate(&path.field("name"), &container.name);
        }
        lifecycle::check(&site, errors);
        probes::check(&site, errors);
        restart_policy::check_app(&site, errors);
    }
    host_ports::check(&pod.spec.containers, &list, errors);
}

/// `initContainers`.
pub(crate) fn check_init(pod: &PodSite<'_>, volumes: &Volumes<'_>, claims: &Claims<'_>, errors: &mut Errors) {
    if pod.spec.init_containers.is_none() {
        return;
    }
    let list = pod.path.field("initContainers");
    let mut names = Seen::default();
    for container in &pod.spec.containers {
        names.insert(&container.name);
    }
    for (path, container) in items(pod.spec.init_containers.as_ref(), &list) {
        let site = ContainerSite { pod, kind: ContainerKind::Init, path, container, volumes, claims };
        common::check(&site, errors);
        restart_policy::check_init(&site, errors);
        if names.contains(container.name.as_str()) {
            errors.of(&DUPLICATE_CONTAINER).duplicate(&path.field("name"), &container.name);
        } else if !container.name.is_empty() {
            names.insert(&container.name);
        }
        host_ports::check(std::slice::from_ref(container), &list, errors);
        if site.is_sidecar() {
            lifecycle::check(&site, errors);
            probes::check(&site, errors);
        } else {
            forbid_probes_and_hooks(&site, errors);
        }
        resize_policy::check_init(&site, errors);
    }
}

/// An init container that runs to its end has nothing that could be probed or stopped.
fn forbid_probes_and_hooks(site: &ContainerSite<'_>, errors: &mut Errors) {
    let container = site.container;
    let fields = [
        ("lifecycle", container.lifecycle.is_some()),
        ("livenessProbe", container.liveness_probe.is_some()),
        ("readinessProbe", container.readiness_probe.is_some()),
        ("startupProbe", container.startup_probe.is_some()),
    ];
    for (field, _) in fields.into_iter().filter(|(_, given)| *given) {
        let detail = "may not be set for init containers without restartPolicy=Always";
        errors.of(&INIT_CONTAINER_PROBE).forbidden(&site.path.field(field), detail);
    }
}

/// `ephemeralContainers`. A create refuses them all, but only after having looked at them.
pub(crate) fn check_ephemeral(
    pod: &PodSite<'_>,
    volumes: &Volumes<'_>,
    claims: &Claims<'_>,
    errors: &mut Errors,
) {
    if pod.spec.ephemeral_containers.is_none() {
        return;
    }
    let list = pod.path.field("ephemeralContainers");
    let others = pod.spec.containers.iter().chain(all(pod.spec.init_containers.as_ref()));
    let others: BTreeSet<_> = gather(others.map(|container| container.name.as_str()));
    let mut names = others.clone();
    for (path, ephemeral) in items(pod.spec.ephemeral_containers.as_ref(), &list) {
        let container = &api::as_container(ephemeral);
        let site = ContainerSite { pod, kind: ContainerKind::Ephemeral, path, container, volumes, claims };
        common::check(&site, errors);
        image::check_whitespace_of(container, &path, errors);
        if !names.insert(ephemeral.name.as_str()) {
            errors.of(&DUPLICATE_CONTAINER).duplicate(&path.field("name"), &ephemeral.name);
        }
        check_target(&site, ephemeral, &others, errors);
        forbid_services(&site, errors);
    }
}

fn check_target(
    site: &ContainerSite<'_>,
    ephemeral: &EphemeralContainer,
    others: &BTreeSet<&str>,
    errors: &mut Errors,
) {
    let target = text(ephemeral.target_container_name.as_ref());
    if !target.is_empty() && !others.contains(target) {
        errors.not_found(&site.path.field("targetContainerName"), target);
    }
}

/// Nothing of the Pod may come to rely on a container for debugging. Upstream: validateFieldAllowList.
fn forbid_services(site: &ContainerSite<'_>, errors: &mut Errors) {
    const DETAIL: &str = "cannot be set for an Ephemeral Container";
    let Container { resources, .. } = site.container;
    let has_resources = resources.as_ref().is_some_and(|resources| {
        resources.limits.is_some() || resources.requests.is_some() || resources.claims.is_some()
    });
    let container = site.container;
    let fields = [
        ("ports", container.ports.is_some()),
        ("resources", has_resources),
        ("resizePolicy", container.resize_policy.is_some()),
        ("restartPolicy", container.restart_policy.is_some()),
        ("restartPolicyRules", container.restart_policy_rules.is_some()),
        ("livenessProbe", container.liveness_probe.is_some()),
        ("readinessProbe", container.readiness_probe.is_some()),
        ("startupProbe", container.startup_probe.is_some()),
        ("lifecycle", container.lifecycle.is_some()),
    ];
    for (field, _) in fields.into_iter().filter(|(_, given)| *given) {
        errors.forbidden(&site.path.field(field), DETAIL);
    }
    let list = site.path.field("volumeMounts");
    for (path, mount) in items(container.volume_mounts.as_ref(), &list) {
        if !text(mount.sub_path.as_ref()).is_empty() {
            errors.forbidden(&path.field("subPath"), DETAIL);
        }
        if !text(mount.sub_path_expr.as_ref()).is_empty() {
            errors.forbidden(&path.field("subPathExpr"), DETAIL);
        }
    }
}
