//! The derivations as text, for `podlab resources`.

use crate::cgroup;
use crate::derivation::{Derivation, Leaf, List, Phase, Place, Step};
use crate::effective::effective;
use crate::odd;
use crate::oom::oom_score_adj;
use crate::options::Options;
use crate::qos::{Obstacle, because, obstacles, qos_class};
use crate::status;
use api::Kubernetes;
use api::collections::{Map, Set, gather};
use k8s_openapi::api::core::v1::PodSpec;
use std::fmt::Write as _;

/// The memory of the node for which oom scores are printed: the smallest common one, 4 GiB.
const NODE_MEMORY: i64 = 4 << 30;

/// The text of a field as the manifest has it.
pub type Written<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Prints everything about a Pod's resources. `pod` has its defaults; `spec` is the path of the Pod's spec in the
/// manifest; `written` returns the text of a field there.
pub fn render(pod: &PodSpec, spec: &str, kubernetes: &Kubernetes, written: &Written<'_>) -> String {
    let options = Options::of(kubernetes);
    let mut out = String::new();
    let (requests, limits) =
        (effective(pod, List::Requests, &options), effective(pod, List::Limits, &options));
    section(&mut out, "Reserved (requests)", &requests, pod);
    section(&mut out, "Allowed (limits)", &limits, pod);
    quality(&mut out, pod, spec, kubernetes);
    groups(&mut out, pod, kubernetes);
    oddities(&mut out, pod, spec, written);
    out
}

/// The items with cpu and memory first, the others by name.
fn in_order<'a, 'd>(
    derivations: &'d Map<&'a str, Derivation>,
) -> impl Iterator<Item = (&'a str, &'d Derivation)> {
    let first = ["cpu", "memory"];
    let known = first.into_iter().filter_map(|name| Some((name, derivations.get(name)?)));
    let others = derivations.iter().map(|(name, derivation)| (*name, derivation));
    known.chain(others.filter(move |(name, _)| !first.contains(name)))
}

fn section(out: &mut String, title: &str, derivations: &Map<&str, Derivation>, pod: &PodSpec) {
    let _ = writeln!(out, "{title}");
    if derivations.is_empty() {
        let _ = writeln!(out, "  nothing");
    }
    for (name, derivation) in in_order(derivations) {
        let _ = writeln!(out, "  {name}  {}  {}", derivation.total, sentence(derivation, pod));
        lines(out, derivation, pod);
    }
    out.push('\n');
}

/// One sentence on the phase that decides, or on the amount that counts instead.
pub fn sentence(derivation: &Derivation, pod: &PodSpec) -> String {
    let mut text = match (&derivation.pod_level, derivation.dominating_phase()) {
        (Some(_), _) => "the Pod's own resources count, not its containers'".to_owned(),
        (None, Some(phase)) if derivation.phases.len() > 1 => {
            format!("decided {}", while_phase(phase, derivation, pod))
        }
        (None, Some(_)) => "the sum of the containers".to_owned(),
        (None, None) => "no container names it".to_owned(),
    };
    if derivation.overhead.is_some() {
        text.push_str(", and the overhead of the runtime class on top");
    }
    text
}

fn while_phase(phase: &Phase, derivation: &Derivation, pod: &PodSpec) -> String {
    let Step::Init(_) = phase.step else { return "while all containers run".to_owned() };
    let sidecars: Vec<&str> = derivation
        .terms(phase.step)
        .filter(|leaf| matches!(leaf.place, Place::Sidecar(_)))
        .map(|leaf| container_name(pod, leaf.place))
        .collect();
    let beside = if sidecars.is_empty() {
        String::new()
    } else {
        format!(" beside {}", api::names::listed(sidecars.iter()))
    };
    format!("while {} runs{beside}", phase_container(phase.step, pod))
}

/// A line for each phase, the highest marked.
fn lines(out: &mut String, derivation: &Derivation, pod: &PodSpec) {
    let names: Vec<String> = derivation.phases.iter().map(|phase| phase_name(phase.step, pod)).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    for (i, (phase, name)) in derivation.phases.iter().zip(&names).enumerate() {
        let terms: Vec<String> = derivation
            .terms(phase.step)
            .map(|leaf| format!("{} {}", container_name(pod, leaf.place), leaf.amount))
            .collect();
        let total = phase.total.as_ref().map_or_else(|| "0".to_owned(), ToString::to_string);
        let sum = match terms.len() {
            0 => "none".to_owned(),
            1 => terms.join(""),
            _ => format!("{} = {total}", terms.join(" + ")),
        };
        let decides = derivation.dominating == Some(i) && derivation.pod_level.is_none();
        let mark = if decides && derivation.phases.len() > 1 { "   <- the highest" } else { "" };
        let _ = writeln!(out, "    {name:width$}  {sum}{mark}");
    }
    for (what, leaf) in [("Pod as a whole", &derivation.pod_level), ("overhead", &derivation.overhead)] {
        if let Some(Leaf { amount, .. }) = leaf {
            let _ = writeln!(out, "    {what}  {amount}");
        }
    }
}

/// The name of a phase: `init migrate`, `running`.
fn phase_name(step: Step, pod: &PodSpec) -> String {
    match step {
        Step::Init(_) => format!("init {}", phase_container(step, pod)),
        Step::Running => "running".to_owned(),
    }
}

fn phase_container(step: Step, pod: &PodSpec) -> &str {
    match step {
        Step::Init(index) => container_name(pod, Place::Init(index)),
        Step::Running => "",
    }
}

/// A container's name, or the word for another place.
pub fn container_name(pod: &PodSpec, place: Place) -> &str {
    let container = match place {
        Place::Init(index) | Place::Sidecar(index) => {
            pod.init_containers.as_ref().and_then(|containers| containers.get(index))
        }
        Place::App(index) => pod.containers.get(index),
        Place::Pod => return "the Pod",
        Place::Overhead => return "overhead",
        Place::Claim(_) => return "claim",
    };
    container.map(|container| container.name.as_str()).unwrap_or_default()
}

fn quality(out: &mut String, pod: &PodSpec, spec: &str, kubernetes: &Kubernetes) {
    let class = qos_class(pod, kubernetes);
    let obstacles = obstacles(pod, kubernetes);
    let _ = writeln!(out, "Quality of service: {class}");
    let _ = writeln!(out, "  {}{}", because(pod, kubernetes), others(&obstacles, pod));
    for obstacle in &obstacles {
        let _ = writeln!(out, "    {}", remedy(obstacle, spec));
    }
    out.push('\n');
}

/// The containers that have obstacles beside the first one's, behind the reason for the class.
fn others(obstacles: &[Obstacle], pod: &PodSpec) -> String {
    let mut names = obstacles.iter().map(|obstacle| container_name(pod, obstacle.place));
    let first = names.next();
    let others: Set<&str> = gather(names.filter(|name| Some(*name) != first));
    match others.len() {
        0 => String::new(),
        _ => format!("; {} too", api::names::listed(others.iter())),
    }
}

/// The remedy of an obstacle in words: `set spec.containers[0].resources.limits[cpu] to 500m`.
pub fn remedy(obstacle: &Obstacle, spec: &str) -> String {
    match obstacle.remedy(spec) {
        (field, Some(amount)) => format!("set {field} to {amount}"),
        (field, None) => format!("set {field}"),
    }
}

fn groups(out: &mut String, pod: &PodSpec, kubernetes: &Kubernetes) {
    let _ = writeln!(out, "On the node");
    let scores: Map<Place, i64> = gather(oom_score_adj(pod, kubernetes, NODE_MEMORY));
    let files = |group: &cgroup::Group| {
        group.files().iter().map(|(file, text)| format!("{file} {text}")).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(out, "  Pod: {}", files(&cgroup::pod_group(pod, kubernetes)));
    for (place, group) in cgroup::container_groups(pod, kubernetes, NODE_MEMORY) {
        let score = scores.get(&place).copied().unwrap_or_default();
        let name = container_name(pod, place);
        let _ = writeln!(out, "  {name}: {}, oom_score_adj {score} (on a node of 4Gi)", files(&group));
    }
}

fn oddities(out: &mut String, pod: &PodSpec, spec: &str, written: &Written<'_>) {
    let mut told = Vec::new();
    for (place, container) in crate::effective::places(pod) {
        for list in [List::Requests, List::Limits] {
            for name in status::written(container, list).into_iter().flatten().map(|(name, _)| name) {
                let field = place.field(spec, list, name);
                // An amount that a default filled in is not the author's mistake.
                if let Some(text) = written(&field).and_then(|text| odd::explain(name, &text)) {
                    told.push(format!("  {field}: {text}"));
                }
            }
        }
    }
    if !told.is_empty() {
        let _ = writeln!(out, "\nAmounts worth a second look\n{}", told.join("\n"));
    }
}
