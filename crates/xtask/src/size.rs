//! `cargo xtask size`: what a reader downloads, as a web server compresses it, against its budget.
//!
//! The snapshot `tests/sizes.toml` is committed, so that weight shows in a diff.

use crate::command::{program, quietly};
use crate::{page, project};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The parts in the order in which they are loaded, each with its budget in kilobytes of brotli.
const BUDGETS: [(Part, f64); 3] = [(Part::Page, 350.0), (Part::Editor, 130.0), (Part::Details, 750.0)];
/// How much heavier than its snapshot a part may become unnoticed.
const SLACK: f64 = 1.03;
const SNAPSHOT: &str = "tests/sizes.toml";

/// What is loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All that a first look needs.
    Page,
    /// The code editor.
    Editor,
    /// What comes after it.
    Details,
}

impl Part {
    fn of(file: &Path) -> Part {
        let folder = file.parent().and_then(Path::file_name);
        match name(file) {
            name if name == "editor.js" => Part::Editor,
            _ if folder.is_some_and(|folder| folder == "details") => Part::Details,
            name if name.starts_with("podlab-details") => Part::Details,
            _ => Part::Page,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Part::Page => "page",
            Part::Editor => "editor",
            Part::Details => "details",
        }
    }
}

/// Builds the page and weighs it.
pub fn run() -> Result<(), String> {
    weigh(&page::build()?)
}

/// Weighs the page in `dist`.
pub fn weigh(dist: &Path) -> Result<(), String> {
    let files = loaded(dist);
    let mut sizes = Vec::new();
    let mut wrong = String::new();
    for (part, budget) in BUDGETS {
        let own: Vec<PathBuf> = files.iter().filter(|file| Part::of(file) == part).cloned().collect();
        let (part, size) = (part.name(), brotli(&own)?);
        println!("{part} {size:.1} KB of {budget} (brotli)");
        sizes.push((part, size));
        if size > budget {
            let _ = writeln!(wrong, "The {part} weighs {size:.1} KB, over its budget of {budget} KB.");
        }
    }
    wrong.push_str(&compare(&sizes)?);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The sizes against the committed ones; rewrites them when asked.
fn compare(sizes: &[(&str, f64)]) -> Result<String, String> {
    let file = project::root().join(SNAPSHOT);
    if env::var_os("UPDATE").is_some() {
        let mut text =
            "# What a reader downloads, in KB after brotli. `UPDATE=1 cargo xtask size` rewrites it.\n"
                .to_owned();
        for (part, size) in sizes {
            let _ = writeln!(text, "{part} = {size:.1}");
        }
        fs::write(&file, text).map_err(|error| format!("{SNAPSHOT} cannot be written: {error}."))?;
        return Ok(String::new());
    }
    let mut wrong = String::new();
    for &(part, size) in sizes {
        if let Some(was) = committed(part).filter(|was| size > was * SLACK) {
            let _ = writeln!(
                wrong,
                "The {part} grew from {was:.1} to {size:.1} KB: make it lighter, or say that it is worth it with `UPDATE=1 cargo xtask size`."
            );
        }
    }
    Ok(wrong)
}

/// The size that is committed for a part, in KB.
fn committed(part: &str) -> Option<f64> {
    let text = fs::read_to_string(project::root().join(SNAPSHOT)).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(part)?.trim_start().strip_prefix('='))?;
    line.trim().parse().ok()
}

/// What the page loads by itself: not the embed element, which other pages load.
fn loaded(dist: &Path) -> Vec<PathBuf> {
    let counts = |file: &PathBuf| {
        let kind = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        ["html", "css", "js", "wasm"].contains(&kind) && !name(file).starts_with("pod-lab")
    };
    project::files(dist).into_iter().filter(counts).collect()
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Kilobytes of `files`, each compressed by Node's brotli at its best, as static hosts do.
fn brotli(files: &[PathBuf]) -> Result<f64, String> {
    const SUM: &str = "const {readFileSync} = require('fs'), {brotliCompressSync} = require('zlib');\
        console.log(process.argv.slice(1).reduce((sum, file) => sum + brotliCompressSync(readFileSync(file)).length, 0))";
    let words = quietly(program("node").args(["-e", SUM, "--"]).args(files))?;
    let bytes: f64 = words.trim().parse().map_err(|_| format!("Node gave no size: {words}"))?;
    Ok(bytes / 1024.0)
}
