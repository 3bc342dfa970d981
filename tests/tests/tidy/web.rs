//! The page's modules form no circle: each can be read and tested with only the modules that it names.

use super::{File, named_in_crate, rust};
use std::collections::{BTreeMap, BTreeSet};

/// The modules that each module names, and the file in which it does.
type Named = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn the_modules_of_the_page_form_no_circle() {
    let named = named();
    assert!(named.contains_key("panels") && named.contains_key("session"), "the page was not found");
    let circles: Vec<String> = named
        .iter()
        .flat_map(|(module, names)| names.iter().map(move |(name, file)| (module, name, file)))
        .filter(|(module, name, _)| reached(&named, name).contains(module.as_str()))
        .map(|(module, name, file)| format!("{file}: {module} names {name}, which leads back to {module}"))
        .collect();
    assert!(circles.is_empty(), "circles: {circles:#?}");
}

#[test]
fn a_circle_is_found() {
    let row = |modules: &[&str]| modules.iter().map(|name| ((*name).to_owned(), "a.rs".to_owned())).collect();
    let named = BTreeMap::from([
        ("a".to_owned(), row(&["b"])),
        ("b".to_owned(), row(&["c"])),
        ("c".to_owned(), row(&["a"])),
        ("d".to_owned(), row(&["a"])),
    ]);
    assert!(reached(&named, "b").contains("a"));
    assert!(!reached(&named, "a").contains("d"));
}

fn named() -> Named {
    let files: Vec<File> = rust().into_iter().filter(|file| file.is_in("web/src")).collect();
    let module = |file: &File| {
        let path = file.name.strip_prefix("web/src/").unwrap();
        path.split(['/', '.']).next().unwrap().to_owned()
    };
    let modules: BTreeSet<String> = files.iter().map(module).collect();
    let mut named = Named::new();
    for file in &files {
        let module = module(file);
        let code = file.lines().collect::<Vec<_>>().join("\n");
        let others =
            named_in_crate(&code).into_iter().filter(|name| *name != module && modules.contains(name));
        let entry = named.entry(module.clone()).or_default();
        entry.extend(others.map(|name| (name, file.name.clone())));
    }
    named
}

/// Every module that `from` reaches through the names in its code, `from` itself included.
fn reached<'n>(named: &'n Named, from: &'n str) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(module) = next.pop() {
        for name in named.get(module).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(name) {
                next.push(name);
            }
        }
    }
    found
}

/// Clippy counts the lines of functions, but does not see those that Yew's macros rewrite.
#[test]
fn components_and_hooks_are_short() {
    const LONGEST: usize = 70;
    let mut counted = 0;
    for file in rust().iter().filter(|file| file.is_in("web/src")) {
        let lines: Vec<&str> = file.text.lines().collect();
        let marks = lines.iter().enumerate().filter(|(_, line)| ["#[component]", "#[hook]"].contains(*line));
        for (mark, _) in marks {
            let body = lines.iter().skip(mark + 1);
            let length =
                body.take_while(|line| **line != "}").filter(|line| !line.trim().is_empty()).count() + 1;
            assert!(length <= LONGEST, "{}:{} has {length} lines", file.name, mark + 2);
            counted += 1;
        }
    }
    assert!(counted > 50, "only {counted} components and hooks were seen");
}

/// CSS has no "this or that" over container queries, so the stage's columns for few and for some containers stand twice:
/// each from a width of its own, and otherwise the same.
#[test]
fn few_and_some_columns_of_the_stage_have_the_same_rules() {
    let sheet =
        std::fs::read_to_string(xtask::project::root().join("web/src/panels/stage/wide.css")).unwrap();
    let rules = |columns: &str| {
        let head = format!("    .stage-floor[data-columns=\"{columns}\"] {{\n");
        let (_, rest) = sheet.split_once(&head).unwrap();
        rest.split_once("\n    }\n").unwrap().0.to_owned()
    };
    assert_eq!(rules("few"), rules("some"));
}
