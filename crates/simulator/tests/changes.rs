//! Consequences when somebody changes an object that others look at: labels, a Service, a deadline, a claim's owner.
#![allow(clippy::expect_used, reason = "the whole file is tests")]

use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)))
}

/// When a Pod's address came, changed or went: seconds, and ready, or `gone`.
fn addresses(trace: &Trace) -> Vec<(u64, &'static str)> {
    let of = |endpoint: Option<simulator::trace::Endpoint>| match endpoint {
        Some(endpoint) if endpoint.ready => "ready",
        Some(_) => "not ready",
        None => "gone",
    };
    trace.endpoints.iter().map(|change| (change.at.whole_seconds(), of(change.endpoint))).collect()
}

fn messages<'t>(trace: &'t Trace, reason: &str) -> Vec<&'t str> {
    let found = trace.events.iter().filter(|event| event.reason == reason);
    found.map(|event| event.message.as_str()).collect()
}

const SERVICE: &str = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}";
const POD: &str = "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: web, image: x}]}}";
const SET: &str = "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: x}]}}}}";

#[test]
fn an_address_goes_and_comes_with_the_label() {
    let trace = run(
        &format!("{SERVICE}\n---\n{POD}"),
        "
behaviours: {}
actions:
- { at: 5, do: patch, target: Pod/web, patch: {metadata: {labels: {app: null}}} }
- { at: 10, do: patch, target: Pod/web, patch: {metadata: {labels: {app: web}}} }",
        15,
    );
    assert_eq!(addresses(&trace), [(0, "ready"), (5, "gone"), (10, "ready")]);
}

#[test]
fn a_patch_adds_to_lists_of_plain_values_and_replaces_lists_of_other_kinds_by_the_same_name() {
    let pod = POD.replace("name: web,", "name: web, finalizers: [a.example/one],");
    let policy = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web}, spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}}";
    let trace = run(
        &format!("{pod}\n---\n{policy}"),
        "
behaviours: {}
actions:
- { at: 5, do: patch, target: Pod/web, patch: {metadata: {finalizers: [b.example/two]}} }
- { at: 5, do: patch, target: NetworkPolicy/web, patch: {spec: {ingress: [{ports: [{port: 81}]}]}} }",
        10,
    );
    let finalizers = trace.pod_at(0, Millis::seconds(10)).and_then(|pod| pod.metadata.finalizers);
    assert_eq!(finalizers.expect("both"), ["b.example/two", "a.example/one"]);
    let policy = trace.objects.iter().rfind(|one| one.object.kind() == "NetworkPolicy").expect("a policy");
    let ingress = policy.object.to_json()["spec"]["ingress"].clone();
    assert_eq!(ingress, serde_json::json!([{"ports": [{"port": 81}]}]));
}

#[test]
fn a_service_that_changes_is_looked_at_anew() {
    let pod = POD.replace("image: x", "image: x, readinessProbe: {exec: {command: [check]}}");
    let trace = run(
        &format!("{SERVICE}\n---\n{pod}"),
        "
behaviours: {web: {containers: {web: [{exec: {check: {okAfter: 100}}}]}}}
actions:
- { at: 5, do: patch, target: Service/web, patch: {spec: {publishNotReadyAddresses: true}} }
- { at: 8, do: delete, target: Service/web }",
        15,
    );
    assert_eq!(addresses(&trace), [(0, "not ready"), (5, "ready"), (8, "gone")]);
}

#[test]
fn the_address_of_a_pod_that_ended_stays_with_a_sidecar_too() {
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {template: {metadata: {labels: {app: web}}, spec: {restartPolicy: Never, initContainers: [{name: proxy, image: p, restartPolicy: Always}], containers: [{name: work, image: x}]}}}}";
    let trace =
        run(&format!("{SERVICE}\n---\n{job}"), "behaviours: {job: {containers: {work: [{run: 5}]}}}", 20);
    assert_eq!(addresses(&trace).last(), Some(&(5, "not ready")));
}

#[test]
fn a_replica_set_lets_go_of_a_pod_and_makes_another() {
    let trace = run(
        SET,
        "
behaviours: {}
actions:
- { at: 5, do: patch, target: Pod#0, patch: {metadata: {labels: {app: debug}}} }
- { at: 8, do: delete, target: ReplicaSet/web }",
        20,
    );
    assert_eq!(trace.pods.len(), 3);
    let of = |number: usize| trace.pods.get(number).map(|pod| (pod.owner.is_some(), pod.removed.is_some()));
    assert_eq!([of(0), of(1), of(2)], [Some((false, false)), Some((true, true)), Some((true, true))]);
    let base = trace.pods.first().and_then(|pod| pod.bases.last()).expect("a Pod");
    assert_eq!(base.metadata.owner_references, None);
}

#[test]
fn a_replica_set_takes_in_a_pod_that_nobody_owns() {
    let trace = run(&format!("{POD}\n---\n{SET}"), "behaviours: {}", 10);
    assert_eq!(trace.pods.len(), 2);
    let owner = trace.pods.first().and_then(|pod| pod.owner.clone()).expect("an owner");
    assert_eq!((owner.kind.as_str(), owner.name.as_str()), ("ReplicaSet", "web"));
}

#[test]
fn a_deleted_pod_of_a_job_is_replaced_ten_seconds_after_its_deletion() {
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: work, image: x}]}}}}";
    let trace = run(
        job,
        "
behaviours: {job: {containers: {work: [{run: 30, term: 3}]}}}
actions: [{ at: 5, do: delete, target: Pod#0 }]",
        30,
    );
    let made: Vec<Millis> = trace.pods.iter().map(|pod| pod.created).collect();
    assert_eq!(made.get(1), Some(&Millis::seconds(15)), "{made:?}");
}

#[test]
fn a_pod_of_an_indexed_job_knows_its_index() {
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {completionMode: Indexed, completions: 2, parallelism: 2, backoffLimitPerIndex: 1, template: {spec: {restartPolicy: Never, containers: [{name: work, image: x}]}}}}";
    let trace = run(job, "behaviours: {}", 3);
    let pod = trace.pods.get(1).and_then(|pod| pod.bases.first()).expect("a Pod");
    let annotations = pod.metadata.annotations.clone().expect("annotations");
    let of = |name: &str| annotations.get(&format!("batch.kubernetes.io/{name}")).map(String::as_str);
    assert_eq!((of("job-completion-index"), of("job-index-failure-count")), (Some("1"), Some("0")));
    let spec = pod.spec.clone().expect("a spec");
    assert_eq!(spec.hostname.as_deref(), Some("job-1"));
    let variable = spec.containers.first().and_then(|one| one.env.as_ref()?.first().cloned());
    assert_eq!(variable.map(|one| one.name).as_deref(), Some("JOB_COMPLETION_INDEX"));
}

#[test]
fn a_claim_whose_volume_is_elsewhere_keeps_its_pod_away_in_the_schedulers_words() {
    let volume = "{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: '', local: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [elsewhere]}]}]}}}}";
    let claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: '', volumeName: disk, resources: {requests: {storage: 1Gi}}}}";
    let pod =
        POD.replace("spec: {", "spec: {volumes: [{name: data, persistentVolumeClaim: {claimName: data}}], ");
    let trace = run(&format!("{volume}\n---\n{claim}\n---\n{pod}"), "{behaviours: {}}", 5);
    let told = messages(&trace, "FailedScheduling");
    let why = "1 node(s) didn't match PersistentVolume's node affinity";
    assert!(told.last().is_some_and(|last| last.contains(why)), "{told:?}");
}

#[test]
fn a_deadline_that_is_patched_in_counts_from_the_start() {
    let trace = run(
        POD,
        "
behaviours: {}
actions: [{ at: 5, do: patch, patch: {spec: {activeDeadlineSeconds: 8}} }]",
        20,
    );
    let event = trace.events.iter().find(|event| event.reason == "DeadlineExceeded").expect("the event");
    assert_eq!(event.at.whole_seconds(), 8);
}

#[test]
fn claims_go_with_the_pods_of_a_stateful_set_when_it_says_so() {
    let set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, replicas: 2, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: POLICY}, selector: {matchLabels: {app: db}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: x}]}}}}";
    let gone = |policy: &str| -> Vec<(String, u64)> {
        let trace = run(
            &set.replace("POLICY", policy),
            "
actions:
- { at: 10, do: patch, target: StatefulSet/db, patch: {spec: {replicas: 1}} }
- { at: 20, do: delete, target: StatefulSet/db }",
            40,
        );
        let claims =
            trace.objects.iter().filter(|one| one.deleted && one.object.kind() == "PersistentVolumeClaim");
        let name = |object: &api::Object| {
            object.to_json().pointer("/metadata/name").and_then(|name| name.as_str().map(str::to_owned))
        };
        claims.map(|one| (name(&one.object).unwrap_or_default(), one.at.whole_seconds())).collect()
    };
    let (second, first) = (("data-db-1".to_owned(), 10), ("data-db-0".to_owned(), 20));
    assert_eq!(gone("Retain"), std::slice::from_ref(&second));
    assert_eq!(gone("Delete"), [second, first]);
}

#[test]
fn a_volume_says_all_that_it_lacks() {
    let pod = |volume: &str, mount: &str| {
        format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: conf}}, data: {{a.txt: x}}}}\n---\n{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{serviceAccountName: ghost, volumes: [{{name: v, {volume}}}], containers: [{{name: web, image: x, volumeMounts: [{{name: v, mountPath: /v{mount}}}]}}]}}}}"
        )
    };
    let lacks = |volume: &str| {
        let trace = run(&pod(volume, ""), "behaviours: {}", 5);
        let first = messages(&trace, "FailedMount").first().map(|message| (*message).to_owned());
        first.unwrap_or_default().replace("MountVolume.SetUp failed for volume \"v\" : ", "")
    };
    assert_eq!(
        lacks(
            "projected: {sources: [{configMap: {name: gone}}, {secret: {name: none}}, {configMap: {name: maybe, optional: true}}]}"
        ),
        "[configmap \"gone\" not found, secret \"none\" not found]"
    );
    let items = "items: [{key: b.txt, path: b}]";
    assert_eq!(
        lacks(&format!("configMap: {{name: conf, {items}}}")),
        "configmap references non-existent config key: b.txt"
    );
    assert_eq!(lacks(&format!("configMap: {{name: conf, optional: true, {items}}}")), "");
    assert_eq!(
        lacks("projected: {sources: [{serviceAccountToken: {path: token}}]}"),
        "failed to fetch token: serviceaccounts \"ghost\" not found"
    );
    let trace = run(&pod("configMap: {name: conf}", ", subPath: a.txt/b"), "behaviours: {}", 5);
    assert_eq!(
        messages(&trace, "Failed").first(),
        Some(&"Error: failed to prepare subPath for volumeMount \"v\" of container \"web\"")
    );
}

#[test]
fn a_pod_with_a_volume_starts_at_once_however_late_it_is_made() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: late}, spec: {volumes: [{name: tmp, emptyDir: {}}], containers: [{name: app, image: x}]}}";
    let scenario = format!("actions: [{{ at: 150, do: create, manifest: \"{pod}\" }}]");
    let trace = run(POD, &scenario, 180);
    let at = |reason: &str| {
        let found = trace.events.iter().find(|event| event.object.name == "late" && event.reason == reason);
        found.map(|event| event.at)
    };
    let (scheduled, pulling) =
        (at("Scheduled").expect("it is scheduled"), at("Pulling").expect("it is pulled"));
    assert_eq!(scheduled.whole_seconds(), 150);
    assert!(pulling - scheduled < Millis(500), "from {scheduled} to {pulling}");
}
