//! Whether a quota itself makes sense. Upstream: ValidateResourceQuotaSpec, pkg/apis/core/validation/validation.go.

use api::Quantity;
use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};

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

/// The faults of a quota, as the server prints them.
pub fn errors(quota: &ResourceQuota) -> Vec<String> {
    let mut errors = Vec::new();
    let Some(spec) = &quota.spec else { return errors };
    for (name, amount) in spec.hard.iter().flatten() {
        check_amount(name, &Quantity::of(amount), &mut errors);
    }
    check_scopes(spec, &mut errors);
    errors
}

fn check_amount(name: &str, amount: &Quantity, errors: &mut Vec<String>) {
    let path = format!("spec.hard[{name}]");
    let bare = !name.contains('/') && !name.contains("hugepages-");
    if bare && !STANDARD.contains(&name) {
        for detail in
            ["must be a standard resource type or fully qualified", "must be a standard resource for quota"]
        {
            errors.push(format!("{path}: Invalid value: \"{name}\": {detail}"));
        }
    }
    if amount.sign() < 0 {
        errors.push(format!("{path}: Invalid value: \"{amount}\": must be greater than or equal to 0"));
    }
    let counted = bare && !["cpu", "memory", "storage"].iter().any(|native| name.ends_with(native));
    let counted = counted && STANDARD.contains(&name) || name.starts_with("count/");
    if counted && amount.milli_value() % 1000 != 0 {
        errors.push(format!("{path}: Invalid value: \"{amount}\": must be an integer"));
    }
}

fn check_scopes(spec: &ResourceQuotaSpec, errors: &mut Vec<String>) {
    let scopes = spec.scopes.as_deref().unwrap_or_default();
    let quoted: Vec<String> = scopes.iter().map(|scope| format!("\"{scope}\"")).collect();
    let bad = format!("[{}]", quoted.join(","));
    let mut invalid = |detail: &str| errors.push(format!("spec.scopes: Invalid value: {bad}: {detail}"));
    for scope in scopes {
        if !is_known(scope) {
            invalid("unsupported scope");
        }
        for name in spec.hard.iter().flatten().map(|(name, _)| name.as_str()) {
            if STANDARD.contains(&name) && !is_valid_for(scope, name) {
                invalid("unsupported scope applied to resource");
            }
        }
    }
    for (a, b) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")] {
        if scopes.iter().any(|scope| scope == a) && scopes.iter().any(|scope| scope == b) {
            invalid("conflicting scopes");
        }
    }
}

fn is_known(scope: &str) -> bool {
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

fn is_valid_for(scope: &str, resource: &str) -> bool {
    let compute = matches!(
        resource,
        "cpu" | "memory" | "limits.cpu" | "limits.memory" | "requests.cpu" | "requests.memory"
    );
    match scope {
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => matches!(resource, "persistentvolumeclaims" | "requests.storage"),
        scope if is_known(scope) => compute || resource == "pods",
        _ => true,
    }
}
