//! The two questions of the page: what is this text, and what happens when it is applied?

use api::{Kubernetes, Object};
use simulator::{Limits, Millis, Scenario};

use super::documents::objects;
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
    let objects = objects(text, kubernetes);
    let Some(spec) = objects.iter().find_map(|object| object.pod_spec().map(|(path, _)| path)) else {
        return Err("There is no Pod to run in this text yet.".to_owned());
    };
    let story = story::value(story).map_err(|problem| format!("The story cannot be read: {problem}"))?;
    let scenario = Scenario::from_value(&story).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        format!("The story cannot be read: {first}")
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
