//! The one pipeline that every face shows: plain data in, plain data out.
#![forbid(unsafe_code)]

pub mod assist;
pub mod batch;
pub mod check;
pub mod create;
pub mod explain;
pub mod files;
pub mod link;
pub mod page;
mod replicas;
mod rows;

pub use api::{Gate, Kubernetes};
pub use check::{Checked, check};
pub use explain::explain;
pub use page::{analyze, simulate};
