//! The problems of a scenario, with their places.

use std::collections::BTreeSet;

use api::near::meant;
use k8s_openapi::api::core::v1::Container;
use serde_json::Value;
use simulator::scenario::Problem;
use source::Positions;
use view::StoryProblem;

use super::answers::unasked;
use super::edit::scalar;
use crate::limits;
use crate::manifest::Manifest;
use crate::places;

/// A container, an image or a question of a scenario that the manifest does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// The path in the scenario: `containers.migrat`.
    pub path: String,
    /// One sentence.
    pub message: String,
    /// Whether the scenario is refused: a container is certainly another one, while an image may be one of before an edit.
    pub refuses: bool,
    /// The name that was meant, if that is certain.
    pub meant: Option<String>,
}

/// The containers and images of a scenario that neither the manifest nor an action names, and the answers that nothing asks for.
pub(crate) fn unknown(manifest: &Manifest, scenario: &Value) -> Vec<Unknown> {
    let (mut whole, mut images): (Vec<&Container>, Vec<&str>) = (Vec::new(), Vec::new());
    for object in manifest.objects() {
        let Some((_, spec)) = object.pod_spec() else { continue };
        for site in api::containers(spec) {
            whole.push(site.container);
            images.extend(site.container.image.as_deref());
        }
        let volumes = spec.volumes.iter().flatten().filter_map(|volume| volume.image.as_ref());
        images.extend(volumes.filter_map(|image| image.reference.as_deref()));
    }
    if whole.is_empty() {
        return Vec::new();
    }
    let containers: Vec<&str> = whole.iter().map(|container| container.name.as_str()).collect();
    // Patches add ephemeral containers, and objects that are created later bring others.
    let mut later = BTreeSet::new();
    names(scenario.get("actions").unwrap_or(&Value::Null), &mut later);
    let is_later = |name: &str| later.iter().any(|text| text.contains(name));
    let named = scenario.get("behaviours").and_then(Value::as_object);
    let named = named.into_iter().flatten().map(|(pod, own)| (format!("behaviours.{pod}."), own));
    let mut found = Vec::new();
    for (path, owner) in std::iter::once((String::new(), scenario)).chain(named) {
        for (field, word, known) in [("containers", "container", &containers), ("images", "image", &images)] {
            let written =
                owner.get(field).and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys);
            let strange = written.filter(|name| !known.contains(&name.as_str()) && !is_later(name));
            found.extend(strange.map(|name| stranger(word, name, format!("{path}{field}.{name}"), known)));
        }
        let runs = owner.get("containers").unwrap_or(&Value::Null);
        found.extend(unasked(&whole, runs, &format!("{path}containers"), &is_later));
    }
    found
}

fn stranger(word: &str, name: &str, path: String, known: &[&str]) -> Unknown {
    let meant = meant(name, known.iter().copied());
    let message = format!("no {word} `{name}`: {}", hint(meant, known));
    let refuses = meant.is_some() && word == "container";
    Unknown { path, message, refuses, meant: meant.map(str::to_owned) }
}

/// The name that was meant, or those that there are.
pub(super) fn hint(meant: Option<&str>, known: &[&str]) -> String {
    match meant {
        Some(other) => format!("did you mean `{other}`?"),
        None if known.is_empty() => "there is none.".to_owned(),
        None => format!("there is {}.", list(known)),
    }
}

/// The field that nobody knows, without the path that leads to it.
fn unknown_field(problem: &Problem) -> &str {
    problem.written.strip_prefix(&problem.path).unwrap_or_default().trim_start_matches('.')
}

/// A problem in words, with the field that was meant if that is certain.
pub(crate) fn told(problem: &Problem) -> String {
    self::words(problem, meant(unknown_field(problem), problem.known.iter().map(String::as_str)))
}

/// A problem in words; a field that is certainly another one needs no list of all.
fn words(problem: &Problem, meant: Option<&str>) -> String {
    let Some(meant) = meant else { return problem.to_string() };
    let field = unknown_field(problem);
    let at = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
    format!("{at}unknown field `{field}`: did you mean `{meant}`?")
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    limits::listed(names.iter())
}

/// All texts inside a value.
fn names<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) => drop(found.insert(text)),
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| names(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The problems of a text, in its order; the flag says whether its YAML could be read.
pub(super) fn problems(manifest: &Manifest, scenario: &str) -> (bool, Vec<StoryProblem>) {
    let positions = Positions::new(scenario);
    let read = source::read(scenario);
    let failure = read.documents.iter().find_map(|document| document.failure.as_ref());
    if let Some(problem) = read.problems.first().or(failure) {
        let place = Some(places::place(&positions, &problem.range));
        return (false, vec![StoryProblem { message: super::words(problem), place, fix: None }]);
    }
    let Some(document) = read.documents.first() else { return (true, Vec::new()) };
    let value = api::json::of(document.root());
    let place = |path: &str| {
        let place = document.locate(path);
        let range = if place.exact { place.key_range() } else { place.range };
        places::place(&positions, &range)
    };
    if !value.is_object() && !value.is_null() {
        let message = "a story is a mapping with `containers`, `images`, `actions`".to_owned();
        return (false, vec![StoryProblem { message, place: Some(place("")), fix: None }]);
    }
    let mut problems: Vec<StoryProblem> = Vec::new();
    for problem in manifest.scenario_problems(&value) {
        let meant = meant(unknown_field(&problem), problem.known.iter().map(String::as_str));
        let rename = meant.and_then(|meant| {
            let edit = document.rename(&problem.written, meant)?;
            Some(places::fix(scenario, &format!("write `{meant}`"), &edit))
        });
        problems.push(StoryProblem {
            place: Some(place(&problem.written)),
            message: words(&problem, meant),
            fix: rename,
        });
    }
    for unknown in self::unknown(manifest, &value) {
        let rename = unknown.meant.as_ref().and_then(|meant| {
            let edit = document.rename(&unknown.path, &scalar(meant))?;
            Some(places::fix(scenario, &format!("write `{meant}`"), &edit))
        });
        problems.push(StoryProblem {
            place: Some(place(&unknown.path)),
            message: unknown.message,
            fix: rename,
        });
    }
    (true, problems)
}
