//! Reads recordings: JSON lines, packed (`.jsonl.gz`, our copies) or plain, or a folder of JSON files.

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The folder of the copies that the project holds.
pub fn copies() -> PathBuf {
    xtask::project::root().join("tests/recordings")
}

/// The folder of all recordings, beside the project; `None` where this machine does not have it.
pub fn originals() -> Option<PathBuf> {
    let folder = beside_the_project("conformance");
    folder.is_dir().then_some(folder)
}

/// A folder of texts beside the project, for a test of `what`.
///
/// Without it the test says so where `cargo test` shows it and `cargo xtask test` counts it: on standard error itself,
/// because the output of `eprintln!` is captured when a test passes.
pub fn beside(folder: &str, what: &str) -> Option<PathBuf> {
    let path = beside_the_project(folder);
    if path.is_dir() {
        return Some(path);
    }
    let _ = writeln!(io::stderr(), "not run: no ../shared/{folder}: {what}");
    None
}

fn beside_the_project(folder: &str) -> PathBuf {
    xtask::project::root().join("../shared").join(folder)
}

/// The cases of the recording `name` in `folder`, each as its lines: several where a case was recorded repeatedly.
pub fn cases(folder: &Path, name: &str) -> Result<Vec<Vec<String>>, String> {
    let text = text(folder, name)?;
    if !name.starts_with("kubelet") {
        return Ok(text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| vec![line.to_owned()])
            .collect());
    }
    let mut scenarios: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let run: serde_json::Value =
            serde_json::from_str(line).map_err(|error| format!("{name}: {error}"))?;
        let scenario = run.get("name").and_then(|name| name.as_str()).unwrap_or_default();
        scenarios.entry(scenario.to_owned()).or_default().push(line.to_owned());
    }
    Ok(scenarios.into_values().collect())
}

/// The JSON lines of the recording `name`.
pub fn text(folder: &Path, name: &str) -> Result<String, String> {
    let packed = folder.join(format!("{name}.jsonl.gz"));
    let plain = folder.join(format!("{name}.jsonl"));
    let failed = |file: &Path, error: std::io::Error| format!("{}: {error}", file.display());
    if packed.exists() {
        let bytes = fs::read(&packed).map_err(|error| failed(&packed, error))?;
        let mut text = String::new();
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(|error| failed(&packed, error))?;
        return Ok(text);
    }
    if plain.exists() {
        return fs::read_to_string(&plain).map_err(|error| failed(&plain, error));
    }
    runs(&folder.join(name))
}

/// The JSON files of a folder (`SCENARIO.json`, `SCENARIO.r2.json` ...) as lines, the first run of each scenario first.
fn runs(folder: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).map_err(failed)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort_by_cached_key(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name.split('.').next().unwrap_or_default().to_owned(), name.matches('.').count(), name)
    });
    let mut lines = String::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(failed)?;
        let run: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        lines.push_str(&run.to_string());
        lines.push('\n');
    }
    Ok(lines)
}
