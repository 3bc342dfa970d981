//! Each example keeps its promise: the verdict, the whole story, and everything that its `about.yaml` says is seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole crate is tests"
)]

mod about;
mod film;
mod seen;

use about::{About, Fixed, Sight, Verdict};
use contract::{Command, answer};
use engine::{Kubernetes, kubernetes};
use film::Film;
use seen::Seen;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The time for which a story is watched, in seconds.
const UNTIL: f64 = 300.0;

/// The words that are allowed for areas of the page, subjects and classes.
const PLACES: [&str; 5] = ["watch", "story", "terminal", "cost", "explain"];
const SUBJECTS: [&str; 9] =
    ["order", "retries", "files", "sidecars", "probes", "stopping", "resources", "workloads", "rules"];
const CLASSES: [&str; 5] = ["init containers", "sidecars", "cost", "clinic", "expert"];

/// A folder of `web/examples`.
struct Example {
    name: String,
    about: About,
    manifest: String,
    /// Empty where the folder has no such file; so are the others.
    story: String,
    namespace: String,
    nodes: String,
    /// The manifest without the mistake, and its story.
    fixed: Option<(String, String)>,
}

/// One manifest of an example, with its promises.
struct Showing<'a> {
    example: &'a Example,
    manifest: &'a str,
    story: &'a str,
    verdict: Verdict,
    kubernetes: Kubernetes,
    sees: &'a [Sight],
}

#[test]
fn every_example_shows_what_its_lesson_promises() {
    let examples = examples();
    assert!(examples.len() >= 64, "only {} examples were found", examples.len());
    let mut wrong = String::new();
    for example in &examples {
        for (part, showing) in showings(example) {
            for complaint in complaints(&showing) {
                let _ = writeln!(wrong, "{}{part}: {complaint}", example.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_list_of_examples_has_an_order_and_words() {
    let examples = examples();
    let orders: BTreeSet<i64> = examples.iter().map(|example| example.about.order).collect();
    assert_eq!(orders.len(), examples.len(), "two examples have the same `order`");
    for Example { name, about, fixed, .. } in &examples {
        assert!(!about.title.is_empty() && !about.title.ends_with('.'), "{name}: {}", about.title);
        assert!(about.lesson.ends_with('.'), "{name}: the lesson is no sentence: {}", about.lesson);
        let levels = ["beginner", "intermediate", "advanced", "expert"];
        assert!(levels.contains(&about.level.as_str()), "{name}: {}", about.level);
        assert!(PLACES.contains(&about.place.as_str()), "{name}: place {}", about.place);
        assert!(SUBJECTS.contains(&about.subject.as_str()), "{name}: subject {}", about.subject);
        for class in &about.classes {
            assert!(CLASSES.contains(&class.as_str()), "{name}: class {class}");
        }
        match &about.fixed {
            Some(Fixed::Here(here)) => {
                assert!(here.lesson.ends_with('.'), "{name}: {}", here.lesson);
                assert!(fixed.is_some(), "{name}: fixed.yaml is missing");
            }
            Some(Fixed::Example(other)) => {
                assert!(examples.iter().any(|one| one.name == *other), "{name}: no example `{other}`");
                assert!(fixed.is_none(), "{name}: fixed.yaml is not used");
            }
            None => assert!(fixed.is_none(), "{name}: about.yaml says nothing of fixed.yaml"),
        }
        let typed = about.command.is_some();
        assert_eq!(typed, about.place == "terminal", "{name}: a command is for the terminal");
    }
}

/// The example itself, and its fixed form.
fn showings(example: &Example) -> Vec<(&'static str, Showing<'_>)> {
    let release = |version: &Option<String>| version.as_deref().map_or(Kubernetes::RECORDED, kubernetes);
    let about = &example.about;
    let itself = Showing {
        example,
        manifest: &example.manifest,
        story: &example.story,
        verdict: about.verdict,
        kubernetes: release(&about.version),
        sees: &about.sees,
    };
    let mut all = vec![("", itself)];
    if let (Some(Fixed::Here(here)), Some((manifest, story))) = (&about.fixed, &example.fixed) {
        let kubernetes = release(&here.version);
        let sees = &here.sees;
        all.push((" (fixed)", Showing { example, manifest, story, verdict: here.verdict, kubernetes, sees }));
    }
    all
}

/// The differences from `about.yaml`.
fn complaints(showing: &Showing<'_>) -> Vec<String> {
    let Showing { example, manifest, story, sees, kubernetes, .. } = showing;
    if sees.is_empty() {
        return vec!["`sees` is missing in about.yaml: say what a reader must see".to_owned()];
    }
    let ask = |command, request: &Value| ask(command, request, kubernetes);
    let checked = ask(Command::Check, &json!({"manifest": manifest}));
    let errors = errors(&checked);
    let verdict = if checked["stage"] == "ok" { Verdict::Accepted } else { Verdict::Refused };
    if verdict != showing.verdict {
        return vec![format!("about.yaml says {:?}, the server {verdict:?}: {errors:?}", showing.verdict)];
    }
    if verdict == Verdict::Refused {
        let expected: Vec<&str> = sees.iter().filter_map(Sight::error).collect();
        if expected.len() < sees.len() {
            return vec!["only errors can be seen of a refused manifest".to_owned()];
        }
        let complaint = format!("errors: expected {expected:#?}, the server says {errors:#?}");
        return if expected == errors { Vec::new() } else { vec![complaint] };
    }
    let world: Value =
        serde_yaml::from_str(story).unwrap_or_else(|error| panic!("{}: {error}", example.name));
    let until = example.about.until.unwrap_or(UNTIL);
    let request = json!({"manifest": manifest, "scenario": world, "until": until});
    let film = Film::new(&ask(Command::Simulate, &request), &world);
    let reserved = ask(Command::Resources, &json!({"manifest": manifest}));
    let mut wrong = film.told_to_the_end(&world);
    let around = (example.namespace.as_str(), example.nodes.as_str());
    match Seen::new(film, reserved, (manifest, story), around, kubernetes) {
        Ok(seen) => wrong.extend(sees.iter().filter_map(|sight| sight.missing(&seen).err())),
        Err(words) => wrong.push(words),
    }
    wrong
}

fn ask(command: Command, request: &Value, kubernetes: &Kubernetes) -> Value {
    let reply = answer(command, &request.to_string(), kubernetes);
    assert!(reply.get("error").is_none(), "{reply}");
    reply
}

/// The errors of the API server in its order: first those of reading.
fn errors(checked: &Value) -> Vec<&str> {
    let decode = checked["decodeError"].as_str();
    let strict = checked["strictErrors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let invalid = checked["errors"].as_array().into_iter().flatten();
    let invalid = invalid.filter_map(|error| error["message"].as_str());
    decode.into_iter().chain(strict).chain(invalid).collect()
}

fn examples() -> Vec<Example> {
    let folder = xtask::project::root().join("web/examples");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| read(folder)).collect()
}

fn read(folder: &Path) -> Example {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let text = |file: &str| fs::read_to_string(folder.join(file));
    let need = |file: &str| text(file).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
    let about: Result<Value, _> = serde_yaml::from_str(&need("about.yaml"));
    let about = serde_json::from_value(about.unwrap_or_else(|error| panic!("{name}/about.yaml: {error}")));
    let story = text("story.yaml").unwrap_or_default();
    let fixed = text("fixed.yaml").ok();
    Example {
        manifest: need("manifest.yaml"),
        fixed: fixed.map(|fixed| (fixed, text("fixed-story.yaml").unwrap_or_else(|_| story.clone()))),
        story,
        namespace: text("namespace.yaml").unwrap_or_default(),
        nodes: text("nodes.yaml").unwrap_or_default(),
        about: about.unwrap_or_else(|error| panic!("{name}/about.yaml: {error}")),
        name,
    }
}
