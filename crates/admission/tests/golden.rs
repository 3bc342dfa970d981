//! Refusals in the server's words, and the values that admission fills in.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "helpers of tests; an expectation is written where it is passed"
)]

use admission::quota::Used;
use admission::{Classes, Surroundings, mutate, validate};
use api::{Kubernetes, Object};
use expect_test::{Expect, expect};

/// Creates a Pod with the spec in a namespace with the rules.
fn check(rules: &str, spec: &str, expected: Expect) {
    let (mut around, mut classes) = (Surroundings::default(), Classes::default());
    for object in api::objects(rules, &Kubernetes::RECORDED) {
        let Object::Other(value) = object else { panic!("not read by admission") };
        assert!(around.add(&value) || classes.add(&value));
    }
    let text = format!("{{kind: Pod, apiVersion: v1, metadata: {{name: web}}, spec: {spec}}}");
    let mut object = api::objects(&text, &Kubernetes::RECORDED).remove(0);
    let kubernetes = Kubernetes::RECORDED;
    api::defaulting::apply(&mut object, &kubernetes);
    let Object::Pod(mut pod) = object else { panic!("a Pod") };
    let mut used = Used::of(&around, &kubernetes);
    let answer = mutate(&mut pod, &around, &classes, "web", &mut Vec::new())
        .and_then(|()| validate(&pod, &around, &classes, &mut used, &kubernetes))
        .map(|()| pod.metadata.annotations.and_then(|all| all.into_values().next()).unwrap_or_default());
    expected.assert_eq(&answer.unwrap_or_else(|refusal| refusal.message));
}

#[test]
fn defaults_are_filled_in_and_told() {
    check(
        "{kind: LimitRange, apiVersion: v1, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 500m}, defaultRequest: {memory: 64Mi}}]}}",
        "{initContainers: [{name: i}], containers: [{name: c, resources: {requests: {cpu: 100m}}}]}",
        expect![
            "LimitRanger plugin set: memory request for container c; cpu limit for container c; cpu, memory request for init container i; cpu limit for init container i"
        ],
    );
}

#[test]
fn every_container_must_name_what_a_quota_limits() {
    check(
        "{kind: ResourceQuota, apiVersion: v1, metadata: {name: q}, spec: {hard: {requests.cpu: 1, limits.cpu: 2}}}",
        "{initContainers: [{name: init-x}], containers: [{name: c, resources: {limits: {cpu: 1}}}]}",
        expect![[
            r#"pods "web" is forbidden: failed quota: q: must specify limits.cpu for: init-x; requests.cpu for: init-x"#
        ]],
    );
}

#[test]
fn a_quota_counts_the_highest_phase() {
    check(
        "{kind: ResourceQuota, apiVersion: v1, metadata: {name: q}, spec: {hard: {requests.cpu: 1}}}",
        "{initContainers: [{name: i, resources: {requests: {cpu: 1500m}}}], containers: [{name: c, resources: {requests: {cpu: 100m}}}]}",
        expect![[
            r#"pods "web" is forbidden: exceeded quota: q, requested: requests.cpu=1500m, used: requests.cpu=0, limited: requests.cpu=1"#
        ]],
    );
}

#[test]
fn bounds_speak_of_containers_and_pods() {
    let rule = |item: &str| {
        format!("{{kind: LimitRange, apiVersion: v1, metadata: {{name: l}}, spec: {{limits: [{item}]}}}}")
    };
    check(
        &rule("{type: Container, maxLimitRequestRatio: {cpu: 2}}"),
        "{containers: [{name: c, resources: {requests: {cpu: 100m}, limits: {cpu: 500m}}}]}",
        expect![[
            r#"pods "web" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 5.000000"#
        ]],
    );
    check(
        &rule("{type: Pod, max: {memory: 1Gi}}"),
        "{containers: [{name: c}]}",
        expect![[r#"pods "web" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified"#]],
    );
}
