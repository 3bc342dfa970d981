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
