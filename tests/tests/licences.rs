//! The crates that others wrote, held to deny.toml without a network: where they come from and under which licence.
//! Advisories need one: `cargo xtask deny`.

use serde::Deserialize;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

impl Licenses {
    /// Whether one of the licences that a crate offers is allowed for it.
    fn allow(&self, name: &str, expression: &str) -> bool {
        let exceptions = self.exceptions.iter().filter(|exception| exception.name == name);
        let allowed: Vec<&String> =
            self.allow.iter().chain(exceptions.flat_map(|exception| &exception.allow)).collect();
        let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let mut words = spaced.split_whitespace().peekable();
        either(&mut words, &|licence| allowed.iter().any(|known| *known == licence))
    }
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// Alternatives of an SPDX expression: `MIT OR (Apache-2.0 AND ISC)`.
fn either(words: &mut Words<'_>, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        holds |= all(words, allowed);
    }
    holds
}

fn all(words: &mut Words<'_>, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        holds &= one(words, allowed);
    }
    holds
}

fn one(words: &mut Words<'_>, allowed: &dyn Fn(&str) -> bool) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let holds = either(words, allowed);
        return words.next() == Some(")") && holds;
    }
    let licence = words.next().unwrap_or_default();
    // An exception permits more than the licence alone.
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    allowed(licence)
}

/// The licence that a crate names; of one that only ships a text, the name of the text.
fn licence(package: &Value) -> Option<String> {
    if let Some(named) = package["license"].as_str() {
        return Some(named.to_owned());
    }
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
    let text = std::fs::read_to_string(folder.join(package["license_file"].as_str()?)).ok()?;
    text.starts_with("Permission is hereby granted, free of charge").then(|| "MIT".to_owned())
}

#[test]
fn every_crate_comes_from_the_registry_under_an_allowed_licence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let rules: Rules = toml::from_str(&std::fs::read_to_string(root.join("deny.toml")).unwrap()).unwrap();
    let platforms = ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"])
        .args(platforms.iter().flat_map(|platform| ["--filter-platform", platform]))
        .current_dir(root)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of_others: Vec<&Value> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| !package["source"].is_null())
        .collect();
    assert!(of_others.len() > 100, "{} crates: {}", of_others.len(), String::from_utf8_lossy(&output.stderr));
    for package in of_others {
        let name = package["name"].as_str().unwrap();
        let licence = licence(package).unwrap_or_default();
        assert!(
            rules.licenses.allow(name, &licence),
            "{name} is under `{licence}`, which deny.toml does not allow"
        );
        let source = package["source"].as_str().unwrap().trim_start_matches("registry+");
        assert!(
            rules.sources.allow_registry.iter().any(|known| known == source),
            "{name} comes from {source}"
        );
    }
}

#[test]
fn expressions_of_licences_are_read() {
    let exception = Exception { name: "selectors".into(), allow: vec!["MPL-2.0".into()] };
    let rules = Licenses { allow: vec!["MIT".into(), "Unicode-3.0".into()], exceptions: vec![exception] };
    for (allowed, expression) in [
        (true, "MIT OR Apache-2.0"),
        (true, "Apache-2.0/MIT"),
        (true, "(MIT OR Apache-2.0) AND Unicode-3.0"),
        (true, "Apache-2.0 WITH LLVM-exception OR MIT"),
        (false, "MIT AND GPL-3.0"),
        (false, "(GPL-3.0 OR Apache-2.0) AND MIT"),
        (false, "MPL-2.0"),
        (false, ""),
    ] {
        assert_eq!(rules.allow("other", expression), allowed, "{expression}");
    }
    assert!(rules.allow("selectors", "MPL-2.0"));
}
