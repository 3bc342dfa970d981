//! The stage of small runs: gates, boxes, signals, sandboxes, volumes.

use view::stage::{Gate, Ground, Scene, Stage};
use view::{BarState, Run};

use crate::{Kubernetes, Manifest};

fn run(spec: &str, story: &str) -> Run {
    let text = format!("apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n{spec}");
    Manifest::read(&text, &Kubernetes::RECORDED).simulate(story).unwrap().run
}

fn scenes(run: &Run) -> impl Iterator<Item = Scene> + '_ {
    run.changes.iter().filter_map(|&at| Stage::at(run, at, None).scene)
}

const ORDERLY: &str = "  initContainers:
  - { name: log, image: a:1, restartPolicy: Always }
  - { name: proxy, image: a:1, restartPolicy: Always, volumeMounts: [{ name: v, mountPath: /v, readOnly: true }] }
  - { name: setup, image: a:1 }
  containers:
  - { name: app, image: a:1, volumeMounts: [{ name: v, mountPath: /v }] }
  volumes: [{ name: v, emptyDir: {} }]
";

#[test]
fn nothing_starts_behind_a_closed_gate() {
    let run = run(ORDERLY, "containers: { setup: [{ run: 3, exit: 1 }, { run: 2, exit: 0 }] }");
    let mut opened = 0;
    for scene in scenes(&run) {
        let gates: Vec<_> = scene.actors.iter().map(|actor| actor.gate).collect();
        let closed = gates.iter().position(|gate| *gate == Some(Gate::Closed));
        opened = opened.max(closed.unwrap_or(3));
        let behind = closed.map_or(gates.len(), |closed| closed + 1);
        assert!(scene.actors.iter().skip(behind).all(|actor| !actor.state.runs()), "{scene:#?}");
        assert!(scene.passed <= opened, "kubectl counts no gate that has not been opened");
    }
    assert_eq!(opened, 3);
}

#[test]
fn a_gate_stays_open_when_the_pod_has_ended() {
    let spec = "  restartPolicy: Never
  initContainers: [{ name: setup, image: a:1 }]
  containers: [{ name: app, image: a:1 }]
";
    let run = run(spec, "containers: { app: [{ run: 2, exit: 0 }] }");
    let last = Stage::at(&run, run.end, None).scene.unwrap();
    assert_eq!((last.status.as_str(), last.actors[0].gate), ("Completed", Some(Gate::Open)));
}

#[test]
fn of_several_pods_the_one_that_has_something_to_do_is_shown_and_named() {
    let text = "apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: '* * * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          initContainers: [{ name: fetch, image: a:1 }]
          containers: [{ name: work, image: a:1, command: [sleep, '5'] }]
";
    let run = Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap().run;
    let both = |at: &&u64| {
        let rows = run.rows(**at);
        let is = |status: &str| rows.iter().any(|row| row.status == status);
        is("Completed") && is("Init:0/1")
    };
    let at = *run.changes.iter().find(both).unwrap();
    let frame = run.frame(run.index(at));
    let pod = &run.pods[frame.pod.unwrap()];
    assert_eq!(pod.shown(at).unwrap().status, "Init:0/1");
    assert_eq!(Stage::at(&run, at, None).scene.unwrap().name, pod.name);
    assert!(frame.sentence.starts_with(&format!("Pod `{}`: ", pod.name)), "{}", frame.sentence);
}

#[test]
fn only_the_box_that_failed_runs_again() {
    let run = run(ORDERLY, "containers: { setup: [{ run: 3, exit: 1 }, { run: 2, exit: 0 }] }");
    let runs: Vec<usize> = scenes(&run).last().unwrap().actors.iter().map(|actor| actor.run).collect();
    assert_eq!(runs, [1, 1, 2, 1]);
}

#[test]
fn sigterm_goes_to_the_app_and_then_to_the_sidecars_from_the_last_to_the_first() {
    let run = run(
        ORDERLY,
        "containers: { app: [{ term: 2 }], proxy: [{ term: 1 }], log: [{ term: 1 }] }\nactions: [{ at: 20, do: delete }]",
    );
    let mut order: Vec<String> = Vec::new();
    let mut promised: Vec<String> = Vec::new();
    for actor in scenes(&run).flat_map(|scene| scene.actors) {
        if actor.state == BarState::Stopping && !order.contains(&actor.name) {
            order.push(actor.name.clone());
        }
        if actor.next.starts_with("SIGTERM") {
            promised.push(format!("{}: {}", actor.name, actor.next));
        }
    }
    promised.dedup();
    promised.sort();
    promised.dedup();
    assert_eq!(order, ["app", "proxy", "log"]);
    assert_eq!(
        promised,
        ["log: SIGTERM after proxy", "log: SIGTERM after the apps", "proxy: SIGTERM after the apps"]
    );
    assert!(scenes(&run).any(|scene| scene.deleted.is_some() && !scene.traffic));
}

#[test]
fn an_exit_that_was_asked_for_is_no_failure() {
    let last = |story: &str| {
        let run = run(ORDERLY, story);
        let states = run.lanes.iter().map(|lane| lane.bars.last().unwrap().state);
        states.collect::<Vec<_>>()
    };
    let deleted = "containers: { app: [{ term: 2 }] }\nactions: [{ at: 20, do: delete }]";
    assert_eq!(last(deleted), [BarState::Stopped, BarState::Stopped, BarState::Succeeded, BarState::Stopped]);
    // Nobody asked for this one; the kubelet asked the sidecars, once it was over.
    let spec = "  restartPolicy: Never\n  initContainers: [{ name: log, image: a:1, restartPolicy: Always }]
  containers: [{ name: app, image: a:1 }]\n";
    let run = run(spec, "containers: { app: [{ run: 3, exit: 143 }] }");
    let states: Vec<_> = run.lanes.iter().map(|lane| lane.bars.last().unwrap().state).collect();
    assert_eq!(states, [BarState::Stopped, BarState::Failed]);
}

#[test]
fn a_lost_sandbox_closes_all_gates_again() {
    let run = run(ORDERLY, "containers: { setup: [{ run: 2, exit: 0 }] }\nsandbox: [{ dieAfter: 20 }]");
    let lost = scenes(&run).position(|scene| scene.ground == Ground::Lost).expect("it is lost");
    let again = scenes(&run).skip(lost).find(|scene| scene.ground == Ground::Up && scene.sandboxes == 2);
    let again = again.expect("it is made again");
    assert!(again.actors.iter().all(|actor| actor.gate != Some(Gate::Open)), "{again:#?}");
    let end = scenes(&run).last().unwrap();
    assert!(end.traffic && end.actors.iter().all(|actor| actor.gate != Some(Gate::Closed)));
}

#[test]
fn volumes_say_who_mounts_them_and_who_may_write() {
    let scene = scenes(&run(ORDERLY, "")).last().unwrap();
    assert_eq!((scene.volumes[0].name.as_str(), scene.volumes[0].kind.as_str()), ("v", "emptyDir"));
    let mounts =
        |place: usize| scene.actors[place].mounts.iter().map(|mount| mount.read_only).collect::<Vec<_>>();
    assert_eq!((mounts(1), mounts(3), mounts(0)), (vec![true], vec![false], vec![]));
}

const TWO: &str = "  initContainers: [{ name: setup, image: a:1 }]
  containers: [{ name: app, image: a:1 }]
";

/// The word of the last container, and the one for its past, whenever either changes.
fn words(run: &Run) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    for scene in scenes(run) {
        let app = scene.actors.last().unwrap();
        let now = (app.word.clone(), app.past());
        if words.last() != Some(&now) {
            words.push(now);
        }
    }
    words
}

#[test]
fn a_container_that_never_starts_says_why() {
    let of = |text: &[&str]| text.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let never =
        |run: &Run| words(run).into_iter().map(|(word, past)| format!("{word}: {past}")).collect::<Vec<_>>();
    let failed =
        run(&format!("  restartPolicy: Never\n{TWO}"), "containers: { setup: [{ run: 2, exit: 1 }] }");
    assert_eq!(
        never(&failed),
        of(&[
            "waiting: for a node",
            "waiting: for setup",
            "never started: setup failed",
            "never started: the Pod failed"
        ])
    );
    let deleted = run(TWO, "actions: [{ at: 1, do: delete }]");
    assert_eq!(
        never(&deleted),
        of(&[
            "waiting: for a node",
            "waiting: for setup",
            "never started: the Pod is being deleted",
            "never started: the Pod failed"
        ])
    );
    // An init container that is tried again holds up what comes after it, no more.
    let again = run(TWO, "containers: { setup: [{ run: 2, exit: 1 }, { run: 2, exit: 0 }] }");
    assert!(words(&again).iter().all(|(word, _)| word != "never started"));
}

#[test]
fn a_run_says_how_it_goes_on() {
    assert_eq!(run(TWO, "").ended, "It stays like this from here on.");
    let failing = run(TWO, "containers: { setup: [{ run: 2, exit: 1 }] }");
    assert_eq!(failing.ended, "It is tried again and again from here on.");
}

#[test]
fn a_box_says_crash_loop_back_off_when_kubectl_does() {
    let run = run(TWO, "containers: { setup: [{ run: 2, exit: 1 }] }");
    let mut seen = Vec::new();
    for scene in scenes(&run) {
        let setup = scene.actors.first().unwrap();
        if setup.state == BarState::BackOff {
            let loops = scene.status == "Init:CrashLoopBackOff";
            assert_eq!(setup.word == "CrashLoopBackOff", loops, "{} {}", scene.status, setup.word);
            seen.push(loops);
        }
    }
    assert!(seen.contains(&true) && seen.contains(&false), "both are seen");
}
