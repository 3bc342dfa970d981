//! No number of a manifest decides how much memory, time or paper an answer takes: each is set to its extremes, under a
//! memory limit, and every command answers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

#[path = "../../../tests/fuzz/extremes.rs"]
mod extremes;

use engine::limits;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Kilobytes of addresses that the program may take: the allocator reserves more than it uses.
const MEMORY: usize = 4_000_000;
/// Bytes of one answer.
const ANSWER: usize = 8 << 20;

/// Asks one batch, in a process that may not take more memory than [`MEMORY`].
fn ask(command: &str, requests: &[Value]) -> Vec<Value> {
    let program = env!("CARGO_BIN_EXE_podlab");
    let line = format!("ulimit -v {MEMORY}; exec '{program}' {command} --batch");
    let mut shell = Command::new("sh");
    let mut child = shell.args(["-c", &line]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text: String = requests.iter().map(|request| request.to_string() + "\n").collect();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> = text.lines().collect();
    let next = requests.get(answers.len());
    assert!(output.status.success() && next.is_none(), "`{command}` ends at {next:?}");
    for (answer, request) in answers.iter().zip(requests) {
        assert!(answer.len() <= ANSWER, "{} bytes for {request}", answer.len());
    }
    answers.iter().map(|answer| serde_json::from_str(answer).unwrap()).collect()
}

/// A request for each extreme of each number of each manifest.
fn requests() -> Vec<Value> {
    let mut requests = Vec::new();
    for (name, text) in extremes::SEEDS {
        let manifest: Value = serde_yaml::from_str(text).unwrap();
        let places = extremes::places(&manifest);
        assert!(places.len() > 1, "{name}: the numbers were not found: {places:?}");
        for place in places {
            for value in extremes::integers().into_iter().chain(extremes::amounts()) {
                let manifest = extremes::with(&manifest, &place, &value).to_string();
                let id = json!([name, place, value]);
                requests.push(json!({"id": id, "manifest": manifest, "mode": "json", "until": 20}));
            }
        }
    }
    assert!(requests.len() > 1_000, "{}", requests.len());
    requests
}

#[test]
fn the_manifests_are_played_as_they_are() {
    let requests: Vec<Value> = extremes::SEEDS
        .iter()
        .map(|(name, text)| json!({"id": name, "manifest": text, "until": 90}))
        .collect();
    for answer in ask("simulate", &requests) {
        assert!(answer["rows"].as_array().is_some_and(|rows| rows.len() > 2), "{answer}");
    }
}

/// Once a minute for as long as anybody can ask for.
#[test]
fn a_story_without_end_ends_and_says_so() {
    let (_, manifest) = extremes::SEEDS.into_iter().find(|(name, _)| *name == "cron-job").unwrap();
    let answers = ask("simulate", &[json!({"id": 0, "manifest": manifest, "until": 1e300})]);
    let said: Vec<&str> =
        answers[0]["assumptions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(said.contains(&"Only the first 100 Pods are played."), "{said:?}");
}

#[test]
fn every_extreme_of_every_number_is_answered() {
    let requests = requests();
    // Texts that are no numbers are read, and seldom get further.
    let numbers = || requests.iter().filter(|request| request["id"][2].is_number()).cloned();
    for command in ["check", "resources", "simulate", "admit"] {
        let played = matches!(command, "simulate" | "admit");
        let requests: Vec<Value> = if played { numbers().collect() } else { requests.clone() };
        for (answer, request) in ask(command, &requests).iter().zip(&requests) {
            assert_eq!(answer["id"], request["id"], "{command}");
        }
    }
}

fn pod_template(before: &str) -> String {
    format!(
        "{before}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: app, image: a}}]}}}}}}}}"
    )
}

/// The object of a kind with a number.
fn counting(kind: &str, spec: &str) -> String {
    let selector = "selector: {matchLabels: {a: b}}";
    match kind {
        "Job" => {
            let pod = "template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}";
            format!("{{apiVersion: batch/v1, kind: Job, metadata: {{name: x}}, spec: {{{spec}, {pod}}}}}")
        }
        "ReplicationController" => pod_template(&format!(
            "{{apiVersion: v1, kind: ReplicationController, metadata: {{name: x}}, spec: {{{spec}"
        )),
        kind => pod_template(&format!(
            "{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: x}}, spec: {{{spec}, {selector}"
        )),
    }
}

/// Each field that counts Pods, at its largest.
const COUNTING: [(&str, &str); 7] = [
    ("Deployment", "replicas: 2147483647"),
    ("ReplicaSet", "replicas: 2147483647"),
    ("ReplicationController", "replicas: 2147483647"),
    ("StatefulSet", "replicas: 2147483647, podManagementPolicy: Parallel"),
    ("Job", "parallelism: 2147483647"),
    ("Job", "parallelism: 100000, completions: 100000, completionMode: Indexed"),
    (
        "Job",
        "parallelism: 10000, completions: 2147483647, completionMode: Indexed, backoffLimitPerIndex: 2147483647, maxFailedIndexes: 10000",
    ),
];

#[test]
fn as_many_pods_are_played_as_there_is_room_for_and_the_rest_is_told() {
    let requests: Vec<Value> = COUNTING
        .iter()
        .map(|(kind, spec)| json!({"id": spec, "manifest": counting(kind, spec), "until": 30}))
        .collect();
    for (answer, (kind, spec)) in ask("simulate", &requests).iter().zip(COUNTING) {
        let rows = answer["rows"].as_array().unwrap_or_else(|| panic!("{kind} {spec}: {answer}"));
        let pods: std::collections::BTreeSet<_> = rows.iter().filter_map(|row| row["pod"].as_str()).collect();
        assert_eq!(pods.len(), limits::PODS_PLAYED, "{kind} {spec}");
        let said: Vec<_> =
            answer["assumptions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let asked =
            ["parallelism: 100000", "parallelism: 10000"].into_iter().find(|words| spec.contains(words));
        let asked = asked.map_or(2_147_483_647, |words| words.rsplit(' ').next().unwrap().parse().unwrap());
        let words = limits::pods(limits::PODS_PLAYED, Some(asked), "played");
        assert!(said.contains(&words.as_str()), "{kind} {spec}: {said:?}");
    }
    for (answer, (kind, spec)) in ask("admit", &requests).iter().zip(COUNTING) {
        assert_eq!(answer["podsCreated"], json!(limits::PODS_ADMITTED), "{kind} {spec}: {answer}");
        let cut = answer["cut"].as_str().unwrap();
        assert!(cut.starts_with("1,000 of ") && cut.ends_with(" Pods are made."), "{cut}");
    }
}

#[test]
fn a_pod_is_played_up_to_a_size_and_its_story_up_to_a_length() {
    let pod = |count: usize| {
        let containers: Vec<Value> =
            (0..count).map(|n| json!({"name": format!("c{n}"), "image": "a"})).collect();
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"initContainers": containers, "containers": [{"name": "app", "image": "a"}]}}).to_string()
    };
    let message = "x".repeat(1 << 20);
    let story = json!({"containers": {"app": [{"run": 1, "exit": 1, "message": message}]}});
    let requests = [
        json!({"id": 0, "manifest": pod(3_000)}),
        json!({"id": 1, "manifest": pod(100), "until": 86_400}),
        json!({"id": 2, "manifest": pod(1), "until": 86_400, "scenario": story}),
    ];
    let answers = ask("simulate", &requests);
    assert_eq!(answers[0]["error"], "This Pod has 3,001 containers; Podlab plays Pods of at most 250.");
    assert!(answers[1]["rows"].as_array().unwrap().len() > 100);
    let last = answers[2]["status"].as_array().unwrap().last().unwrap();
    let ended = last.pointer("/containerStatuses/0/lastState/terminated/message").unwrap();
    assert_eq!(ended.as_str().unwrap().len(), limits::TERMINATION_MESSAGE);
}

/// A thousand replicas of a Pod that nearly fills a text would be more than a gigabyte.
#[test]
fn of_a_large_pod_fewer_are_made() {
    let containers: Vec<Value> = (0..10_000)
        .map(|n| json!({"name": format!("container-{n}"), "image": "registry.example.org/a:1"}))
        .collect();
    let labels = json!({"a": "b"});
    let template = json!({"metadata": {"labels": labels}, "spec": {"containers": containers}});
    let spec = json!({"replicas": 1_000, "selector": {"matchLabels": labels}, "template": template});
    let meta = json!({"name": "x"});
    let set = json!({"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": meta, "spec": spec});
    let answer = ask("admit", &[json!({"id": 0, "manifest": set.to_string()})]).remove(0);
    let made = answer["podsCreated"].as_u64().unwrap();
    assert!((2..20).contains(&made), "{made}");
    assert_eq!(answer["cut"], format!("{made} of 1,000 Pods are made."));
}

/// Each command has an answer of its own kind for a Job whose Pod has more containers than are played.
#[test]
fn a_job_of_thousands_of_containers_is_answered_by_every_command() {
    let container =
        |n: usize| json!({"name": format!("c{n}"), "image": "a", "resources": {"requests": {"cpu": "1m"}}});
    let containers: Vec<Value> = (0..3_000).map(container).collect();
    let spec = json!({"restartPolicy": "Never", "containers": containers});
    let meta = json!({"name": "x"});
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": meta, "spec": {"template": {"spec": spec}}});
    let request =
        json!({"id": 0, "manifest": job.to_string(), "mode": "json", "command": "kubectl apply -f -"});
    let answer = |command: &str| ask(command, std::slice::from_ref(&request)).remove(0);
    assert_eq!(answer("check")["stage"], "ok");
    assert_eq!(answer("resources")["requests"]["cpu"], "3");
    assert_eq!(
        answer("simulate")["error"],
        "This Pod has 3,000 containers; Podlab plays Pods of at most 250."
    );
    assert_eq!(answer("admit")["accepted"], true);
    assert_eq!(answer("schedule")["id"], 0);
    assert_eq!(answer("kubectl")["stdout"], "job.batch/x created\n");
}
