//! ResourceQuotas. Upstream: ValidateResourceQuota, pkg/apis/core/validation/validation.go.

use api::FieldPath;

use super::At;
use crate::bad_value::{name as bad_name, word};
use crate::container::resource_names;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, go};

pub(crate) static RULE: Rule = rule!(
    "quota-resources",
    Invalid "hard" "must be a standard resource for quota",
    Invalid "spec.scopes" "scope",
    Invalid "matchExpressions" "scope"
);

/// Names without a slash that a quota can bound; huge pages beside them.
const STANDARD: [&str; 19] = [
    "configmaps",
    "cpu",
    "ephemeral-storage",
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "memory",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
    "requests.storage",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
];

/// Each error prints the whole list: only this many are told of, and of a list that is longer than any that makes sense
/// only its start is looked at.
const MOST: usize = 32;

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let hard = spec.field("hard");
    for (name, at) in hard.entries() {
        check_name(name, &at.path, context, errors);
        let Some(amount) = at.quantity() else { continue };
        if amount.sign() < 0 {
            errors.invalid(&at.path, amount.to_string(), "must be greater than or equal to 0");
        }
        if resource_names::is_integer(name, context) && amount.milli_value() % 1000 != 0 {
            errors.invalid(&at.path, super::quantity(&amount), "must be an integer");
        }
    }
    check_scopes(&spec, &mut errors.of(&RULE));
    check_selector(&spec, &mut errors.of(&RULE));
}

fn check_name(name: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let is_fine = resource_names::check(name, path, context, errors);
    if !name.contains('/') && (!is_fine || !is_standard(name)) {
        errors.of(&RULE).invalid(path, bad_name(name), "must be a standard resource for quota");
    }
}

fn is_standard(name: &str) -> bool {
    STANDARD.contains(&name) || name.starts_with("hugepages-") || name.starts_with("requests.hugepages-")
}

fn check_scopes(spec: &At<'_>, errors: &mut Errors) {
    let scopes = spec.field("scopes");
    let mut left = MOST;
    let mut refuse = |detail: &'static str| {
        if left > 0 {
            left -= 1;
            errors.invalid(&scopes.path, scopes.printed_texts("[]core.ResourceQuotaScope"), detail);
        }
    };
    for scope in scopes.texts().into_iter().take(MOST) {
        if !is_scope(scope) {
            refuse("unsupported scope");
        }
        for _ in unfit(spec, scope).into_iter().take(MOST) {
            refuse("unsupported scope applied to resource");
        }
    }
    if conflict(&scopes.texts()) {
        refuse("conflicting scopes");
    }
}

/// Upstream: validateScopedResourceSelectorRequirement.
fn check_selector(spec: &At<'_>, errors: &mut Errors) {
    let selector = spec.field("scopeSelector");
    // The path has no index.
    let list = selector.field("matchExpressions");
    let mut left = MOST;
    for requirement in list.items().take(MOST) {
        let scope = requirement.field("scopeName").text();
        let operator = requirement.field("operator").text();
        let values = requirement.field("values");
        if !is_scope(scope) {
            errors.invalid(&list.path.field("scopeName"), word(scope), "unsupported scope");
        }
        for _ in unfit(spec, scope).into_iter().take(left) {
            left -= 1;
            errors.invalid(&list.path, printed(&selector), "unsupported scope applied to resource");
        }
        let path = list.path.field("operator");
        let has_no_values = is_scope(scope) && !matches!(scope, "PriorityClass" | "VolumeAttributesClass");
        if has_no_values && operator != "Exists" {
            let detail = "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
            errors.invalid(&path, word(operator), detail);
        }
        match (operator, values.is_empty()) {
            ("In" | "NotIn", true) => {
                let detail =
                    "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
                errors.required(&list.path.field("values"), detail);
            }
            ("Exists" | "DoesNotExist", false) => {
                let detail =
                    "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
                errors.invalid(&list.path.field("values"), values.printed_texts("[]string"), detail);
            }
            ("In" | "NotIn" | "Exists" | "DoesNotExist", _) => {}
            _ => errors.invalid(&path, word(operator), "not a valid selector operator"),
        }
    }
    let scopes: Vec<String> =
        list.items().map(|requirement| requirement.field("scopeName").text().to_owned()).collect();
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    if conflict(&scopes) {
        let value = spec.field("scopes").printed_texts("[]core.ResourceQuotaScope");
        errors.invalid(&list.path, value, "conflicting scopes");
    }
}

/// The selector with Go's names.
fn printed(selector: &At<'_>) -> go::Value {
    let list = selector.field("matchExpressions");
    let requirements = list.items().map(|requirement| {
        go::structure(
            "core.ScopedResourceSelectorRequirement",
            vec![
                ("ScopeName", go::text(requirement.field("scopeName").text())),
                ("Operator", go::text(requirement.field("operator").text())),
                ("Values", requirement.field("values").printed_texts("[]string")),
            ],
        )
    });
    let list = go::Value::List("[]core.ScopedResourceSelectorRequirement", requirements.collect());
    go::Value::Pointer(Box::new(go::structure("core.ScopeSelector", vec![("MatchExpressions", list)])))
}

/// The standard resources of the quota that a scope cannot count.
fn unfit(spec: &At<'_>, scope: &str) -> Vec<String> {
    let hard = spec.field("hard");
    let names = hard.entries().map(|(name, _)| name);
    names.filter(|name| is_standard(name) && !counts(scope, name)).map(str::to_owned).collect()
}

fn conflict(scopes: &[&str]) -> bool {
    let has = |scope: &str| scopes.contains(&scope);
    has("BestEffort") && has("NotBestEffort") || has("Terminating") && has("NotTerminating")
}

fn is_scope(scope: &str) -> bool {
    matches!(
        scope,
        "Terminating"
            | "NotTerminating"
            | "BestEffort"
            | "NotBestEffort"
            | "PriorityClass"
            | "VolumeAttributesClass"
            | "CrossNamespacePodAffinity"
    )
}

/// Upstream: IsResourceQuotaScopeValidForResource, pkg/apis/core/helper/helpers.go.
fn counts(scope: &str, resource: &str) -> bool {
    let compute = matches!(
        resource,
        "cpu" | "memory" | "limits.cpu" | "limits.memory" | "requests.cpu" | "requests.memory"
    );
    match scope {
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => matches!(resource, "persistentvolumeclaims" | "requests.storage"),
        scope if is_scope(scope) => compute || resource == "pods",
        _ => true,
    }
}
