//! Typed command lines and what a terminal shows for them.

mod about;
mod misused;
mod selected;
mod types;
mod unplayed;

use super::{Cluster, LogLine, Logs, run};
use api::Kubernetes;
use expect_test::{Expect, expect};
use k8s_openapi::api::core::v1::{Event, Pod};
use serde_json::{Value, json};

struct OneLine;

impl Logs for OneLine {
    fn lines(&self, _pod: &Pod, container: &str, run: i32) -> Vec<LogLine> {
        vec![LogLine {
            at: "2026-01-01T00:00:04.5Z".parse().unwrap(),
            text: format!("{container} run {run}"),
        }]
    }
}

/// A Pod whose sidecar runs and whose app crashes, with an event of each.
fn check(line: &str, expected: &Expect) {
    let pods: [Value; 1] = [json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": "web", "namespace": "default", "creationTimestamp": "2026-01-01T00:00:00Z",
            "labels": {"app": "web"},
        },
        "spec": {
            "nodeName": "node-1",
            "initContainers": [{"name": "proxy", "image": "envoy:1", "restartPolicy": "Always"}],
            "containers": [{
                "name": "app", "image": "nginx:1.27", "ports": [{"containerPort": 80, "protocol": "TCP"}],
                "env": [
                    {"name": "A", "value": "1\n2"},
                    {"name": "ME", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}},
                    {"name": "CPU", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "0"}}},
                ],
                "readinessProbe": {"httpGet": {"path": "/a?b", "port": 80, "scheme": "HTTP"}, "timeoutSeconds": 1},
            }],
            "volumes": [{"name": "tmp", "emptyDir": {}}],
        },
        "status": {
            "phase": "Running", "hostIP": "10.0.0.1", "qosClass": "BestEffort",
            "conditions": [{"type": "Ready", "status": "False"}, {"type": "Initialized", "status": "True"}],
            "initContainerStatuses": [{
                "name": "proxy", "started": true, "ready": true, "image": "envoy:1", "imageID": "sha256:1",
                "state": {"running": {"startedAt": "2026-01-01T00:00:01Z"}},
            }],
            "containerStatuses": [{
                "name": "app", "image": "nginx:1.27", "imageID": "sha256:2", "restartCount": 2,
                "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                "lastState": {"terminated": {
                    "exitCode": 1, "reason": "Error", "containerID": "x://2",
                    "startedAt": "2026-01-01T00:00:04Z", "finishedAt": "2026-01-01T00:00:05Z",
                }},
            }],
        },
    })];
    let event = |reason: &str, field: &str, count: i32| -> Event {
        serde_json::from_value(json!({
            "metadata": {"namespace": "default"},
            "involvedObject": {"kind": "Pod", "name": "web", "fieldPath": field},
            "type": "Warning", "reason": reason, "message": "said", "count": count,
            "source": {"component": "kubelet"},
            "firstTimestamp": "2026-01-01T00:00:02Z", "lastTimestamp": "2026-01-01T00:00:06Z",
        }))
        .unwrap()
    };
    let events = [event("BackOff", "spec.containers{app}", 3), event("Odd", "", 1)];
    let now = "2026-01-01T00:00:08Z".parse().unwrap();
    let kubernetes = &Kubernetes::RECORDED;
    let output = run(
        line,
        &Cluster {
            pods: &pods,
            workloads: &[],
            whole: false,
            events: &events,
            logs: &OneLine,
            file: &[],
            now,
            kubernetes,
        },
    );
    expected.assert_eq(&format!("{}---\n{}exit {}\n", output.stdout, output.stderr, output.exit));
}

#[test]
fn describe_shows_every_section() {
    check(
        "kubectl describe pod web",
        &expect![[r#"
        Name:         web
        Namespace:    default
        Node:         node-1/10.0.0.1
        Labels:       app=web
        Annotations:  <none>
        Status:       Running
        IP:           
        IPs:          <none>
        Init Containers:
          proxy:
            Container ID:   
            Image:          envoy:1
            Image ID:       sha256:1
            Port:           <none>
            Host Port:      <none>
            State:          Running
              Started:      Thu, 01 Jan 2026 00:00:01 +0000
            Ready:          True
            Restart Count:  0
            Environment:    <none>
            Mounts:         <none>
        Containers:
          app:
            Container ID:   
            Image:          nginx:1.27
            Image ID:       sha256:2
            Port:           80/TCP
            Host Port:      0/TCP
            State:          Waiting
              Reason:       CrashLoopBackOff
            Last State:     Terminated
              Reason:       Error
              Exit Code:    1
              Started:      Thu, 01 Jan 2026 00:00:04 +0000
              Finished:     Thu, 01 Jan 2026 00:00:05 +0000
            Ready:          False
            Restart Count:  2
            Readiness:      http-get http://:80/a%3Fb delay=0s timeout=1s period=0s #success=0 #failure=0
            Environment:
              A:     1
                     2
              ME:    web (v1:metadata.name)
              CPU:   node allocatable (limits.cpu)
            Mounts:  <none>
        Conditions:
          Type          Status
          Ready         False 
          Initialized   True 
        Volumes:
          tmp:
            Type:        EmptyDir (a temporary directory that shares a pod's lifetime)
            Medium:      
            SizeLimit:   <unset>
        QoS Class:       BestEffort
        Node-Selectors:  <none>
        Tolerations:     <none>
        Events:
          Type     Reason   Age              From     Message
          ----     ------   ----             ----     -------
          Warning  BackOff  2s (x3 over 6s)  kubelet  spec.containers{app}: said
          Warning  Odd      6s               kubelet  said
        ---
        exit 0
    "#]],
    );
}

#[test]
fn tables_in_every_form() {
    check(
        "kubectl get pods -A --show-labels",
        &expect![[r#"
        NAMESPACE   NAME   READY   STATUS             RESTARTS     AGE   LABELS
        default     web    1/2     CrashLoopBackOff   2 (3s ago)   8s    app=web
        ---
        exit 0
    "#]],
    );
    check(
        "get po web --no-headers",
        &expect![[r#"
        web   1/2   CrashLoopBackOff   2 (3s ago)   8s
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl get pods -l 'app in (db)'",
        &expect![[r#"
        ---
        No resources found in default namespace.
        exit 0
    "#]],
    );
    check(
        "kubectl get events",
        &expect![[r#"
        LAST SEEN   TYPE      REASON    OBJECT    MESSAGE
        2s          Warning   BackOff   pod/web   said
        2s          Warning   Odd       pod/web   said
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl events --for pod/web --types=Warning",
        &expect![[r#"
        LAST SEEN         TYPE      REASON    OBJECT    MESSAGE
        2s (x3 over 6s)   Warning   BackOff   Pod/web   said
        6s                Warning   Odd       Pod/web   said
        ---
        exit 0
    "#]],
    );
}

#[test]
fn fields_by_path() {
    check(
        r#"kubectl get pod web -o jsonpath='{.metadata.name}{"\t"}{.status.containerStatuses[0].restartCount}{"\n"}'"#,
        &expect![[r#"
            web	2
            ---
            exit 0
        "#]],
    );
    check(
        "kubectl get pods -o custom-columns=NAME:.metadata.name,X:.spec.nope",
        &expect![[r#"
        NAME   X
        web    <none>
        ---
        exit 0
    "#]],
    );
}

#[test]
fn logs_default_to_the_first_container() {
    check(
        "kubectl logs web",
        &expect![[r#"
        app run 2
        ---
        Defaulted container "app" out of: app, proxy (init)
        exit 0
    "#]],
    );
    check(
        "kubectl logs web -c proxy --previous",
        &expect![[r#"
        ---
        Error from server (BadRequest): previous terminated container "proxy" in pod "web" not found
        exit 1
    "#]],
    );
    check(
        "kubectl logs web --all-containers --prefix --timestamps",
        &expect![[r#"
        [pod/web/proxy] 2026-01-01T00:00:04.500000000Z proxy run 0
        [pod/web/app] 2026-01-01T00:00:04.500000000Z app run 2
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl logs web -c nope",
        &expect![[r#"
        ---
        error: container nope is not valid for pod web out of: app, proxy (init)
        exit 1
    "#]],
    );
}

#[test]
fn mistakes_are_told_as_kubectl_tells_them() {
    check(
        "kubectl get pod nope",
        &expect![[r#"
        ---
        Error from server (NotFound): pods "nope" not found
        exit 1
    "#]],
    );
    check(
        "kubectl get nonsense",
        &expect![[r#"
        ---
        error: the server doesn't have a resource type "nonsense"
        exit 1
    "#]],
    );
    check(
        "kubectl logs web --nope",
        &expect![[r#"
        ---
        error: unknown flag: --nope
        See 'kubectl logs --help' for usage.
        exit 1
    "#]],
    );
    check(
        "kubectl get 'pod",
        &expect![[r#"
        ---
        sh: unexpected end of line while looking for matching `''
        exit 1
    "#]],
    );
    check(
        "kubectl frobnicate",
        &expect![[r#"
        ---
        error: unknown command "frobnicate" for "kubectl"
        exit 1
    "#]],
    );
    check(
        "kubectl delete pod web --force",
        &expect![[r#"
        pod "web" force deleted from default namespace
        ---
        Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.
        exit 0
    "#]],
    );
}

#[test]
fn flags_that_are_not_obeyed_are_named() {
    check(
        "kubectl get pods -o name --context=prod -w --chunk-size=5",
        &expect![[r#"
            ---
            podlab: `kubectl get --chunk-size` is not played here
            exit 1
        "#]],
    );
    check(
        "kubectl get pods -o name --context=prod -w --wait=false",
        &expect![[r#"
        ---
        error: unknown flag: --wait
        See 'kubectl get --help' for usage.
        exit 1
    "#]],
    );
    check(
        "kubectl get pods -o name --context=prod -w",
        &expect![[r#"
        pod/web
        ---
        podlab: --context is not simulated
        podlab: --watch is not simulated
        exit 0
    "#]],
    );
    check(
        "kubectl events -o json",
        &expect![[r#"
        ---
        podlab: `kubectl events --output=json` is not played here
        exit 1
    "#]],
    );
    check(
        "kubectl get events -o kyaml",
        &expect![[r#"
        ---
        podlab: `kubectl get -o kyaml` is not played here
        exit 1
    "#]],
    );
    check(
        "kubectl delete pod web -o yaml",
        &expect![[r#"
        ---
        error: unexpected -o output mode: yaml. We only support '-o name'
        exit 1
    "#]],
    );
}
