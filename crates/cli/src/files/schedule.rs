//! `podlab schedule FILE...`: where the Pods fit among the Nodes in the documents, or the scheduler's words.

use crate::answer::Answer;
use engine::Kubernetes;
use engine::schedule::{Outcome, schedule};
use std::fmt::Write as _;

/// For each object, the nodes that pass the filters, or `FailedScheduling`.
pub fn answer(texts: &[&str], kubernetes: &Kubernetes) -> Answer {
    let mut answer = Answer::default();
    let Some(placed) = schedule(texts, kubernetes) else {
        answer
            .complaint
            .push_str("podlab: there must be a Node and a Pod (or a workload) among the documents\n");
        // It is no refusal: nothing was asked.
        answer.exit = 2;
        return answer;
    };
    for one in placed {
        let object = one.object;
        answer.exit = answer.exit.max(u8::from(!matches!(one.outcome, Outcome::Fits(_))));
        let _ = match one.outcome {
            Outcome::Fits(nodes) => {
                let nodes = nodes.join(", ");
                let claims = one.assumed.iter().map(|name| format!("PersistentVolumeClaim `{name}`"));
                let claims = claims.collect::<Vec<_>>().join(" and ");
                let when =
                    if claims.is_empty() { claims } else { format!(", assuming {claims} can be used there") };
                writeln!(answer.text, "{object} fits on {nodes}{when}")
            }
            Outcome::Refused(words) => writeln!(answer.complaint, "{object}: {words}"),
            Outcome::Unschedulable { reason, message } => {
                writeln!(answer.text, "{object}: {reason}: {message}")
            }
            Outcome::Elsewhere(scheduler) => {
                writeln!(
                    answer.text,
                    "{object}: waits for the scheduler `{scheduler}`, which is not asked here"
                )
            }
            Outcome::Nowhere(node) => {
                writeln!(
                    answer.text,
                    "{object}: is on node `{node}`, which is not there: no kubelet starts it, and it is deleted within a minute"
                )
            }
            Outcome::Gated => writeln!(answer.text, "{object}: waits for its scheduling gates"),
        };
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::answer;
    use engine::Kubernetes;
    use expect_test::expect;

    const NODE: &str = "{apiVersion: v1, kind: Node, metadata: {name: one}, status: {allocatable: {cpu: '1', memory: 1Gi, pods: '9'}}}";

    fn pod(name: &str, cpu: &str, more: &str) -> String {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: app, image: x, resources: {{requests: {{cpu: {cpu}}}}}}}]{more}}}}}"
        )
    }

    #[test]
    fn a_claim_that_nobody_has_written_is_assumed_and_told() {
        let volume = ", volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]";
        let placed = answer(&[NODE, &pod("small", "800m", volume)], &Kubernetes::RECORDED);
        assert_eq!(
            (placed.text.as_str(), placed.exit),
            ("pod/small fits on one, assuming PersistentVolumeClaim `data` can be used there\n", 0)
        );
        let claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: '', resources: {requests: {storage: 1Gi}}}}";
        let waits = answer(&[NODE, claim, &pod("small", "800m", volume)], &Kubernetes::RECORDED);
        assert!(waits.text.contains("pod has unbound immediate PersistentVolumeClaims"), "{}", waits.text);
    }

    #[test]
    fn a_node_that_is_refused_takes_no_pod() {
        let node = NODE.replace("name: one", "name: One_Node");
        let answer = answer(&[&node, &pod("small", "800m", "")], &Kubernetes::RECORDED);
        assert!(
            answer.complaint.starts_with("node/One_Node: Node \"One_Node\" is invalid: metadata.name"),
            "{answer:?}"
        );
        assert_eq!((answer.text.as_str(), answer.exit), ("", 1));
    }

    #[test]
    fn a_pod_of_another_scheduler_waits_for_it() {
        let answer = answer(&[NODE, &pod("web", "1", ", schedulerName: mine")], &Kubernetes::RECORDED);
        assert_eq!(answer.text, "pod/web: waits for the scheduler `mine`, which is not asked here\n");
        assert_eq!(answer.exit, 1);
    }

    #[test]
    fn each_pod_gets_a_line() {
        let (small, large) = (pod("small", "800m", ""), pod("large", "2", ""));
        let gated = pod("gated", "800m", ", schedulingGates: [{name: x/y}]");
        let answer = answer(&[NODE, &small, &large, &gated], &Kubernetes::RECORDED);
        expect![[r#"
            pod/small fits on one
            pod/large: FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
            pod/gated: waits for its scheduling gates
        "#]].assert_eq(&answer.text);
        assert_eq!((answer.complaint.as_str(), answer.exit), ("", 1));
    }
}
