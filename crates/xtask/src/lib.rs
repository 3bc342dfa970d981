//! The chores, and the static server that `play` and the browser journeys share.
//!
//! Chores return `Err` with a sentence that says what to do; `main` prints it.
//!
//! ```
//! // Each chore finds the project wherever it is started.
//! let manifest = std::fs::read_to_string(xtask::project::root().join("Cargo.toml")).unwrap();
//! assert!(manifest.contains("[workspace]"));
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

pub mod agreement;
pub mod bench;
pub mod brotli;
pub mod browser;
pub mod command;
pub mod deny;
pub mod dist;
pub mod embeds;
pub mod fields;
pub mod finish;
pub mod fuzz;
pub mod generators;
pub mod later;
pub mod measure;
pub mod npm;
pub mod page;
pub mod picture;
pub mod play;
pub mod progress;
pub mod project;
pub mod reproduce;
pub mod serve;
pub mod siege;
pub mod size;
pub mod test;
pub mod tools;
