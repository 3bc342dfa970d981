//! Rules for the fields of a Pod's spec, one file a field.

pub(crate) mod active_deadline_seconds;
pub(crate) mod affinity;
pub(crate) mod annotations;
pub(crate) mod app_armor;
pub(crate) mod dns_config;
pub(crate) mod dns_policy;
pub(crate) mod file_keys;
pub(crate) mod host_aliases;
pub(crate) mod host_network;
pub(crate) mod host_users;
pub(crate) mod hostname;
pub(crate) mod hostname_override;
pub(crate) mod image_pull_secrets;
mod label_keys;
pub(crate) mod node_affinity;
pub(crate) mod node_name;
pub(crate) mod node_selector;
pub(crate) mod os;
pub(crate) mod overhead;
pub(crate) mod preemption_policy;
pub(crate) mod priority_class_name;
pub(crate) mod readiness_gates;
pub(crate) mod resource_claims;
pub(crate) mod resources;
pub(crate) mod restart_policy;
pub(crate) mod runtime_class_name;
pub(crate) mod scheduling_gates;
pub(crate) mod scheduling_group;
pub(crate) mod seccomp;
pub(crate) mod security_context;
pub(crate) mod service_account_name;
mod sysctls;
pub(crate) mod termination_grace_period_seconds;
pub(crate) mod tolerations;
pub(crate) mod topology_spread_constraints;
pub(crate) mod windows_host_process;

use crate::Rule;

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &resources::RULE,
    &host_network::RULE,
    &file_keys::RULE,
    &tolerations::TOLERATION_OPERATOR,
    &tolerations::TOLERATION_VALUE,
    &tolerations::TOLERATION_SECONDS,
    &node_affinity::NODE_SELECTOR_TERMS,
    &affinity::WEIGHT,
    &label_keys::RULE,
    &topology_spread_constraints::SPREAD_TWICE,
    &host_aliases::IP_ADDRESS,
    &dns_config::DNS_NONE,
    &host_users::RULE,
    &os::OS_FIELDS,
    &scheduling_gates::NODE_NAME,
    &resource_claims::RESOURCE_CLAIM,
];
