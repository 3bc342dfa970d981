//! `podlab get FILE` and `podlab kubectl FILE -- ARGS`: what kubectl prints of Pods that have a status.

use super::Answer;
use crate::check;
use api::{Kubernetes, Object};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;
use kubectl::apply::Submission;
use kubectl::{Cluster, NoLogs, run};
use serde::Deserialize as _;
use serde_json::Value;

/// What kubectl prints, given Pods and Events as `kubectl get -o yaml` prints them.
pub fn kubectl(text: &str, arguments: &str, now: &str, kubernetes: &Kubernetes) -> Result<Answer, String> {
    let now: Timestamp = now.parse().map_err(|error| format!("`{now}` is not a time: {error}"))?;
    let mut pods = Vec::new();
    let mut events = Vec::new();
    for object in api::objects(text, kubernetes).into_iter().flat_map(items) {
        match object {
            Object::Pod(_) => pods.push(object.to_json()),
            Object::Other(value) if value.get("kind").is_some_and(|kind| kind == "Event") => {
                events.push(
                    Event::deserialize(&*value)
                        .map_err(|error| format!("an Event cannot be read: {error}"))?,
                );
            }
            _ => {}
        }
    }
    if pods.is_empty() {
        return Err("there is no Pod in the text; give it what `kubectl get pod -o yaml` prints".to_owned());
    }
    let cluster = Cluster { pods: &pods, events: &events, logs: &NoLogs, now, kubernetes };
    let output = run(&format!("kubectl {arguments}"), &cluster);
    Ok(Answer { text: output.stdout, complaint: output.stderr, exit: output.exit })
}

/// The objects of a List; any other object alone.
fn items(object: Object) -> Vec<Object> {
    match &object {
        Object::Other(value) if value.get("kind").is_some_and(|kind| kind == "List") => {
            let items = value.get("items").and_then(Value::as_array);
            items.into_iter().flatten().cloned().map(Object::from_json).collect()
        }
        _ => vec![object],
    }
}

/// What `kubectl apply -f FILE` prints for a text on a cluster in which nothing of it exists.
pub fn apply(text: &str, file: &str, kubernetes: &Kubernetes) -> Answer {
    let options = check::Options { kubernetes: kubernetes.clone(), ..check::Options::default() };
    let output = check::apply::submit(text, "", &Submission::apply(file), &options);
    Answer { text: output.stdout, complaint: output.stderr, exit: output.exit }
}
