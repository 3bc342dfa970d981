//! What kubectl prints of a Pod.
#![forbid(unsafe_code)]

pub mod age;
mod row;

pub use row::{HEADERS, NONE, PLAIN, Row, row};
