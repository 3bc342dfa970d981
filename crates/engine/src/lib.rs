//! The one pipeline that every face shows: plain data in, plain data out.
#![forbid(unsafe_code)]

pub mod batch;
pub mod link;

pub use api::{Gate, Kubernetes};
pub mod check;
pub mod create;

pub use check::{Checked, check};
