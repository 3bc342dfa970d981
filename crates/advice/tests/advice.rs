//! Each lint on the smallest Pod that it speaks about, and its silence on a sound one.

use expect_test::{Expect, expect};

fn check(manifest: &str, expected: &Expect) {
    let objects = api::objects(manifest, &api::Kubernetes::RECORDED);
    let lines: Vec<String> = objects
        .iter()
        .flat_map(advice::advise)
        .map(|advice| format!("{} {}: {} {}\n", advice.lint.name, advice.field, advice.message, advice.fix))
        .collect();
    expected.assert_eq(&lines.concat());
}

/// The manifests of a page: the first gets the advice that it lists and no other, the second none at all.
#[test]
fn pages_say_what_the_lints_say() {
    for lint in advice::lints() {
        let blocks = lint.page.text().split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let [bad, good] = blocks.collect::<Vec<_>>()[..] else { panic!("{}: two manifests", lint.name) };
        let found = |manifest| {
            api::objects(manifest, &api::Kubernetes::RECORDED)
                .iter()
                .flat_map(advice::advise)
                .collect::<Vec<_>>()
        };
        let given = found(bad);
        let expected: Vec<_> = bad.lines().filter_map(|line| line.strip_prefix("# advice: ")).collect();
        let lines: Vec<_> = given.iter().map(|one| format!("{}: {}", one.field, one.message)).collect();
        assert_eq!(lines, expected, "{}", lint.name);
        assert!(!given.is_empty() && given.iter().all(|one| one.lint == *lint), "{given:?}");
        assert_eq!(found(good), [], "{}", lint.name);
        assert!(lint.page.text().starts_with("# "), "{} has a heading", lint.name);
        for part in ["**Fix.**", "**Fine when.**"] {
            assert!(lint.page.text().contains(part), "{} has {part}", lint.name);
        }
    }
}

#[test]
fn every_lint_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<_> = advice::lints().iter().map(|lint| lint.name).collect();
    assert_eq!(names.len(), advice::lints().len());
}

#[test]
fn a_sound_pod_gets_no_advice() {
    check(
        r#"
apiVersion: v1
kind: Pod
spec:
  initContainers:
  - name: wait
    image: busybox:1.36
    command: [sh, -c, "for i in $(seq 30); do nc -z db 5432 && exit 0; sleep 2; done; exit 1"]
    resources: {requests: {cpu: 10m, memory: 16Mi}}
  containers:
  - name: app
    image: registry:5000/app@sha256:abc
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {httpGet: {port: http}}
    resources: {requests: {cpu: 10m, memory: 16Mi}}
    env: [{name: PASSWORD_FILE, value: /run/secret}, {name: URL, value: "http://db:5432/x@y"}]
"#,
        &expect![""],
    );
}

#[test]
fn volumes_and_secrets() {
    check(
        r#"
apiVersion: v1
kind: Pod
spec:
  resources: {requests: {cpu: 1}}
  activeDeadlineSeconds: 300
  initContainers:
  - name: write
    image: app:1.0
    volumeMounts: [{name: progress, mountPath: /progress}]
  containers:
  - name: app
    image: app:1.0
    command: ["echo hi"]
    env: [{name: DB, value: "postgres://user:pw@db/x"}, {name: token, value: x}]
    resources: {limits: {memory: 128m, cpu: 1000}}
    lifecycle: {preStop: {sleep: {seconds: 40}}}
    livenessProbe: {tcpSocket: {port: web}}
  volumes:
  - {name: progress, emptyDir: {}}
  - {name: unused, emptyDir: {medium: Memory}}
"#,
        &expect![[r#"
            memory-volume spec.volumes[1].emptyDir.medium: The memory volume `unused` has no size limit. Set `sizeLimit`.
            odd-quantity spec.containers[0].resources.limits[cpu]: `1000` is 1000 whole processors. Did you mean `1000m`?
            odd-quantity spec.containers[0].resources.limits[memory]: `128m` is 128 thousandths of a byte. Did you mean `128Mi`?
            pod-deadline spec.activeDeadlineSeconds: After 300 s the whole Pod is killed, running well or not. To bound an init container, bound its own loop: `timeout`, or a counter with `exit 1`.
            command-with-spaces spec.containers[0].command[0]: `echo hi` is looked up as the name of one file. One item for each word, or `[sh, -c, "..."]`.
            unmounted-volume spec.volumes[1].name: No container mounts the volume `unused`. Mount it, or remove it.
            init-only-volume spec.volumes[0].name: Nothing written to `progress` reaches an app container. Mount it in the container that needs the files.
            literal-secret spec.containers[0].env[0].value: `DB` looks like a secret in clear text. Keep it in a Secret: `valueFrom.secretKeyRef`.
            literal-secret spec.containers[0].env[1].value: `token` looks like a secret in clear text. Keep it in a Secret: `valueFrom.secretKeyRef`.
            unknown-probe-port spec.containers[0].livenessProbe.tcpSocket.port: `app` has no port named `web`. Use the name of one of its `ports`, or a number.
            long-pre-stop spec.containers[0].lifecycle.preStop.sleep.seconds: preStop sleeps 40 s, and the grace period is 30 s. Raise `terminationGracePeriodSeconds` above it.
        "#]],
    );
}

#[test]
fn order_and_sidecars() {
    check(
        r#"
apiVersion: batch/v1
kind: Job
spec:
  template:
    spec:
      resources: {requests: {cpu: 1}}
      restartPolicy: Never
      initContainers:
      - {name: 02-mesh, image: "mesh:1", restartPolicy: Always, readinessProbe: {exec: {command: [x]}}}
      - {name: 01-wait, image: "busybox:1.36", command: [sh, -c], args: ["until nslookup db; do sleep 2; done"]}
      containers:
      - {name: main, image: "report:2"}
      - {name: proxy, image: "envoyproxy/envoy:v1.31"}
"#,
        &expect![[r#"
            ungated-sidecar spec.template.spec.initContainers[0].name: `01-wait` may start before `02-mesh` accepts connections; its readinessProbe does not hold it back. Add a `startupProbe`, if the next container needs the sidecar.
            numbered-names spec.template.spec.initContainers[0].name: `02-mesh` runs before `01-wait`. Put them into the order in which they should run.
            endless-wait spec.template.spec.initContainers[1].args[0]: This loop has no end of its own. Count the tries and `exit 1` after the last: then the kubelet says what is wrong.
            job-with-helper spec.template.spec.containers[1].name: The Job ends only when `proxy` has ended too. Move it to `initContainers` with `restartPolicy: Always`: a sidecar is stopped when the others are done.
        "#]],
    );
}
