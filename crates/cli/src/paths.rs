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
        let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Excluded { folder, patterns })
    }

    fn has(&self, path: &Path) -> bool {
        let path = resolved(path);
        let Ok(plain) = path.strip_prefix(&self.folder) else { return false };
        self.patterns.iter().any(|one| one.matches_path_with(plain, strictly()))
    }
}

/// The one path of a file, however it was named: `../sub/a.yaml` as `a.yaml` in `sub`. A file that is a link keeps its own name.
fn resolved(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
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
            _ if word.is_dir() => {
                walk(word, &|path| ends(path, endings), DEEPEST, &mut below, &mut found.missing);
            }
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
        let there = below.len();
        below.retain(|path| !excluded.has(path));
        if below.is_empty() && there > 0 {
            found.missing.push(format!("each file in {} is excluded by the configuration", word.display()));
        }
        found.files.extend(below.into_iter().map(|path| plain(&path).to_owned()));
    }
    let mut seen = BTreeSet::new();
    // `./a.yaml` and `a.yaml` are one file.
    found.files.retain(|path| seen.insert(plain(path).to_owned()));
    Ok(found)
}

/// `./a.yaml` without `./`, which is no place that the reports of a build server know.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn expand(text: &str, files: &mut Vec<PathBuf>, missing: &mut Vec<String>) -> Result<(), String> {
    let whole = pattern(text.strip_prefix("./").unwrap_or(text))?;
    // The glob crate follows links below `**`, also in circles, so all from there on is walked here.
    let deep = text.split('/').position(|part| part == "**");
    let flat = match deep {
        None => text.to_owned(),
        Some(at) => text.split('/').take(at).collect::<Vec<_>>().join("/"),
    };
    let flat = match flat.as_str() {
        "" if text.starts_with('/') => "/",
        "" => ".",
        flat => flat,
    };
    let paths =
        glob::glob_with(flat, strictly()).map_err(|error| format!("`{text}` is not a glob: {error}"))?;
    for path in paths {
        match path {
            Ok(path) if deep.is_none() => add(path, files, missing),
            Ok(folder) if folder.is_dir() => {
                let matches = |path: &Path| whole.matches_path_with(plain(path), strictly());
                walk(&folder, &matches, DEEPEST, files, missing);
            }
            Ok(_) => {}
            Err(error) => missing.push(format!("cannot read {}: {}", error.path().display(), error.error())),
        }
    }
    Ok(())
}

/// Adds a path that a folder or a glob has. What is no file is passed over if it is a folder, and told if it is a pipe or
/// a device, whose text may never end; a link to nothing is told by whoever reads it.
fn add(path: PathBuf, files: &mut Vec<PathBuf>, missing: &mut Vec<String>) {
    match fs::metadata(&path).map(|what| (what.is_file(), what.is_dir())) {
        Ok((true, _)) | Err(_) => files.push(path),
        Ok((_, true)) => {}
        Ok(_) => missing.push(format!(
            "{} is no file; pipes and devices are read when they are named",
            plain(&path).display()
        )),
    }
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

/// Files below a folder by name, those that `is_meant` says; hidden ones, `node_modules` and links to folders are passed over.
fn walk(
    folder: &Path,
    is_meant: &dyn Fn(&Path) -> bool,
    depth: usize,
    files: &mut Vec<PathBuf>,
    missing: &mut Vec<String>,
) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(error) => return missing.push(format!("cannot read {}: {error}", folder.display())),
    };
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        if path.is_dir() {
            if path.is_symlink() {
                continue;
            }
            if depth == 0 {
                missing.push(format!(
                    "{} is not searched: it is {DEEPEST} folders deep",
                    plain(&path).display()
                ));
            } else {
                walk(&path, is_meant, depth - 1, files, missing);
            }
        } else if is_meant(&path) {
            add(path, files, missing);
        }
    }
}

/// Whether a file's name ends as one of these.
fn ends(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|end| endings.iter().any(|one| end.eq_ignore_ascii_case(one)))
}
