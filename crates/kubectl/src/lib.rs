//! What kubectl prints of a Pod.
//!
//! [`run`] takes a typed command line; [`row()`] and [`describe()`] are its parts for those who need no terminal.
#![forbid(unsafe_code)]

pub mod age;
pub mod apply;
mod columns;
mod command;
mod describe;
pub mod events;
mod jsonpath;
mod order;
mod quote;
mod row;
mod selector;
mod stored;
pub mod table;
mod watch;
pub mod yaml;

pub use command::{Cluster, LogLine, Logs, NoLogs, Output, run, split};
pub use describe::describe;
pub use row::{HEADERS, NONE, PLAIN, Row, row};
pub use stored::stored;
pub use watch::Watch;
