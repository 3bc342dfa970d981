//! `cargo xtask bench`: measures the engine's times against the budgets of the design.

use crate::command::{openly, program};

/// Runs the benchmark of the `tests` package, built with the profile of the command line that is shipped.
pub fn run() -> Result<(), String> {
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--profile", "shipped", "--package", "podlab-tests", "--bin", "bench"]);
    openly(&mut cargo, "A budget of time is exceeded: see above.")
}
