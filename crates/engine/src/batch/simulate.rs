//! `podlab simulate --batch`: a trace in the form of the kubelet recordings.

use crate::rows::changes;
use api::Kubernetes;
use serde_json::{Map, Value, json};
use simulator::trace::{Call, CallKind, Event, PodTrace, Version};
use simulator::{Limits, Millis, Scenario, Trace};

/// How long a simulation is when the request does not say, in seconds.
const UNTIL: f64 = 120.0;

/// Answers one request: `manifest`, `scenario`, `until` in seconds.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let manifest = request.get("manifest").and_then(Value::as_str).unwrap_or_default();
    let objects = |text: &str| api::objects(text, kubernetes);
    let scenario = match Scenario::from_value(request.get("scenario").unwrap_or(&Value::Null), &objects) {
        Ok(scenario) => scenario,
        Err(problems) => {
            let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
            return json!({"error": "the scenario cannot be read", "problems": texts});
        }
    };
    let objects = objects(manifest);
    if objects.is_empty() {
        return json!({"error": "the manifest holds no object"});
    }
    let until = request.get("until").and_then(Value::as_f64).unwrap_or(UNTIL);
    let limits = Limits::until(Millis::from_seconds(until));
    let trace = simulator::simulate(&objects, &scenario, kubernetes, &limits);
    let addresses = addresses(&trace);
    json!({
        "rows": rows(&trace, kubernetes),
        "status": statuses(&trace),
        "events": trace.events.iter().map(|one| event(&addresses, one)).collect::<Vec<_>>(),
        "cri": trace.calls.iter().filter_map(|one| call(&trace, one)).collect::<Vec<_>>(),
        "assumptions": trace.assumptions,
    })
}

/// The changes of all Pods, in order of time.
fn by_time(mut items: Vec<(Millis, Value)>) -> Vec<Value> {
    items.sort_by_key(|(at, _)| *at);
    items.into_iter().map(|(_, item)| item).collect()
}

fn rows(trace: &Trace, kubernetes: &Kubernetes) -> Vec<Value> {
    let mut all = Vec::new();
    for pod in &trace.pods {
        all.extend(changes(pod, kubernetes).into_iter().map(|(at, row)| {
            let t = at.as_seconds();
            let row = json!({"t": t, "pod": pod.name, "ready": row.ready, "status": row.status, "restarts": row.restarts});
            (at, row)
        }));
        if let Some(removed) = pod.removed {
            all.push((removed, json!({"t": removed.as_seconds(), "pod": pod.name, "deleted": true})));
        }
    }
    by_time(all)
}

fn statuses(trace: &Trace) -> Vec<Value> {
    let mut all = Vec::new();
    for pod in &trace.pods {
        all.extend(pod.versions.iter().map(|version| (version.at, status(pod, version))));
    }
    by_time(all)
}

/// A status without times and ids.
fn status(pod: &PodTrace, version: &Version) -> Value {
    let status = &version.status;
    let base = pod.base(version);
    let node = base.and_then(|base| base.spec.as_ref()).is_some_and(|spec| spec.node_name.is_some());
    let mut value = json!({
        "t": version.at.as_seconds(), "pod": pod.name, "phase": status.phase, "node": node,
        "conditions": status.conditions.iter().flatten().map(|one| {
            let mut fields = Map::new();
            fields.insert("type".to_owned(), json!(one.type_));
            fields.insert("status".to_owned(), json!(one.status));
            for (name, text) in [("reason", &one.reason), ("message", &one.message)] {
                fields.extend(text.as_ref().map(|text| (name.to_owned(), json!(text))));
            }
            Value::Object(fields)
        }).collect::<Vec<_>>(),
    });
    let Value::Object(fields) = &mut value else { return value };
    for (name, text) in [("reason", &status.reason), ("message", &status.message)] {
        fields.extend(text.as_ref().map(|text| (name.to_owned(), json!(text))));
    }
    let lists = [
        ("initContainerStatuses", &status.init_container_statuses),
        ("containerStatuses", &status.container_statuses),
        ("ephemeralContainerStatuses", &status.ephemeral_container_statuses),
    ];
    for (name, list) in lists {
        let shown = list.iter().flatten().map(|one| {
            json!({
                "name": one.name, "state": plain(json!(one.state)), "lastState": plain(json!(one.last_state)),
                "restartCount": one.restart_count, "ready": one.ready, "started": one.started.unwrap_or(false),
            })
        });
        fields.extend(list.as_ref().map(|_| (name.to_owned(), shown.collect())));
    }
    value
}

/// A container state without times and ids.
fn plain(mut state: Value) -> Value {
    let Value::Object(kinds) = &mut state else { return json!({}) };
    for kind in kinds.values_mut() {
        if let Value::Object(fields) = kind {
            for name in ["startedAt", "finishedAt", "containerID"] {
                fields.remove(name);
            }
        }
    }
    state
}

/// The addresses of all Pods: the recordings have `<IP>` in their place.
fn addresses(trace: &Trace) -> Vec<String> {
    let statuses = trace.pods.iter().flat_map(|pod| &pod.versions);
    let mut all: Vec<String> = statuses.filter_map(|version| version.status.pod_ip.clone()).collect();
    // Longer ones first: one address may be the start of another.
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

fn event(addresses: &[String], event: &Event) -> Value {
    let message = addresses.iter().fold(event.message.clone(), |text, one| text.replace(one, "<IP>"));
    json!({
        "t": event.at.as_seconds(), "object": format!("{}/{}", event.object.kind, event.object.name),
        "field": event.field, "type": event.type_.to_string(), "reason": event.reason, "message": message,
        "count": event.count, "component": event.component,
    })
}

fn call(trace: &Trace, call: &Call) -> Option<Value> {
    let pod = trace.pods.get(call.pod)?;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("t", json!(call.at.as_seconds()));
    put("pod", json!(pod.name));
    put("call", json!(call.kind.name()));
    if !call.container.is_empty() {
        put("container", json!(call.container));
        put("attempt", json!(call.attempt));
    }
    let mut failed = |error: &Option<String>| {
        if let Some(error) = error {
            put("error", json!(error));
        }
    };
    match &call.kind {
        CallKind::RunPodSandbox { error } | CallKind::StartContainer { error } => failed(error),
        CallKind::CreateContainer { image, error } | CallKind::PullImageDone { image, error } => {
            failed(error);
            put("image", json!(image));
        }
        CallKind::PullImage { image } => put("image", json!(image)),
        CallKind::ExecSync { command, exit, since } => {
            put("cmd", json!(command));
            put("exit", json!(exit));
            put("since", json!(since.as_seconds()));
        }
        CallKind::Http { url, code, since } => {
            put("url", json!(url));
            put("code", json!(code));
            put("since", json!(since.as_seconds()));
        }
        CallKind::StopContainer { timeout } => put("timeout", json!(timeout)),
        CallKind::Exited { code, reason, why } => {
            put("exitCode", json!(code));
            put("reason", json!(reason));
            put("why", json!(why));
        }
        CallKind::SandboxDied
        | CallKind::StopContainerDone
        | CallKind::RemoveContainer
        | CallKind::StopPodSandbox => {}
    }
    Some(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::answer;
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn statuses(reply: &Value) -> Vec<&str> {
        reply["rows"].as_array().into_iter().flatten().filter_map(|row| row["status"].as_str()).collect()
    }

    #[test]
    fn a_recording_is_answered_in_its_own_form() {
        let manifest = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: Never, containers: [{name: app, image: 'x:1'}]}}";
        let story =
            json!({"behaviours": {"a": {"containers": {"app": [{"run": 2, "exit": 3}]}}}, "actions": []});
        let request = json!({"manifest": manifest, "scenario": story, "until": 10});
        let reply = answer(&request, &Kubernetes::default());
        assert_eq!(statuses(&reply), ["Pending", "ContainerCreating", "Running", "Error"]);
        let exit = reply["cri"].as_array().into_iter().flatten().find(|call| call["call"] == "Exited");
        assert_eq!(exit.map(|call| &call["exitCode"]), Some(&json!(3)));
    }

    #[test]
    fn a_scenario_that_cannot_be_read_is_named() {
        let request =
            json!({"manifest": "{apiVersion: v1, kind: Pod}", "scenario": {"actions": [{"do": "jump"}]}});
        let reply = answer(&request, &Kubernetes::default());
        assert_eq!(
            reply["problems"][0],
            "actions[0].do: must be one of delete, evict, patch, create, kubeletRestart"
        );
    }
}
