//! Each example keeps what its lesson promises: the verdict, the whole story, everything that its `about.yaml` says is seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole crate is tests"
)]

mod about;
mod film;

use about::{About, Verdict};
use contract::{Command, answer};
use engine::Kubernetes;
use film::Film;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// How long a story is watched, in seconds.
const UNTIL: f64 = 300.0;

/// A folder of `web/examples`.
struct Example {
    name: String,
    manifest: String,
    /// `null` where the folder has none.
    story: Value,
    about: About,
}

#[test]
fn every_example_shows_what_its_lesson_promises() {
    let folders = folders();
    assert!(folders.len() >= 28, "only {} examples were found", folders.len());
    let mut wrong = String::new();
    for folder in folders {
        let example = read(&folder);
        for complaint in complaints(&example) {
            let _ = writeln!(wrong, "{}: {complaint}", example.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_list_of_examples_has_an_order_and_words() {
    let examples: Vec<Example> = folders().iter().map(|folder| read(folder)).collect();
    let orders: BTreeSet<i64> = examples.iter().map(|example| example.about.order).collect();
    assert_eq!(orders.len(), examples.len(), "two examples have the same `order`");
    for Example { name, about, .. } in &examples {
        assert!(!about.title.is_empty() && !about.title.ends_with('.'), "{name}: {}", about.title);
        assert!(about.lesson.ends_with('.'), "{name}: the lesson is no sentence: {}", about.lesson);
        let levels = ["beginner", "intermediate", "advanced", "expert"];
        assert!(levels.contains(&about.level.as_str()), "{name}: {}", about.level);
    }
}

/// What is not as `about.yaml` says.
fn complaints(example: &Example) -> Vec<String> {
    let Example { about, manifest, story, .. } = example;
    if about.sees.is_empty() {
        return vec!["`sees` is missing in about.yaml: say what a reader must see".to_owned()];
    }
    let checked = ask(Command::Check, &json!({"manifest": manifest}));
    let errors = errors(&checked);
    let verdict = if checked["stage"] == "ok" { Verdict::Accepted } else { Verdict::Refused };
    if verdict != about.verdict {
        return vec![format!("about.yaml says {:?}, the server {verdict:?}: {errors:?}", about.verdict)];
    }
    if verdict == Verdict::Refused {
        let expected: Vec<&str> = about.sees.iter().filter_map(about::Sight::error).collect();
        if expected.len() < about.sees.len() {
            return vec!["only errors can be seen of a refused manifest".to_owned()];
        }
        let complaint = format!("errors: expected {expected:#?}, the server says {errors:#?}");
        return if expected == errors { Vec::new() } else { vec![complaint] };
    }
    let request = json!({"manifest": manifest, "scenario": story, "until": about.until.unwrap_or(UNTIL)});
    let film = Film::new(&ask(Command::Simulate, &request), story);
    let reserved = ask(Command::Resources, &json!({"manifest": manifest}));
    let mut wrong = film.told_to_the_end(story);
    wrong.extend(about.sees.iter().filter_map(|sight| sight.missing(&film, &reserved).err()));
    wrong
}

fn ask(command: Command, request: &Value) -> Value {
    let reply = answer(command, &request.to_string(), &Kubernetes::RECORDED);
    assert!(reply.get("error").is_none(), "{reply}");
    reply
}

/// What the API server refuses, in its order: what it cannot read first.
fn errors(checked: &Value) -> Vec<&str> {
    let decode = checked["decodeError"].as_str();
    let strict = checked["strictErrors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let invalid = checked["errors"].as_array().into_iter().flatten();
    let invalid = invalid.filter_map(|error| error["message"].as_str());
    decode.into_iter().chain(strict).chain(invalid).collect()
}

fn folders() -> Vec<PathBuf> {
    let folder = xtask::project::root().join("web/examples");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn read(folder: &Path) -> Example {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let text = |file: &str| fs::read_to_string(folder.join(file));
    let need = |file: &str| text(file).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
    let yaml = |file: &str, text: &str| -> Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
    };
    let about = serde_json::from_value(yaml("about.yaml", &need("about.yaml")));
    Example {
        manifest: need("manifest.yaml"),
        story: text("story.yaml").map_or(Value::Null, |text| yaml("story.yaml", &text)),
        about: about.unwrap_or_else(|error| panic!("{name}/about.yaml: {error}")),
        name,
    }
}
