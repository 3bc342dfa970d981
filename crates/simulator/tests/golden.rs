//! Golden traces: each reads as a story.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let scenario = Scenario::from_text(scenario, &api::Kubernetes::default()).expect("a scenario");
    let limits = Limits::until(Millis::seconds(seconds));
    simulate(
        &api::objects(manifest, &api::Kubernetes::default()),
        &scenario,
        &api::Kubernetes::default(),
        &limits,
    )
}

fn check(manifest: &str, scenario: &str, seconds: u64, story: Expect) {
    // The head is not indented, so that the indentation of the times survives.
    let story_told = run(manifest, scenario, seconds).narration().join("\n");
    story.assert_eq(&format!("seconds\n{story_told}"));
}

/// Sentences at some times: `seconds container`.
fn check_why(manifest: &str, scenario: &str, asked: &[(f64, &str)], sentences: Expect) {
    let trace = run(manifest, scenario, 120);
    let lines: Vec<String> = asked
        .iter()
        .map(|(at, container)| {
            let why = trace.why(Millis::from_seconds(*at), 0, container).expect("a sentence");
            format!("{at} s: {} {:?}", why.sentence, why.fields)
        })
        .collect();
    sentences.assert_eq(&lines.join("\n"));
}

const TWO_STEPS: &str = "
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: setup, image: 'registry.example/setup:1.0' }
  - { name: proxy, image: 'registry.example/proxy:1.0', restartPolicy: Always, startupProbe: { exec: { command: [up] }, periodSeconds: 1, failureThreshold: 30 } }
  containers:
  - { name: app, image: 'registry.example/app:1.0', readinessProbe: { httpGet: { port: 8080, path: /ready }, periodSeconds: 5 } }
";

const TWO_STEPS_STORY: &str = "
images:
  registry.example/setup:1.0: { pull: 2 }
  registry.example/proxy:1.0: { present: true }
  registry.example/app:1.0: { pull: 1, fail: 1 }
containers:
  setup: [{ run: 3, exit: 1 }, { run: 3, exit: 1 }, { run: 2, exit: 0 }]
  proxy: [{ exec: { up: { okAfter: 4 } } }]
  app: [{ term: 3, http: { ':8080/ready': { okAfter: 4 } } }]
actions:
- { at: 50, do: delete }
";

#[test]
fn an_init_container_is_retried_a_sidecar_gates_and_all_is_deleted_in_order() {
    check(
        TWO_STEPS,
        TWO_STEPS_STORY,
        60,
        expect![[r#"
            seconds
                0.004  pod       scheduled on sim-node
                0.015  setup     pulling registry.example/setup:1.0
                2.015  setup     pulled registry.example/setup:1.0
                2.019  setup     started (run 1)
                5.019  setup     exited 1 Error
                5.476  setup     started (run 2)
                8.476  setup     exited 1 Error
                8.484  setup     waiting CrashLoopBackOff 10s
               19.056  setup     started (run 3)
               21.056  setup     exited 0 Completed
               21.540  proxy     started (run 1)
               22.014  proxy     startup probe failed
               23.010  proxy     startup probe failed
               24.010  proxy     startup probe failed
               25.010  proxy     startup probe failed
               26.010  proxy     startup probe succeeded
               26.010  proxy     ready
               26.012  app       pulling registry.example/app:1.0
               27.012  app       not started: ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/app:1.0": failed to resolve reference "registry.example/app:1.0": registry.example/app:1.0: not found
               40.052  app       pulling registry.example/app:1.0
               41.052  app       pulled registry.example/app:1.0
               41.056  app       started (run 1)
               41.063  app       readiness probe failed: HTTP probe failed with statuscode: 500
               41.065  pod       phase Running
               41.616  app       readiness probe failed: HTTP probe failed with statuscode: 500
               46.616  app       ready
               50.000  pod       deleted, grace 30s
               50.006  app       SIGTERM, SIGKILL in 30s
               53.006  app       exited 143 Error
               53.006  proxy     SIGTERM, SIGKILL in 27s
               53.106  proxy     exited 143 Error
               53.110  proxy     no longer ready
               53.110  app       no longer ready
               53.114  pod       phase Failed
               53.672  pod       removed from the API"#]],
    );
}

#[test]
fn each_wait_has_its_sentence() {
    check_why(
        TWO_STEPS,
        TWO_STEPS_STORY,
        &[
            (1.0, "setup"),
            (1.0, "app"),
            (3.0, "proxy"),
            (9.0, "setup"),
            (9.0, "app"),
            (22.0, "app"),
            (28.0, "app"),
            (29.0, "proxy"),
            (47.0, "app"),
            (51.0, "app"),
            (51.0, "proxy"),
        ],
        expect![[r#"
            1 s: `setup` waits for its image, which is being pulled. ["spec.initContainers[0].image"]
            1 s: `app` waits for the init container `setup`, whose image registry.example/setup:1.0 is being pulled from 0 s on. ["spec.initContainers[0].image"]
            3 s: `proxy` waits for the init container `setup`, which started at 2 s and must exit with 0. ["spec.initContainers[0]"]
            9 s: `setup` ended again, with exit code 1: the kubelet waits 10 s and starts it at 18.4 s or soon after. ["spec.restartPolicy"]
            9 s: `app` waits for the init container `setup`, which exited with 1 and is started again at 18.4 s or later. ["spec.initContainers[0]"]
            22 s: `app` waits for the sidecar `proxy`, which started at 21.5 s, but its startup probe has not succeeded yet. ["spec.initContainers[1].startupProbe"]
            28 s: `app` waits for its image, which could not be pulled; the kubelet tries again not before 37 s. Reason: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/app:1.0": failed to resolve reference "registry.example/app:1.0": registry.example/app:1.0: not found ["spec.containers[0].image", "spec.containers[0].imagePullPolicy"]
            29 s: `proxy` started at 21.5 s and became ready at 26 s. []
            47 s: `app` started at 41 s and became ready at 46.6 s. []
            51 s: `app` got SIGTERM at 50 s and has until 1:20 to end; then it is killed. ["spec.terminationGracePeriodSeconds"]
            51 s: `proxy` still runs: sidecars are stopped after the app containers, the last one first, within the same grace period. ["spec.terminationGracePeriodSeconds"]"#]],
    );
}

#[test]
fn a_crash_loop_backs_off() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: 'busybox:1.36'}]}}";
    check(
        pod,
        "{behaviours: {a: {containers: {app: [{run: 1, exit: 1}]}}}}",
        120,
        expect![[r#"
            seconds
                0.004  pod       scheduled on sim-node
                0.019  app       started (run 1)
                0.024  app       ready
                0.028  pod       phase Running
                1.019  app       exited 1 Error
                1.454  app       no longer ready
                1.460  app       started (run 2)
                1.465  app       ready
                2.460  app       exited 1 Error
                3.462  app       no longer ready
                3.464  app       waiting CrashLoopBackOff 10s
               13.056  app       started (run 3)
               13.061  app       ready
               14.056  app       exited 1 Error
               14.506  app       no longer ready
               14.508  app       waiting CrashLoopBackOff 20s
               35.056  app       started (run 4)
               35.061  app       ready
               36.056  app       exited 1 Error
               36.594  app       no longer ready
               36.596  app       waiting CrashLoopBackOff 40s
               77.056  app       started (run 5)
               77.061  app       ready
               78.056  app       exited 1 Error
               78.762  app       no longer ready
               78.764  app       waiting CrashLoopBackOff 80s"#]],
    );
}

#[test]
fn without_a_scenario_the_manifest_speaks() {
    let job = "
apiVersion: batch/v1
kind: Job
metadata: { name: pi }
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
      - { name: wait, image: 'busybox:1.36', command: [sh, -c, 'until nslookup db; do sleep 2; done'] }
      - { name: log, image: 'busybox:1.36', restartPolicy: Always, command: [sh, -c, 'tail -F /log'] }
      containers:
      - { name: main, image: 'busybox:1.36', command: [sh, -c, 'sleep 5; exit 3'] }
  backoffLimit: 0
";
    let trace = run(job, "", 60);
    expect![[r#"
        `wait` waits in a loop; what it waits for is there after 5 s.
        `log` runs until it is told to stop.
        `main` sleeps 5 s and exits with 3.
        Images are not on the node at first; each is pulled in one to two seconds."#]]
    .assert_eq(&trace.assumptions.join("\n"));
    check(
        job,
        "",
        60,
        expect![[r#"
            seconds
                0.000  pi        Job created
                0.009  pod       scheduled on sim-node
                0.020  wait      pulling busybox:1.36
                1.731  wait      pulled busybox:1.36
                1.735  wait      started (run 1)
                6.735  wait      exited 0 Completed
                7.484  log       started (run 1)
                7.489  log       ready
                7.495  main      started (run 1)
                7.500  main      ready
                7.504  pod       phase Running
               12.495  main      exited 3 Error
               12.498  main      no longer ready
               12.500  log       SIGTERM, SIGKILL in 30s
               12.600  log       exited 143 Error
               12.607  log       no longer ready
               14.512  pod       phase Failed
               15.512  pi        Job failed: Job has reached the specified backoff limit"#]],
    );
}

#[test]
fn a_deployment_rolls_out() {
    let deployment = "
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.27' }] }
";
    let scenario = "
images: { nginx:1.27: { present: true }, nginx:1.28: { pull: 3 } }
containers: { web: { term: 1, termExit: 0 } }
actions: [{ at: 10, do: patch, patch: { spec: { template: { spec: { containers: [{ name: web, image: 'nginx:1.28' }] } } } } }]
";
    check(
        deployment,
        scenario,
        40,
        expect![[r#"
            seconds
                0.000  web                       Deployment created
                0.005  web                       Scaled up replica set web-5fd4c954b8 from 0 to 2
                0.014  web-5fd4c954b8-jzzbl      scheduled on sim-node
                0.017  web-5fd4c954b8-8kwfg      scheduled on sim-node
                0.029  web-5fd4c954b8-jzzbl/web  started (run 1)
                0.032  web-5fd4c954b8-8kwfg/web  started (run 1)
                0.034  web-5fd4c954b8-jzzbl/web  ready
                0.037  web-5fd4c954b8-8kwfg/web  ready
                0.046  web-5fd4c954b8-jzzbl      phase Running
                0.058  web-5fd4c954b8-8kwfg      phase Running
               10.000  web                       patched
               10.005  web                       Scaled up replica set web-79f55884d9 from 0 to 1
               10.014  web-79f55884d9-p9chk      scheduled on sim-node
               10.025  web-79f55884d9-p9chk/web  pulling nginx:1.28
               13.025  web-79f55884d9-p9chk/web  pulled nginx:1.28
               13.029  web-79f55884d9-p9chk/web  started (run 1)
               13.034  web-79f55884d9-p9chk/web  ready
               13.038  web-79f55884d9-p9chk      phase Running
               13.048  web                       Scaled down replica set web-5fd4c954b8 from 2 to 1
               13.053  web-5fd4c954b8-jzzbl      deleted, grace 30s
               13.053  web                       Scaled up replica set web-79f55884d9 from 1 to 2
               13.059  web-5fd4c954b8-jzzbl/web  SIGTERM, SIGKILL in 30s
               13.062  web-79f55884d9-zngdp      scheduled on sim-node
               13.077  web-79f55884d9-zngdp/web  started (run 1)
               13.082  web-79f55884d9-zngdp/web  ready
               13.086  web-79f55884d9-zngdp      phase Running
               13.096  web                       Scaled down replica set web-5fd4c954b8 from 1 to 0
               13.101  web-5fd4c954b8-8kwfg      deleted, grace 30s
               13.107  web-5fd4c954b8-8kwfg/web  SIGTERM, SIGKILL in 30s
               14.059  web-5fd4c954b8-jzzbl/web  exited 0 Completed
               14.063  web-5fd4c954b8-jzzbl/web  no longer ready
               14.067  web-5fd4c954b8-jzzbl      phase Succeeded
               14.107  web-5fd4c954b8-8kwfg/web  exited 0 Completed
               14.111  web-5fd4c954b8-8kwfg/web  no longer ready
               14.115  web-5fd4c954b8-8kwfg      phase Succeeded
               14.516  web-5fd4c954b8-jzzbl      removed from the API
               14.528  web-5fd4c954b8-8kwfg      removed from the API"#]],
    );
}
