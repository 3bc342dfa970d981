//! Rules for containers of every kind, one file a field. `lists` calls them in the server's order.

pub(crate) mod claims;
pub(crate) mod common;
pub(crate) mod env;
pub(crate) mod env_from;
pub(crate) mod env_sources;
pub(crate) mod handler;
pub(crate) mod host_ports;
pub(crate) mod image;
pub(crate) mod lifecycle;
pub(crate) mod lists;
pub(crate) mod ports;
pub(crate) mod probes;
pub(crate) mod resize_policy;
pub(crate) mod resource_names;
pub(crate) mod resources;
pub(crate) mod restart_policy;
pub(crate) mod security_context;
pub(crate) mod volume_devices;
pub(crate) mod volume_mounts;
pub(crate) mod windows_options;

use crate::Rule;

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &lists::INIT_CONTAINER_PROBE,
    &resources::REQUEST_ABOVE_LIMIT,
    &resources::NO_OVERCOMMIT,
    &resource_names::RULE,
    &resources::HUGE_PAGES,
    &volume_mounts::VOLUME_NOT_FOUND,
    &volume_mounts::MOUNT_PATH_TAKEN,
    &lists::DUPLICATE_CONTAINER,
    &ports::PORT_NAME,
    &host_ports::RULE,
    &handler::HANDLER,
    &probes::SUCCESS_THRESHOLD,
    &handler::SLEEP_TOO_LONG,
    &env::ENV_SOURCE,
    &env_sources::FIELD_PATH,
    &security_context::PRIVILEGE_ESCALATION,
    &restart_policy::RESTART_RULES,
    &resize_policy::RESIZE_POLICY,
    &lists::EPHEMERAL_CONTAINERS,
];
