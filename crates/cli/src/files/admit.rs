//! `podlab admit FILE...`: what LimitRanges and quotas among the documents make of the others.

use crate::answer::Answer;
use engine::Kubernetes;
use engine::admit;
use std::fmt::Write as _;

/// Each object as kubectl would report it, with what was filled in and what its controller would say.
pub fn answer(texts: &[&str], kubernetes: &Kubernetes) -> Answer {
    let mut answer = Answer::default();
    let admitted = admit::admit(texts, kubernetes);
    for one in &admitted {
        match &one.outcome {
            Err(refusal) => {
                answer.complaint.push_str(&as_kubectl(&refusal.to_string()));
                answer.exit = 1;
            }
            Ok(outcome) => {
                let done = if outcome.is_changed { "configured" } else { "created" };
                let _ = writeln!(answer.text, "{} {done}", one.object);
                if let Some(cut) = &outcome.cut {
                    let _ = writeln!(answer.complaint, "note: {}: {cut}", one.object);
                }
                for warning in &outcome.warnings {
                    let _ = writeln!(answer.complaint, "Warning: {warning}");
                }
                for assumed in &outcome.assumed {
                    let _ = writeln!(answer.complaint, "assumed: {assumed}");
                }
                for words in &outcome.filled_in {
                    let _ = writeln!(answer.text, "  {words}");
                }
                for event in &outcome.events {
                    let _ = writeln!(
                        answer.text,
                        "  {} {} {}: {}",
                        event.kind, event.reason, event.object, event.message
                    );
                }
            }
        }
    }
    if admitted.is_empty() {
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

#[cfg(test)]
mod tests {
    use super::answer;
    use engine::Kubernetes;
    use expect_test::expect;

    #[test]
    fn refusals_are_complaints_and_creates_are_text() {
        let rules = "{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 1}}]}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: 1}}}";
        let pods =
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: x}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {containers: [{name: app, image: x}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: C}, spec: {containers: [{name: app}]}}";
        let answer = answer(&[rules, pods], &Kubernetes::RECORDED);
        expect![[r#"
            pod/a created
              LimitRanger plugin set: cpu request for container app; cpu limit for container app
        "#]]
        .assert_eq(&answer.text);
        expect![[r#"
            Error from server (Forbidden): pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1
            The Pod "C" is invalid: 
            * metadata.name: Invalid value: "C": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
            * spec.containers[0].image: Required value
        "#]].assert_eq(&answer.complaint);
        assert_eq!(answer.exit, 1);
    }
}
