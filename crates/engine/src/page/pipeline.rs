//! The two questions of the page: what is this text, and what happens when it is applied?

use api::{Kubernetes, Object};
use serde_json::Value;
use simulator::{Limits, Millis, Scenario};
use std::cell::Cell;

use super::documents::{Manifest, objects};
use super::{Analysis, Container, ContainerKind, Cost, Run, Subject, problems, reckon, story};

/// A story without an end is followed so long.
const HORIZON: Millis = Millis::seconds(600);

/// What `text` is and what is wrong with it.
pub fn analyze(text: &str, kubernetes: &Kubernetes) -> Analysis {
    let (problems, notes) = problems::problems(text, kubernetes);
    let objects = objects(text, kubernetes);
    let Some(object) = objects.iter().find(|object| object.pod_spec().is_some()) else {
        return Analysis { notes, problems, ..Analysis::default() };
    };
    Analysis { subject: Some(subject(object)), problems, notes }
}

/// What a Pod of `text` reserves; `None` without a readable Pod.
pub fn cost(text: &str, kubernetes: &Kubernetes) -> Option<Cost> {
    let objects = objects(text, kubernetes);
    let (path, spec) = objects.iter().find_map(Object::pod_spec)?;
    Some(reckon::cost(spec, path, kubernetes))
}

/// The containers of the text's Pod template, in the order in which they start.
pub fn containers(text: &str, kubernetes: &Kubernetes) -> Vec<Container> {
    let objects = objects(text, kubernetes);
    let pod = objects.iter().find_map(Object::pod_spec);
    pod.map(|(path, spec)| written(path, spec)).unwrap_or_default()
}

/// What happens when `text` is applied and the world behaves as `story` says (a scenario, may be empty).
/// The error is a sentence for the reader.
pub fn simulate(text: &str, story: &str, kubernetes: &Kubernetes) -> Result<Run, String> {
    let story = story::read_any(story);
    run(&Manifest::read(text), story, &|text| api::objects(text, kubernetes), kubernetes)
}

/// [`simulate`] for texts that are written as people write; `None` for any other, see [`super::usual`]. A program that
/// has this one alone does without libyaml.
pub fn simulate_usual(text: &str, story: &str, kubernetes: &Kubernetes) -> Option<Result<Run, String>> {
    let manifest = Manifest::read_usual(text)?;
    let story = story::read_usual(story)?;
    let seldom = Cell::new(false);
    let objects = |text: &str| {
        let read = source::read_usual(text);
        seldom.set(seldom.get() || read.is_none());
        read.map(|read| api::objects_of(&read.documents, kubernetes)).unwrap_or_default()
    };
    let run = run(&manifest, story, &objects, kubernetes);
    (!seldom.get()).then_some(run)
}

fn run(
    manifest: &Manifest,
    story: Result<Value, String>,
    applied: &dyn Fn(&str) -> Vec<Object>,
    kubernetes: &Kubernetes,
) -> Result<Run, String> {
    let objects = manifest.objects(kubernetes);
    let Some(spec) = objects.iter().find_map(|object| object.pod_spec().map(|(path, _)| path)) else {
        return Err("There is no Pod to run in this text yet.".to_owned());
    };
    let story = story.map_err(|problem| story::unreadable(&problem))?;
    let scenario = Scenario::from_value(&story, applied).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        story::unreadable(&first)
    })?;
    let until = HORIZON.max(scenario.last_action() + Millis::seconds(120));
    let trace = simulator::simulate(&objects, &scenario, kubernetes, &Limits::until(until));
    Ok(Run::new(trace, kubernetes, spec))
}

fn subject(object: &Object) -> Subject {
    let name = object
        .metadata()
        .and_then(|metadata| metadata.name.clone().or_else(|| metadata.generate_name.clone()));
    Subject { kind: object.kind().to_owned(), name: name.unwrap_or_default() }
}

fn written(path: &str, spec: &k8s_openapi::api::core::v1::PodSpec) -> Vec<Container> {
    api::containers(spec).map(|site| container(path, &site)).collect()
}

/// A container as it is written below `path`.
pub(super) fn container(path: &str, site: &api::ContainerSite<'_>) -> Container {
    Container {
        name: site.container.name.clone(),
        kind: match site.kind {
            api::ContainerKind::Init => ContainerKind::Init,
            api::ContainerKind::Sidecar => ContainerKind::Sidecar,
            api::ContainerKind::App => ContainerKind::App,
        },
        field: format!("{path}.{site}"),
    }
}
