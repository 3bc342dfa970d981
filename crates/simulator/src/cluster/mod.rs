//! The API server's part in the life of a Pod, and the scheduler: create, delete, evict, tell the owner of changes, bind.

pub(crate) mod budgets;
pub(crate) mod claims;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod disruption;
pub(crate) mod finalizers;
pub(crate) mod nodes;
mod preemption;
pub(crate) mod scheduler;
pub(crate) mod watch;
