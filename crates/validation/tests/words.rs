//! Quirks of the server's words and paths, one small manifest each.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use api::{Kubernetes, defaulting};
use expect_test::{Expect, expect};

/// The messages of a create, then its warnings.
fn check(version: &str, manifest: &str, expected: &Expect) {
    let kubernetes = Kubernetes::parse(version, []).unwrap();
    let mut object = api::objects(manifest, &kubernetes).into_iter().next().unwrap();
    defaulting::apply(&mut object, &kubernetes);
    let mut warnings = defaulting::prepare(&mut object, &kubernetes);
    let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
    if errors.is_empty() {
        warnings.extend(validation::warnings(&object, &kubernetes));
    }
    let errors = errors.iter().map(|error| error.message(&kubernetes));
    let warnings = validation::sent(warnings).into_iter().map(|warning| format!("Warning: {warning}"));
    expected.assert_eq(&errors.chain(warnings).collect::<Vec<_>>().join("\n"));
}

fn pod(spec: &str) -> String {
    format!("{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{{spec}}}}}")
}

#[test]
fn mounts_are_named_by_their_list_from_the_sub_path_on() {
    check(
        "1.36",
        &pod(
            "containers: [{name: a, image: b, volumeMounts: [{name: v, mountPath: /v, subPath: ../x}]}], volumes: [{name: v}]",
        ),
        &expect![[
            r#"spec.containers[0].volumeMounts.subPath: Invalid value: "../x": must not contain '..'"#
        ]],
    );
}

#[test]
fn a_host_port_twice_in_one_init_container_is_reported_at_the_first() {
    check(
        "1.36",
        &pod(
            "containers: [{name: a, image: b}], initContainers: [{name: i, image: b}, {name: j, image: b, ports: [{containerPort: 1, hostPort: 1}, {containerPort: 2, hostPort: 1}]}]",
        ),
        &expect![[r#"spec.initContainers[0].ports[1].hostPort: Duplicate value: "TCP//1""#]],
    );
}

#[test]
fn a_divisor_is_refused_with_the_resource_as_its_value() {
    check(
        "1.36",
        &pod(
            "containers: [{name: a, image: b, env: [{name: E, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 2m}}}]}]",
        ),
        &expect![[
            r#"spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource"#
        ]],
    );
}

#[test]
fn bad_values_were_go_literals_before_1_34() {
    let manifest = pod("containers: [{name: a, image: b, resources: {limits: {example.com/x: 1.5}}}]");
    check(
        "1.34",
        &manifest,
        &expect![[r#"
            spec.containers[0].resources.limits[example.com/x]: Invalid value: "1500m": must be an integer
            spec.containers[0].resources.requests[example.com/x]: Invalid value: "1500m": must be an integer"#]],
    );
    check(
        "1.33",
        &manifest,
        &expect![[r#"
            spec.containers[0].resources.limits[example.com/x]: Invalid value: resource.Quantity{i:resource.int64Amount{value:15, scale:-1}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: must be an integer
            spec.containers[0].resources.requests[example.com/x]: Invalid value: resource.Quantity{i:resource.int64Amount{value:15, scale:-1}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: must be an integer"#]],
    );
}

#[test]
fn a_container_restart_policy_was_dropped_and_before_that_refused() {
    let manifest = pod("containers: [{name: a, image: b, restartPolicy: Sometimes}]");
    check(
        "1.36",
        &manifest,
        &expect![[
            r#"spec.containers[0].restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure""#
        ]],
    );
    check("1.34", &manifest, &expect![""]);
    check(
        "1.33",
        &manifest,
        &expect!["spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers"],
    );
}

#[test]
fn overlaps_are_found_above_on_and_below() {
    check(
        "1.36",
        &pod(
            "containers: [{name: a, image: b}], volumes: [{name: v, configMap: {name: c, items: [{key: k, path: a/b}, {key: l, path: a}, {key: m, path: a/b/c}, {key: o, path: ab}]}}]",
        ),
        &expect![[r#"
            Warning: volume "v" (ConfigMap "c"): overlapping paths: "a" with "a/b"
            Warning: volume "v" (ConfigMap "c"): overlapping paths: "a/b/c" with "a/b"
            Warning: volume "v" (ConfigMap "c"): overlapping paths: "a/b/c" with "a""#]],
    );
}

#[test]
fn app_armor_of_an_annotation_is_warned_of_even_when_the_pod_is_refused() {
    check(
        "1.36",
        "{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {container.apparmor.security.beta.kubernetes.io/a: unconfined}}, spec: {containers: [{name: a}]}}",
        &expect![[r#"
            spec.containers[0].image: Required value
            Warning: metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]: deprecated since v1.30; use the "appArmorProfile" field instead"#]],
    );
}
