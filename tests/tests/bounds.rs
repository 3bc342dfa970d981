//! The bounds of all faces: they are as documented, every cut is reported, and texts that nobody would write get a
//! clear message.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use engine::check::{Options, Severity, Stage, apply, check};
use engine::{Kubernetes, Manifest, limits};
use protocol::{Answer, Inputs, Message, Question, Request};
use simulator::Scenario;
use std::collections::BTreeMap;
use std::fs;
use worker::Desk;

#[test]
fn the_table_of_limits_is_the_documented_one() {
    let text = fs::read_to_string(xtask::project::root().join("docs/security.md")).unwrap();
    let rows = text.split("\n## Bounds\n").nth(1).unwrap().lines().filter(|line| line.starts_with("| "));
    let written: BTreeMap<&str, &str> =
        rows.skip(1).map(|row| row.trim_matches(['|', ' ']).split_once(" | ").unwrap()).collect();
    let kept: Vec<(&str, String)> =
        limits::table().into_iter().map(|(name, most)| (name, limits::number(most))).collect();
    let kept: BTreeMap<&str, &str> = kept.iter().map(|(name, most)| (*name, most.as_str())).collect();
    assert_eq!(written, kept);
}

const HEAD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";

/// Texts with tens of thousands of problems, with the number of problems and their severity.
fn plenty() -> [(String, Severity, usize, &'static str); 3] {
    let keys = (0..13_400).map(|number| format!("key-{number}: v, ")).collect::<Vec<_>>().concat();
    let twice = format!("{HEAD}  labels: {{{keys}{keys}}}\nspec: {{containers: [{{name: a, image: x}}]}}\n");
    let unknown = format!("{HEAD}spec:\n  containers:\n{}", "  - {nam: c, imag: x}\n".repeat(12_025));
    let documents = "kind: Pod\n---\n".repeat(50_000);
    [
        (twice, Severity::Warning, 13_400, "These are the first 200 of 13,400 warnings."),
        (unknown, Severity::Error, 36_174, "These are the first 200 of 36,174 errors."),
        (documents, Severity::Error, 50_000, "These are the first 200 of 50,000 errors."),
    ]
}

#[test]
fn problems_are_listed_up_to_a_bound_and_counted_beyond() {
    for (text, severity, found, words) in plenty() {
        let checked = check(&text, &Options::default());
        let listed = checked.problems.iter().filter(|problem| problem.severity == severity).count();
        assert_eq!((listed, checked.cut.as_slice()), (limits::PROBLEMS, [words.to_owned()].as_slice()));
        let manifest = Manifest::read(&text, &Kubernetes::RECORDED);
        let drawn = manifest.check();
        assert!(drawn.notes.iter().any(|note| note == words), "{:?}", drawn.notes);
        if severity == Severity::Error {
            assert_eq!(checked.errors, found);
            let refused = manifest.simulate("").unwrap_err();
            assert!(refused.ends_with(&format!("it has {found} errors.")), "{refused}");
            assert_eq!(manifest.refused().last().unwrap(), words);
        }
    }
}

#[test]
fn a_merge_that_is_written_often_is_no_key_that_is_written_twice() {
    let keys = (0..200).map(|number| format!("key-{number}: v, ")).collect::<Vec<_>>().concat();
    let text = format!(
        "{HEAD}  labels: &a {{{keys}}}\n  annotations:\n{}spec: {{containers: [{{name: a, image: x}}]}}\n",
        // One more, and there would be more aliases than kubectl's reader takes.
        "    <<: *a\n".repeat(135)
    );
    let checked = check(&text, &Options::default());
    assert_eq!((checked.errors, checked.cut.as_slice()), (0, [].as_slice()));
}

/// Texts that nobody would write.
fn hostile() -> Vec<(&'static str, String)> {
    let indented: String = (0..1_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    vec![
        ("nothing", String::new()),
        ("blanks", " \n\t\n".repeat(1_000)),
        ("questions", "? ".repeat(10_000)),
        ("dashes", "- ".repeat(10_000)),
        ("colons", "a: ".repeat(10_000)),
        ("brackets", "[".repeat(10_000)),
        ("braces", "{a: ".repeat(10_000)),
        ("json", "{\"a\":".repeat(10_000)),
        ("indented", indented),
        ("one line", "a".repeat(1 << 20)),
        ("one quoted line", format!("a: '{}", "''".repeat(400_000))),
        ("exclamations", "!".repeat(100_000)),
        ("ampersands", "&a ".repeat(10_000)),
        ("directives", "%a b\n".repeat(10_000)),
        ("documents", "---\n".repeat(100_000)),
        ("binary", String::from_utf8_lossy(&(0..=255).collect::<Vec<u8>>().repeat(100)).into_owned()),
        ("zeros", "\0".repeat(10_000)),
        ("too long", "a: b\n".repeat(300_000)),
    ]
}

#[test]
fn hostile_texts_get_a_clear_word() {
    for (name, text) in hostile() {
        let checked = check(&text, &Options::default());
        assert_eq!(checked.stage, Stage::Client, "{name}");
        let said = &checked.problems.first().unwrap_or_else(|| panic!("{name}: nothing is said")).message;
        assert!(!said.is_empty() && said.len() < 1_000, "{name}: {said}");
        let printed = apply(&text, "pod.yaml", &Kubernetes::RECORDED);
        // Kubectl's words, or ours where kubectl has no such bound.
        let begins = ["error", "podlab: "].iter().any(|word| printed.stderr.starts_with(word));
        assert!(printed.exit != 0 && begins, "{name}: {}", printed.stderr);
        let manifest = Manifest::read(&text, &Kubernetes::RECORDED);
        assert!(manifest.simulate("").is_err() && manifest.reserve().is_none(), "{name}");
    }
}

/// Aliases that stand for ten times as much each, eleven levels deep.
fn bomb() -> String {
    let list = |item: &str| [item; 10].join(", ");
    let levels =
        (1..12).map(|level| format!("a{level}: &a{level} [{}]\n", list(&format!("*a{}", level - 1))));
    std::iter::once(format!("a0: &a0 [{}]\n", list("x"))).chain(levels).collect()
}

#[test]
fn a_story_of_somebody_else_is_bounded() {
    let read = |text: &str| Scenario::from_text(text, &Kubernetes::RECORDED);
    let said = |text: &str| read(text).unwrap_err()[0].message.clone();
    assert_eq!(said(&bomb()), "the scenario cannot be read: yaml: document contains excessive aliasing");
    let deep = format!("containers: {}", "[".repeat(10_000));
    assert_eq!(said(&deep), "the scenario cannot be read: lists and maps nest deeper than 512 levels here");
    let long = format!("# {}\n", "x".repeat(limits::TEXT));
    assert!(said(&long).contains("at most 1048576 bytes (1 MiB) are read"));
    for (name, text) in hostile() {
        // A story of nothing but blanks and comments is an empty one.
        if let Err(problems) = read(&text) {
            assert!(problems[0].message.len() < 1_000, "{name}: {}", problems[0]);
        }
    }
    // Numbers and aliases mean what they mean in a manifest.
    let once = "containers: {a: [&once {run: 0x10, exit: 7}, *once]}";
    let twice = "containers: {a: [{run: 16, exit: 7}, {run: 16, exit: 7}]}";
    assert_eq!(read(once).unwrap(), read(twice).unwrap());
}

#[test]
fn the_engine_of_the_page_answers_them_too() {
    let mut desk = Desk::default();
    for (name, text) in hostile() {
        let length = u32::try_from(text.len()).unwrap();
        // Each is tried as a story too, which anybody may write as well.
        let inputs = [
            Inputs { text: text.clone(), scenario: String::new(), version: "1.36".to_owned() },
            Inputs {
                text: format!("{HEAD}spec: {{containers: [{{name: a, image: x}}]}}\n"),
                scenario: text,
                version: "1.36".to_owned(),
            },
        ];
        for inputs in inputs {
            let scenario = inputs.scenario.clone();
            desk.hear(Message::Open(inputs));
            let questions = [
                Question::Check,
                Question::Run,
                Question::Reserve,
                Question::Controls,
                Question::Apply,
                Question::FieldAt(length / 2),
                Question::Locate("spec.containers[0].name".to_owned()),
            ];
            for (number, question) in (0..).zip(questions) {
                desk.hear(Message::Ask(Request { asker: 1, number, question }));
                let reply = desk.step().unwrap();
                assert_eq!(reply.number, number, "{name}");
                if let (Answer::Check(check), true) = (&reply.answer, scenario.is_empty()) {
                    // A text without a word is no mistake.
                    let is_empty = ["nothing", "blanks", "documents"].contains(&name);
                    assert!(check.errors() > 0 || is_empty, "{name}");
                }
            }
        }
    }
}
