//! `cargo xtask dist`: a folder for any static host. Every address in it is relative, so it may be served at any path.
//!
//! Beside the page as Trunk built it: the same page below `v/BUILD/`, where embeds find it unchanged for ever; one file for
//! a USB stick; a page for each example, error and word; what hosts read; notices and the bill of materials; and each file
//! compressed.

mod cards;
mod hosting;
mod html;
mod pages;
pub mod parts;
pub mod single;

use crate::command::{program, quietly};
use crate::{page, project};
use std::fs;
use std::path::{Path, PathBuf};

/// The place of the folder, and the address that it is made for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Its path below the project's root; `site` in cargo's target folder if none is given.
    pub folder: Option<&'a str>,
    /// The address that it will have, which a sitemap must name.
    pub url: Option<&'a str>,
}

/// Builds the page and makes the folder.
pub fn run(options: Options<'_>) -> Result<(), String> {
    let dist = page::build()?;
    let folder = match options.folder {
        None => project::target().join("site"),
        Some(folder) => project::root().join(folder),
    };
    if folder.exists() && !folder.join("sw.js").exists() && files(&folder).next().is_some() {
        return Err(format!(
            "{} holds something else than a site of Podlab: name an empty folder.",
            folder.display()
        ));
    }
    remove_all_but_versions(&folder)?;
    complete(&dist, &folder, options.url)?;
    println!("The site is in {}: put that folder on any static host, under any path.", folder.display());
    println!("docs/hosting.md says how, and which headers to send.");
    Ok(())
}

/// Puts the page in `dist` and all that belongs to it into `folder`.
pub fn complete(dist: &Path, folder: &Path, url: Option<&str>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    no_paths(dist)?;
    project::copy(dist, folder).map_err(failed)?;
    let build = build_of(dist)?;
    project::copy(dist, &folder.join("v").join(&build)).map_err(failed)?;
    single::write(dist, &folder.join("podlab.html"))?;
    parts::write(folder)?;
    let pages = pages::write(&project::root(), folder, url)?;
    hosting::write(folder, &pages, url)?;
    compress(folder)
}

/// The build of a page that is finished.
pub fn build_of(dist: &Path) -> Result<String, String> {
    let page = fs::read_to_string(dist.join("index.html")).unwrap_or_default();
    let build = page.split_once("data-build=\"").and_then(|(_, after)| after.split('"').next());
    build
        .map(str::to_owned)
        .ok_or_else(|| format!("{} has no finished index.html: build the page first.", dist.display()))
}

/// Earlier versions stay, as pages elsewhere may embed them.
fn remove_all_but_versions(folder: &Path) -> Result<(), String> {
    for path in files(folder).filter(|path| !path.ends_with("v")) {
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|error| format!("{} cannot be removed: {error}.", path.display()))?;
    }
    Ok(())
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Refuses a page that holds paths of the machine that built it: they are nobody's business, and two machines would build
/// different bytes.
fn no_paths(dist: &Path) -> Result<(), String> {
    let paths = [project::root(), project::target(), project::cargo_home()];
    for file in project::files(dist) {
        let bytes = fs::read(&file).unwrap_or_default();
        for path in &paths {
            let path = path.to_string_lossy();
            if bytes.windows(path.len()).any(|window| window == path.as_bytes()) {
                return Err(format!(
                    "{} names {path}, a path of this machine: build it by `cargo xtask dist`, which leaves them out.",
                    file.display()
                ));
            }
        }
    }
    Ok(())
}

/// Puts the best brotli and gzip form beside each file that gets smaller by it.
fn compress(folder: &Path) -> Result<(), String> {
    node("compress.mjs", &[folder]).map(drop)
}

/// Runs one of this folder's programs for Node, and returns its output.
fn node(name: &str, arguments: &[&Path]) -> Result<String, String> {
    let mut node = program("node");
    node.arg(project::root().join("crates/xtask/src/dist").join(name)).args(arguments);
    quietly(&mut node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_paths_of_this_machine_is_refused() {
        let folder = std::env::temp_dir().join(format!("podlab-paths-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.wasm"), "\0 crates/serde/src/lib.rs \0").unwrap();
        no_paths(&folder).unwrap();
        let place = project::root().join("crates/x.rs");
        fs::write(folder.join("a.wasm"), format!("\0 {} \0", place.display())).unwrap();
        let words = no_paths(&folder).unwrap_err();
        assert!(words.contains("a.wasm names "), "{words}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_compresses_has_both_forms_and_they_hold_the_same() {
        let folder = std::env::temp_dir().join(format!("podlab-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("below")).unwrap();
        fs::write(folder.join("below/long.txt"), "the same ".repeat(500)).unwrap();
        fs::write(folder.join("short.txt"), "x").unwrap();
        compress(&folder).unwrap();
        for (ending, least) in [("br", 10), ("gz", 20)] {
            let packed = fs::read(folder.join(format!("below/long.txt.{ending}"))).unwrap();
            assert!((least..200).contains(&packed.len()), "{ending}: {}", packed.len());
        }
        assert!(!folder.join("short.txt.br").exists() && !folder.join("short.txt.gz").exists());
        // Compressed files are not compressed again.
        compress(&folder).unwrap();
        assert!(!folder.join("below/long.txt.br.gz").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
