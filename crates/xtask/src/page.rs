//! Building the page: the editor by its own script, the rest by Trunk; nothing when nothing changed.

use crate::command::{program, quietly};
use crate::{project, tools};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// What the page is made of.
const SOURCES: [&str; 6] = ["crates", "web", "index.html", "Trunk.toml", "Cargo.toml", "Cargo.lock"];
/// Crates that the page is not made of.
const APART: [&str; 3] = ["crates/cli", "crates/wasm", "crates/xtask/src"];
/// Part of them that the page is made of.
const FINISH: &str = "crates/xtask/src/finish";

/// Builds the page, for release, if anything changed since it was last built; returns its folder.
pub fn build() -> Result<PathBuf, String> {
    let dist = project::root().join("dist");
    let stamp = project::target().join("page-built-from");
    let now = fingerprint();
    let built = fs::read_to_string(&stamp).is_ok_and(|built| built == now);
    if built && dist.join("index.html").exists() {
        return Ok(dist);
    }
    let tools = tools::ensure()?;
    let editor = project::root().join("web/editor");
    if editor.join("package.json").exists() {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        quietly(program(npm).args(["run", "--silent", "build"]).current_dir(&editor))
            .map_err(|words| format!("{words}\nThe editor could not be built: see above."))?;
    }
    println!("Building the page");
    let mut trunk = program(&tools.trunk);
    trunk.args(["build", "--release", "--offline", "--color", "never"]).env("PATH", &tools.path);
    // Trunk reads any value of NO_COLOR but `true` and `false` as a mistake.
    trunk.env_remove("NO_COLOR");
    quietly(&mut trunk).map_err(|words| format!("{words}\nTrunk could not build the page: see above."))?;
    fs::write(&stamp, now).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
    Ok(dist)
}

/// A number that changes when a source of the page does.
fn fingerprint() -> String {
    let root = project::root();
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = root.join(source);
        let files = if path.is_dir() { project::files(&path) } else { vec![path] };
        for file in files {
            let name = file.strip_prefix(&root).unwrap_or(&file);
            if APART.iter().any(|apart| name.starts_with(apart)) && !name.starts_with(FINISH) {
                continue;
            }
            name.hash(&mut hasher);
            fs::read(&file).unwrap_or_default().hash(&mut hasher);
        }
    }
    format!("{:016x} of {}", hasher.finish(), root.display())
}
