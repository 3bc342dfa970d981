//! `cargo xtask fuzz [TARGET [SECONDS] | --minutes N]`: the targets of `tests/fuzz`, on texts that nobody would write.
//!
//! Sanitizers are not used, so the project's own stable Rust suffices: all of our code forbids `unsafe`, and
//! the faults that fuzzing looks for are panics, overflows and endless loops.

use crate::command::{openly, program};
use crate::progress::Progress;
use crate::project;
use crate::tools::Crate;
use std::fs;
use std::path::Path;

const CARGO_FUZZ: &str = "0.13.2";

/// The targets of `tests/fuzz`, in the order in which they run.
const TARGETS: [&str; 10] = [
    "reading", "check", "updates", "simulate", "quantity", "extremes", "agreeing", "messages", "links",
    "terminal",
];
/// The megabytes that a target may use, and the most that it may ask for at once.
const MEMORY: (u32, u32) = (1_024, 256);

/// Runs all targets in turn, for `minutes` together.
pub fn run_for(minutes: u32) -> Result<(), String> {
    let each = minutes.saturating_mul(60) / u32::try_from(TARGETS.len()).unwrap_or(1);
    run(None, each.max(1))
}

/// Runs one target, or all of them, each for `seconds`.
pub fn run(target: Option<&str>, seconds: u32) -> Result<(), String> {
    let chosen: Vec<&str> =
        TARGETS.into_iter().filter(|name| target.is_none_or(|wanted| wanted == *name)).collect();
    if chosen.is_empty() {
        return Err(format!("There is no such target; there are {}.", TARGETS.join(", ")));
    }
    let fuzz = Crate {
        tool: "cargo-fuzz",
        package: "cargo-fuzz",
        version: CARGO_FUZZ,
        options: &[],
        usual: "1 minute",
    };
    let fuzz = Progress::during(|progress| fuzz.ensure(progress))?;
    let folder = project::root().join("tests/fuzz");
    for target in chosen {
        let corpus = folder.join("corpus").join(target);
        plant(target, &corpus)?;
        let mut cargo = program(&fuzz);
        cargo.args(["run", "--sanitizer", "none", "--fuzz-dir"]).arg(&folder);
        // The flags differ from those of every other build, so it has a build folder of its own.
        cargo.arg("--target-dir").arg(project::target().join("fuzz")).arg(target).arg(&corpus);
        cargo.args([
            "--",
            &format!("-max_total_time={seconds}"),
            "-timeout=10",
            &format!("-rss_limit_mb={}", MEMORY.0),
            &format!("-malloc_limit_mb={}", MEMORY.1),
            "-max_len=65536",
            "-print_final_stats=1",
        ]);
        if !["quantity", "extremes", "messages", "links", "terminal"].contains(&target) {
            cargo.arg(format!("-dict={}", folder.join("words.dict").display()));
        }
        openly(
            &mut cargo,
            &format!("{target} found something: see above; the input is in tests/fuzz/artifacts."),
        )?;
    }
    Ok(())
}

/// Starts a corpus with the recordings, our own examples and the seeds of `tests/fuzz/seeds`; fuzzing adds its
/// findings beside them.
fn plant(target: &str, corpus: &Path) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("{} cannot be written: {error}.", corpus.display());
    fs::create_dir_all(corpus).map_err(wrong)?;
    for file in project::files(&project::root().join("tests/fuzz/seeds").join(target)) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, corpus.join(name)).map_err(wrong)?;
    }
    if ["extremes", "links", "terminal"].contains(&target) {
        return Ok(());
    }
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--package", "podlab-tests", "--bin", "corpus", "--", target]).arg(corpus);
    openly(&mut cargo, "The recorded texts cannot be taken as a corpus: see above.")?;
    if target == "messages" {
        return Ok(());
    }
    let examples = project::files(&project::root().join("web/examples"));
    for (index, file) in examples.iter().filter(|file| file.ends_with("manifest.yaml")).enumerate() {
        fs::copy(file, corpus.join(format!("example-{index}"))).map_err(wrong)?;
    }
    Ok(())
}
