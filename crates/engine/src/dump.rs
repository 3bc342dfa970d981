//! Pods with status, their workloads and Events, as `kubectl get -o yaml` prints them, and kubectl's output for them.

use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::Event;
use kubectl::{Cluster, NoLogs, Output, run};
use serde::Deserialize as _;

/// The output of `kubectl ARGUMENTS` on a cluster with the Pods and Events of `text`; ages count to `now`, a time as
/// RFC 3339 writes it. The error says what cannot be read.
///
/// ```
/// use engine::{Kubernetes, dump};
/// let text = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app}]}, status: {phase: Running}}";
/// let output = dump::kubectl(text, "get pods -o name", "2026-01-01T00:00:00Z", &Kubernetes::RECORDED).unwrap();
/// assert_eq!(output.stdout, "pod/web\n");
/// ```
pub fn kubectl(text: &str, arguments: &str, now: &str, kubernetes: &Kubernetes) -> Result<Output, String> {
    let Some(now) = api::time::read(now) else {
        return Err(format!(
            "`{now}` is not a time; write it as RFC 3339 does, such as 2026-01-01T00:00:00Z"
        ));
    };
    let (mut pods, mut workloads, mut events) = (Vec::new(), Vec::new(), Vec::new());
    let mut makes_pods = false;
    for object in api::objects(text, kubernetes) {
        match object {
            Object::Pod(_) => pods.push(object.to_json()),
            Object::Other(value) if value.get("kind").is_some_and(|kind| kind == "Event") => {
                events.push(
                    Event::deserialize(&*value)
                        .map_err(|error| format!("an Event cannot be read: {error}"))?,
                );
            }
            object => {
                makes_pods |= object.pod_spec().is_some();
                workloads.push(object.to_json());
            }
        }
    }
    // A text that makes no Pod is asked about what it has.
    if pods.is_empty() && (makes_pods || workloads.is_empty()) {
        return Err("there is no Pod in the text; give it what `kubectl get pod -o yaml` prints".to_owned());
    }
    let cluster = Cluster {
        pods: &pods,
        workloads: &workloads,
        whole: false,
        events: &events,
        logs: &NoLogs,
        file: &[],
        now,
        kubernetes,
    };
    Ok(run(&format!("kubectl {arguments}"), &cluster))
}
