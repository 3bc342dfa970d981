//! `podlab schedule FILE...`: where the Pods fit among the Nodes in the documents, or the scheduler's words.

use super::Answer;
use super::documents::{Documents, name};
use crate::create::create;
use api::Kubernetes;
use std::fmt::Write as _;

/// For each object, the nodes that pass the filters, or `FailedScheduling`.
pub fn schedule(texts: &[&str], kubernetes: &Kubernetes) -> Answer {
    let documents = Documents::read(texts, kubernetes);
    let mut world = documents.world(kubernetes);
    let mut answer = Answer::default();
    if world.cluster.nodes.is_empty() || documents.asked.is_empty() {
        answer.complaint.push_str("there must be a Node and a Pod (or a workload) among the documents\n");
        answer.exit = 1;
        return answer;
    }
    for object in &documents.asked {
        let created = match create(object.clone(), &mut world, kubernetes) {
            Ok(created) => created,
            Err(refusal) => {
                let _ = writeln!(answer.complaint, "{}: {}", name(object), refusal.message);
                answer.exit = 1;
                continue;
            }
        };
        let Some(pod) = created.pods.first() else { continue };
        let mut cluster = world.cluster.clone();
        cluster.pods.retain(|other| other.metadata.name != pod.metadata.name);
        let verdict = scheduling::filter(pod, &cluster, kubernetes);
        if verdict.feasible.is_empty() {
            answer.exit = 1;
            let event = verdict.event(pod);
            let words = event.map_or_else(
                || "waits for its scheduling gates".to_owned(),
                |event| format!("{}: {}", event.reason, event.message),
            );
            let _ = writeln!(answer.text, "{}: {words}", name(object));
        } else {
            let _ = writeln!(answer.text, "{} fits on {}", name(object), verdict.feasible.join(", "));
        }
    }
    answer
}
