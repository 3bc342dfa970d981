//! Manifests from books and posts: accepted as they stand, run to Running, their resources shown.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the whole file is tests")]

use engine::{Kubernetes, Manifest};
use podlab_tests::recordings;
use std::fs;
use std::path::{Path, PathBuf};
use view::Severity;

#[test]
fn our_own() {
    let folder = xtask::project::root().join("tests/seeds");
    let files = files(&folder);
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        check(&file.display().to_string(), &fs::read_to_string(&file).unwrap());
    }
}

/// The manifests in the texts beside the project, if there are any.
#[test]
fn those_beside_the_project() {
    let Some(folder) = recordings::beside("seeds", "manifests of books and posts") else { return };
    let files = files(&folder);
    assert!(!files.is_empty(), "{} is empty", folder.display());
    for file in files {
        for (number, manifest) in manifests(&fs::read_to_string(&file).unwrap()).iter().enumerate() {
            check(&format!("{} manifest {number}", file.display()), manifest);
        }
    }
}

fn check(name: &str, manifest: &str) {
    let text = manifest;
    let manifest = Manifest::read(text, &Kubernetes::RECORDED);
    let analysis = manifest.check();
    let errors: Vec<_> =
        analysis.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    assert!(
        !text.starts_with("initContainers:") || !analysis.notes.is_empty(),
        "{name}: nothing is said of the wrapping"
    );
    assert!(manifest.reserve().is_some(), "{name}: no resources");
    let run = manifest.simulate("").unwrap_or_else(|message| panic!("{name}: {message}")).run;
    let ready = |status: &str, ready: &str| {
        status == "Running" && ready.split_once('/').is_some_and(|(up, all)| up == all)
    };
    let runs = run.stops.iter().any(|at| {
        let rows = run.rows(*at);
        !rows.is_empty() && rows.iter().all(|row| ready(&row.status, &row.ready))
    });
    assert!(runs, "{name}: it ends as {:?}", run.rows(run.end));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The fenced YAML of a text, from the start of an object or of a list of init containers.
fn manifests(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let yaml = blocks.filter_map(|block| block.strip_prefix("yaml").or_else(|| block.strip_prefix("YAML")));
    let begin = |block: &str| {
        let starts = ["\napiVersion:", "\ninitContainers:"].iter().filter_map(|start| block.find(start));
        starts.min().map(|at| block.split_at(at + 1).1.to_owned())
    };
    yaml.filter_map(begin).collect()
}
