//! The API server's part in the life of a Pod, and the scheduler: create, delete, tell the owner of changes, bind.

pub(crate) mod claims;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod scheduler;
pub(crate) mod watch;
