//! The tests of `change.rs`.

use crate::{Kubernetes, Manifest};
use expect_test::{Expect, expect};
use view::{Preset, ScenarioChange};

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers: [{ name: migrate, image: 'migrate:2' }]
  containers:
  - name: app
    image: app:1
    envFrom: [{ secretRef: { name: db } }]
    readinessProbe: { httpGet: { port: web, path: /ready } }
    ports: [{ name: web, containerPort: 8080 }]
";

fn manifest() -> Manifest {
    Manifest::read(POD, &Kubernetes::RECORDED)
}

fn check(story: &str, change: &ScenarioChange, expected: &Expect) -> String {
    let changed = manifest().changed(story, change).unwrap();
    expected.assert_eq(&changed);
    assert!(manifest().controls(&changed).problems.is_empty(), "{changed}");
    assert!(manifest().simulate(&changed).is_ok(), "{changed}");
    changed
}

fn preset(container: &str, preset: Preset) -> ScenarioChange {
    ScenarioChange::Preset { container: container.into(), preset }
}

#[test]
fn every_preset_is_found_again_and_taken_back() {
    for container in manifest().controls("").containers {
        for &chosen in &container.offered {
            let told = manifest().changed("# mine\n", &preset(&container.name, chosen)).unwrap();
            let controls = manifest().controls(&told);
            let found = controls.containers.iter().find(|one| one.name == container.name).unwrap();
            assert_eq!(found.preset, Some(chosen), "{told}");
            assert_eq!(controls.problems, [], "{told}");
            assert!(manifest().simulate(&told).is_ok(), "{told}");
            let back = manifest().changed(&told, &preset(&container.name, Preset::Assumed)).unwrap();
            assert_eq!(back, "# mine\n", "{told}");
        }
    }
}

#[test]
fn a_preset_changes_the_runs_of_its_container_alone() {
    let story = "containers:\n  # slow\n  migrate:\n  - {run: 9}   # nine\nimages:\n  app:1: { pull: 4 }\n";
    let told = check(
        story,
        &preset("migrate", Preset::FailsTwice),
        &expect![[r"
            containers:
              # slow
              migrate:
              - { run: 2, exit: 1 }   # nine
              - { run: 2, exit: 1 }
              - { run: 3, exit: 0 }
            images:
              app:1: { pull: 4 }
        "]],
    );
    check(
        &told,
        &preset("app", Preset::SlowStart),
        &expect![[r#"
            containers:
              # slow
              migrate:
              - { run: 2, exit: 1 }   # nine
              - { run: 2, exit: 1 }
              - { run: 3, exit: 0 }
              app:
              - { http: { ":8080/ready": { okAfter: 30 } } }
            images:
              app:1: { pull: 4 }
        "#]],
    );
}

#[test]
fn a_control_changes_only_its_own_words() {
    let story =
        "images: {'app:1': {pull: 1}}\ncontainers:\n  migrate:\n  - {run: 2, exit: 1} # one\n  - {run: 5}\n";
    let change = ScenarioChange::FirstRun { container: "migrate".into(), run: Some(4.5), exit: None };
    let told = check(
        story,
        &change,
        &expect![[r"
            images: {'app:1': {pull: 1}}
            containers:
              migrate:
              - {run: 4.5} # one
              - {run: 5}
        "]],
    );
    let container = &manifest().controls(&told).containers[0];
    assert_eq!((container.run, container.exit, container.runs, container.preset), (Some(4.5), None, 2, None));
}

#[test]
fn actions_are_added_moved_and_dropped() {
    let act = |at: f64, action: &str| ScenarioChange::Act { at, action: action.into(), pod: None };
    let told = check(
        "",
        &act(20.04, "do: delete"),
        &expect![[r"
            actions:
            - { at: 20.04, do: delete }
        "]],
    );
    let offers = manifest().controls(&told).offers;
    let secret = offers.iter().find(|offer| offer.label == "Create the Secret db").unwrap();
    let told = check(
        &told,
        &act(5.0, &secret.action),
        &expect![[r"
            actions:
            - { at: 20.04, do: delete }
            - at: 5
              do: create
              manifest: |
                apiVersion: v1
                kind: Secret
                metadata: { name: db }
                stringData: {}
        "]],
    );
    let labels: Vec<String> = manifest().controls(&told).actions.into_iter().map(|one| one.label).collect();
    assert_eq!(labels, ["delete", "create Secret db"]);
    let told = check(
        &told,
        &ScenarioChange::Move { action: 1, at: 7.0 },
        &expect![[r"
            actions:
            - { at: 20.04, do: delete }
            - at: 7
              do: create
              manifest: |
                apiVersion: v1
                kind: Secret
                metadata: { name: db }
                stringData: {}
        "]],
    );
    let told = check(
        &told,
        &ScenarioChange::Drop(1),
        &expect![[r"
            actions:
            - { at: 20.04, do: delete }
        "]],
    );
    check(&told, &ScenarioChange::Drop(0), &expect![""]);
}

#[test]
fn every_offer_is_played() {
    for offer in manifest().controls("").offers {
        let change = ScenarioChange::Act { at: 9.0, action: offer.action, pod: None };
        let told = manifest().changed("", &change).unwrap();
        assert_eq!(manifest().controls(&told).problems, [], "{told}");
        manifest().simulate(&told).unwrap();
    }
}

#[test]
fn a_secret_is_there_until_the_story_says_otherwise() {
    let change = |holds| ScenarioChange::Given { name: "Secret/db".into(), holds };
    let told = check(
        "",
        &change(false),
        &expect![[r"
            missing: [Secret/db]
        "]],
    );
    assert!(!manifest().controls(&told).given[0].holds);
    let run = manifest().simulate(&told).unwrap().run;
    assert!(run.events.iter().any(|event| event.message == "Error: secret \"db\" not found"));
    let told = check(&told, &change(true), &expect![""]);
    let run = manifest().simulate(&told).unwrap().run;
    assert!(run.rows(30_000)[0].status == "Running");
}

#[test]
fn an_answer_that_nothing_asks_for_is_told() {
    let pod = |probes: &str| {
        let text = format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{containers: [{{name: app, image: x{probes}}}]}}}}"
        );
        Manifest::read(&text, &Kubernetes::RECORDED)
    };
    let asks = ", readinessProbe: {httpGet: {path: healthz, port: 8080}}, lifecycle: {preStop: {exec: {command: [pg_ctl, stop]}}}";
    let slips = |manifest: &Manifest, story: &str| {
        let problems = manifest.controls(story).problems;
        problems.into_iter().map(|one| one.message).collect::<Vec<_>>()
    };
    let right =
        "containers: { app: [{}, { http: { ':8080/healthz': { okAfter: 3 } }, exec: { pg_ctl: {} } }] }";
    assert_eq!(slips(&pod(asks), right), [""; 0]);
    let story = right.replace("':8080", "'8080").replace("pg_ctl", "pg_clt");
    let told = [
        "no http probe or hook of `app` asks `8080/healthz`: did you mean `:8080/healthz`?",
        "no exec probe or hook of `app` asks `pg_clt`: did you mean `pg_ctl`?",
    ];
    assert_eq!(slips(&pod(asks), &story), told);
    let mended = pod(asks).controls(&story).problems[0].fix.clone().unwrap().apply(&story);
    assert!(mended.contains("':8080/healthz'") || mended.contains("\":8080/healthz\""), "{mended}");
    assert!(pod(asks).simulate(&story).is_ok(), "a slip in an answer is no reason not to play");
    assert_eq!(
        slips(&pod(""), "containers: { app: { http: { ':80/': {} } } }"),
        ["no http probe or hook of `app` asks `:80/`: there is none."]
    );
    let later = "containers: { app: { exec: { check: {} } } }\nactions: [{ at: 1, do: patch, patch: { x: check.sh } }]";
    assert_eq!(slips(&pod(""), later), [""; 0], "a patch may bring it");
}

#[test]
fn a_slip_is_told_with_its_line_and_mended() {
    let story = "# mine\ncontainers:\n  migrat: { run: 2 }\n  other: {}\n";
    let controls = manifest().controls(story);
    let told: Vec<_> =
        controls.problems.iter().map(|one| (one.message.as_str(), one.place.unwrap().line)).collect();
    assert_eq!(
        told,
        [
            ("no container `migrat`: did you mean `migrate`?", 3),
            ("no container `other`: there is `migrate`, `app`.", 4)
        ]
    );
    let mended = controls.problems[0].fix.clone().unwrap().apply(story);
    assert_eq!(mended, story.replace("migrat:", "migrate:"));
    assert!(
        manifest().simulate(story).unwrap_err().contains("no container `migrat`: did you mean `migrate`?")
    );
    let story = "# mine\nactoins:\n- { at: 4, do: delete, grase: 0 }\ncontainers: { app: { ex: 1 } }\n";
    let slips = manifest().controls(story).problems;
    let told: Vec<_> = slips.iter().map(|slip| slip.message.as_str()).collect();
    assert_eq!(told[0], "unknown field `actoins`: did you mean `actions`?");
    assert!(told.iter().any(|told| told.contains("unknown field `ex`, expected one of ")), "{told:?}");
    let mended = slips[0].fix.clone().unwrap().apply(story);
    assert_eq!(mended, story.replace("actoins", "actions"));
    let slips = manifest().controls(&mended).problems;
    let grace = "actions[0]: unknown field `grase`: did you mean `grace`?";
    assert!(slips.iter().any(|slip| slip.message == grace), "{slips:?}");
    let controls = manifest().controls("a: [");
    assert!(!controls.readable && controls.problems.len() == 1);
    let controls = manifest().controls("actions:\n- { do: delet }\n");
    assert_eq!(controls.problems[0].place.unwrap().line, 2);
    assert!(manifest().changed("a: [", &ScenarioChange::Drop(0)).is_err());
}
