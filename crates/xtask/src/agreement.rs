//! `cargo xtask agreement`: counts the recordings that agree, prints the counts and writes them into the README.

use crate::command::{openly, program};

/// Runs the comparison of the `tests` package with `options`.
pub fn run(options: &[&str]) -> Result<(), String> {
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--package", "podlab-tests", "--bin", "agreement", "--"]).args(options);
    openly(&mut cargo, "The comparison did not end well: see above.")
}
