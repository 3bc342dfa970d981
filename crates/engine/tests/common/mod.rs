//! Texts, their runs and a terminal before them, for all test programs.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]
#![allow(dead_code, reason = "each test program takes what it needs")]

use apiserver::Cluster;
use engine::check::{Fix, Options, submit};
use engine::{Kubernetes, Manifest, Simulation};
use kubectl::apply::Submission;

/// A Pod with one container.
pub const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: a:1}]}\n";
/// A Deployment of two Pods.
pub const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: 'registry.example/app:1'}]}
";

/// Reads a text under the release that was recorded.
pub fn read(text: &str) -> Manifest {
    Manifest::read(text, &Kubernetes::RECORDED)
}

/// The run of a text with a story, which must be one that plays.
pub fn simulate(text: &str, story: &str) -> Simulation {
    read(text).simulate(story).unwrap()
}

/// The output of a command in the run of a text alone, `at` milliseconds after its start.
pub fn asked(text: &str, at: u64, command: &str) -> String {
    simulate(text, "").kubectl(at, command)
}

/// The output of a command that changes the cluster, typed at `at` milliseconds, and the story with what it did. That
/// story plays.
pub fn typed(text: &str, at: u64, command: &str) -> (String, Option<String>) {
    let manifest = read(text);
    let acted = manifest.simulate("").unwrap().act(at, command, "");
    if let Some(story) = &acted.scenario {
        manifest.simulate(story).unwrap();
    }
    (acted.said, acted.scenario)
}

/// The output of `kubectl apply`, `create` or `replace` of `text` in a new cluster to which `before` was applied.
pub fn said(command: &str, before: &str, text: &str) -> String {
    let submission = Submission::parse(command).unwrap().unwrap();
    let options = Options { cluster: Cluster::New, ..Options::default() };
    let output = submit(text, before, &submission, &options);
    output.stdout + &output.stderr
}

/// A text with a fix.
pub fn fixed(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}
