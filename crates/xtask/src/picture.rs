//! `cargo xtask picture`: the first picture and the first example's run, written anew into `web/first`.
//!
//! They are kept in the repository, so that a build of the page needs no engine of this machine; a test holds them to
//! what the engine and the page's components make today.

use crate::command::{program, quietly};

/// Writes them anew.
pub fn run() -> Result<(), String> {
    let mut cargo = program("cargo");
    cargo.args(["test", "--quiet", "--package", "podlab-tests", "--test", "picture"]).env("UPDATE", "1");
    quietly(&mut cargo)
        .map(drop)
        .map_err(|words| format!("{words}\nThe first picture could not be drawn: see above."))
}
