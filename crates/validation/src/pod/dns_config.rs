//! `dnsConfig`. Upstream: validatePodDNSConfig, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::PodDNSConfig;

use super::host_aliases::check_address;
use crate::rule::rule;
use crate::site::{Context, PodSite, all, items, text};
use crate::{Errors, Rule, go, names};

pub(crate) static DNS_NONE: Rule = rule!("dns-none", Required "" "when `dnsPolicy` is None");

/// Limits of the resolver of Linux' C library.
const MOST_NAMESERVERS: usize = 3;
const MOST_SEARCHES: usize = 32;
const LONGEST_SEARCHES: usize = 2048;

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("dnsConfig");
    let config = site.spec.dns_config.as_ref();
    if text(site.spec.dns_policy.as_ref()) == "None" {
        let Some(config) = config else {
            let detail = "must provide `dnsConfig` when `dnsPolicy` is None";
            return errors.of(&DNS_NONE).required(&path, detail);
        };
        if all(config.nameservers.as_ref()).is_empty() {
            let detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            return errors.of(&DNS_NONE).required(&path.field("nameservers"), detail);
        }
    }
    let Some(config) = config else { return };
    check_nameservers(config, &path.field("nameservers"), &site.context, errors);
    check_searches(config, &path.field("searches"), &site.context, errors);
    let path = path.field("options");
    for (path, option) in items(config.options.as_ref(), &path) {
        if text(option.name.as_ref()).is_empty() {
            errors.required(&path, "must not be empty");
        }
    }
}

fn check_nameservers(
    config: &PodDNSConfig,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let servers = all(config.nameservers.as_ref());
    if servers.len() > MOST_NAMESERVERS {
        let detail = format!("must not have more than {MOST_NAMESERVERS} nameservers");
        errors.invalid(path, go::texts(Some(servers)), detail);
    }
    for (index, server) in servers.iter().enumerate() {
        check_address(server, &path.index(index), context, errors);
    }
}

fn check_searches(config: &PodDNSConfig, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let searches = all(config.searches.as_ref());
    if searches.len() > MOST_SEARCHES {
        let detail = format!("must not have more than {MOST_SEARCHES} search paths");
        errors.invalid(path, go::texts(Some(searches)), detail);
    }
    if searches.join(" ").len() > LONGEST_SEARCHES {
        let detail = format!(
            "must not have more than {LONGEST_SEARCHES} characters (including spaces) in the search list"
        );
        errors.invalid(path, go::texts(Some(searches)), detail);
    }
    let is_relaxed = context.enabled(Gate::RelaxedDNSSearchValidation);
    for (index, search) in searches.iter().enumerate() {
        let name = search.strip_suffix('.').unwrap_or(search);
        let messages = match is_relaxed {
            true if search == "." => continue,
            true => names::dns_subdomain_with_underscore(name, context.kubernetes),
            false => names::dns_subdomain(name),
        };
        errors.invalid_each(&path.index(index), name, messages);
    }
}
