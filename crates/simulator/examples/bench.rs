//! How long simulations and frames take, against the budgets of the design:
//! `cargo run --release -p simulator --example bench`.

use simulator::{Limits, Millis, Scenario, Trace, simulate};
use std::hint::black_box;
use std::time::{Duration, Instant};

const STORY: &str = "
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: setup, image: 'setup:1.0' }
  - { name: proxy, image: 'proxy:1.0', restartPolicy: Always, startupProbe: { httpGet: { port: 80 }, periodSeconds: 1 } }
  containers:
  - { name: app, image: 'app:1.0', readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 5 } }
  - { name: log, image: 'log:1.0' }
";

const LOOP: &str =
    "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: 'app:1.0'}]}}";

fn run(manifest: &str, scenario: &str, until: u64) -> impl Fn() -> Trace {
    let objects = api::objects(manifest);
    let scenario = Scenario::from_text(scenario).unwrap_or_default();
    move || simulate(&objects, &scenario, &api::Kubernetes::default(), &Limits::until(Millis::seconds(until)))
}

/// The fastest of some runs: what the code costs when nothing disturbs it.
fn fastest<T>(times: u32, work: impl Fn() -> T) -> Duration {
    let once = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..times).map(once).min().unwrap_or_default()
}

fn main() {
    let story = run(STORY, "", 120);
    let day = run(LOOP, "{behaviours: {a: {containers: {app: [{run: 1, exit: 1}]}}}}", 86_400);
    let trace = day();
    let mut missed = false;
    let mut report = |what: &str, took: Duration, budget: Duration| {
        missed |= took > budget;
        println!("{what:40} {took:>12.1?}  budget {budget:?}");
    };
    report("a default story", fastest(50, story), Duration::from_millis(1));
    report("24 hours of crash loop", fastest(20, day), Duration::from_millis(10));
    let middle = Millis::seconds(40_000);
    report("a frame of it", fastest(200, || trace.frame(middle)), Duration::from_micros(10));
    if missed {
        std::process::exit(1);
    }
}
