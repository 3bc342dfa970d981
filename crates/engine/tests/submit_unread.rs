//! Texts that kubectl cannot read or does not send as they are, and server-side apply's look at types.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{POD, said};

#[test]
fn server_side_apply_takes_no_key_twice() {
    let twice = POD.replace("image: a:1", "image: a:1, env: [{name: A}, {name: A}]");
    let told = "Error from server: failed to create typed patch object (default/web; /v1, Kind=Pod): .spec.containers[name=\"app\"].env: duplicate entries for key [name=\"A\"]\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", &twice), told);
    assert_eq!(said("kubectl apply --server-side -f -", "", POD), "pod/web serverside-applied\n");
    assert_eq!(said("kubectl apply --server-side -f -", POD, POD), "pod/web serverside-applied\n");
}

#[test]
fn server_side_apply_looks_at_types_first() {
    let wrong = POD.replace("image: a:1", "image: a:1, env: [{name: A, value: 8080}]");
    let told = "Error from server: failed to create typed patch object (default/web; /v1, Kind=Pod): .spec.containers[name=\"app\"].env[name=\"A\"].value: expected string, got &value.valueUnstructured{Value:8080}\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", &wrong), told);
    let part = POD.replace("{containers", "{terminationGracePeriodSeconds: 1.5, containers");
    let told = "Error from server: failed to convert new object (default/web; /v1, Kind=Pod) to proper version: unable to convert unstructured object to /v1, Kind=Pod: cannot convert float64 to int64\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", &part), told);
    let managed = POD.replace("{name: web}", "{name: web, managedFields: [{manager: a}]}");
    let told = "Error from server (BadRequest): metadata.managedFields must be nil\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", &managed), told);
    let nameless = POD.replace("{name: web}", "{}");
    let told = "error: resource name may not be empty\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", &nameless), told);
}

#[test]
fn kubectl_apply_sends_no_field_that_is_null() {
    let null = POD.replace("image: a:1", "image: a:1, envs: null");
    assert_eq!(said("kubectl apply -f -", "", &null), "pod/web created\n");
    assert_eq!(said("kubectl apply -f -", POD, &null), "pod/web configured\n");
    let told = said("kubectl create -f -", "", &null);
    assert!(told.contains("strict decoding error: unknown field \"spec.containers[0].envs\""), "{told}");
}

#[test]
fn what_kubectl_cannot_read_is_told_where_it_meets_it() {
    let broken = "apiVersion: v1\nkind: Pod\nmetadata: name\n";
    let unread = "json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta";
    let told = said("kubectl create -f a.yaml", "", broken);
    assert_eq!(told, format!("error: unable to decode \"a.yaml\": {unread}\n"));
    let refused = POD.replace("a:1", "''");
    let text = format!("{broken}---\n{refused}---\n{broken}---\na: [\n");
    let lines = |command: &str| -> Vec<String> {
        let told = said(command, "", &text);
        told.lines().map(|line| line.split([' ', ':']).next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(lines("kubectl apply -f a.yaml"), ["[unable", "Error"]);
    assert_eq!(lines("kubectl create -f a.yaml"), ["Error", "[unable"]);
    let told = said("kubectl create -f a.yaml", "", &text);
    assert_eq!(told.matches(unread).count(), 1, "{told}");
    assert!(told.contains("v1.ObjectMeta, error parsing a.yaml: "), "{told}");
    let named = POD.replace("{name: web}", r#"{name: "a\nb"}"#);
    let told = said("kubectl apply -f -", "", &named);
    assert!(told.starts_with("The Pod \"a\\nb\" is invalid: "), "{told}");
}

#[test]
fn replace_asks_for_no_object_without_a_name() {
    let told = "error: error when replacing \"STDIN\": resource name may not be empty\n";
    for metadata in ["{}", "{generateName: web-}"] {
        assert_eq!(said("kubectl replace -f -", "", &POD.replace("{name: web}", metadata)), told);
    }
}

#[test]
fn a_headless_service_stays_one_without_its_spec() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {clusterIP: None, selector: {a: b}, ports: [{port: 80}]}\n";
    let bare = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n";
    assert_eq!(said("kubectl replace -f -", service, bare), "service/s replaced\n");
    let told = said("kubectl replace -f -", &service.replace("clusterIP: None, ", ""), bare);
    assert_eq!(told, "The Service \"s\" is invalid: spec.ports: Required value\n");
}

#[test]
fn some_changes_warn_of_what_was_there() {
    let controller = "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: r}\nspec: {selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b, ports: [{containerPort: 80}]}]}}}\n";
    let twice = controller.replace("{containerPort: 80}", "{containerPort: 80}, {containerPort: 80}");
    let warning = "Warning: spec.template.spec.containers[0].ports[1]: duplicate port definition with spec.template.spec.containers[0].ports[0]\n";
    let replaced = "replicationcontroller/r replaced\n";
    assert_eq!(said("kubectl replace -f -", controller, &twice), replaced);
    assert_eq!(said("kubectl replace -f -", &twice, controller), format!("{replaced}{warning}"));
    let guarded = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}\n";
    let plain = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n";
    assert!(said("kubectl replace -f -", plain, guarded).contains("Warning: metadata.annotations"));
    let more = format!("{guarded}secrets: [{{name: s}}]\n");
    assert_eq!(said("kubectl replace -f -", guarded, &more), "serviceaccount/robot replaced\n");
}

#[test]
fn a_template_that_may_not_change_is_printed_safe_within_html() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b, command: [sh, -c, 'a && b']}]}}}\n";
    let told = said("kubectl replace -f -", job, &job.replace("image: b", "image: c"));
    assert!(told.contains(r#""Command":["sh","-c","a \u0026\u0026 b"]"#), "{told}");
}

#[test]
fn what_a_patch_makes_is_read_by_the_kind_of_its_field() {
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n";
    for (before, from, to, why) in [
        (claim, "ReadWriteOnce", "true", "unrecognized type: string"),
        (claim, "{storage: 1Gi}", "true", "cannot restore map from bool"),
        (claim, "[ReadWriteOnce]", "x", "cannot restore slice from string"),
        (POD, "a:1", "15", "cannot convert int64 to string"),
        (
            service,
            "80}",
            "80, targetPort: 1.5}",
            "json: cannot unmarshal number 1.5 into Go value of type int32",
        ),
    ] {
        let told = said("kubectl apply -f -", before, &before.replace(from, to));
        assert!(told.ends_with(&format!(": {why}\n")), "{told}");
    }
}
