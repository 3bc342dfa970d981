//! The kubelet at the edges: volumes that nobody mounts, hooks that outlive their container, images that change while
//! they are pulled. Each was measured against a real kubelet.
#![allow(clippy::expect_used, reason = "the whole file is tests")]

use simulator::trace::{CallKind, State};
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)))
}

/// A Pod `web` with these fields of its spec.
fn pod(spec: &str) -> String {
    format!("{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{{spec}}}}}")
}

fn messages<'t>(trace: &'t Trace, reason: &str) -> Vec<&'t str> {
    let found = trace.events.iter().filter(|event| event.reason == reason);
    found.map(|event| event.message.as_str()).collect()
}

/// The names of the containers that were started, in order.
fn starts(trace: &Trace) -> Vec<&str> {
    let started =
        trace.calls.iter().filter(|call| matches!(call.kind, CallKind::StartContainer { error: None }));
    started.map(|call| call.container.as_str()).collect()
}

fn stop_times(trace: &Trace) -> Vec<u64> {
    let stops = trace.calls.iter().filter(|call| matches!(call.kind, CallKind::StopContainer { .. }));
    stops.map(|call| call.at.whole_seconds()).collect()
}

#[test]
fn a_volume_that_no_container_mounts_is_left_alone() {
    let volumes = "volumes: [{name: v, secret: {secretName: ghost}}]";
    let unused =
        run(&pod(&format!("containers: [{{name: app, image: x}}], {volumes}")), "behaviours: {}", 10);
    assert_eq!((starts(&unused), messages(&unused, "FailedMount").len()), (vec!["app"], 0));
    let mounted = "containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /v}]}]";
    let used = run(&pod(&format!("{mounted}, {volumes}")), "behaviours: {}", 10);
    assert_eq!(starts(&used), [""; 0]);
    assert_eq!(
        messages(&used, "FailedMount").first(),
        Some(&"MountVolume.SetUp failed for volume \"v\" : secret \"ghost\" not found")
    );
}

#[test]
fn a_container_that_must_not_be_root_and_is_root_is_not_made() {
    let spec = "securityContext: {runAsNonRoot: true, runAsUser: 0}, containers: [{name: app, image: x}, {name: b, image: x, securityContext: {runAsUser: 7}}]";
    let trace = run(&pod(spec), "behaviours: {}", 5);
    assert_eq!(starts(&trace), ["b"]);
    let uid = &trace.pods.first().expect("a Pod").uid;
    let text = format!(
        "Error: container's runAsUser breaks non-root policy (pod: \"web_default({uid})\", container: app)"
    );
    assert_eq!(messages(&trace, "Failed").first(), Some(&text.as_str()));
}

#[test]
fn pull_secrets_that_are_not_there_are_told_at_each_sync() {
    let spec = "imagePullSecrets: [{name: one}, {name: two}], containers: [{name: app, image: x}]";
    let told = "Unable to retrieve some image pull secrets (one, two); attempting to pull the image may not succeed.";
    let trace = run(&pod(spec), "behaviours: {web: {containers: {app: [{run: 3, exit: 1}, {}]}}}", 8);
    let found = messages(&trace, "FailedToRetrieveImagePullSecret");
    assert!(found.len() > 2 && found.iter().all(|message| *message == told), "{found:?}");
    let assumed = run(&pod(spec), "containers: {}", 8);
    assert_eq!(messages(&assumed, "FailedToRetrieveImagePullSecret"), [""; 0]);
}

#[test]
fn the_kubelet_refuses_sysctls_and_systems_that_are_not_its_own() {
    let refused = |spec: &str, reason: &str| {
        let trace = run(&pod(&format!("{spec}, containers: [{{name: app, image: x}}]")), "behaviours: {}", 5);
        let at_end = trace.pod_at(0, Millis::seconds(4)).and_then(|pod| pod.status).unwrap_or_default();
        assert_eq!(at_end.reason.as_deref(), Some(reason).filter(|_| starts(&trace).is_empty()), "{spec}");
        assert_eq!(at_end.conditions, None, "{spec}");
        messages(&trace, reason).concat()
    };
    let sysctl = |name: &str| format!("securityContext: {{sysctls: [{{name: {name}, value: '1'}}]}}");
    assert_eq!(
        refused(&sysctl("net/core/somaxconn"), "SysctlForbidden"),
        "forbidden sysctl: \"net.core.somaxconn\" not allowlisted"
    );
    assert_eq!(
        refused("os: {name: windows}", "PodOSNotSupported"),
        "Failed to admit pod as the OS field doesn't match node OS"
    );
    let safe = format!("{}, containers: [{{name: app, image: x}}]", sysctl("net.ipv4.tcp_rmem"));
    assert_eq!(starts(&run(&pod(&safe), "behaviours: {}", 5)), ["app"]);
}

#[test]
fn a_new_debugger_before_an_old_one_in_the_list_does_not_start_the_old_one_again() {
    let debug = |at, name| {
        format!(
            "- {{at: {at}, do: patch, sub: ephemeralcontainers, patch: {{spec: {{ephemeralContainers: [{{name: {name}, image: d}}]}}}}}}"
        )
    };
    let scenario = format!("behaviours: {{}}\nactions:\n{}\n{}", debug(3, "one"), debug(6, "two"));
    let trace = run(&pod("containers: [{name: app, image: x}]"), &scenario, 12);
    assert_eq!(starts(&trace), ["app", "one", "two"]);
    let names: Vec<&str> =
        trace.pods.iter().flat_map(|pod| &pod.containers).map(|info| info.name.as_str()).collect();
    assert_eq!(names, ["app", "one", "two"]);
    assert!(trace.why(Millis::seconds(10), 0, "two").is_some());
}

const HOOK: &str = "containers: [{name: app, image: x, lifecycle: {HOOK}}]";

#[test]
fn a_sleep_before_the_end_is_the_kubelets_own() {
    let spec = pod(&HOOK.replace("HOOK", "preStop: {sleep: {seconds: 6}}"));
    let short =
        "behaviours: {web: {containers: {app: [{term: 1}]}}}\nactions: [{at: 5, do: delete, grace: 3}]";
    let trace = run(&spec, short, 20);
    assert_eq!((stop_times(&trace), messages(&trace, "FailedPreStopHook").len()), (vec![8], 0));
    let ends = "behaviours: {web: {containers: {app: [{run: 8}]}}}\nactions: [{at: 5, do: delete}]";
    let trace = run(&spec, ends, 20);
    assert_eq!((stop_times(&trace), messages(&trace, "FailedPreStopHook").len()), (vec![11], 0));
}

#[test]
fn a_command_ends_with_the_container_that_it_runs_in() {
    let spec = pod(&HOOK.replace("HOOK", "postStart: {exec: {command: [warm]}}"));
    let run_once =
        "behaviours: {web: {containers: {app: [{run: 2, exit: 1, exec: {warm: {delay: 5}}}, {}]}}}";
    let trace = run(&spec, run_once, 8);
    assert_eq!(messages(&trace, "FailedPostStartHook"), ["PostStartHook failed"]);
    assert_eq!((stop_times(&trace), starts(&trace).len()), (vec![2], 2));
}

#[test]
fn a_hook_by_http_reaches_the_container_that_has_just_been_started() {
    let spec = pod(&HOOK.replace("HOOK", "postStart: {httpGet: {path: /warm, port: 8080}}"));
    let listens = "behaviours: {web: {containers: {app: [{listen: ['9090']}, {listen: ['8080']}]}}}";
    let trace = run(&spec, listens, 8);
    assert_eq!((messages(&trace, "FailedPostStartHook").len(), starts(&trace).len()), (1, 2));
    let uid = &trace.pods.first().expect("a Pod").uid;
    let error = format!(
        "HTTP lifecycle hook (/warm) for Container \"app\" in Pod \"web_default({uid})\" failed - error: Get \"http://10.244.0.2:8080/warm\": dial tcp 10.244.0.2:8080: connect: connection refused"
    );
    let statuses = trace
        .pods
        .iter()
        .flat_map(|pod| &pod.versions)
        .flat_map(|version| version.status.container_statuses.iter().flatten());
    let mut waiting = statuses.filter_map(|one| one.state.as_ref()?.waiting.as_ref()?.message.clone());
    assert_eq!(waiting.next_back(), Some(error));
}

#[test]
fn a_hook_by_http_takes_any_answer() {
    let spec = pod(&HOOK.replace("HOOK", "postStart: {httpGet: {path: /warm, port: 8080}}"));
    let trace =
        run(&spec, "behaviours: {web: {containers: {app: [{http: {':8080/warm': {exit: 500}}}]}}}", 8);
    assert_eq!((messages(&trace, "FailedPostStartHook").len(), starts(&trace).len()), (0, 1));
    assert!(trace.calls.iter().any(|call| matches!(call.kind, CallKind::Http { code: 500, .. })));
}

#[test]
fn a_probe_knows_the_address_before_the_api_does() {
    let probe = "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 2}";
    let spec = format!("containers: [{{name: app, image: x, {probe}}}]");
    let trace = run(&pod(&spec), "behaviours: {web: {containers: {app: [{listen: ['8080@5']}]}}}", 8);
    let refused = "Readiness probe failed: dial tcp 10.244.0.2:8080: connect: connection refused";
    let found = messages(&trace, "Unhealthy");
    assert!(found.len() > 2 && found.iter().all(|message| *message == refused), "{found:?}");
}

#[test]
fn the_readiness_of_a_container_that_is_up_at_the_first_look_comes_with_the_next_relist() {
    let probes = "startupProbe: {exec: {command: [up]}, periodSeconds: 2}, readinessProbe: {exec: {command: [ready]}, periodSeconds: 5}";
    let trace = run(&pod(&format!("containers: [{{name: app, image: x, {probes}}}]")), "behaviours: {}", 8);
    let told: Vec<String> = trace
        .narration()
        .iter()
        .filter(|line| line.ends_with("ready") || line.contains("succeeded"))
        .map(|line| line.trim().to_owned())
        .collect();
    assert_eq!(told, ["2.014  app       startup probe succeeded", "2.460  app       ready"]);
}

#[test]
fn a_pull_that_an_update_overtakes_is_told_of_the_image_that_was_pulled() {
    let scenario = "
behaviours: {web: {images: {'a:1': {pull: 4, fail: -1, error: gone}}}}
actions: [{at: 2, do: patch, patch: {spec: {containers: [{name: app, image: 'b:1'}]}}}]";
    let trace = run(&pod("containers: [{name: app, image: 'a:1'}]"), scenario, 8);
    assert_eq!(messages(&trace, "Failed").first(), Some(&"Failed to pull image \"a:1\": gone"));
}

#[test]
fn an_update_during_a_pull_reaches_the_container_when_it_runs() {
    let scenario = "
behaviours: {web: {images: {'a:1': {pull: 4}}}}
actions: [{at: 2, do: patch, patch: {spec: {containers: [{name: app, image: 'b:1'}]}}}]";
    let trace = run(&pod("containers: [{name: app, image: 'a:1'}]"), scenario, 12);
    let made = trace.calls.iter().filter_map(|call| match &call.kind {
        CallKind::CreateContainer { image, .. } => Some(image.as_str()),
        _ => None,
    });
    assert_eq!(made.collect::<Vec<_>>(), ["a:1", "b:1"]);
    assert_eq!(messages(&trace, "Killing"), ["Container app definition changed, will be restarted"]);
}

#[test]
fn a_restart_of_all_containers_lets_a_debugger_run_on() {
    let scenario = "
behaviours: {web: {containers: {app: [{run: 6, exit: 88}, {}]}}}
actions: [{at: 3, do: patch, sub: ephemeralcontainers, patch: {spec: {ephemeralContainers: [{name: debug, image: d}]}}}]";
    let rules = "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [88]}}]";
    let trace = run(&pod(&format!("containers: [{{name: app, image: x, {rules}}}]")), scenario, 20);
    assert_eq!(starts(&trace), ["app", "debug", "app"]);
}

#[test]
fn a_resource_of_a_container_that_is_not_there_makes_no_environment() {
    let env =
        "env: [{name: CPU, valueFrom: {resourceFieldRef: {containerName: ghost, resource: limits.cpu}}}]";
    let trace = run(&pod(&format!("containers: [{{name: app, image: x, {env}}}]")), "behaviours: {}", 5);
    assert_eq!(messages(&trace, "Failed").first(), Some(&"Error: container ghost not found"));
}

#[test]
fn a_container_is_not_started_in_a_sandbox_that_died_during_the_pull() {
    let scenario = "behaviours: {web: {images: {'a:1': {pull: 4}}, sandbox: [{dieAfter: 2}, {}]}}";
    let trace = run(&pod("containers: [{name: app, image: 'a:1'}]"), scenario, 12);
    let failed = messages(&trace, "Failed").concat();
    assert!(
        failed.starts_with("Error: sandbox container \"") && failed.ends_with("\" is not running"),
        "{failed}"
    );
    assert_eq!(starts(&trace), ["app"]);
}

#[test]
fn a_finalizer_keeps_a_deleted_pod() {
    let held = |delete: &str| {
        let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web, finalizers: [example.org/hold]}, spec: {containers: [{name: app, image: x}]}}";
        let free = "{ at: 14, do: patch, type: merge, patch: {metadata: {finalizers: null}} }";
        let trace = run(pod, &format!("behaviours: {{}}\nactions: [{delete}, {free}]"), 20);
        let stops = stop_times(&trace);
        (trace.pods.first().and_then(|pod| pod.removed).map(Millis::whole_seconds), stops)
    };
    assert_eq!(held("{at: 4, do: delete}"), (Some(14), vec![4]));
    assert_eq!(held("{at: 4, do: delete, grace: 0}"), (Some(14), vec![4]));
}

#[test]
fn what_runs_of_a_pod_that_went_while_the_kubelet_was_away_is_stopped() {
    let scenario = "
behaviours: {web: {containers: {app: [{term: 1}]}}}
actions: [{at: 4, do: kubeletStop}, {at: 6, do: delete, grace: 0}, {at: 9, do: kubeletStart}]";
    let trace = run(&pod("containers: [{name: app, image: x}]"), scenario, 20);
    let stop = trace.calls.iter().find(|call| matches!(call.kind, CallKind::StopContainer { timeout: 2 }));
    assert_eq!(stop.map(|call| call.at.whole_seconds()), Some(11));
    assert!(matches!(trace.calls.last().map(|call| &call.kind), Some(CallKind::StopPodSandbox)));
    assert_eq!(messages(&trace, "Killing"), ["Stopping container app"]);
}

#[test]
fn of_an_evicted_pod_a_container_is_forgotten_as_soon_as_it_has_ended() {
    let apps =
        "{name: app, image: x, resources: {limits: {ephemeral-storage: 10Mi}}}, {name: slow, image: x}";
    let scenario =
        "behaviours: {web: {containers: {app: [{layerMB: 20, writeAfter: 3}], slow: [{term: 1.9}]}}}";
    let trace = run(&pod(&format!("containers: [{apps}]")), scenario, 30);
    let last = trace.pod_at(0, Millis::seconds(29)).and_then(|pod| pod.status).unwrap_or_default();
    let reasons = last.container_statuses.iter().flatten().map(|one| {
        let ended = one.state.as_ref().and_then(|state| state.terminated.as_ref());
        (one.name.as_str(), ended.and_then(|ended| ended.reason.as_deref()).unwrap_or_default())
    });
    assert_eq!(reasons.collect::<Vec<_>>(), [("app", "ContainerStatusUnknown"), ("slow", "Error")]);
}

#[test]
fn a_hook_ends_with_the_container_that_it_runs_in() {
    let app = |hook: &str| format!("containers: [{{name: app, image: x, lifecycle: {{postStart: {hook}}}}}]");
    let scenario = "behaviours: {web: {sandbox: [{dieAfter: 3}, {}], containers: {app: [{exec: {warm: {delay: 20}}}, {}]}}}";
    let failed = |hook: &str| {
        let trace = run(&pod(&app(hook)), scenario, 30);
        let mut events = trace.events.iter().filter(|event| event.reason == "FailedPostStartHook");
        (events.next().map(|event| event.at.whole_seconds()), starts(&trace).len())
    };
    assert_eq!(failed("{exec: {command: [warm]}}"), (Some(3), 2));
    // The kubelet itself sleeps, whatever becomes of the container.
    assert_eq!(failed("{sleep: {seconds: 8}}"), (None, 2));
}

#[test]
fn a_path_that_is_not_on_the_node_is_told_by_its_type() {
    let mounted = |kind: &str| {
        let volumes = format!("volumes: [{{name: v, hostPath: {{path: /srv/data, type: {kind}}}}}]");
        pod(&format!(
            "containers: [{{name: app, image: x, volumeMounts: [{{name: v, mountPath: /v}}]}}], {volumes}"
        ))
    };
    let first = |kind: &str, scenario: &str| {
        let trace = run(&mounted(kind), scenario, 10);
        messages(&trace, "FailedMount").first().map(|message| (*message).to_owned())
    };
    let words = |what: &str| {
        let why = format!("hostPath type check failed: /srv/data is not a {what}");
        Some(format!("MountVolume.SetUp failed for volume \"v\" : {why}"))
    };
    assert_eq!(first("Directory", "missing: [hostPath/srv/data]"), words("directory"));
    assert_eq!(first("Socket", "behaviours: {}"), words("socket file"));
    // A person's nodes have what is not said to be missing, and some types make it.
    assert_eq!(first("Directory", ""), None);
    assert_eq!(first("DirectoryOrCreate", "missing: [hostPath/srv/data]"), None);
}

#[test]
fn each_run_of_a_container_begins_its_list_of_answers_anew() {
    let probe = "livenessProbe: {exec: {command: [live]}, periodSeconds: 2, failureThreshold: 1}";
    let scenario = "behaviours: {web: {containers: {app: [{exec: {live: {seq: [0, 0, 1]}}}]}}}";
    let trace = run(&pod(&format!("containers: [{{name: app, image: x, {probe}}}]")), scenario, 24);
    let killed: Vec<u64> = stop_times(&trace);
    assert_eq!(killed, [6, 12, 18]);
}

#[test]
fn a_sandbox_and_the_container_started_in_it_wake_the_kubelet_once() {
    let apps =
        "containers: [{name: app, image: x, envFrom: [{secretRef: {name: ghost}}]}, {name: b, image: x}]";
    let trace = run(&pod(apps), "behaviours: {}", 9);
    let failed: Vec<u64> =
        trace.events.iter().filter(|one| one.reason == "Failed").map(|one| one.at.0).collect();
    // When it is made, and when the kubelet has seen the other one run; the next look is by the clock.
    assert!(matches!(failed.as_slice(), [first, second] if *first < 100 && *second < 1000), "{failed:?}");
}

/// Each container that a probe has killed names that probe, also when another one of the Pod was killed after it.
#[test]
fn containers_that_are_killed_at_once_name_their_own_probes() {
    let container = |name: &str, port: u16| {
        format!("{{name: {name}, image: x, livenessProbe: {{httpGet: {{port: {port}}}, periodSeconds: 2}}}}")
    };
    let spec = format!("containers: [{}, {}]", container("app", 80), container("side", 81));
    let story = |port: u16| format!("{{run: 900, http: {{':{port}/': {{fail: [[5, 60]]}}}}}}");
    let story = format!("containers: {{app: {}, side: {}}}", story(80), story(81));
    let trace = run(&pod(&spec), &story, 20);
    let pod = trace.pods.first().expect("a Pod");
    for (container, lane) in pod.containers.iter().zip(&pod.lanes) {
        let is_over = |at: &Millis| {
            lane.segment_at(*at).is_some_and(|now| matches!(now.state, State::Terminated { .. }))
        };
        let over: Vec<Millis> = (0..20_000).map(Millis).filter(is_over).collect();
        assert!(!over.is_empty(), "{} was not killed", container.name);
        for at in over {
            let sentence = trace.why(at, 0, &container.name).expect("a sentence").sentence;
            assert!(sentence.contains("was stopped because its liveness probe failed"), "{sentence}");
        }
    }
}

/// The kubelet goes on with the readiness probe of a container that has ended, as long as others of its Pod run.
#[test]
fn a_probe_of_a_container_that_was_stopped_errs() {
    let probe = "readinessProbe: {exec: {command: [check]}, periodSeconds: 1}";
    let containers = format!("containers: [{{name: app, image: x, {probe}}}, {{name: slow, image: x}}]");
    let story = "containers: {app: {term: 1}, slow: {term: 6}}\nactions: [{at: 10, do: delete}]";
    let trace = run(&pod(&containers), story, 30);
    let error = "rpc error: code = Unknown desc = container not running";
    let message = format!("Readiness probe errored and resulted in unknown state: {error}");
    let told = messages(&trace, "Unhealthy");
    assert!(!told.is_empty() && told.iter().all(|one| *one == message), "{told:?}");
}
