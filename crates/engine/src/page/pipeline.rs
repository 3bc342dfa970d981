//! The two questions of the page: what is this text, and what happens when it is applied?

use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::PodSpec;

use super::{Analysis, Container, ContainerKind, Place, Run, Subject, sketch};

/// What `text` is, what is wrong with it and what it costs.
pub fn analyze(text: &str, kubernetes: &Kubernetes) -> Analysis {
    let _ = kubernetes;
    let Some(object) = api::object::objects(text).into_iter().find(|object| object.pod_spec().is_some())
    else {
        return Analysis::default();
    };
    let containers = object.pod_spec().map(|(path, spec)| containers(path, spec)).unwrap_or_default();
    Analysis { subject: Some(subject(&object)), containers, ..Analysis::default() }
}

/// What happens when `text` is applied and the world behaves as `story` says (a scenario, may be empty).
pub fn simulate(text: &str, story: &str, kubernetes: &Kubernetes) -> Result<Run, String> {
    let _ = story;
    let analysis = analyze(text, kubernetes);
    match analysis.subject {
        Some(subject) => Ok(sketch::run(&subject, &analysis.containers)),
        None => Err("There is no Pod to run in this text yet.".to_owned()),
    }
}

fn subject(object: &Object) -> Subject {
    let name = object
        .metadata()
        .and_then(|metadata| metadata.name.clone().or_else(|| metadata.generate_name.clone()));
    Subject { kind: object.kind().to_owned(), name: name.unwrap_or_default() }
}

fn containers(path: &str, spec: &PodSpec) -> Vec<Container> {
    let inits = spec.init_containers.iter().flatten().enumerate().map(|(index, container)| Container {
        name: container.name.clone(),
        kind: match container.restart_policy.as_deref() {
            Some("Always") => ContainerKind::Sidecar,
            _ => ContainerKind::Init,
        },
        field: format!("{path}.initContainers[{index}]"),
        place: Place::default(),
    });
    let apps = spec.containers.iter().enumerate().map(|(index, container)| Container {
        name: container.name.clone(),
        kind: ContainerKind::App,
        field: format!("{path}.containers[{index}]"),
        place: Place::default(),
    });
    inits.chain(apps).collect()
}
