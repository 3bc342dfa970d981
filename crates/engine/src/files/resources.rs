//! `podlab resources FILE`: effective requests and limits, with the arithmetic.

use super::Answer;
use super::documents::name;
use crate::replicas::{Replicas, replicas};
use crate::reserve::cost::as_pod;
use api::Kubernetes;
use resources::{Options, Totals, render};
use std::fmt::Write as _;

/// For each object with a Pod: every effective number of one of its Pods with the phases that it comes from, the QoS
/// class, what the node makes of it, and the sum over the replicas.
pub fn resources(text: &str, kubernetes: &Kubernetes) -> Result<Answer, String> {
    let mut answer = Answer { complaint: super::taken_as(text), ..Answer::default() };
    let written = source::read(text).documents;
    for object in api::objects(text, kubernetes) {
        let Some((path, spec)) = object.pod_spec() else { continue };
        if !answer.text.is_empty() {
            answer.text.push('\n');
        }
        let words = |field: &str| {
            let node = |document: &source::Document| {
                let place = document.locate(field);
                place.exact.then(|| text.get(place.range.clone()).map(str::to_owned)).flatten()
            };
            // Several documents may have the field; the amounts of one file are explained all the same.
            written.iter().find_map(node).map(|text| text.trim_matches(['"', '\'']).to_owned())
        };
        let pod = as_pod(spec, kubernetes);
        let _ = writeln!(answer.text, "{}\n", name(&object));
        answer.text.push_str(&render(&pod, path, kubernetes, &words));
        if let Some(replicas) = replicas(&object) {
            let requests = resources::requests(&pod, &Options::of(kubernetes));
            answer.text.push_str(&all_replicas(&requests, &replicas));
        }
    }
    if answer.text.is_empty() {
        return Err("there is no Pod and no workload in the text".to_owned());
    }
    Ok(answer)
}

fn all_replicas(requests: &Totals, replicas: &Replicas) -> String {
    let times = |count: i32| {
        let amounts = requests.iter().map(|(name, amount)| {
            let mut total = amount.clone();
            total.mul(i64::from(count));
            format!("{name} {total}")
        });
        amounts.collect::<Vec<_>>().join(", ")
    };
    if requests.is_empty() {
        return String::new();
    }
    let mut out = format!("\nAll {} replicas reserve {}\n", replicas.count, times(replicas.count));
    if replicas.surge > 0 {
        let most = replicas.count.saturating_add(replicas.surge);
        let _ = writeln!(out, "While it is rolled out up to {most} Pods reserve {}", times(most));
    }
    out
}
