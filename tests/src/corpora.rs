//! The manifests that every command is asked about: the project's own, and those of other people beside it.

use crate::recordings;
use serde_json::Value;
use std::fs;

/// One in so many recorded manifests is used: several commands for each are slow without optimisation. `FULL=1` asks for
/// all of them.
const EVERY: usize = 23;

/// The longest file of others that is taken: larger ones take seconds without optimisation.
const LONGEST: usize = 20_000;

/// How far apart the recorded manifests stand that a plain run takes.
pub fn step() -> usize {
    if is_full() { 1 } else { EVERY }
}

/// Whether all manifests are asked about.
pub fn is_full() -> bool {
    std::env::var_os("FULL").is_some()
}

/// The project's own manifests by name: the examples and some of the recorded ones, all read as kubectl reads them.
pub fn own() -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    let root = xtask::project::root();
    for folder in ["web/examples", "tests/cases"] {
        for file in xtask::project::files(&root.join(folder)) {
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let is_text = file.extension().is_some_and(|kind| kind == "yaml" || kind == "json");
            let beside = ["story.yaml", "about.yaml", "case.yaml"].iter().any(|end| name.ends_with(end));
            if is_text && !beside {
                let text = fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
                found.push((name, text));
            }
        }
    }
    let recorded = recordings::cases(&recordings::copies(), "apiserver/recorded")?;
    found.extend(recorded.iter().flatten().step_by(step()).map(|line| named(line)));
    let scenarios = recordings::cases(&recordings::copies(), "kubelet")?;
    found.extend(scenarios.iter().filter_map(|runs| runs.first()).step_by(step()).map(|line| named(line)));
    Ok(found)
}

/// Manifests of other people, read in place: those of public repositories and of upstream's tests, and whole files.
pub fn others() -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    if let Some(folder) = recordings::beside("conformance", "commands agree on the manifests of others") {
        for name in ["apiserver/realworld", "apiserver/upstream"] {
            let cases = recordings::cases(&folder, name)?;
            found.extend(cases.iter().flatten().step_by(step()).map(|line| named(line)));
        }
    }
    for name in ["cases", "seeds"] {
        let Some(folder) = recordings::beside(name, "commands agree on whole files") else { continue };
        for file in xtask::project::files(&folder) {
            let plain = file.extension().is_some_and(|end| end == "yaml" || end == "txt");
            let scenario = file.to_string_lossy().ends_with("scenario.yaml");
            let text = fs::read_to_string(&file).unwrap_or_default();
            if plain && !scenario && (is_full() || text.len() <= LONGEST) {
                let file = file.file_name().unwrap_or_default().display().to_string();
                found.push((format!("{name}/{file}"), text));
            }
        }
    }
    Ok(found)
}

/// The name and the manifest of a recorded case.
fn named(line: &str) -> (String, String) {
    let case: Value = serde_json::from_str(line).unwrap_or_default();
    let text = |key: &str| case.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = text("id");
    (if id.is_empty() { text("name") } else { id }, text("manifest"))
}
