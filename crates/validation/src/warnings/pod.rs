//! The warnings about a Pod, in the server's order.
//! Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go.

use std::collections::BTreeSet;

use api::{Change, FieldPath};
use k8s_openapi::api::core::v1::{PodAffinityTerm, WeightedPodAffinityTerm};

use super::{Site, containers, node_labels, overlapping_paths, ports, volumes};
use crate::names;
use crate::site::{all, items, text};
use api::json::quote;

const DEPRECATED_ANNOTATIONS: [(&str, &str); 3] = [
    (
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead",
    ),
    ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    (
        "security.alpha.kubernetes.io/unsafe-sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
];

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    node_labels::check(site, warnings);
    check_annotations(site, warnings);
    volumes::check(site, warnings);
    overlapping_paths::check(site, warnings);
    check_duplicates(site, warnings);
    containers::check_overhead(site, warnings);
    containers::check(site, warnings);
    ports::check(site, warnings);
    if site.spec.termination_grace_period_seconds.is_some_and(|grace| grace < 0) {
        let path = site.path.field("spec");
        let path = path.field("terminationGracePeriodSeconds");
        warnings.push(format!("{path}: must be >= 0; negative values are invalid and will be treated as 1"));
    }
    check_affinity(site, warnings);
    check_addresses(site, warnings);
}

fn check_annotations(site: &Site<'_>, warnings: &mut Vec<String>) {
    let Some(annotations) = &site.metadata.annotations else { return };
    let path = site.path.field("metadata.annotations");
    for (key, message) in DEPRECATED_ANNOTATIONS {
        if annotations.contains_key(key) {
            warnings.push(format!("{}: {message}", path.key(key)));
        }
    }
}

fn check_duplicates(site: &Site<'_>, warnings: &mut Vec<String>) {
    let list = site.path.field("spec.hostAliases");
    let mut seen = BTreeSet::new();
    for (path, alias) in items(site.spec.host_aliases.as_ref(), &list) {
        if !seen.insert(&alias.ip) {
            warnings.push(format!("{}: duplicate ip {}", path.field("ip"), quote(&alias.ip)));
        }
    }
    let list = site.path.field("spec.imagePullSecrets");
    let mut seen = BTreeSet::new();
    for (path, secret) in items(site.spec.image_pull_secrets.as_ref(), &list) {
        if !seen.insert(&secret.name) {
            warnings.push(format!("{}: duplicate name {}", path.field("name"), quote(&secret.name)));
        }
    }
    for (path, _) in
        items(site.spec.image_pull_secrets.as_ref(), &list).filter(|(_, secret)| secret.name.is_empty())
    {
        warnings.push(format!("{}: invalid empty name \"\"", path.field("name")));
    }
}

fn check_affinity(site: &Site<'_>, warnings: &mut Vec<String>) {
    let Some(affinity) = &site.spec.affinity else { return };
    if let Some(affinity) = &affinity.pod_affinity {
        check_terms(
            affinity.required_during_scheduling_ignored_during_execution.as_ref(),
            affinity.preferred_during_scheduling_ignored_during_execution.as_ref(),
            &site.path.field("spec.affinity.podAffinity"),
            warnings,
        );
    }
    if let Some(affinity) = &affinity.pod_anti_affinity {
        check_terms(
            affinity.required_during_scheduling_ignored_during_execution.as_ref(),
            affinity.preferred_during_scheduling_ignored_during_execution.as_ref(),
            &site.path.field("spec.affinity.podAntiAffinity"),
            warnings,
        );
    }
}

fn check_terms(
    required: Option<&Vec<PodAffinityTerm>>,
    preferred: Option<&Vec<WeightedPodAffinityTerm>>,
    path: &FieldPath<'_>,
    warnings: &mut Vec<String>,
) {
    let list = path.field("requiredDuringSchedulingIgnoredDuringExecution");
    for (path, _) in items(required, &list).filter(|(_, term)| term.label_selector.is_none()) {
        warnings.push(format!(
            "{}: a null labelSelector results in matching no pod",
            path.field("labelSelector")
        ));
    }
    let list = path.field("preferredDuringSchedulingIgnoredDuringExecution");
    let terms = items(preferred, &list);
    for (path, _) in terms.filter(|(_, term)| term.pod_affinity_term.label_selector.is_none()) {
        let path = path.field("podAffinityTerm.labelSelector");
        warnings.push(format!("{path}: a null labelSelector results in matching no pod"));
    }
}

fn check_addresses(site: &Site<'_>, warnings: &mut Vec<String>) {
    if !site.kubernetes.has(Change::AddressWarnings) {
        return;
    }
    let list = site.path.field("spec.dnsConfig.nameservers");
    let servers = site.spec.dns_config.as_ref().and_then(|config| config.nameservers.as_ref());
    for (index, server) in all(servers).iter().enumerate() {
        warnings.extend(names::ip_warning(&list.index(index), server, site.kubernetes));
    }
    let list = site.path.field("spec.hostAliases");
    for (path, alias) in items(site.spec.host_aliases.as_ref(), &list) {
        warnings.extend(names::ip_warning(&path.field("ip"), text(Some(&alias.ip)), site.kubernetes));
    }
}
