//! `cargo xtask picture`: writes the first picture and the first example's run into `web/first`.
//!
//! They are kept in the repository, so that a build of the page needs no engine of this machine; a test compares them
//! with the output of today's engine and components.

use crate::command::{program, quietly};

/// Writes both.
pub fn run() -> Result<(), String> {
    let mut cargo = program("cargo");
    cargo.args(["test", "--quiet", "--package", "podlab-tests", "--test", "picture"]).env("UPDATE", "1");
    quietly(&mut cargo)
        .map(drop)
        .map_err(|words| format!("{words}\nThe first picture could not be drawn: see above."))
}
