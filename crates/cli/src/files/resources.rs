//! `podlab resources FILE`: effective requests and limits, with the arithmetic.

use crate::answer::Answer;
use engine::reserve::{self, Replicas};
use engine::{Kubernetes, Manifest};
use std::fmt::Write as _;

/// For each object with a Pod: every effective number of one of its Pods with the phases that it comes from, the QoS
/// class, what the node makes of it, and the sum over the replicas. Where the server refuses the text, that is said.
pub fn answer(text: &str, kubernetes: &Kubernetes) -> Result<Answer, String> {
    let mut answer = Answer::about(text, kubernetes);
    let words = "The API server refuses this manifest; the numbers are those of the text as it stands:\n";
    answer.refuse(&Manifest::read(text, kubernetes).refused(), words);
    for one in reserve::each(text, kubernetes) {
        if !answer.text.is_empty() {
            answer.text.push('\n');
        }
        let _ = writeln!(answer.text, "{}\n", one.object);
        answer.text.push_str(&one.derivation);
        answer.text.push_str(&one.replicas.as_ref().map(together).unwrap_or_default());
    }
    if answer.text.is_empty() {
        return Err("there is no Pod and no workload in the text".to_owned());
    }
    Ok(answer)
}

fn together(replicas: &Replicas) -> String {
    if replicas.amounts.is_empty() {
        return String::new();
    }
    let mut out = format!("\nAll {} replicas reserve {}\n", replicas.count, listed(&replicas.amounts));
    if let Some((most, amounts)) = &replicas.rollout {
        let _ = writeln!(out, "While it is rolled out up to {most} Pods reserve {}", listed(amounts));
    }
    out
}

fn listed(amounts: &[(String, String)]) -> String {
    let amounts = amounts.iter().map(|(name, amount)| format!("{name} {amount}"));
    amounts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::answer;
    use engine::Kubernetes;
    use expect_test::expect;

    #[test]
    fn numbers_of_a_refused_text_say_so() {
        let pod =
            "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: App, image: x}]}}";
        let answer = answer(pod, &Kubernetes::RECORDED).unwrap();
        assert!(answer.text.starts_with("pod/web\n") && answer.exit == 1, "{answer:?}");
        let told = "The API server refuses this manifest; the numbers are those of the text as it stands:\n* spec.containers[0].name: ";
        assert!(answer.complaint.starts_with(told), "{}", answer.complaint);
    }

    #[test]
    fn replicas_are_summed() {
        let pod = "metadata: {labels: {app: d}}, spec: {containers: [{name: app, image: x, resources: {requests: {cpu: 250m}}}]}";
        let text = format!(
            "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d}}, spec: {{replicas: 4, selector: {{matchLabels: {{app: d}}}}, template: {{{pod}}}}}}}"
        );
        let answer = answer(&text, &Kubernetes::RECORDED).unwrap();
        let end: Vec<&str> = answer.text.lines().rev().take(2).collect();
        expect![[r#"
            While it is rolled out up to 5 Pods reserve cpu 1250m
            All 4 replicas reserve cpu 1"#]]
        .assert_eq(&end.join("\n"));
    }
}
