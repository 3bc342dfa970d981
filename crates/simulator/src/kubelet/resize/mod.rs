//! In-place resize: what the kubelet allocates of what is asked for, and how it is carried out.
//! Upstream: pkg/kubelet/allocation/allocation_manager.go; doPodResizeAction, pkg/kubelet/kuberuntime/kuberuntime_manager.go.

mod actuate;
mod allocate;
pub(super) mod amounts;
mod memory;
mod progress;
mod queue;
pub(super) mod status;
mod texts;

pub(super) use actuate::actuate;
pub(super) use allocate::{backfill, heard};
pub(super) use progress::{check, is_concerned};
pub(crate) use queue::retry_after;
pub(super) use queue::{freed, retry, shrank};
