//! The time for all effective numbers of a Pod of 50 containers.

use crate::{Board, fastest, heading};
use api::Kubernetes;
use resources::{List, Options, cgroup, effective, oom_score_adj, qos};
use std::fmt::Write as _;
use std::time::Duration;

/// The node's memory, in bytes.
const MEMORY: i64 = 4 << 30;

pub fn measure(board: &mut Board) {
    let kubernetes = Kubernetes::RECORDED;
    let objects = api::objects(&fifty(), &kubernetes);
    let Some((_, spec)) = objects.first().and_then(api::Object::pod_spec) else { return };
    heading("Requests and limits");
    let took = fastest(|| {
        let options = Options::of(&kubernetes);
        let totals =
            (effective(spec, List::Requests, &options).len(), effective(spec, List::Limits, &options).len());
        let groups =
            (cgroup::pod_group(spec, &kubernetes), cgroup::container_groups(spec, &kubernetes, MEMORY));
        (totals, groups, qos::obstacles(spec, &kubernetes).len(), oom_score_adj(spec, &kubernetes, MEMORY))
    });
    board.budget("all numbers of 50 containers", took, Duration::from_micros(100));
}

fn fifty() -> String {
    let mut text = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {initContainers: [".to_owned();
    for number in 0..50 {
        if number == 20 {
            text.push_str("], containers: [");
        }
        let policy = if number < 20 && number % 2 == 0 { "restartPolicy: Always, " } else { "" };
        let (cpu, memory) = (100 + number, 64 + number);
        let _ = write!(
            text,
            "{{name: c{number}, {policy}resources: {{requests: {{cpu: {cpu}m, memory: {memory}Mi}}, limits: {{cpu: '1', memory: 1.5Gi}}}}}}, "
        );
    }
    text.push_str("]}}");
    text
}
