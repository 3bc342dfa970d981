//! Every word that Podlab prints is explained, by a page that says what a beginner needs and names an example in which
//! the word is really seen. The words come from the tables of the crates that print them, and from recorded clusters.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use contract::{Command, answer};
use engine::Kubernetes;
use engine::explain::{Page, pages, pages_of, words};
use podlab_tests::recordings;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The most words of a page: beginners read it while something is broken.
const LONGEST: usize = 120;

/// The keys under which a cluster prints a text of one word.
const KEYS: [&str; 4] = ["reason", "status", "phase", "qosClass"];

fn explained(text: &str) -> Option<Page> {
    pages_of(text).into_iter().next()
}

#[test]
fn every_word_has_a_page_that_says_what_a_beginner_needs() {
    let mut pages = BTreeMap::new();
    for word in words() {
        assert_eq!(explained(word.id).map(|page| page.markdown), Some(word.markdown), "{}", word.id);
        pages.insert(word.markdown.text(), word);
    }
    assert!(pages.len() > 100, "only {} pages", pages.len());
    for (text, word) in pages {
        let id = word.id;
        assert!(text.starts_with("# ") && !word.markdown.title().is_empty(), "{id} has no heading");
        assert!(text.contains("\n\n**Next.** "), "{id} does not say what comes next");
        let has = |part: &str| text.contains(&format!("\n\n**{part}.** "));
        assert!(!has("Causes") || has("Look") && has("Mend"), "{id}: a cause without how to tell or mend it");
        let length = word.markdown.body().split_whitespace().count();
        assert!(length <= LONGEST, "{id}: {length} words");
    }
}

/// A file that no table names would never be read, so each must be named.
#[test]
fn every_page_is_some_words() {
    let texts: BTreeSet<&str> = words().map(|word| word.markdown.text()).collect();
    let mut files = 0;
    let crates = xtask::project::root().join("crates");
    for file in xtask::project::files(&crates) {
        let name = file.strip_prefix(&crates).unwrap().to_string_lossy().replace('\\', "/");
        if name.contains("/words/") && file.extension().is_some_and(|kind| kind == "md") {
            assert!(texts.contains(fs::read_to_string(&file).unwrap().as_str()), "{name}");
            files += 1;
        }
    }
    assert_eq!(files, texts.len());
}

/// The page's engine gets the texts as one file; any other program contains them.
#[test]
fn the_file_of_all_pages_has_each_of_them() {
    let file = xtask::finish::pages::collect(&xtask::project::root().join("crates")).unwrap();
    for page in pages().chain(words()) {
        let text = page.markdown.text();
        assert!(!text.is_empty(), "{}", page.id);
        assert_eq!(page.markdown.find(&file), Some(text), "{}", page.id);
    }
}

#[test]
fn the_examples_that_pages_name_show_the_word() {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut words_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for word in words() {
        words_of.entry(word.markdown.text()).or_default().push(word.id);
    }
    let mut named = 0;
    for (text, words) in words_of {
        let Some((_, play)) = text.split_once("**Play.** ") else { continue };
        for example in play.split('`').skip(1).step_by(2) {
            let printed = seen.entry(example).or_insert_with(|| printed(example));
            let shown = words.iter().any(|word| match word.strip_prefix("exit ") {
                Some(code) => printed.contains(&format!("\"exitCode\":{code},")),
                None => printed.contains(&format!("\"{word}")),
            });
            assert!(shown, "{words:?} is not seen in {example}");
            named += 1;
        }
    }
    assert!(named >= 40, "only {named} examples are named");
}

/// The engine's whole output for an example, as JSON.
fn printed(example: &str) -> String {
    let folder = xtask::project::root().join("web/examples").join(example);
    let manifest = fs::read_to_string(folder.join("manifest.yaml")).unwrap_or_default();
    assert!(!manifest.is_empty(), "there is no example {example}");
    let story: Value = fs::read_to_string(folder.join("story.yaml"))
        .map_or(Value::Null, |text| serde_yaml::from_str(&text).unwrap());
    let ask = |command, request: Value| answer(command, &request.to_string(), &Kubernetes::RECORDED);
    let run = ask(Command::Simulate, json!({"manifest": manifest, "scenario": story, "until": 300}));
    let reserved = ask(Command::Resources, json!({"manifest": manifest}));
    format!("{run}{reserved}")
}

/// Podlab can print every word that a recorded cluster printed, so each of them is explained.
#[test]
fn every_word_of_the_recordings_is_explained() {
    let (mut looked_at, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for name in ["kubelet", "kubectl/views", "resources/scheduling"] {
        for line in recordings::text(&recordings::copies(), name).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            // Invented objects, made to see how kubectl prints them, use words that no cluster uses.
            if !row["id"].as_str().is_some_and(|id| id.starts_with("api/")) {
                collect(&row, &mut looked_at);
            }
        }
    }
    for word in &looked_at {
        if explained(word).is_none() {
            missing.insert(word);
        }
    }
    assert!(looked_at.len() > 60, "{looked_at:?}");
    assert!(missing.is_empty(), "without a page: {missing:#?}");
}

/// Collects reasons, condition types, phases, STATUS cells and event messages.
fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str);
            let is_condition = text("status").is_some_and(|status| matches!(status, "True" | "False"));
            found
                .extend(text("type").filter(|type_| is_condition && !type_.contains('/')).map(str::to_owned));
            for key in KEYS {
                found.extend(text(key).filter(|text| is_word(text)).map(str::to_owned));
            }
            if let (Some(reason), Some(message)) = (text("reason"), text("message")) {
                found.insert(format!("{reason} {message}"));
            }
            fields.values().for_each(|inner| collect(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}

/// Whether it is one word of a status, and not a sentence or the verdict of a condition.
fn is_word(text: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_alphanumeric() || ":/-".contains(letter);
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(letters)
        && !matches!(text, "True" | "False")
}

/// The refusals of admission and the sentences of the scheduler, as recorded.
#[test]
fn every_refusal_of_the_recordings_is_explained() {
    let mut count = 0;
    for name in ["resources/admission", "resources/scheduling"] {
        for line in recordings::text(&recordings::copies(), name).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let event = &row["expected"]["event"]["message"];
            for said in [&row["expected"]["message"], event].into_iter().filter_map(Value::as_str) {
                assert!(explained(said).is_some(), "without a page: {said}");
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} sentences");
}
