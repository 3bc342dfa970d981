//! `podlab admit FILE...`: what LimitRanges and quotas among the documents make of the others.

use super::Answer;
use super::documents::{Documents, name};
use crate::create::create;
use api::Kubernetes;
use std::fmt::Write as _;

/// Each object as kubectl would report it, with what was filled in and what its controller would say.
pub fn admit(texts: &[&str], kubernetes: &Kubernetes) -> Answer {
    let documents = Documents::read(texts, kubernetes);
    let mut world = documents.world(kubernetes);
    let mut answer = Answer::default();
    for object in &documents.asked {
        match create(object.clone(), &mut world, kubernetes) {
            Err(refusal) => {
                answer.complaint.push_str(&as_kubectl(&refusal.message));
                answer.exit = 1;
            }
            Ok(created) => {
                let _ = writeln!(answer.text, "{} created", name(object));
                for pod in &created.pods {
                    answer.text.push_str(&filled_in(pod));
                }
                for event in &created.events {
                    let _ = writeln!(
                        answer.text,
                        "  {} {} {}: {}",
                        event.kind, event.reason, event.object, event.message
                    );
                }
            }
        }
    }
    if documents.asked.is_empty() {
        answer.complaint.push_str("there is no Pod and no workload among the documents\n");
        answer.exit = 1;
    }
    answer
}

/// A refusal as `kubectl create` prints it; several errors of an invalid object get a line each.
fn as_kubectl(message: &str) -> String {
    let Some((object, errors)) = message.split_once(" is invalid: ") else {
        return format!("Error from server (Forbidden): {message}\n");
    };
    match errors.strip_prefix('[').and_then(|errors| errors.strip_suffix(']')) {
        Some(several) => {
            let lines = several
                .split(", spec.")
                .enumerate()
                .map(|(i, error)| if i == 0 { format!("\n* {error}") } else { format!("\n* spec.{error}") });
            format!("The {object} is invalid: {}\n", lines.collect::<String>())
        }
        None => format!("The {object} is invalid: {errors}\n"),
    }
}

/// What the LimitRanger says that it filled in.
fn filled_in(pod: &k8s_openapi::api::core::v1::Pod) -> String {
    let annotations = pod.metadata.annotations.as_ref();
    annotations
        .and_then(|annotations| annotations.get("kubernetes.io/limit-ranger"))
        .map(|words| format!("  {words}\n"))
        .unwrap_or_default()
}
