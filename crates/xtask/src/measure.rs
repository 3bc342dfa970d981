//! `cargo xtask bench --page`, `lighthouse` and `embeds`: the built page, served with brotli, in a real browser.
//!
//! The scripts are in `crates/xtask/measure`; their own npm packages are installed when one of them is run.

use crate::command::{openly, program};
use crate::progress::Progress;
use crate::serve::{Server, Site};
use crate::{brotli, browser, page, project, tools};
use std::ffi::OsStr;
use std::path::PathBuf;

const FOLDER: &str = "crates/xtask/measure";
const FIGURES: &str = "tests/page_bench.toml";

/// Measures the page's times and its memory against the budgets of docs/architecture.md.
pub fn bench() -> Result<(), String> {
    compare_with_budgets(&[])
}

/// [`bench`] with one minute of memory.
pub fn bench_briefly() -> Result<(), String> {
    compare_with_budgets(&[OsStr::new("--quick")])
}

fn compare_with_budgets(options: &[&OsStr]) -> Result<(), String> {
    let figures = project::root().join(FIGURES);
    let options = [&[figures.as_os_str()], options].concat();
    run("bench.js", &options, "The page could not be measured or is over a budget: see above.")
}

/// Prints Lighthouse's scores.
pub fn lighthouse() -> Result<(), String> {
    run("lighthouse.js", &[], "Lighthouse could not run or gives a mark too low: see above.")
}

/// Runs a script of the folder with the page's address and `options`.
pub(crate) fn run(script: &str, options: &[&OsStr], failed: &str) -> Result<(), String> {
    look(brotli::folder(&page::build()?)?, script, options, failed)
}

/// Runs a script of the folder with the address of a page in `folder`, which is served, and `options`.
pub(crate) fn look(folder: PathBuf, script: &str, options: &[&OsStr], failed: &str) -> Result<(), String> {
    Progress::during(|progress| tools::npm_packages(progress, FOLDER))?;
    let browser = browser::chromium()?;
    let server = Server::start(Site::new(folder, "/"), 0)
        .map_err(|error| format!("No port of 127.0.0.1 can be used: {error}."))?;
    let mut node = program("node");
    node.arg(project::root().join(FOLDER).join(script)).arg(server.url()).args(options);
    openly(node.env("CHROME", browser.browser), failed)
}
