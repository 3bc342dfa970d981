//! The files that folders and globs on the command line stand for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How deep a folder is searched: a ring of mounts must end.
const DEEPEST: usize = 64;

/// Files to read, in a fixed order, and a sentence for each word that stands for none.
#[derive(Debug, Default)]
pub struct Found {
    /// Each file once.
    pub files: Vec<PathBuf>,
    /// Why a word of the command line has no file, or part of a folder is not read.
    pub missing: Vec<String>,
}

/// The paths that a config leaves out: globs, relative to its folder.
#[derive(Debug, Default)]
pub struct Excluded {
    folder: PathBuf,
    patterns: Vec<glob::Pattern>,
}

impl Excluded {
    /// The error says which pattern cannot be read.
    pub fn new(folder: &Path, patterns: &[String]) -> Result<Excluded, String> {
        let patterns = patterns.iter().map(|text| pattern(text)).collect::<Result<Vec<_>, _>>()?;
        let folder = std::path::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Excluded { folder, patterns })
    }

    fn has(&self, path: &Path) -> bool {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let Ok(plain) = path.strip_prefix(&self.folder) else { return false };
        self.patterns.iter().any(|one| one.matches_path_with(plain, strictly()))
    }
}

/// The kinds of files that a folder is searched for.
pub const MANIFESTS: [&str; 3] = ["yaml", "yml", "json"];
/// The pages of a site.
pub const PAGES: [&str; 2] = ["html", "htm"];

/// The files that the words stand for. A file is taken whatever its name is; of folders, what ends as `endings` say; what is
/// excluded is left out of folders and globs. The error says which pattern cannot be read.
pub fn find(words: &[PathBuf], endings: &[&str], excluded: &Excluded) -> Result<Found, String> {
    let mut found = Found::default();
    for word in words {
        let mut below = Vec::new();
        match word.to_str() {
            _ if word.is_dir() => walk(word, endings, DEEPEST, &mut below, &mut found.missing),
            Some(text) if text.contains(['*', '?', '[']) && !word.exists() => {
                expand(text, &mut below, &mut found.missing)?;
            }
            // A file that is not there is told by whoever reads it.
            _ => {
                found.files.push(word.clone());
                continue;
            }
        }
        if below.is_empty() {
            found.missing.push(format!("there is no file to check in {}", word.display()));
        }
        below.retain(|path| !excluded.has(path));
        // `./a.yaml` is no place that the reports of a build server know.
        found.files.extend(below.into_iter().map(|path| match path.strip_prefix(".") {
            Ok(plain) => plain.to_owned(),
            Err(_) => path,
        }));
    }
    let mut seen = BTreeSet::new();
    found.files.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

fn expand(text: &str, files: &mut Vec<PathBuf>, missing: &mut Vec<String>) -> Result<(), String> {
    let paths =
        glob::glob_with(text, strictly()).map_err(|error| format!("`{text}` is not a glob: {error}"))?;
    for path in paths {
        match path {
            Ok(path) if path.is_file() => files.push(path),
            Ok(_) => {}
            Err(error) => missing.push(format!("cannot read {}: {}", error.path().display(), error.error())),
        }
    }
    Ok(())
}

/// `*` stops at a `/`, and does not match hidden files, as in shells.
fn strictly() -> glob::MatchOptions {
    glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    }
}

fn pattern(text: &str) -> Result<glob::Pattern, String> {
    glob::Pattern::new(text).map_err(|error| format!("`{text}` is not a glob: {error}"))
}

/// Files below a folder by name; hidden ones, `node_modules` and links to folders are passed over.
fn walk(folder: &Path, endings: &[&str], depth: usize, files: &mut Vec<PathBuf>, missing: &mut Vec<String>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return missing.push(format!("cannot read {}: {error}", folder.display())),
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let ends =
            path.extension().is_some_and(|end| endings.iter().any(|one| end.eq_ignore_ascii_case(one)));
        if path.is_dir() {
            if depth > 0 && !path.is_symlink() {
                walk(&path, endings, depth - 1, files, missing);
            }
        } else if ends {
            files.push(path);
        }
    }
}
