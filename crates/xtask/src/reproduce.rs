//! `cargo xtask reproduce`: builds the site twice, from copies of the sources in two folders, and compares every byte.
//!
//! The folders have names of different lengths and build folders of their own, so that a path that got into a program, a
//! time or an order that is not fixed would show.

use crate::command::{openly, program};
use crate::project;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The two folders below cargo's own.
const FOLDERS: [&str; 2] = ["reproduce/one", "reproduce/another/with a longer path"];
/// The built site in each.
const SITE: &str = "site";
/// An address, so that all that needs one is built too.
const URL: &str = "https://podlab.example/lab";
/// The most files that are named.
const NAMED: usize = 20;

/// Builds twice; an error names the files that differ.
pub fn run() -> Result<(), String> {
    let [one, other] = FOLDERS.map(|folder| project::target().join(folder));
    for folder in [&one, &other] {
        build(folder)?;
    }
    let differing = differences(&one.join(SITE), &other.join(SITE))?;
    if differing.is_empty() {
        println!("Two builds of the site in two folders have the same bytes.");
        return Ok(());
    }
    let named: Vec<&str> = differing.iter().take(NAMED).map(String::as_str).collect();
    Err(format!("{} files of two builds differ:\n  {}", differing.len(), named.join("\n  ")))
}

/// Builds the site from a copy of the sources in `folder`.
fn build(folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    project::copy(&project::root(), folder).map_err(failed)?;
    println!("Building in {}", folder.display());
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--locked", "--package", "xtask", "--", "dist", SITE, "--url", URL]);
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    // Set for this program by cargo, and read by the one that is started.
    cargo.env_remove("CARGO_MANIFEST_DIR").env_remove("PODLAB_DIST");
    openly(&mut cargo, &format!("The site could not be built in {}: see above.", folder.display()))
}

/// The names of the files that only one folder has, or that hold other bytes.
fn differences(one: &Path, other: &Path) -> Result<Vec<String>, String> {
    let names = |folder: &Path| -> BTreeSet<PathBuf> {
        let files = project::files(folder).into_iter();
        files.filter_map(|file| file.strip_prefix(folder).map(Path::to_path_buf).ok()).collect()
    };
    let all: BTreeSet<PathBuf> = names(one).union(&names(other)).cloned().collect();
    if all.is_empty() {
        return Err(format!("There is nothing in {}.", one.display()));
    }
    let differs = |name: &&PathBuf| match (fs::read(one.join(name)), fs::read(other.join(name))) {
        (Ok(one), Ok(other)) => one != other,
        _ => true,
    };
    Ok(all.iter().filter(differs).map(|name| name.to_string_lossy().into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let folder = std::env::temp_dir().join(format!("podlab-reproduce-{}", std::process::id()));
        let (one, other) = (folder.join("one"), folder.join("other"));
        for place in [&one, &other] {
            fs::create_dir_all(place.join("v")).unwrap();
            fs::write(place.join("same"), "a").unwrap();
            fs::write(place.join("v/changed"), place.to_string_lossy().as_bytes()).unwrap();
        }
        fs::write(other.join("more"), "").unwrap();
        assert_eq!(differences(&one, &other).unwrap(), ["more", "v/changed"]);
        assert_eq!(differences(&one, &one).unwrap(), Vec::<String>::new());
        assert!(differences(&folder.join("none"), &folder.join("nothing")).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
