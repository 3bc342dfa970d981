//! `cargo xtask siege [PART]`: what takes too long for `cargo xtask test`. It writes its figures into `tests/siege.toml`.

use crate::command::{openly, program, quietly};
use crate::{page, project, test};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A part, which returns its figures as a table of TOML.
type Part = fn() -> Result<String, String>;
/// The parts, in the order in which they run.
const PARTS: [(&str, Part); 3] = [("requests", requests), ("page-engine", page_engine), ("monkey", monkey)];
/// The file with the figures of each part.
const FIGURES: &str = "tests/siege.toml";
const HEAD: &str =
    "# What `cargo xtask siege` came to when it last ran, a line for each part. It writes this file.\n";

/// Mutated requests of the command line, and their seed.
const REQUESTS: (u32, u32) = (50_000, 1);
/// Mutated inputs of the page's engine, and their seed.
const INPUTS: (u32, u32) = (5_000, 2);
/// The most memory that a program may take, in mebibytes.
const MEMORY: u32 = 300;
/// Seconds of the monkey, and its seed.
const MONKEY: &str = "300,1";

/// Runs the named parts, or all.
pub fn run(names: &[&str]) -> Result<(), String> {
    if let Some(name) = names.iter().find(|name| !PARTS.iter().any(|(part, _)| part == *name)) {
        let parts: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        return Err(format!("siege has no part `{name}`; it has {}.", parts.join(", ")));
    }
    for (name, run) in PARTS.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        println!("{name}");
        let figures = run()?;
        println!("{figures}");
        keep(name, &figures)?;
    }
    Ok(())
}

/// Puts a part's figures into the file, in place of its earlier ones.
fn keep(name: &str, figures: &str) -> Result<(), String> {
    let file = project::root().join(FIGURES);
    let earlier = fs::read_to_string(&file).unwrap_or_default();
    fs::write(&file, with(&earlier, name, figures))
        .map_err(|error| format!("{FIGURES} cannot be written: {error}."))
}

/// The file's text with other figures of a part.
fn with(earlier: &str, name: &str, figures: &str) -> String {
    let mut text = HEAD.to_owned();
    for (part, _) in PARTS {
        let start = format!("{part} = ");
        let kept = earlier.lines().find_map(|line| line.strip_prefix(&start));
        if let Some(figures) = if part == name { Some(figures) } else { kept } {
            let _ = writeln!(text, "{start}{figures}");
        }
    }
    text
}

/// The folder for requests that found something.
fn found() -> PathBuf {
    project::target().join("siege")
}

/// Asks a program by `tests/src/bin/siege`, and returns the figures.
fn ask(what: &str, (count, seed): (u32, u32), asked: &[&Path]) -> Result<String, String> {
    let mut siege = program("cargo");
    siege.args(["run", "--quiet", "--package", "podlab-tests", "--bin", "siege", "--", what]).arg(found());
    siege.args([count.to_string(), seed.to_string(), MEMORY.to_string()]).args(asked);
    let words = quietly(&mut siege)?;
    let figures = words.lines().find(|line| line.starts_with("{ "));
    figures.map(str::to_owned).ok_or(words)
}

/// Mutated batch requests, and each extreme of each number, to the command line.
fn requests() -> Result<String, String> {
    openly(
        program("cargo").args(["build", "--quiet", "--release", "--package", "podlab"]),
        "The command line cannot be built: see above.",
    )?;
    ask("commands", REQUESTS, &[&project::target().join("release/podlab")])
}

/// Sends the mutated texts to the engine of the page, which is a 32-bit program.
fn page_engine() -> Result<String, String> {
    let dist = page::build()?;
    let folder = found().join("engine");
    let copy = |from: &str, to: &str| fs::copy(dist.join(from), folder.join(to));
    let copied = fs::create_dir_all(&folder)
        .and_then(|()| copy("podlab-worker.js", "podlab-worker.mjs"))
        .and_then(|_| copy("podlab-worker_bg.wasm", "podlab-worker_bg.wasm"))
        .and_then(|_| copy("podlab-worker_later.wasm", "podlab-worker_later.wasm"));
    copied.map_err(|error| format!("{} cannot be written: {error}.", folder.display()))?;
    let script = project::root().join("crates/xtask/src/siege/engine.mjs");
    ask("engine", INPUTS, &[Path::new("node"), &script, &folder])
}

/// The monkey of the journeys, for minutes and in Chromium, which tells how long its tasks take.
fn monkey() -> Result<String, String> {
    let words = test::besiege(&page::build()?, MONKEY)?;
    let figures = words.lines().find_map(|line| line.strip_prefix("monkey: "));
    figures.map(|figures| format!("{{ seconds-and-seed = \"{MONKEY}\", {figures} }}")).ok_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_other_parts_stay() {
        let first = with("", "monkey", "{ deeds = 1 }");
        let second = with(&first, "requests", "{ requests = 2 }");
        let third = with(&second, "monkey", "{ deeds = 3 }");
        assert_eq!(third, format!("{HEAD}requests = {{ requests = 2 }}\nmonkey = {{ deeds = 3 }}\n"));
    }

    #[test]
    fn a_part_that_there_is_not_is_named() {
        assert!(
            run(&["pages"]).unwrap_err().contains("no part `pages`; it has requests, page-engine, monkey")
        );
    }
}
