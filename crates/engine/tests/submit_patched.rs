//! Replaces of objects that are not there, and numbers that a patch cuts. The answers are those of a cluster of 1.36.2.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use apiserver::Cluster;
use engine::Kubernetes;
use engine::check::{Options, submit};
use kubectl::apply::Submission;

/// The terminal's text when `before` was applied already.
fn said(command: &str, before: &str, text: &str) -> String {
    let submission = Submission::parse(command).unwrap().unwrap();
    let options = Options { cluster: Cluster::New, kubernetes: Kubernetes::RECORDED, ..Options::default() };
    let output = submit(text, before, &submission, &options);
    output.stdout + &output.stderr
}

#[test]
fn a_replace_creates_what_the_server_lets_it_create() {
    let replace = "kubectl replace --dry-run=server -f f.yaml";
    let service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}";
    assert_eq!(said(replace, "", service), "service/s replaced (server dry run)\n");
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: r}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ''}}";
    assert_eq!(said(replace, "", role), "The RoleBinding \"r\" is invalid: roleRef.name: Required value\n");
    let map = |name: &str| format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}}}");
    assert_eq!(
        said(replace, "", &map("m")),
        "Error from server (NotFound): error when replacing \"f.yaml\": configmaps \"m\" not found\n"
    );
    assert_eq!(
        said(replace, "", &map("a/b")),
        "error: error when replacing \"f.yaml\": invalid resource name \"a/b\": [may not contain '/']\n"
    );
    assert_eq!(
        said("kubectl apply --server-side --dry-run=server -f f.yaml", "", &map("a/b")),
        "error: invalid resource name \"a/b\": [may not contain '/']\n"
    );
}

#[test]
fn a_patch_cuts_numbers_to_the_bits_of_their_fields() {
    let deployment = |replicas: &str| {
        format!(
            "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d}}, spec: {{replicas: {replicas}, selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: c, image: 'a:1'}}]}}}}}}}}"
        )
    };
    let (small, large) = (deployment("1"), deployment("3000000000"));
    let negative = "spec.replicas: Invalid value: -1294967296: must be greater than or equal to 0\n";
    let sent = said("kubectl apply --dry-run=server -f f.yaml", "", &large);
    assert!(sent.contains("cannot unmarshal number 3000000000 into"), "{sent}");
    assert_eq!(
        said("kubectl apply --dry-run=server -f f.yaml", &small, &large),
        format!("The Deployment \"d\" is invalid: {negative}")
    );
    assert_eq!(
        said("kubectl apply --server-side --dry-run=server -f f.yaml", "", &large),
        format!("The Deployment \"d\" is invalid: {negative}")
    );
    let wrapped = said("kubectl apply --dry-run=server -f f.yaml", &small, &deployment("4294967298"));
    assert_eq!(wrapped, "deployment.apps/d configured (server dry run)\n");
}

#[test]
fn a_bad_beginning_of_a_name_is_refused_once() {
    let service = |more: &str| {
        format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: s{more}}}, spec: {{ports: [{{port: 80}}]}}}}"
        )
    };
    let (good, bad) = (service(""), service(", generateName: X_"));
    let apply = "kubectl apply --dry-run=server -f f.yaml";
    assert!(said(apply, "", &bad).contains("metadata.generateName: Invalid value: \"X_\""));
    assert_eq!(said(apply, &good, &bad), "service/s configured (server dry run)\n");
}

#[test]
fn bytes_are_a_text_or_numbers() {
    let secret = |value: &str| {
        format!("{{apiVersion: v1, kind: Secret, metadata: {{name: s}}, data: {{k: {value}}}}}")
    };
    let create = "kubectl create --dry-run=server -f f.yaml";
    assert_eq!(
        said(create, "", &secret("[x]")),
        "Error from server (BadRequest): error when creating \"f.yaml\": Secret in version \"v1\" cannot be handled as a Secret: json: cannot unmarshal string into Go struct field Secret.data of type uint8\n"
    );
}

#[test]
fn a_file_without_an_object_is_nothing_beside_others() {
    let outputs = |files: &[(&str, &str)]| {
        let outputs = engine::check::apply_all(files, &Kubernetes::RECORDED);
        outputs.into_iter().map(|output| output.stdout + &output.stderr).collect::<Vec<_>>()
    };
    let map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}";
    let empty = ("# nothing\n", "a.yaml");
    assert_eq!(outputs(&[empty, (map, "b.yaml"), empty]), ["", "configmap/m created\n", ""]);
    assert_eq!(outputs(&[empty, empty]), ["error: no objects passed to apply\n", ""]);
}

#[test]
fn an_object_keeps_its_identity() {
    let map = |more: &str| format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: m{more}}}}}");
    let told = "The ConfigMap \"m\" is invalid: metadata.uid: Invalid value: \"abc\": field is immutable\n";
    for command in ["kubectl apply", "kubectl apply --server-side"] {
        let command = format!("{command} --dry-run=server -f f.yaml");
        assert_eq!(said(&command, &map(""), &map(", uid: abc")), told, "{command}");
    }
}
