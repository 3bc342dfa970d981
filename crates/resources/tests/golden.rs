//! The text of `podlab resources` for the puzzles that people get wrong, and the laws that every derivation obeys.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "helpers of tests; an expectation is written where it is passed"
)]

use api::{Kubernetes, Object, Quantity};
use expect_test::{Expect, expect};
use k8s_openapi::api::core::v1::PodSpec;
use resources::what_if::{Change, cheaper_moves, what_if};
use resources::{List, Options, Place, effective, render};

/// One line a container: `s log 100m`, `i migrate 200m`, `a app 100m`; a second amount is memory.
fn pod(lines: &str) -> PodSpec {
    let (mut init, mut apps) = (Vec::new(), Vec::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut requests = serde_json::Map::new();
        for (name, amount) in ["cpu", "memory"].iter().zip(words.iter().skip(2)) {
            requests.insert((*name).to_owned(), (*amount).into());
        }
        let mut container = serde_json::json!({"name": words[1], "resources": {"requests": requests}});
        match words[0] {
            "s" => {
                container["restartPolicy"] = "Always".into();
                init.push(container);
            }
            "i" => init.push(container),
            _ => apps.push(container),
        }
    }
    serde_json::from_value(serde_json::json!({"initContainers": init, "containers": apps})).unwrap()
}

fn spec(yaml: &str) -> PodSpec {
    let text = format!("{{apiVersion: v1, kind: Pod, spec: {yaml}}}");
    let mut object = api::objects(&text, &Kubernetes::RECORDED).remove(0);
    api::defaulting::apply(&mut object, &Kubernetes::RECORDED);
    let Object::Pod(pod) = object else { panic!("a Pod") };
    pod.spec.unwrap()
}

fn check(spec: &PodSpec, expected: Expect) {
    let text = render(spec, "spec", &Kubernetes::RECORDED, &|_| None);
    let end = text.find("Allowed (limits)").unwrap();
    expected.assert_eq(text[..end].trim_end());
}

fn cpu(spec: &PodSpec) -> String {
    effective(spec, List::Requests, &Options::default()).get("cpu").unwrap().total.to_string()
}

#[test]
fn an_init_container_is_no_sum() {
    let pod = pod("i migrate 500m\na web 100m\na log 100m");
    check(
        &pod,
        expect![[r#"
            Reserved (requests)
              cpu  500m  decided while migrate runs
                init migrate  migrate 500m   <- the highest
                running       web 100m + log 100m = 200m"#]],
    );
}

#[test]
fn a_sidecar_before_an_init_container_runs_beside_it() {
    check(
        &pod("s log 100m\ni migrate 200m\na app 100m"),
        expect![[r#"
            Reserved (requests)
              cpu  300m  decided while migrate runs beside log
                init migrate  log 100m + migrate 200m = 300m   <- the highest
                running       log 100m + app 100m = 200m"#]],
    );
    assert_eq!(cpu(&pod("i migrate 200m\ns log 100m\na app 100m")), "200m");
    assert_eq!(cpu(&pod("s a 50m\ni b 300m\ns c 200m\ni d 100m\na e 250m")), "500m");
    assert_eq!(cpu(&pod("s a 200m\ni b 100m\ns c 50m\ni d 300m\na e 250m")), "550m");
}

#[test]
fn each_resource_has_its_own_highest_phase() {
    check(
        &pod("i import 1 64Mi\na serve 200m 512Mi"),
        expect![[r#"
            Reserved (requests)
              cpu  1  decided while import runs
                init import  import 1   <- the highest
                running      serve 200m
              memory  512Mi  decided while all containers run
                init import  import 64Mi
                running      serve 512Mi   <- the highest"#]],
    );
}

#[test]
fn pod_level_resources_count_instead_of_the_containers() {
    let spec = spec(
        "{resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {cpu: 1, memory: 1Gi}}, overhead: {cpu: 50m}, containers: [{name: app, resources: {requests: {cpu: 100m}}}, {name: log}]}",
    );
    check(
        &spec,
        expect![[r#"
            Reserved (requests)
              cpu  550m  the Pod's own resources count, not its containers', and the overhead of the runtime class on top
                running  app 100m
                Pod as a whole  500m
                overhead  50m
              memory  512Mi  the Pod's own resources count, not its containers'
                Pod as a whole  512Mi"#]],
    );
}

#[test]
fn guaranteed_is_lost_by_a_bare_init_container() {
    let spec = spec(
        "{initContainers: [{name: setup}], containers: [{name: app, resources: {limits: {cpu: 500m, memory: 256Mi}}}]}",
    );
    let text = render(&spec, "spec", &Kubernetes::RECORDED, &|_| None);
    let start = text.find("Quality of service").unwrap();
    expect![[r#"
        Quality of service: Burstable
          setup has no cpu limit
            set spec.initContainers[0].resources.limits[cpu]
            set spec.initContainers[0].resources.limits[memory]

        On the node
          Pod: cpu.weight 59, cpu.max max 100000, memory.max max
          setup: cpu.weight 1, cpu.max max 100000, memory.max max, oom_score_adj 999 (on a node of 4Gi)
          app: cpu.weight 59, cpu.max 50000 100000, memory.max 268435456, oom_score_adj 938 (on a node of 4Gi)
    "#]]
    .assert_eq(&text[start..]);
}

#[test]
fn a_class_that_the_pods_own_resources_decide_is_told_of_the_pod() {
    let because = |resources: &str| {
        let spec = spec(&format!("{{resources: {resources}, containers: [{{name: app}}]}}"));
        resources::qos::because(&spec, &Kubernetes::RECORDED)
    };
    let amounts = "{cpu: 1, memory: 1Gi}";
    assert_eq!(
        because(&format!("{{requests: {amounts}, limits: {amounts}}}")),
        "the Pod has limits of its own for cpu and memory and requests equal to them"
    );
    assert_eq!(because(&format!("{{requests: {amounts}}}")), "the Pod has no cpu limit");
    assert_eq!(
        because("{limits: {hugepages-2Mi: 2Mi}}"),
        "the Pod's own resources, which count instead of its containers', name neither cpu nor memory"
    );
}

#[test]
fn odd_amounts_are_explained_in_the_words_of_the_manifest() {
    let spec = spec(
        "{containers: [{name: app, resources: {requests: {cpu: 1000, memory: 128m}, limits: {cpu: 2000, memory: 1.5Gi}}}]}",
    );
    let written = |field: &str| {
        let text = match field {
            "spec.containers[0].resources.requests[cpu]" => "1000",
            "spec.containers[0].resources.requests[memory]" => "128m",
            "spec.containers[0].resources.limits[memory]" => "1.5Gi",
            _ => return None,
        };
        Some(text.to_owned())
    };
    let text = render(&spec, "spec", &Kubernetes::RECORDED, &written);
    let start = text.find("Amounts worth").unwrap();
    expect![[r#"
        Amounts worth a second look
          spec.containers[0].resources.requests[cpu]: `1000` is 1000 cores. For thousandths of a core write `1000m`.
          spec.containers[0].resources.requests[memory]: `128m` is 0.128 bytes: `m` means thousandths. For megabytes write `128M`, or `128Mi`.
          spec.containers[0].resources.limits[memory]: Kubernetes prints `1.5Gi` as `1536Mi`.
    "#]]
    .assert_eq(&text[start..]);
}

#[test]
fn a_move_is_told_before_it_is_made() {
    let pod = pod("s log 100m\ni migrate 200m\na app 100m");
    let effect = what_if(&pod, &Change::MoveInit { from: 1, to: 0 }, &Kubernetes::RECORDED);
    assert_eq!(effect.differences.len(), 1);
    assert_eq!(effect.differences[0].before.as_ref().unwrap().to_string(), "300m");
    assert_eq!(effect.differences[0].after.as_ref().unwrap().to_string(), "200m");
    let change = Change::Set {
        place: Place::Init(1),
        list: List::Requests,
        resource: "cpu".to_owned(),
        amount: Some(Quantity::parse("50m").unwrap()),
    };
    assert_eq!(cpu(&what_if(&pod, &change, &Kubernetes::RECORDED).spec), "200m");
    assert_eq!(cheaper_moves(&pod, &Kubernetes::RECORDED).len(), 2);
    assert_eq!(cpu(&what_if(&pod, &Change::MakeSidecar(1), &Kubernetes::RECORDED).spec), "400m");
}

#[test]
fn fewer_moves_of_a_large_pod_are_tried() {
    // The one large init container saves by standing before the sidecar.
    let is_found = |large: usize, count: usize| {
        let amount = |place: usize| if place == large { 200 } else { 1 };
        let setup = |place: usize| format!("i setup{place} {}m", amount(place));
        let setups: Vec<String> = (1..=count).map(setup).collect();
        let pod = pod(&format!("s log 100m\n{}\na app 100m", setups.join("\n")));
        let moves = cheaper_moves(&pod, &Kubernetes::RECORDED);
        moves.iter().any(|(change, _)| *change == Change::MoveInit { from: large, to: 0 })
    };
    assert!(is_found(5, 40) && is_found(29, 40));
    assert!(is_found(5, 1_500) && !is_found(29, 1_500));
}

/// All Pods of up to four containers of three kinds and sizes: the tree's value is the total, no phase is higher,
/// and the decisive one is as high.
#[test]
fn every_total_is_the_value_of_its_tree() {
    let choices = ["s x 100m 1Gi", "i x 300m", "i x 50m 3Gi", "a x 200m 1Gi"];
    for code in 0..choices.len().pow(4) {
        let picked = (0..4).map(|digit| choices[code / choices.len().pow(digit) % choices.len()]);
        let pod = pod(&picked.collect::<Vec<_>>().join("\n"));
        let options = Options::default();
        for derivation in effective(&pod, List::Requests, &options).values() {
            assert_eq!(derivation.term().value(), derivation.total);
            let highest = derivation.phases.iter().filter_map(|phase| phase.total.clone()).max();
            assert_eq!(highest.as_ref(), Some(&derivation.total));
            let phase = derivation.dominating_phase().unwrap();
            assert_eq!(phase.total.as_ref(), Some(&derivation.total));
        }
    }
}
