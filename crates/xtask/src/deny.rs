//! `cargo xtask deny`: what is known against the parts that others wrote. deny.toml has the rules.
//!
//! It asks databases of advisories over the network, so it is a chore of its own and no part of `cargo xtask test`, whose
//! result depends on nothing outside of the project.

use crate::command::{openly, program};
use crate::progress::Progress;
use crate::tools::{self, Crate};

/// The last one that builds with our Rust.
const CARGO_DENY: &str = "0.20.2";
/// The folders with a lock file of npm.
const NPM: [&str; 2] = ["web/editor", tools::NPM];

/// Asks about crates, then about npm packages.
pub fn run() -> Result<(), String> {
    let deny = Crate {
        tool: "cargo-deny",
        package: "cargo-deny",
        version: CARGO_DENY,
        options: &[],
        usual: "3 to 6 minutes",
    };
    let deny = Progress::during(|progress| deny.ensure(progress))?;
    // Licences and sources need no network, so they go first: a database out of reach hides nothing of them.
    let here = openly(
        program(&deny).args(["--all-features", "check", "bans", "licenses", "sources"]),
        "cargo-deny found something against the crates' licences or sources: see above.",
    );
    let known = openly(
        program(deny).args(["--all-features", "check", "advisories"]),
        "cargo-deny found an advisory, or could not reach the database of advisories: see above.",
    );
    let mut found: Vec<String> = [here, known].into_iter().filter_map(Result::err).collect();
    for folder in NPM {
        let mut npm = tools::npm(&crate::project::root().join(folder));
        npm.args(["audit", "--audit-level=low"]);
        let advice =
            format!("`npm audit` in {folder} found something, or could not reach the registry: see above.");
        found.extend(openly(&mut npm, &advice).err());
    }
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}
