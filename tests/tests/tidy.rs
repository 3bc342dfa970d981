//! The house rules that a program can check.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "tidy/simulator.rs"]
mod simulator;
#[path = "tidy/web.rs"]
mod web;

/// The most lines of a file.
const LONGEST: usize = 400;

/// The crates that each crate names; docs/architecture.md draws the same.
const ARROWS: [(&str, &[&str]); 20] = [
    ("crates/source", &[]),
    ("crates/view", &[]),
    ("crates/api", &["source"]),
    ("crates/resources", &["api"]),
    ("crates/scheduling", &["api", "resources"]),
    ("crates/validation", &["api"]),
    ("crates/admission", &["api", "resources"]),
    ("crates/apiserver", &["admission", "api", "resources", "validation"]),
    ("crates/kubectl", &["api", "resources", "validation", "view"]),
    ("crates/advice", &["api", "resources"]),
    ("crates/simulator", &["api", "resources", "scheduling"]),
    (
        "crates/engine",
        &[
            "admission",
            "advice",
            "api",
            "apiserver",
            "kubectl",
            "resources",
            "scheduling",
            "simulator",
            "source",
            "validation",
            "view",
        ],
    ),
    ("crates/link", &[]),
    (
        "crates/contract",
        &[
            "api",
            "apiserver",
            "engine",
            "kubectl",
            "resources",
            "scheduling",
            "simulator",
            "validation",
            "view",
        ],
    ),
    ("crates/protocol", &["view"]),
    ("crates/worker", &["engine", "protocol", "view"]),
    ("crates/cli", &["contract", "engine", "link", "view"]),
    ("crates/wasm", &["contract", "engine", "link"]),
    ("crates/xtask", &[]),
    ("web", &["link", "protocol", "view"]),
];
/// The faces, which read clocks and files so that no crate below needs to.
const FACES: [&str; 4] = ["crates/cli", "crates/wasm", "crates/xtask", "web"];

struct File {
    /// The path from the project's root.
    name: String,
    text: String,
}

impl File {
    fn is_in(&self, folder: &str) -> bool {
        self.name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    fn is_test(&self) -> bool {
        self.name.contains("/tests/")
            || self.name.contains("/benches/")
            || self.name.contains("/examples/")
            || self.name.ends_with("/tests.rs")
            || self.is_in("tests")
    }

    /// The code before the tests at its end.
    fn code(&self) -> &str {
        if self.is_test() { "" } else { self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default() }
    }

    /// The lines of code, without comments.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.code().lines().map(|line| line.split("//").next().unwrap_or_default())
    }
}

fn written_by_us() -> Vec<File> {
    let root = xtask::project::root();
    let ours = |path: &PathBuf| {
        let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        ["rs", "css", "js"].contains(&kind)
    };
    let files = xtask::project::files(&root).into_iter().filter(ours);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        (!name.contains("generated")).then(|| File { name, text: fs::read_to_string(&path).unwrap() })
    };
    let files: Vec<File> = files.filter_map(read).collect();
    assert!(files.len() > 50, "the files were not found");
    files
}

fn rust() -> Vec<File> {
    written_by_us()
        .into_iter()
        .filter(|file| Path::new(&file.name).extension().is_some_and(|end| end == "rs"))
        .collect()
}

/// Fails with the files and lines in which `wrong` finds something.
fn none(files: &[File], rule: &str, wrong: impl Fn(&File, &str) -> bool) {
    let mut found = String::new();
    for file in files {
        for line in file.lines().filter(|line| wrong(file, line)) {
            let _ = writeln!(found, "{}: {}", file.name, line.trim());
        }
    }
    assert!(found.is_empty(), "{rule}:\n{found}");
}

/// The first names of all paths below `crate::` in a Rust text: `crate::a::B` and `use crate::{C, d::{e, F}}`.
fn named_in_crate(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            names.push(rest);
            continue;
        };
        let mut depth = 0;
        for part in list.split_inclusive(['{', '}', ',']) {
            if depth == 0 && !part.trim_matches(['}', ',']).trim().is_empty() {
                names.push(part.trim_start());
            }
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            if depth < 0 {
                break;
            }
        }
    }
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    names.into_iter().map(word).collect()
}

#[test]
fn names_below_crate_are_found() {
    assert_eq!(
        named_in_crate("use crate::{A, b, c::{d, e}};\nuse crate::f;\nfn g() { crate::h::i() }"),
        ["A", "b", "c", "f", "h"]
    );
}

#[test]
fn files_are_short() {
    let long: Vec<String> = written_by_us()
        .iter()
        .filter(|file| file.text.lines().count() > LONGEST)
        .map(|file| format!("{} has {} lines", file.name, file.text.lines().count()))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines: {long:#?}");
}

#[test]
fn rust_files_say_what_they_are() {
    let silent: Vec<String> = rust()
        .into_iter()
        .filter(|file| {
            !file.text.starts_with("//!") && !file.name.ends_with("/tests.rs") && !file.is_in("fuzz")
        })
        .map(|file| file.name)
        .collect();
    assert!(silent.is_empty(), "without `//!`: {silent:#?}");
}

/// The crates of ours that a crate names.
fn named_crates(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(xtask::project::root().join(folder).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let lines = dependencies.split("\n[").next().unwrap_or_default().lines();
    let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
    let is_ours = |name: &String| ARROWS.iter().any(|(folder, _)| *folder == format!("crates/{name}"));
    let names: BTreeSet<String> = lines.map(name).filter(is_ours).collect();
    names.into_iter().collect()
}

#[test]
fn arrows_go_down() {
    for (folder, names) in ARROWS {
        assert_eq!(named_crates(folder), names, "{folder}");
    }
    let root = xtask::project::root();
    let folders = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().file_name());
    let folders: BTreeSet<String> =
        folders.map(|name| format!("crates/{}", name.to_string_lossy())).collect();
    let listed: BTreeSet<String> =
        ARROWS.iter().map(|(folder, _)| (*folder).to_owned()).filter(|folder| folder != "web").collect();
    assert_eq!(folders, listed, "the crates that are there, and those of the table");
}

/// The drawing has a crate in a lower row than all that name it.
#[test]
fn arrows_are_drawn_downwards() {
    let text = fs::read_to_string(xtask::project::root().join("docs/architecture.md")).unwrap();
    let (_, drawing) = text.split_once("Arrows go down only").unwrap();
    let rows: Vec<&str> = drawing.split("```").nth(1).unwrap().lines().collect();
    let row = |folder: &str| {
        let name = folder.trim_start_matches("crates/");
        let is_drawn =
            |line: &&str| line.split("     ").next().unwrap().split_whitespace().any(|one| one == name);
        rows.iter().position(is_drawn)
    };
    for (folder, names) in ARROWS.iter().filter(|(folder, _)| *folder != "crates/xtask") {
        let own = row(folder);
        assert!(own.is_some(), "{folder} is not drawn");
        for name in *names {
            assert!(row(name) > own, "{folder} names {name}, which is not drawn below it");
        }
    }
}

#[test]
fn only_the_table_of_features_compares_versions() {
    let table = [
        "crates/api/src/features",
        "crates/api/src/fields",
        "crates/xtask/src/fields",
        "crates/admission/src/pod_security/policy.rs",
    ];
    let compares = |line: &str| {
        ["minor >", "minor <", "minor() >", "minor() <", "minor ==", "minor() =="]
            .iter()
            .any(|words| line.contains(words))
    };
    none(&rust(), "only features.rs compares versions", |file, line| {
        !table.iter().any(|table| file.name.starts_with(table)) && !file.is_in("web") && compares(line)
    });
}

/// Only `release.rs` lists the releases; everything else asks it.
#[test]
fn only_the_releases_file_names_releases() {
    let files: Vec<File> =
        rust().into_iter().filter(|file| file.name != "crates/api/src/release.rs").collect();
    none(&files, "ask api::release", |_, line| {
        ["\"1.28\"", "\"1.36\"", "\"1.37\""].iter().any(|release| line.contains(release))
    });
}

/// Only `kinds.rs` lists the kinds that are read; a second list would fall behind.
#[test]
fn only_the_table_of_kinds_lists_kinds() {
    // This file lists what the server serves, most of which is not read here.
    let served = "crates/api/src/read/kind.rs";
    let lists: Vec<String> = rust()
        .into_iter()
        .filter(|file| file.name != "crates/api/src/kinds.rs" && file.name != served)
        .filter(|file| {
            // An arm of a `match` on a kind is no list; a list has names followed by commas.
            let lines: Vec<&str> = file.lines().map(str::trim).collect();
            let listed = |kind: &str| {
                let names = [format!("\"{kind}\","), format!("(\"{kind}\", "), format!(", \"{kind}\")")];
                lines.iter().any(|line| {
                    !line.contains("=>") && !line.contains('(') && line.starts_with(&names[0])
                        || names[1..].iter().any(|name| line.starts_with('(') && line.contains(name))
                })
            };
            ["CronJob", "DaemonSet", "ReplicationController"].into_iter().all(listed)
        })
        .map(|file| file.name)
        .collect();
    assert!(lists.is_empty(), "lists of kinds beside crates/api/src/kinds.rs: {lists:?}");
}

#[test]
fn order_is_never_chance() {
    none(&rust(), "HashMap and HashSet have no order: BTreeMap, BTreeSet", |file, line| {
        !file.is_in("crates/xtask") && (line.contains("HashMap") || line.contains("HashSet"))
    });
}

#[test]
fn the_core_reads_no_clock_file_or_environment() {
    let outside = [
        "std::fs",
        "std::env::",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "TcpStream",
        "jiff::Timestamp::now",
        "Zoned::now",
    ];
    none(&rust(), "below the faces nothing reads the world", |file, line| {
        file.is_in("crates")
            && !FACES.iter().any(|face| file.is_in(face))
            // The program that builds a crate is no part of it.
            && !file.name.ends_with("/build.rs")
            && outside.iter().any(|word| line.contains(word))
    });
}

/// One call links what serde derives for a Pod and all below it, jiff's printer and its errors: 30 KB of the engine, brotli.
#[test]
fn the_core_writes_and_reads_objects_through_the_table_of_fields() {
    none(&rust(), "`api::typed` has `to_json` and `from_json`", |file, line| {
        file.is_in("crates")
            && !FACES.iter().chain(&["crates/contract"]).any(|face| file.is_in(face))
            && (line.contains("serde_json::to_value") || line.contains("serde_json::from_value"))
    });
}

#[test]
fn the_core_forbids_unsafe_code() {
    let root = xtask::project::root();
    for (folder, _) in ARROWS.iter().filter(|(folder, _)| !FACES.contains(folder)) {
        let text = fs::read_to_string(root.join(folder).join("src/lib.rs")).unwrap();
        assert!(text.contains("#![forbid(unsafe_code)]"), "{folder}");
    }
}

#[test]
fn text_reaches_the_page_as_text() {
    let raw = [
        "innerHTML",
        "inner_html",
        "outerHTML",
        "insertAdjacentHTML",
        "from_html_unchecked",
        "document.write",
    ];
    none(&written_by_us(), "a manifest must not become markup", |file, line| {
        file.is_in("web") && raw.iter().any(|word| line.contains(word))
    });
}

/// Subject before verb: a comment that begins with one of these words has to be read twice.
#[test]
fn comments_begin_with_their_subject() {
    let mut found = String::new();
    for file in &rust() {
        for line in file.text.lines().filter_map(|line| line.split_once("//").map(|(_, comment)| comment)) {
            let comment = line.trim_start_matches(['/', '!', ' ']);
            if ["Of ", "What ", "Whatever ", "Seldom "].iter().any(|word| comment.starts_with(word)) {
                let _ = writeln!(found, "{}: {comment}", file.name);
            }
        }
    }
    assert!(found.is_empty(), "begin with the subject:\n{found}");
}

#[test]
fn nothing_is_left_for_later() {
    for file in rust().iter().filter(|file| file.name != "tests/tests/tidy.rs") {
        for word in ["todo!(", "unimplemented!(", "#[ignore", "should_panic", "thread::sleep"] {
            assert!(!file.text.contains(word), "{}: {word}", file.name);
        }
    }
}

/// A recording is a fact. `tests/recordings/SUMS` has the sum of each file; no test and no chore writes there.
#[test]
fn recordings_are_as_recorded() {
    let folder = xtask::project::root().join("tests/recordings");
    let mut sums = String::new();
    for file in
        xtask::project::files(&folder).iter().filter(|file| file.extension().is_some_and(|kind| kind == "gz"))
    {
        let name = file.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let bytes = fs::read(file).unwrap();
        let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let _ = writeln!(sums, "{sum:016x} {name}");
    }
    assert_eq!(sums, fs::read_to_string(folder.join("SUMS")).unwrap_or_default());
}
