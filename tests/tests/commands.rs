//! All commands agree on a manifest: a text that one refuses is accepted by no other, and no document is called
//! accepted that was not checked. `tests/command_gaps.toml` lists where they differ today, and why.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use api::Kubernetes;
use contract::{Command, answer};
use engine::Manifest;
use engine::check::{Checked, Options, Stage, apply, check};
use podlab_tests::corpora;
use podlab_tests::gaps::matches;
use serde::Deserialize;
use serde_json::{Value, json};

/// Whether a command refuses a text.
type Refuses = fn(&str) -> bool;

/// The commands that are compared with `check`.
const COMMANDS: [(&str, Refuses); 5] = [
    ("run", |text| !manifest(text).refused().is_empty() || manifest(text).simulate("").is_err()),
    ("kubectl", |text| apply(text, "pod.yaml", &Kubernetes::RECORDED).exit != 0),
    ("admit", |text| batch(Command::Admit, text)["accepted"] != json!(true)),
    ("simulate", |text| {
        let answer = batch(Command::Simulate, text);
        answer.get("error").or(answer.get("problems")).is_some()
    }),
    ("resources", |text| batch(Command::Resources, text).get("error").is_some()),
];

/// Manifests on which a command disagrees with `check`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gap {
    command: String,
    /// The stage at which `check` stops.
    stage: String,
    /// The manifest's name; each `*` stands for any text.
    case: String,
    why: String,
}

#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    gap: Vec<Gap>,
}

fn manifest(text: &str) -> Manifest {
    Manifest::read(text, &Kubernetes::RECORDED)
}

fn batch(command: Command, text: &str) -> Value {
    let request = json!({"manifest": text, "until": 1, "serviceAccountAdmission": true});
    answer(command, &request.to_string(), &Kubernetes::RECORDED)
}

fn checked(text: &str) -> Checked {
    check(text, &Options { wrap: false, ..Options::default() })
}

#[test]
fn what_check_refuses_no_command_takes() {
    let text = fs::read_to_string(xtask::project::root().join("tests/command_gaps.toml")).unwrap();
    let gaps = toml::from_str::<Listed>(&text).unwrap().gap;
    let mut open = vec![0; gaps.len()];
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut refused, mut taken) = (0, 0);
    for (name, text) in corpora::own().unwrap().into_iter().chain(corpora::others().unwrap()) {
        let checked = checked(&text);
        if checked.documents.is_empty() || checked.unchecked().count() > 0 {
            continue;
        }
        // Neither a list nor a part of a stream: the text is one object.
        let alone =
            checked.documents.len() == 1 && !text.contains("\n---\n") && !text.contains("kind: List\n");
        let has_pod = manifest(&text).check().subject.is_some();
        let stage = format!("{:?}", checked.stage).to_lowercase();
        let is_refused = checked.stage != Stage::Ok;
        (refused, taken) = (refused + usize::from(is_refused), taken + usize::from(!is_refused));
        for (command, refuses) in COMMANDS {
            // Only these two look into the cluster, where a namespace or a ServiceAccount may be missing.
            let asks_the_cluster = ["kubectl", "admit"].contains(&command);
            // Admission in a batch is asked about the first object alone.
            if command == "admit" && !alone {
                continue;
            }
            let says_no = refuses(&text);
            // Where there is no Pod, there is nothing to run and nothing to reserve.
            let nothing = !has_pod && ["run", "resources"].contains(&command);
            if says_no == is_refused || says_no && (asks_the_cluster || nothing) {
                continue;
            }
            let covers = |gap: &Gap| {
                gap.command == command
                    && gap.stage == stage
                    && gap.why.len() > 20
                    && matches(&gap.case, &name)
            };
            match gaps.iter().position(covers) {
                Some(gap) => open[gap] += 1,
                None => {
                    found
                        .entry(format!("{command}, where check says {stage}"))
                        .or_default()
                        .insert(name.clone());
                }
            }
        }
    }
    let first = |names: &BTreeSet<String>| names.iter().take(8).cloned().collect::<Vec<_>>();
    let told: Vec<_> = found.iter().map(|(what, names)| (what, names.len(), first(names))).collect();
    assert!(told.is_empty(), "commands disagree: {told:#?}");
    let closed: Vec<_> = gaps.iter().zip(&open).filter(|(_, open)| **open == 0).collect();
    assert!(closed.is_empty(), "these gaps are closed, remove their lines: {closed:#?}");
    assert!(refused > 100 && taken > 50, "{refused} refused, {taken} taken");
}

#[test]
fn what_is_refused_takes_no_pod_and_gives_none_its_place() {
    let node = "apiVersion: v1\nkind: Node\nmetadata: {name: One_Node}\n";
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: a:1}]}\n";
    let placed = engine::schedule::schedule(&[node, pod], &Kubernetes::RECORDED).unwrap();
    let refused =
        |one: &engine::schedule::Placed| matches!(one.outcome, engine::schedule::Outcome::Refused(_));
    assert!(placed.len() == 1 && refused(&placed[0]), "{placed:?}");
    // A quota that the server refuses counts nothing, also in a scenario of the recordings.
    let quota =
        "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: Not_A_Name}\nspec: {hard: {pods: '0'}}\n";
    let request = json!({
        "manifest": format!("{quota}---\n{pod}"), "until": 5, "scenario": {"behaviours": {}, "actions": []},
    });
    let answer = answer(Command::Simulate, &request.to_string(), &Kubernetes::RECORDED);
    let running = answer["rows"].as_array().unwrap().iter().any(|row| row["status"] == json!("Running"));
    assert!(running, "{answer}");
}

/// Each document that is called accepted was checked: an unknown field in it is found. A document that is not checked
/// is counted as such, in the data of the command line and in that of the page.
#[test]
fn no_document_is_accepted_that_was_not_checked() {
    let texts = corpora::own().unwrap();
    let mut accepted = 0;
    for (name, text) in &texts {
        let checked = checked(text);
        // A line that is added at the end is a field of the document: not in JSON, nor behind the end of a document.
        let ends = text.trim_start().starts_with('{') || text.contains("\n...");
        if checked.stage != Stage::Ok || checked.documents.len() != 1 || ends {
            continue;
        }
        let odd = format!("{}\nnobodyKnowsThis: 1\n", text.trim_end());
        let refuses = self::checked(&odd).stage != Stage::Ok;
        let read = checked.documents[0].fields_checked;
        assert_eq!(read, refuses, "{name}: its fields are read, and no unknown field found");
        assert!(read || !checked.documents[0].checked, "{name}: checked without its fields");
        accepted += usize::from(refuses);
    }
    assert!(accepted > 50, "{accepted} of {} are accepted", texts.len());
}

#[test]
fn what_is_not_checked_is_counted_and_said() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let revision = "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: a}\n";
    let custom = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n";
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1}]}\n";
    for (text, unchecked) in [
        (map.to_owned(), 0),
        (revision.to_owned(), 1),
        (custom.to_owned(), 1),
        (format!("{pod}---\n{map}---\n{revision}---\n{custom}"), 2),
        (pod.to_owned(), 0),
    ] {
        let checked = check(&text, &Options::default());
        assert_eq!((checked.stage, checked.unchecked().count()), (Stage::Ok, unchecked), "{text}");
        let as_json = serde_json::to_value(&checked).unwrap();
        let documents = as_json["documents"].as_array().unwrap();
        assert_eq!(documents.iter().filter(|one| one["checked"] == json!(false)).count(), unchecked);
        let page = manifest(&text).check();
        assert_eq!(usize::try_from(page.unchecked).unwrap(), unchecked);
        assert_eq!(
            page.notes.iter().any(|note| note.contains("not checked")),
            unchecked > 0,
            "{:?}",
            page.notes
        );
    }
}
