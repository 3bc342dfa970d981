//! The problems of a scenario, with their places.

use std::collections::BTreeSet;

use serde_json::Value;
use source::Positions;
use view::StoryProblem;

use super::edit::scalar;
use crate::check::distance;
use crate::limits;
use crate::manifest::Manifest;
use crate::places;

/// A container of a scenario that the manifest does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// The path in the scenario: `containers.migrat`.
    pub path: String,
    /// One sentence.
    pub message: String,
    /// The name that was meant, if that is certain.
    pub meant: Option<String>,
}

/// The containers of a scenario that neither the manifest nor an action names.
pub(crate) fn unknown(manifest: &Manifest, scenario: &Value) -> Vec<Unknown> {
    let mut known: Vec<&str> = Vec::new();
    for object in manifest.objects() {
        let spec = object.pod_spec().map(|(_, spec)| spec);
        known.extend(spec.into_iter().flat_map(api::containers).map(|site| site.container.name.as_str()));
    }
    if known.is_empty() {
        return Vec::new();
    }
    // Patches add ephemeral containers, and objects that are created later bring others.
    let mut later = BTreeSet::new();
    names(scenario.get("actions").unwrap_or(&Value::Null), &mut later);
    let written = scenario.get("containers").and_then(Value::as_object);
    let strange = written.into_iter().flat_map(serde_json::Map::keys).filter(|name| {
        !known.contains(&name.as_str()) && !later.iter().any(|text| text.contains(name.as_str()))
    });
    strange
        .map(|name| {
            let near = known.iter().map(|other| (distance(name, other), *other)).min();
            let meant = match near {
                Some((0..=2, other)) if name.chars().count() > 3 => Some(other.to_owned()),
                _ => None,
            };
            let hint = match &meant {
                Some(other) => format!("did you mean `{other}`?"),
                None => format!("there is {}.", list(&known)),
            };
            Unknown {
                path: format!("containers.{name}"),
                message: format!("no container `{name}`: {hint}"),
                meant,
            }
        })
        .collect()
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
        problems.push(StoryProblem {
            place: Some(place(&problem.written)),
            message: problem.to_string(),
            fix: None,
        });
    }
    for unknown in self::unknown(manifest, &value) {
        let rename = unknown.meant.as_ref().and_then(|meant| {
            let edit = document.rename(&unknown.path, &scalar(meant, true))?;
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
