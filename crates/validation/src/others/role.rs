//! Roles and their bindings. Upstream: pkg/apis/rbac/validation/validation.go.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::At;
use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::Context;
use crate::volumes::check_given;
use crate::{Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "role-rule",
    Required "rules.verbs" "verbs must contain at least one value",
    Required "rules.apiGroups" "resource rules must supply at least one",
    Required "rules.resources" "resource rules must supply at least one",
    Invalid "nonResourceURLs" ""
);

pub(crate) static BINDING: Rule = rule!(
    "role-binding",
    NotSupported "roleRef.apiGroup" "",
    NotSupported "roleRef.kind" "",
    Required "roleRef.name" "",
    NotSupported "subjects.kind" "",
    NotSupported "subjects.apiGroup" "",
    Required "subjects.name" "",
    Required "subjects.namespace" ""
);

const GROUP: &str = "rbac.authorization.k8s.io";

/// Whether something belongs to one namespace or to the whole cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Namespace,
    Cluster,
}

pub(super) fn role(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    check_rules(object, Scope::Namespace, errors);
}

pub(super) fn cluster_role(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    check_rules(object, Scope::Cluster, errors);
    let aggregation = object.field("aggregationRule");
    if !aggregation.is_given() {
        return;
    }
    let selectors = aggregation.field("clusterRoleSelectors");
    if selectors.is_empty() {
        let detail = "at least one clusterRoleSelector required if aggregationRule is non-nil";
        errors.required(&selectors.path, detail);
    }
    for at in selectors.items() {
        let selector: LabelSelector = at.typed();
        let before = errors.len();
        label_selector::check(Some(&selector), &at.path, context, errors);
        if errors.len() > before {
            errors.invalid(&at.path, crate::bad_value::null(), "invalid label selector.");
        }
    }
}

/// Upstream: ValidatePolicyRule.
fn check_rules(object: &At<'_>, scope: Scope, errors: &mut Errors) {
    let errors = &mut errors.of(&RULE);
    for rule in object.field("rules").items() {
        if rule.field("verbs").is_empty() {
            errors.required(&rule.path.field("verbs"), "verbs must contain at least one value");
        }
        let urls = rule.field("nonResourceURLs");
        let [groups, resources, names] =
            ["apiGroups", "resources", "resourceNames"].map(|field| rule.field(field).is_empty());
        if !urls.is_empty() {
            let value = || urls.printed_texts("[]string");
            if scope == Scope::Namespace {
                let detail = "namespaced rules cannot apply to non-resource URLs";
                errors.invalid(&urls.path, value(), detail);
            }
            if !(groups && resources && names) {
                let detail = "rules cannot apply to both regular resources and non-resource URLs";
                errors.invalid(&urls.path, value(), detail);
            }
            continue;
        }
        if groups {
            let detail = "resource rules must supply at least one api group";
            errors.required(&rule.path.field("apiGroups"), detail);
        }
        if resources {
            let detail = "resource rules must supply at least one resource";
            errors.required(&rule.path.field("resources"), detail);
        }
    }
}

pub(super) fn role_binding(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    check_binding(object, Scope::Namespace, &["Role", "ClusterRole"], &mut errors.of(&BINDING));
}

pub(super) fn cluster_role_binding(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    check_binding(object, Scope::Cluster, &["ClusterRole"], &mut errors.of(&BINDING));
}

fn check_binding(object: &At<'_>, scope: Scope, kinds: &[&str], errors: &mut Errors) {
    let reference = object.field("roleRef");
    let (group, kind, name) = (reference.field("apiGroup"), reference.field("kind"), reference.field("name"));
    if group.text() != GROUP {
        errors.not_supported(&group.path, group.text(), &[GROUP]);
    }
    if !kinds.contains(&kind.text()) {
        errors.not_supported(&kind.path, kind.text(), kinds);
    }
    check_given(name.text(), &name.path, errors);
    if !name.text().is_empty() {
        errors.invalid_each(&name.path, name.text(), names::path_segment(name.text()));
    }
    for subject in object.field("subjects").items() {
        check_subject(&subject, scope, errors);
    }
}

/// Upstream: ValidateRoleBindingSubject.
fn check_subject(subject: &At<'_>, scope: Scope, errors: &mut Errors) {
    let (kind, name, group) = (subject.field("kind"), subject.field("name"), subject.field("apiGroup"));
    check_given(name.text(), &name.path, errors);
    match kind.text() {
        "ServiceAccount" => {
            if !name.text().is_empty() {
                errors.invalid_each(&name.path, name.text(), names::dns_subdomain(name.text()));
            }
            if !group.text().is_empty() {
                errors.not_supported(&group.path, group.text(), &[""]);
            }
            if scope == Scope::Cluster {
                let namespace = subject.field("namespace");
                check_given(namespace.text(), &namespace.path, errors);
            }
        }
        "User" | "Group" => {
            if group.text() != GROUP {
                errors.not_supported(&group.path, group.text(), &[GROUP]);
            }
        }
        other => errors.not_supported(&kind.path, other, &["ServiceAccount", "User", "Group"]),
    }
}
