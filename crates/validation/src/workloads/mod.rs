//! Rules for the objects that hold a Pod template, one file a kind.

pub(crate) mod cron_job;
pub(crate) mod daemon_set;
pub(crate) mod deployment;
pub(crate) mod job;
pub(crate) mod pod_template;
pub(crate) mod replica_set;
pub(crate) mod replication_controller;
pub(crate) mod stateful_set;
