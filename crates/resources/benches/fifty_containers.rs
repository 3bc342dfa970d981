//! All numbers of a Pod of 50 containers; the budget is 100 µs.
//! `cargo bench -p resources` prints the best and the median of many rounds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark")]

use api::Kubernetes;
use k8s_openapi::api::core::v1::PodSpec;
use resources::{List, Options, cgroup, effective, oom_score_adj, qos};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    let spec = fifty();
    let kubernetes = Kubernetes::RECORDED;
    let mut times: Vec<_> = (0..2_000)
        .map(|_| {
            let start = Instant::now();
            everything(black_box(&spec), &kubernetes);
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("all numbers of 50 containers: best {:?}, median {:?}", times[0], times[times.len() / 2]);
}

fn everything(spec: &PodSpec, kubernetes: &Kubernetes) {
    let options = Options::of(kubernetes);
    black_box(effective(spec, List::Requests, &options));
    black_box(effective(spec, List::Limits, &options));
    black_box(qos::obstacles(spec, kubernetes));
    black_box(oom_score_adj(spec, kubernetes, 4 << 30));
    black_box(cgroup::pod_group(spec, kubernetes));
    black_box(cgroup::container_groups(spec, kubernetes, 4 << 30));
}

fn fifty() -> PodSpec {
    let container = |i: usize| {
        let resources = serde_json::json!({
            "requests": {"cpu": format!("{}m", 100 + i), "memory": format!("{}Mi", 64 + i)},
            "limits": {"cpu": "1", "memory": "1.5Gi"},
        });
        let mut container = serde_json::json!({"name": format!("c{i}"), "resources": resources});
        if i < 20 && i.is_multiple_of(2) {
            container["restartPolicy"] = "Always".into();
        }
        container
    };
    let init: Vec<_> = (0..20).map(container).collect();
    let apps: Vec<_> = (20..50).map(container).collect();
    serde_json::from_value(serde_json::json!({"initContainers": init, "containers": apps})).unwrap()
}
