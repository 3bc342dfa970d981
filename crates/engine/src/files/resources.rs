//! `podlab resources FILE`: effective requests and limits, with the arithmetic.

use super::Answer;
use super::documents::name;
use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::PodSpec;
use kubectl::table::{DESCRIPTION, align};
use resources::{Derivation, Leaf, List, Options, Phase, Place, QosClass, Step};
use std::fmt::Write as _;

/// For each object with a Pod: every effective number and the phases that it comes from, then the QoS class.
pub fn resources(text: &str, kubernetes: &Kubernetes) -> Result<Answer, String> {
    let mut answer = Answer { complaint: super::taken_as(text), ..Answer::default() };
    for object in api::objects(text) {
        let Some((path, spec)) = object.pod_spec() else { continue };
        if !answer.text.is_empty() {
            answer.text.push('\n');
        }
        answer.text.push_str(&report(&object, path, spec, kubernetes));
    }
    if answer.text.is_empty() {
        return Err("there is no Pod and no workload in the text".to_owned());
    }
    Ok(answer)
}

fn report(object: &Object, path: &str, spec: &PodSpec, kubernetes: &Kubernetes) -> String {
    let options = Options::of(kubernetes);
    let mut out = format!("{}\n", name(object));
    for list in [List::Requests, List::Limits] {
        let derivations = resources::effective(spec, list, &options);
        let _ = writeln!(
            out,
            "\neffective {}{}",
            list.name(),
            if derivations.is_empty() { ": none" } else { "" }
        );
        let mut table = String::new();
        for (resource, derivation) in &derivations {
            let _ = writeln!(table, "  {resource}\t{}\t{}", derivation.total, verdict(derivation, spec));
            for (index, phase) in derivation.phases.iter().enumerate() {
                let decides = derivation.pod_level.is_none() && derivation.dominating == Some(index);
                let _ = writeln!(table, "{}", phase_line(derivation, phase, spec, decides));
            }
        }
        out.push_str(&align(&table, DESCRIPTION));
    }
    out.push_str(&quality(path, spec, kubernetes));
    out
}

/// Where the number comes from, in a few words.
fn verdict(derivation: &Derivation, spec: &PodSpec) -> String {
    let base = match (&derivation.pod_level, derivation.dominating_phase()) {
        (Some(_), _) => "set by the Pod's own resources".to_owned(),
        (None, Some(phase)) => format!("from {}", step(phase.step, spec)),
        (None, None) => String::new(),
    };
    match &derivation.overhead {
        Some(overhead) => format!("{base}, and {} overhead", overhead.amount),
        None => base,
    }
}

/// `init migrate   300m  = migrate 200m + log 100m`.
fn phase_line(derivation: &Derivation, phase: &Phase, spec: &PodSpec, decides: bool) -> String {
    let terms: Vec<String> =
        derivation.terms(phase.step).map(|leaf| format!("{} {}", who(leaf, spec), leaf.amount)).collect();
    let total = phase.total.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let arithmetic = if terms.is_empty() { String::new() } else { format!("= {}", terms.join(" + ")) };
    let mark = if decides { "  <- the largest" } else { "" };
    format!("    {}\t{total}\t{arithmetic}{mark}", step(phase.step, spec))
}

fn step(step: Step, spec: &PodSpec) -> String {
    match step {
        Step::Init(index) => {
            let name =
                spec.init_containers.iter().flatten().nth(index).map(|container| container.name.as_str());
            format!("init {}", name.unwrap_or_default())
        }
        Step::Running => "running".to_owned(),
    }
}

fn who(leaf: &Leaf, spec: &PodSpec) -> String {
    container(leaf.place, spec).unwrap_or("Pod").to_owned()
}

fn container(place: Place, spec: &PodSpec) -> Option<&str> {
    let list = match place {
        Place::Init(_) | Place::Sidecar(_) => spec.init_containers.as_deref().unwrap_or_default(),
        _ => &spec.containers,
    };
    match place {
        Place::Init(index) | Place::Sidecar(index) | Place::App(index) => {
            list.get(index).map(|container| container.name.as_str())
        }
        Place::Pod | Place::Overhead | Place::Claim(_) => None,
    }
}

/// The QoS class, and what is missing for Guaranteed.
fn quality(path: &str, spec: &PodSpec, kubernetes: &Kubernetes) -> String {
    let class = resources::qos_class(spec, kubernetes);
    let mut out = format!("\nQoS class {}\n", class.name());
    if class == QosClass::Guaranteed {
        return out;
    }
    let mut table = String::new();
    for obstacle in resources::qos::obstacles(spec, kubernetes) {
        let (field, wanted) = obstacle.remedy(path);
        let amount =
            |amount: Option<&api::Quantity>| amount.map_or_else(|| "none".to_owned(), ToString::to_string);
        let wanted = wanted.map_or_else(|| "a value".to_owned(), |wanted| wanted.to_string());
        let who = container(obstacle.place, spec).unwrap_or("the Pod");
        let _ = writeln!(
            table,
            "  {who}\t{}\trequest {}, limit {}\tfor Guaranteed, {field} must be {wanted}",
            obstacle.resource,
            amount(obstacle.request.as_ref()),
            amount(obstacle.limit.as_ref()),
        );
    }
    out.push_str(&align(&table, DESCRIPTION));
    out
}
