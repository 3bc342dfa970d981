//! The invariants of docs/architecture.md: each names the tests that hold it, and these exist. Those that need no other
//! file are here.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::fs;
use std::path::Path;

/// The Rust files in a folder, with their paths from the project's root and their texts.
fn rust(folder: &str) -> Vec<(String, String)> {
    let root = xtask::project::root();
    let files = xtask::project::files(&root.join(folder)).into_iter();
    let files = files.filter(|file| file.extension().is_some_and(|kind| kind == "rs"));
    let name = |file: &Path| file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    let files: Vec<(String, String)> =
        files.map(|file| (name(&file), fs::read_to_string(&file).unwrap())).collect();
    assert!(!files.is_empty(), "{folder} holds no Rust");
    files
}

/// Fails with the lines in which `wrong` finds something; tests and comments are left out.
fn none(folder: &str, rule: &str, wrong: impl Fn(&str, &str) -> bool) {
    let mut found = Vec::new();
    for (name, text) in rust(folder) {
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
        found.extend(lines.filter(|line| wrong(&name, line)).map(|line| format!("{name}: {}", line.trim())));
    }
    assert!(found.is_empty(), "{rule}: {found:#?}");
}

#[test]
fn each_invariant_is_held_by_tests_that_are_there() {
    let text = fs::read_to_string(xtask::project::root().join("docs/architecture.md")).unwrap();
    let list = text.split("\n## Invariants\n").nth(1).unwrap().split("\n## ").next().unwrap().to_owned();
    let starts = |line: &str| line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
    let mut invariants: Vec<String> = Vec::new();
    for line in list.lines() {
        match invariants.last_mut() {
            _ if starts(line) => invariants.push(line.to_owned()),
            Some(invariant) => invariant.push_str(line),
            None => {}
        }
    }
    assert!(invariants.len() >= 10, "{invariants:#?}");
    let tests: Vec<String> = ["crates", "tests", "web"].iter().flat_map(|folder| tests(folder)).collect();
    for invariant in &invariants {
        let (_, held_by) = invariant.rsplit_once(": ").unwrap_or_default();
        let names: Vec<&str> =
            held_by.split('`').skip(1).step_by(2).filter(|name| !name.contains(' ')).collect();
        assert!(!names.is_empty(), "no test is named: {invariant}");
        for name in names {
            assert!(tests.iter().any(|test| test == name), "there is no test `{name}`: {invariant}");
        }
    }
}

/// The names of the tests in a folder: functions with the attribute, and journeys in their tables.
fn tests(folder: &str) -> Vec<String> {
    let mut tests = Vec::new();
    for (_, text) in rust(folder) {
        let marked = text.split("#[test]").skip(1);
        let marked =
            marked.filter_map(|after| after.split_once("fn ")?.1.split('(').next().map(str::to_owned));
        let journeys = text.split_once("\njourneys!").and_then(|(_, after)| after.split(';').next());
        let journeys =
            journeys.unwrap_or_default().split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        tests.extend(marked.chain(journeys.map(str::to_owned)));
    }
    tests
}

/// A crate that cannot name places cannot report them: `source`, which knows places, is no dependency of the rules.
#[test]
fn rules_name_fields_never_places() {
    for folder in ["crates/validation", "crates/advice", "crates/admission"] {
        let manifest = fs::read_to_string(xtask::project::root().join(folder).join("Cargo.toml")).unwrap();
        assert!(!manifest.lines().any(|line| line.starts_with("source")), "{folder} must not name source");
        none(folder, "rules name fields", |_, line| line.contains("api::source") || line.contains("Span"));
    }
}

/// Clippy counts the lines of functions; the lint is on, and no function is exempt.
#[test]
fn functions_are_short() {
    let root = xtask::project::root();
    let settings = fs::read_to_string(root.join("clippy.toml")).unwrap();
    assert!(settings.contains("too-many-lines-threshold = 70\n"), "{settings}");
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(workspace.contains("pedantic = { level = \"warn\", priority = -1 }"), "pedantic has the lint");
    for folder in ["crates", "web"] {
        none(folder, "no function is let off", |_, line| line.contains("too_many_lines"));
    }
}
