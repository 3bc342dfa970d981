//! A Pod as the controls see it, and their phrases. Upstream: pod-security-admission/policy/{visitor,helpers}.go.

use api::collections::gather;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EphemeralContainer, Lifecycle, Pod, PodSecurityContext, PodSpec, Probe,
    SecurityContext,
};
use std::collections::BTreeSet;

/// One container of any kind.
pub(super) struct Part<'a> {
    pub name: &'a str,
    pub context: Option<&'a SecurityContext>,
    pub ports: &'a [ContainerPort],
    pub probes: [Option<&'a Probe>; 3],
    pub lifecycle: Option<&'a Lifecycle>,
}

/// The Pod.
pub(super) struct Site<'a> {
    pub pod: &'a Pod,
    pub spec: &'a PodSpec,
    pub context: Option<&'a PodSecurityContext>,
    pub parts: Vec<Part<'a>>,
}

impl<'a> Site<'a> {
    pub fn of(pod: &'a Pod) -> Option<Site<'a>> {
        let spec = pod.spec.as_ref()?;
        let init = spec.init_containers.iter().flatten().map(part);
        let app = spec.containers.iter().map(part);
        let debug = spec.ephemeral_containers.iter().flatten().map(ephemeral);
        let parts = init.chain(app).chain(debug).collect();
        Some(Site { pod, spec, context: spec.security_context.as_ref(), parts })
    }

    /// The names of the containers that `is_bad` picks.
    pub fn bad(&self, is_bad: impl Fn(&Part<'a>) -> bool) -> Vec<&'a str> {
        self.parts.iter().filter(|part| is_bad(part)).map(|part| part.name).collect()
    }

    pub fn is_windows(&self) -> bool {
        self.spec.os.as_ref().is_some_and(|os| os.name == "windows")
    }

    /// Whether the Pod runs in a user namespace, where root has no rights on the node.
    pub fn has_own_users(&self) -> bool {
        self.spec.host_users == Some(false)
    }
}

fn part(container: &Container) -> Part<'_> {
    Part {
        name: &container.name,
        context: container.security_context.as_ref(),
        ports: container.ports.as_deref().unwrap_or_default(),
        probes: [
            container.liveness_probe.as_ref(),
            container.readiness_probe.as_ref(),
            container.startup_probe.as_ref(),
        ],
        lifecycle: container.lifecycle.as_ref(),
    }
}

fn ephemeral(container: &EphemeralContainer) -> Part<'_> {
    Part {
        name: &container.name,
        context: container.security_context.as_ref(),
        ports: container.ports.as_deref().unwrap_or_default(),
        probes: [None; 3],
        lifecycle: container.lifecycle.as_ref(),
    }
}

/// The items in quotes: `"a", "b"`.
pub(super) fn quoted<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| format!("\"{}\"", item.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The names after their noun: `container "a"`, `containers "a", "b"`.
pub(super) fn containers(names: &[&str]) -> String {
    format!("{} {}", plural("container", names.len()), quoted(names))
}

/// The word, with an `s` unless it is one.
pub(super) fn plural(word: &str, count: usize) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// The parts that set something forbidden, as `pod and container "a"`; `None` when none does.
pub(super) fn setters(pod: bool, names: &[&str]) -> Option<String> {
    let mut setters = Vec::new();
    if pod {
        setters.push("pod".to_owned());
    }
    if !names.is_empty() {
        setters.push(containers(names));
    }
    (!setters.is_empty()).then(|| setters.join(" and "))
}

/// The values sorted, each once.
pub(super) fn set<'a>(values: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    gather(values)
}
