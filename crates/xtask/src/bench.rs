//! `cargo xtask bench`: how long the engine takes, against the budgets of the design.

use crate::command::{openly, program};

/// Runs the benchmark of the `tests` package, built for release.
pub fn run() -> Result<(), String> {
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--release", "--package", "podlab-tests", "--bin", "bench"]);
    openly(&mut cargo, "A budget of time is exceeded: see above.")
}
