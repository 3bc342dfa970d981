//! The times of simulations and frames.

use crate::{Board, fastest, heading};
use simulator::{Limits, Millis, Scenario, Trace, simulate};
use std::time::Duration;

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

pub fn measure(board: &mut Board) {
    let story = run(STORY, "", 120);
    let day = run(LOOP, "{behaviours: {a: {containers: {app: [{run: 1, exit: 1}]}}}}", 86_400);
    let trace = day();
    heading("Simulate");
    board.budget("a default story", fastest(story), Duration::from_millis(1));
    board.budget("24 hours of crash loop", fastest(day), Duration::from_millis(10));
    let middle = Millis::seconds(40_000);
    board.budget("a frame of them", fastest(|| trace.frame(middle)), Duration::from_micros(10));
}

fn run(manifest: &str, scenario: &str, until: u64) -> impl Fn() -> Trace {
    let kubernetes = api::Kubernetes::default();
    let objects = api::objects(manifest, &kubernetes);
    let scenario = Scenario::from_text(scenario, &kubernetes).unwrap_or_default();
    move || simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(until)))
}
