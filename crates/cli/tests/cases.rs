//! Small inputs with the right answer: a folder of `tests/cases` each, run through the program as a person runs it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `case.yaml` of a folder: the commands, run in the folder, and what must be in their answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Why this is the right answer, for the reader.
    #[allow(dead_code, reason = "it is for the reader")]
    why: String,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    /// The words after `podlab`, apart by blanks.
    command: String,
    /// The exit code.
    #[serde(default)]
    exit: i32,
    /// Texts that stand in standard output or standard error.
    #[serde(default)]
    has: Vec<String>,
    /// Texts that stand in neither.
    #[serde(default)]
    lacks: Vec<String>,
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// The fault of the answer; `None` when it is right.
fn check(folder: &Path, run: &Run) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_podlab"));
    let output = program.args(run.command.split_whitespace()).current_dir(folder).output().unwrap();
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let mut wrong = String::new();
    if output.status.code() != Some(run.exit) {
        let _ = writeln!(wrong, "  exit {:?}, not {}", output.status.code(), run.exit);
    }
    for text in run.has.iter().filter(|text| !told.contains(text.as_str())) {
        let _ = writeln!(wrong, "  without: {text}");
    }
    for text in run.lacks.iter().filter(|text| told.contains(text.as_str())) {
        let _ = writeln!(wrong, "  with: {text}");
    }
    if wrong.is_empty() { wrong } else { format!("podlab {}\n{wrong}{told}\n", run.command) }
}

#[test]
fn each_case_is_answered_right() {
    let folders = folders();
    assert!(folders.len() > 5, "the cases were not found");
    let mut wrong = String::new();
    for folder in folders {
        let text = fs::read_to_string(folder.join("case.yaml")).unwrap();
        let case: Case = serde_yaml::from_str(&text).unwrap();
        assert!(
            case.runs.iter().any(|run| run.exit != 0 || !run.has.is_empty()),
            "{} asserts nothing",
            folder.display()
        );
        for run in &case.runs {
            let found = check(&folder, run);
            if !found.is_empty() {
                let _ = writeln!(wrong, "{}: {found}", folder.file_name().unwrap().display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
