//! `cargo xtask fields`: the field table of `crates/api`, from the sources of k8s-openapi for every
//! release that it offers, merged, with facts that only Go's types hold (`data/go-types.txt`).
//! The objects around a Pod (nodes, volumes, quotas ...) have a table of their own, which only `build.rs` reads, and so have
//! the kinds without a Pod, which are read strictly by theirs.

#[path = "../../../api/src/kinds.rs"]
#[allow(dead_code, unreachable_pub, reason = "the crate itself uses all of it")]
mod kinds;
mod openapi;

use crate::project;
use openapi::Struct;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The releases that k8s-openapi offers.
const VERSIONS: std::ops::RangeInclusive<u8> = 33..=37;
const GO_TYPES: &str = include_str!("../../data/go-types.txt");
/// The texts that k8s-openapi lacks: those about words, and about types that it has by hand.
const WORDS: &str = include_str!("../../data/words.txt");

/// Writes `crates/api/data/fields.txt`, `docs.txt`, `surrounding-fields.txt` and `other-fields.txt`.
pub fn run() -> Result<(), String> {
    let folder = project::root().join("crates/api/data");
    for (name, text) in generate()? {
        std::fs::write(folder.join(name), text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Structs by name.
type Structs = BTreeMap<String, Merged>;
/// The structs that some kinds reach.
type Reached<'m> = BTreeMap<&'m str, &'m Merged>;

struct Merged {
    read: Struct,
    /// For each field, the first release that has it and the first that no longer has it.
    span: BTreeMap<String, (u8, u8)>,
}

/// The tables and the documentation, by the names of their files.
fn generate() -> Result<[(&'static str, String); 4], String> {
    let sources = sources()?;
    let merged = merge(&sources, &openapi::COMMON)?;
    let go = Go::read(GO_TYPES);
    let mut fields =
        String::from("# Written by `cargo xtask fields`; see crates/api/src/fields for its grammar.\n");
    let mut docs = String::from("# Written by `cargo xtask fields`.\n");
    let read = reached(&kinds::KINDS.map(|kind| kind.name), &merged);
    for (name, entry) in &read {
        print((name, name), entry, &go, &mut fields, &mut docs);
    }
    docs.push_str(WORDS);
    let mut surrounding = String::from("# Written by `cargo xtask fields`; see crates/api/build.rs.\n");
    let typed = kinds::OTHERS.iter().filter(|kind| kind.is_typed).map(|kind| kind.name);
    for (name, entry) in reached(&typed.collect::<Vec<_>>(), &merged) {
        if !read.contains_key(name) {
            print((name, name), entry, &go, &mut surrounding, &mut String::new());
        }
    }
    let others = others(&sources, &merged, &read, &go)?;
    Ok([
        ("fields.txt", fields),
        ("docs.txt", docs),
        ("surrounding-fields.txt", surrounding),
        ("other-fields.txt", others),
    ])
}

/// The table of the kinds without a Pod: first the structs with names of their own, then each package apart.
fn others(sources: &Path, common: &Structs, read: &Reached<'_>, go: &Go) -> Result<String, String> {
    let mut sections = Vec::new();
    // Two kinds may have one name, such as Event; each has its own structs.
    let is_apart =
        |kind: &kinds::Kind| openapi::APART.iter().any(|(version, _)| *version == kind.api_version);
    let roots = kinds::OTHERS.iter().filter(|kind| !is_apart(kind));
    let mut roots: Vec<String> = roots.map(|kind| kind.name.to_owned()).collect();
    for (api_version, package) in openapi::APART {
        let merged = merge(sources, &[package])?;
        let of_package = |other: &&kinds::Kind| other.api_version == api_version;
        let names: Vec<&str> = kinds::OTHERS.iter().filter(of_package).map(|other| other.name).collect();
        let mut text = format!("={api_version}\n");
        for (name, entry) in reached(&names, &merged) {
            print((name, &format!("{api_version}.{name}")), entry, go, &mut text, &mut String::new());
            roots.extend(refers(entry).filter(|name| !merged.contains_key(*name)).map(str::to_owned));
        }
        sections.push(text);
    }
    let mut text =
        String::from("# Written by `cargo xtask fields`; see crates/api/src/fields for its grammar.\n");
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    for (name, entry) in reached(&roots, common) {
        if !read.contains_key(name) {
            print((name, name), entry, go, &mut text, &mut String::new());
        }
    }
    Ok(text + &sections.concat())
}

/// The structs of some packages with the releases that have their fields.
fn merge(sources: &Path, packages: &[&str]) -> Result<Structs, String> {
    let mut merged = Structs::new();
    for minor in VERSIONS {
        for (name, read) in openapi::read(&sources.join(format!("v1_{minor}")), packages)? {
            let entry = merged
                .entry(name)
                .or_insert_with(|| Merged { read: Struct::default(), span: BTreeMap::new() });
            entry.read.docs = read.docs;
            for (field, value) in read.fields {
                let first = if minor == *VERSIONS.start() { 0 } else { minor };
                entry.span.entry(field.clone()).or_insert((first, 0)).1 = minor + 1;
                entry.read.fields.insert(field, value);
            }
        }
    }
    Ok(merged)
}

/// The folder in which cargo keeps the sources of k8s-openapi.
fn sources() -> Result<PathBuf, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(project::root())
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let path = text.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let manifest = path
        .map(PathBuf::from)
        .find(|path| {
            let folder = path.parent().and_then(|folder| folder.file_name());
            folder.is_some_and(|folder| folder.to_string_lossy().starts_with("k8s-openapi-"))
        })
        .ok_or("k8s-openapi is not among the dependencies: run `cargo fetch` first.")?;
    Ok(manifest.with_file_name("src"))
}

/// The structs that the kinds reach, by name.
fn reached<'m>(kinds: &[&'m str], merged: &'m Structs) -> Reached<'m> {
    let mut found = BTreeMap::new();
    let mut left = kinds.to_vec();
    while let Some(name) = left.pop() {
        let Some((name, entry)) = merged.get_key_value(name) else { continue };
        if found.insert(name.as_str(), entry).is_some() {
            continue;
        }
        left.extend(refers(entry));
    }
    found
}

/// The structs of a struct's fields.
fn refers(entry: &Merged) -> impl Iterator<Item = &str> {
    let shapes = entry.read.fields.values().filter_map(|field| field.shape.split_once('@'));
    shapes.map(|(_, name)| name)
}

/// A struct under its name; `known` is its name in `go-types.txt`.
fn print((name, known): (&str, &str), entry: &Merged, go: &Go, fields: &mut String, docs: &mut String) {
    let _ = writeln!(fields, "{name}");
    let _ = writeln!(docs, "#{name}\n{}", one_line(&entry.read.docs));
    for (key, field) in &entry.read.fields {
        let path = format!("{known}.{key}");
        let mut shape = match go.types.get(path.as_str()) {
            Some(named) => field.shape.replace("string", named),
            None => field.shape.clone(),
        };
        if shape == "map quantity" {
            "resources".clone_into(&mut shape);
        }
        let (first, end) = entry.span.get(key).copied().unwrap_or_default();
        let first = go.since.get(path.as_str()).copied().unwrap_or(first);
        let mut line = format!(" {key} {shape}");
        if field.required {
            line.push_str(" !");
        }
        if let Some(embedded) = go.embedded.get(path.as_str()) {
            let _ = write!(line, " <{embedded}");
        }
        if first > 0 {
            let _ = write!(line, " +{first}");
        }
        if end <= *VERSIONS.end() {
            let _ = write!(line, " -{end}");
        }
        let _ = writeln!(fields, "{line}");
        if !field.docs.is_empty() {
            let _ = writeln!(docs, "{key} {}", one_line(&field.docs));
        }
    }
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join("\\n")
}

/// The contents of `data/go-types.txt`, by `STRUCT.FIELD`.
#[derive(Default)]
struct Go<'t> {
    types: BTreeMap<&'t str, &'t str>,
    embedded: BTreeMap<String, &'t str>,
    since: BTreeMap<&'t str, u8>,
}

impl<'t> Go<'t> {
    fn read(text: &'t str) -> Self {
        let mut go = Go::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["type", field, name] => {
                    go.types.insert(field, name);
                }
                ["embed", name, inner, fields @ ..] => {
                    go.embedded.extend(fields.iter().map(|field| (format!("{name}.{field}"), *inner)));
                }
                ["since", field, minor] => {
                    go.since.insert(field, minor.parse().unwrap_or(0));
                }
                _ => {}
            }
        }
        go
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_table_is_what_the_sources_give() {
        let folder = crate::project::root().join("crates/api/data");
        for (name, text) in super::generate().unwrap() {
            let committed = std::fs::read_to_string(folder.join(name)).unwrap();
            assert!(text == committed, "crates/api/data/{name} is stale: run `cargo xtask fields`");
        }
    }
}
