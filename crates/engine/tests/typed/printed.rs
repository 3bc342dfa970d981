//! Commands that print the objects which they change, as kubectl 1.36.2 printed those of a real API server.

use super::common::typed;

const TEXT: &str = "\
apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { containers: [{ name: app, image: nginx:1 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c }
data: { a: b }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { a: b } }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: nginx:1 }] } }
";

/// The annotation that `kubectl apply` left on the ConfigMap.
const APPLIED: &str = r#"  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","data":{"a":"b"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"default"}}
"#;

fn said(command: &str) -> (String, bool) {
    let (said, story) = typed(TEXT, 5_000, command);
    (said, story.is_some())
}

#[test]
fn the_object_takes_the_place_of_the_line_about_it() {
    let config = |data: &str, more: &str| {
        format!(
            "apiVersion: v1\ndata:\n{data}kind: ConfigMap\nmetadata:\n{APPLIED}  creationTimestamp: \"2026-01-01T00:00:00Z\"\n{more}  name: c\n  namespace: default\n"
        )
    };
    let without_uid = |text: String| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("uid: "));
        lines.map(|line| line.to_owned() + "\n").collect::<String>()
    };
    let patched = config("  a: b\n  z: \"1\"\n", "");
    let labelled = config("  a: b\n", "  labels:\n    x: \"y\"\n");
    for (command, expected, is_done) in [
        ("kubectl patch cm c -p '{\"data\":{\"z\":\"1\"}}' -o yaml", &patched, true),
        ("kubectl patch cm c -p '{\"data\":{\"z\":\"1\"}}' -o yaml --dry-run=server", &patched, false),
        ("kubectl patch cm c -p '{\"data\":{\"z\":\"1\"}}' -o yaml --dry-run=client", &patched, false),
        ("kubectl patch cm c -p '{\"data\":{\"a\":\"b\"}}' -o yaml", &config("  a: b\n", ""), false),
        ("kubectl label cm c x=y -o yaml", &labelled, true),
    ] {
        let (said, story) = said(command);
        assert_eq!((without_uid(said).as_str(), story), (expected.as_str(), is_done), "{command}");
    }
    let (json, _) = said("kubectl label cm c x=y -o json");
    assert!(
        json.starts_with("{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"a\": \"b\"\n    },\n"),
        "{json}"
    );
}

#[test]
fn a_new_generation_is_that_of_the_server() {
    let generation = |command: &str| {
        let (said, _) = said(command);
        said.lines().filter_map(|line| line.strip_prefix("  generation: ")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(generation("kubectl set image deploy/web app=nginx:2 -o yaml"), "2");
    // kubectl alone counts nothing.
    assert_eq!(generation("kubectl set image deploy/web app=nginx:2 -o yaml --dry-run=client"), "1");
    assert_eq!(generation("kubectl annotate deploy web x=y -o yaml"), "2");
    assert_eq!(generation("kubectl label deploy web x=y -o yaml"), "1");
    let (scaled, _) = said("kubectl scale deploy web --replicas=3 -o yaml");
    assert!(scaled.contains("\n  replicas: 3\n"), "{scaled}");
    let (scaled, is_done) = said("kubectl scale deploy web --replicas=3 -o yaml --dry-run=client");
    assert!(scaled.contains("\n  replicas: 0\n") && !is_done, "{scaled}");
}

#[test]
fn several_objects_stand_apart_as_each_command_has_it() {
    let heads = |command: &str| {
        let (said, _) = said(command);
        said.lines().filter(|line| line.starts_with("kind: ") || *line == "---").collect::<Vec<_>>().join(" ")
    };
    assert_eq!(heads("kubectl annotate deploy/web pod/p x=y -o yaml"), "kind: Deployment --- kind: Pod");
    assert_eq!(heads("kubectl label deploy/web pod/p x=y -o yaml"), "kind: Deployment kind: Pod");
    let (said, _) = said("kubectl label deploy web x- -o yaml");
    assert!(said.starts_with("label \"x\" not found.\napiVersion: apps/v1\n"), "{said}");
}

#[test]
fn marks_are_listed() {
    for (command, expected) in [
        ("kubectl label deploy web --list", "a=b\n"),
        ("kubectl label deploy web z=1 --list", "a=b\nz=1\n"),
        ("kubectl label deploy web a- --list", ""),
        ("kubectl label cm c --list", ""),
        ("kubectl label deploy --all --list", "Listing labels for Deployment.apps/web:\n a=b\n"),
        ("kubectl label cm -l nope=x --list", ""),
        (
            "kubectl annotate deploy web --list",
            r#"deployment.kubernetes.io/revision=1
kubectl.kubernetes.io/last-applied-configuration={"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{},"labels":{"a":"b"},"name":"web","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx:1","name":"app"}]}}}}

"#,
        ),
        (
            "kubectl label pod,deploy --all --list",
            "Listing labels for Pod./p:\nListing labels for Deployment.apps/web:\n a=b\n",
        ),
    ] {
        assert_eq!(said(command), (expected.to_owned(), false), "{command}");
    }
}

/// kubectl alone shows the text as it would send it; the server is not asked.
#[test]
fn a_file_is_printed_as_it_would_be_created() {
    let (yaml, is_done) = said("kubectl create -f x.yaml --dry-run=client -o yaml");
    let parts: Vec<&str> = yaml.split("---\n").collect();
    assert_eq!((parts.len(), is_done), (3, false));
    assert_eq!(
        parts[1],
        "apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: default\n"
    );
    let (json, _) = said("kubectl create -f x.yaml --dry-run=client -o json");
    assert!(json.contains("}\n{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n"), "{json}");
    // An apply prints the objects as they are, in one list.
    let (applied, is_done) = said("kubectl apply -f x.yaml -o yaml");
    assert!(applied.starts_with("apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n"), "{applied}");
    assert!(applied.ends_with("kind: List\nmetadata: {}\n") && !is_done, "{applied}");
    assert!(applied.contains("  status:\n") && applied.contains("last-applied-configuration"), "{applied}");
}
