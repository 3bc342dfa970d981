//! `cargo xtask size`: weighs what a reader downloads, compressed as web servers do, against its budget.
//!
//! The snapshot `tests/sizes.toml` is committed, so that weight shows in a diff.

use crate::{brotli, page, project};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The start of the names of the engine's files.
const ENGINE: &str = "podlab-worker";

/// The parts that are weighed, each with its limit in kilobytes of brotli and its files.
///
/// The limits of the first two are the budgets of docs/architecture.md: they hold what a person waits for. All that comes
/// behind it is over its budget of 900 (docs/sizes.md says for what); its limit holds what there is.
const BUDGETS: [(&str, f64, &[Part]); 5] = [
    ("first-look", 262.0, &[Part::FirstLook]),
    ("engine", 600.0, &[Part::Engine]),
    (
        "all-but-editor",
        1630.0,
        &[Part::FirstLook, Part::Engine, Part::Later, Part::Docs, Part::Examples, Part::Offline],
    ),
    ("editor", 130.0, &[Part::Editor]),
    ("element", 4.0, &[Part::Element]),
];
/// The factor by which a part may outgrow its snapshot without a message.
const SLACK: f64 = 1.03;
const SNAPSHOT: &str = "tests/sizes.toml";

/// Files that are loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The files needed until the first example plays: the page, its scripts, its program.
    FirstLook,
    /// The program that checks and simulates, as far as the first word on a text needs it.
    Engine,
    /// The parts of both programs that are needed later (`cargo xtask later`).
    Later,
    /// The API's documentation, for hovers, and the pages about errors and words.
    Docs,
    /// The examples.
    Examples,
    /// The code editor.
    Editor,
    /// The script that other pages load.
    Element,
    /// The files that keep the page for when there is no network.
    Offline,
}

impl Part {
    fn of(file: &Path) -> Part {
        match file.file_name().unwrap_or_default().to_string_lossy().as_ref() {
            "editor.js" => Part::Editor,
            "docs.txt" | "pages.txt" => Part::Docs,
            "examples.bin" => Part::Examples,
            "pod-lab.js" => Part::Element,
            "offline.js" | "sw.js" | "app.webmanifest" | "icon.svg" => Part::Offline,
            name if name.ends_with("_later.wasm") => Part::Later,
            name if name.starts_with(ENGINE) => Part::Engine,
            _ => Part::FirstLook,
        }
    }
}

/// Builds the page and weighs it.
pub fn run() -> Result<(), String> {
    weigh(&page::build()?)
}

/// Weighs the page in `dist`, each file compressed as static hosts do.
pub fn weigh(dist: &Path) -> Result<(), String> {
    let compressed = brotli::folder(dist)?;
    let mut files = Vec::new();
    for file in project::files(dist) {
        let same = compressed.join(file.strip_prefix(dist).unwrap_or(&file));
        let brotli = brotli::of(&same);
        let size = fs::metadata(&brotli).map_err(|error| format!("{}: {error}.", brotli.display()))?.len();
        files.push((Part::of(&file), size));
    }
    let mut sizes = Vec::new();
    let mut wrong = String::new();
    for (name, budget, parts) in BUDGETS {
        let own = files.iter().filter(|(part, _)| parts.contains(part));
        let size = kilobytes(own.map(|(_, size)| size).sum());
        println!("{name} {size:.1} KB of {budget} (brotli)");
        sizes.push((name, size));
        if size > budget {
            let _ = writeln!(wrong, "{name} weighs {size:.1} KB, over its budget of {budget} KB.");
        }
    }
    wrong.push_str(&compare(&sizes)?);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[allow(clippy::cast_precision_loss, reason = "a page weighs less than 2^52 bytes")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

/// Compares the sizes with the committed ones; rewrites those when asked.
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
                "{part} grew from {was:.1} to {size:.1} KB: make it lighter, or say that it is worth it with `UPDATE=1 cargo xtask size`."
            );
        }
    }
    Ok(wrong)
}

/// The committed size of a part, in KB.
fn committed(part: &str) -> Option<f64> {
    let text = fs::read_to_string(project::root().join(SNAPSHOT)).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(part)?.trim_start().strip_prefix('='))?;
    line.trim().parse().ok()
}
