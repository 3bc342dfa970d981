//! Small manifests and what the server makes of them.

#[cfg(test)]
mod tests {
    use api::{Kubernetes, defaulting, printed};
    use expect_test::{Expect, expect};

    /// The fields that stand below `path` in the stored object, as JSON.
    fn check(version: &str, manifest: &str, path: &str, expected: &Expect) {
        let kubernetes = Kubernetes::parse(version, []).unwrap();
        let mut object = api::objects(manifest, &kubernetes).remove(0);
        defaulting::apply(&mut object, &kubernetes);
        defaulting::prepare(&mut object, &kubernetes);
        let stored = printed::json(&object);
        expected.assert_eq(&stored.pointer(path).map(ToString::to_string).unwrap_or_default());
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n";

    #[test]
    fn a_pod_gets_what_it_leaves_out() {
        let manifest =
            format!("{POD}  containers:\n  - {{name: app, image: nginx, ports: [{{containerPort: 80}}]}}\n");
        check(
            "1.36",
            &manifest,
            "/spec",
            &expect![[
                r#"{"containers":[{"image":"nginx","imagePullPolicy":"Always","name":"app","ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst","enableServiceLinks":true,"restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}"#
            ]],
        );
        check(
            "1.36",
            &manifest,
            "/metadata",
            &expect![[r#"{"generation":1,"labels":{"app":"web"},"name":"web","namespace":"default"}"#]],
        );
        check(
            "1.32",
            &manifest,
            "/metadata",
            &expect![[r#"{"labels":{"app":"web"},"name":"web","namespace":"default"}"#]],
        );
    }

    #[test]
    fn limits_become_requests_in_a_pod_and_not_in_a_template() {
        let container = "{name: app, image: nginx:1, resources: {limits: {cpu: 0.0001, memory: 1.5Gi}}}";
        check(
            "1.36",
            &format!("{POD}  containers: [{container}]\n"),
            "/spec/containers/0/resources",
            &expect![[
                r#"{"limits":{"cpu":"1m","memory":"1536Mi"},"requests":{"cpu":"1m","memory":"1536Mi"}}"#
            ]],
        );
        check(
            "1.36",
            &format!(
                "apiVersion: v1\nkind: PodTemplate\ntemplate: {{spec: {{containers: [{container}]}}}}\n"
            ),
            "/template/spec/containers/0/resources",
            &expect![[r#"{"limits":{"cpu":"1m","memory":"1536Mi"}}"#]],
        );
    }

    #[test]
    fn label_keys_are_merged_where_the_release_does_so() {
        let manifest = format!(
            "{POD}  topologySpreadConstraints:\n  - {{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [app, none], labelSelector: {{}}}}\n  containers: []\n"
        );
        let path = "/spec/topologySpreadConstraints/0/labelSelector";
        check(
            "1.36",
            &manifest,
            path,
            &expect![[r#"{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}"#]],
        );
        check("1.33", &manifest, path, &expect!["{}"]);
    }

    #[test]
    fn fields_behind_gates_that_are_off_are_forgotten() {
        let manifest = format!(
            "{POD}  volumes:\n  - {{name: site, image: {{reference: site}}}}\n  containers:\n  - {{name: app, image: nginx:1, volumeMounts: [{{name: site, mountPath: /site}}], lifecycle: {{stopSignal: SIGINT}}}}\n"
        );
        check(
            "1.35",
            &manifest,
            "/spec/volumes",
            &expect![[r#"[{"image":{"pullPolicy":"Always","reference":"site"},"name":"site"}]"#]],
        );
        check("1.34", &manifest, "/spec/volumes", &expect![""]);
        check("1.34", &manifest, "/spec/containers/0/volumeMounts", &expect![""]);
        check("1.36", &manifest, "/spec/containers/0/lifecycle", &expect![""]);
    }

    #[test]
    fn a_job_gets_its_selector_and_a_gated_pod_its_condition() {
        let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: work-}\nspec: {template: {spec: {restartPolicy: Never, containers: []}}}\n";
        check(
            "1.36",
            job,
            "/spec/selector",
            &expect![[
                r#"{"matchLabels":{"batch.kubernetes.io/controller-uid":"00000000-0000-4000-8000-000000000000"}}"#
            ]],
        );
        check("1.36", job, "/metadata/name", &expect![[r#""work-xxxxx""#]]);
        let gated = format!("{POD}  schedulingGates: [{{name: example.com/wait}}]\n  containers: []\n");
        check(
            "1.36",
            &gated,
            "/status",
            &expect![[
                r#"{"conditions":[{"message":"Scheduling is blocked due to non-empty scheduling gates","reason":"SchedulingGated","status":"False","type":"PodScheduled","lastProbeTime":null,"lastTransitionTime":null}],"phase":"Pending"}"#
            ]],
        );
    }
}
