//! All commands ask one cluster: on one text they refuse in the same words, reserve the same amounts, and put the Pods
//! into the same namespace.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use std::collections::{BTreeMap, BTreeSet};

use api::{Kubernetes, Object};
use contract::{Command, answer};
use engine::Manifest;
use engine::check::{Checked, Options, Severity, Stage, check};
use engine::schedule::Outcome;
use podlab_tests::corpora;
use serde_json::{Value, json};

/// A node on which anything fits.
const NODE: &str = "apiVersion: v1\nkind: Node\nmetadata: {name: node-of-the-test}\nstatus: {allocatable: {cpu: '64', memory: 512Gi, pods: '500'}}\n";

/// The contradictions by what they are, with the names of the manifests.
#[derive(Default)]
struct Found(BTreeMap<String, BTreeSet<String>>);

impl Found {
    fn add(&mut self, what: impl Into<String>, name: &str) {
        self.0.entry(what.into()).or_default().insert(name.to_owned());
    }

    fn assert_none(&self) {
        let first = |names: &BTreeSet<String>| names.iter().take(8).cloned().collect::<Vec<_>>();
        let told: Vec<_> = self.0.iter().map(|(what, names)| (what, names.len(), first(names))).collect();
        assert!(told.is_empty(), "commands contradict each other: {told:#?}");
    }
}

fn options() -> Options {
    Options { wrap: false, ..Options::default() }
}

fn texts() -> Vec<(String, String)> {
    corpora::own().unwrap().into_iter().chain(corpora::others().unwrap()).collect()
}

fn batch(command: Command, text: &str) -> Value {
    answer(command, &json!({"manifest": text, "until": 1}).to_string(), &Kubernetes::RECORDED)
}

/// The words of the first refusal of each document, as `check` has them.
fn words(checked: &Checked) -> Vec<String> {
    let errors = checked.problems.iter();
    let errors = errors.filter(|problem| problem.severity == Severity::Error && problem.hidden.is_none());
    errors.map(|problem| problem.message.clone()).collect()
}

/// All that a command says of a text.
fn told(command: &str, text: &str) -> String {
    match command {
        "page" => Manifest::read_with(text, &options()).refused().join("\n"),
        "simulate" | "resources" => {
            let command = if command == "simulate" { Command::Simulate } else { Command::Resources };
            let answer = batch(command, text);
            let problems = answer["problems"].as_array().into_iter().flatten();
            problems.filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        "admit" => {
            let admitted = engine::admit::admit(&[text], &Kubernetes::RECORDED);
            let refused = admitted.iter().filter_map(|one| one.outcome.as_ref().err());
            refused.map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        _ => {
            let placed = engine::schedule::schedule(&[NODE, text], &Kubernetes::RECORDED);
            let refused = placed.into_iter().flatten().filter_map(|one| match one.outcome {
                Outcome::Refused(words) => Some(words),
                Outcome::Fits(_)
                | Outcome::Nowhere(_)
                | Outcome::Unschedulable { .. }
                | Outcome::Gated
                | Outcome::Elsewhere(_) => None,
            });
            refused.collect::<Vec<_>>().join("\n")
        }
    }
}

#[test]
fn what_is_refused_is_refused_in_the_same_words() {
    let (mut found, mut refused, mut taken) = (Found::default(), 0, 0);
    for (name, text) in texts() {
        let checked = check(&text, &options());
        // A kind that is not checked has only its Pod template looked at, which `check` does when it is asked to wrap.
        let is_whole = checked.unchecked().count() == 0 && checked.cut.is_empty();
        let is_told = !checked.documents.is_empty() && is_whole;
        if !is_told {
            continue;
        }
        let words = words(&checked);
        for command in ["page", "simulate", "resources", "admit", "schedule"] {
            // A text that cannot be read as objects never comes to admission, which the command line says itself.
            let unread = checked.stage < Stage::Refused && checked.stage != Stage::Ok;
            if unread && ["admit", "schedule"].contains(&command) {
                continue;
            }
            let told = told(command, &text);
            if checked.stage == Stage::Ok && !told.is_empty() {
                found.add(format!("{command} refuses what check takes"), &format!("{name}: {told}"));
            }
            if let Some(missing) = words.iter().find(|word| !told.contains(word.as_str())) {
                let stage = checked.stage;
                found.add(
                    format!("{command} has other words where check says {stage:?}"),
                    &format!("{name}: {missing} // {told}"),
                );
            }
        }
        refused += usize::from(checked.stage != Stage::Ok);
        taken += usize::from(checked.stage == Stage::Ok);
    }
    found.assert_none();
    assert!(refused > 100 && taken > 50, "{refused} refused, {taken} taken");
}

/// The amounts that the first Pod of a text reserves, by the command that tells them.
fn amounts(text: &str) -> Vec<(&'static str, BTreeMap<String, String>)> {
    let pairs = |value: &Value| -> BTreeMap<String, String> {
        let pairs = value.as_object().into_iter().flatten();
        pairs.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
    };
    let mut amounts = vec![("resources", pairs(&batch(Command::Resources, text)["requests"]))];
    let cost = Manifest::read_with(text, &options()).reserve();
    let lines = cost.into_iter().flat_map(|cost| cost.lines);
    let page = lines.filter_map(|line| Some((line.resource, line.request?.text))).collect();
    amounts.push(("page", page));
    let request = json!({"manifest": text, "mode": "kubectl"}).to_string();
    let checked = answer(Command::Check, &request, &Kubernetes::RECORDED);
    amounts.push(("check in a batch", pairs(&checked["resources"]["requests"])));
    amounts
}

#[test]
fn a_pod_reserves_the_same_whoever_is_asked() {
    let (mut found, mut compared) = (Found::default(), 0);
    for (name, text) in texts() {
        let checked = check(&text, &options());
        let [document] = checked.documents.as_slice() else { continue };
        // In a batch a list is one document, which the server does not know.
        let is_list = source::read_stream(&text).documents.iter().any(api::list::is_list);
        if checked.stage != Stage::Ok || document.kind != "Pod" || is_list {
            continue;
        }
        for (command, amounts) in amounts(&text) {
            if amounts != document.resources {
                let said = &document.resources;
                found.add(format!("{command}, and check"), &format!("{name}: {amounts:?} {said:?}"));
            }
        }
        compared += 1;
    }
    found.assert_none();
    assert!(compared > 30, "{compared}");
}

#[test]
fn pods_are_in_the_namespace_of_their_object() {
    let (mut found, mut compared) = (Found::default(), 0);
    for (name, text) in texts() {
        let manifest = Manifest::read_with(&text, &options());
        let Ok(simulation) = manifest.simulate("") else { continue };
        let of = |object: &Object| {
            let metadata = object.metadata().filter(|_| object.pod_spec().is_some())?;
            Some(metadata.namespace.clone().filter(|own| !own.is_empty()).unwrap_or("default".to_owned()))
        };
        let spaces: Vec<String> = manifest.objects().filter_map(of).collect();
        let all = simulation.kubectl(500, "kubectl get pods -A --no-headers");
        for line in all.lines().filter(|line| !line.starts_with("No resources")) {
            let space = line.split_whitespace().next().unwrap_or_default();
            if !spaces.iter().any(|own| own == space) {
                found.add("a Pod is in a namespace that no object has", &format!("{name}: {line}"));
            }
        }
        // The terminal stands in the namespace of the first object.
        let here = simulation.kubectl(500, "kubectl get pods --no-headers -o name");
        let first = spaces.first().map_or("default", String::as_str);
        let there = simulation.kubectl(500, &format!("kubectl -n {first} get pods --no-headers -o name"));
        if here != there {
            found.add("the terminal stands in another namespace", &format!("{name}: {here} {there}"));
        }
        compared += 1;
    }
    found.assert_none();
    assert!(compared > 50, "{compared}");
}
