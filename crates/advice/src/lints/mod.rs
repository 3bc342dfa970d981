//! The lints. One file is one lint, with its page beside it; this is only their list.

use crate::Lint;
pub use odd_quantity::{OddAmount, odd_amount};

mod command_with_spaces;
mod endless_job;
mod endless_wait;
mod init_only_volume;
mod job_with_helper;
mod literal_secret;
mod long_pre_stop;
mod memory_volume;
mod no_requests;
mod numbered_names;
mod odd_quantity;
mod pod_deadline;
mod ungated_sidecar;
mod unknown_probe_port;
mod unmounted_volume;
mod untagged_image;

/// Every lint, in the order in which their advice is shown.
pub(crate) static ALL: &[&Lint] = &[
    &untagged_image::LINT,
    &no_requests::LINT,
    &memory_volume::LINT,
    &odd_quantity::LINT,
    &ungated_sidecar::LINT,
    &pod_deadline::LINT,
    &numbered_names::LINT,
    &command_with_spaces::LINT,
    &unmounted_volume::LINT,
    &init_only_volume::LINT,
    &literal_secret::LINT,
    &unknown_probe_port::LINT,
    &long_pre_stop::LINT,
    &endless_wait::LINT,
    &job_with_helper::LINT,
    &endless_job::LINT,
];
