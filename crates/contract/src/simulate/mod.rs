//! `podlab simulate --batch`: a simulation in the form of the kubelet recordings.

mod calls;
mod events;
mod objects;
mod pods;

pub use calls::{Call, Details, Resources};
pub use events::Event;
pub use objects::{Endpoint, Version};
pub use pods::{Condition, ContainerStatus, Row, Status};

use crate::{Failure, loose};
use api::Kubernetes;
use engine::{Manifest, transcript};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use simulator::scenario::Problem;
use simulator::{Millis, Scenario};

/// The length of a simulation when the request does not give it, in seconds.
const UNTIL: f64 = 120.0;

/// `{"id","manifest","scenario","until"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The objects, as text.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: String,
    /// The scenario, in the form for people or in that of the recordings; null for the defaults.
    pub scenario: Value,
    /// The end of the simulation, in seconds; 120 when left out.
    #[serde(deserialize_with = "loose::value")]
    pub until: Option<f64>,
}

/// `{"id","rows","status","events","cri","endpoints","objects","assumptions"}`, each list in order of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// Each change of a Pod's `kubectl get pod` row.
    pub rows: Vec<Row>,
    /// Each distinct status.
    pub status: Vec<Status>,
    /// Each occurrence of each event.
    pub events: Vec<Event>,
    /// The calls of the container runtime, and its reports.
    pub cri: Vec<Call>,
    /// Each change of an address behind a Service.
    pub endpoints: Vec<Endpoint>,
    /// Each version of each workload and claim.
    pub objects: Vec<Version>,
    /// The assumptions where the scenario says nothing; sentences.
    pub assumptions: Vec<String>,
    /// The errors of the objects that the cluster refuses; the others run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// The actions that are not done, each with its time and the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<String>,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let unread = |problems: Vec<Problem>| Failure {
        error: "the scenario cannot be read".to_owned(),
        problems: problems.iter().map(ToString::to_string).collect(),
    };
    let manifest = Manifest::read(&request.manifest, kubernetes);
    let scenario = Scenario::from_value(&request.scenario, &|text| api::objects(text, kubernetes).into());
    // A server had taken the recorded manifests; a person's are read as strictly as a server does.
    let scenario = match scenario {
        Ok(recorded) if !recorded.assumes() => recorded,
        _ => manifest.scenario(&request.scenario).map_err(unread)?,
    };
    if manifest.objects().next().is_none() {
        let error = "the manifest holds no object".to_owned();
        return Err(Failure { error, problems: manifest.refused() });
    }
    let problems = if scenario.assumes() { manifest.refused() } else { Vec::new() };
    let manifest = if problems.is_empty() { manifest } else { manifest.accepted().0 };
    if !problems.is_empty() && manifest.objects().all(|object| object.pod_spec().is_none()) {
        let error = "the API server refuses this manifest, so nothing runs".to_owned();
        return Err(Failure { error, problems });
    }
    manifest.playable()?;
    let trace = manifest.trace(&scenario, Millis::from_seconds(request.until.unwrap_or(UNTIL)));
    Ok(Answer {
        rows: pods::rows(&trace, kubernetes),
        status: pods::statuses(&trace),
        events: events::events(&trace),
        cri: calls::calls(&trace),
        endpoints: objects::endpoints(&trace),
        objects: objects::versions(&trace),
        undone: transcript::undone(&trace),
        assumptions: trace.assumptions,
        problems,
    })
}

#[cfg(test)]
mod tests {
    use crate::{Command, answer};
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn simulated(request: &Value) -> Value {
        answer(Command::Simulate, &request.to_string(), &Kubernetes::default())
    }

    fn statuses(reply: &Value) -> Vec<&str> {
        reply["rows"].as_array().into_iter().flatten().filter_map(|row| row["status"].as_str()).collect()
    }

    #[test]
    fn a_recording_is_answered_in_its_own_form() {
        let manifest = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: Never, containers: [{name: app, image: 'x:1'}]}}";
        let story =
            json!({"behaviours": {"a": {"containers": {"app": [{"run": 2, "exit": 3}]}}}, "actions": []});
        let reply = simulated(&json!({"manifest": manifest, "scenario": story, "until": 10}));
        assert_eq!(statuses(&reply), ["Pending", "ContainerCreating", "Running", "Error"]);
        let exit = reply["cri"].as_array().into_iter().flatten().find(|call| call["call"] == "Exited");
        assert_eq!(exit.map(|call| &call["exitCode"]), Some(&json!(3)));
    }

    #[test]
    fn actions_that_are_not_done_are_told_and_manifests_are_read_strictly() {
        let manifest = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: 'x:1'}]}}";
        let other = "{apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {contaners: [], containers: [{name: app, image: 'x:1'}]}}";
        let actions =
            json!([{"at": 3, "do": "create", "manifest": other}, {"at": 4, "do": "delete", "name": "c"}]);
        let reply = simulated(&json!({"manifest": manifest, "scenario": {"actions": actions}, "until": 10}));
        assert!(statuses(&reply).len() <= 3, "b is not made: {reply}");
        let undone: Vec<&str> =
            reply["undone"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(undone.len(), 2, "{undone:?}");
        assert!(undone[0].contains("unknown field \"spec.contaners\""), "{undone:?}");
        assert_eq!(undone[1], "At 4 s: c: there is no object of this name: nothing is done");
    }

    #[test]
    fn a_scenario_that_cannot_be_read_is_named() {
        let request =
            json!({"manifest": "{apiVersion: v1, kind: Pod}", "scenario": {"actions": [{"do": "jump"}]}});
        assert_eq!(
            simulated(&request)["problems"][0],
            "actions[0].do: must be one of delete, evict, patch, create, loseSandbox, kubeletRestart, kubeletStop, kubeletStart, not `jump`"
        );
    }
}
