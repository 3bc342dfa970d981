//! Commands about the objects of the text itself, which `-f` means by any name.

use super::SHOP;
use super::common::read;
use super::whole::typed;

/// A Deployment whose amount the server writes otherwise, its Service, and a ConfigMap.
const FILE: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: nginx, resources: { requests: { cpu: 500m } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: cm, labels: { app: web } }
data: { a: b }
";

#[test]
fn the_objects_of_the_text_go_and_come_again() {
    let deleted = "deployment.apps \"web\" deleted from default namespace\nservice \"web\" deleted from default namespace\nconfigmap \"cm\" deleted from default namespace\n";
    let missing = |of: &str| {
        let line = |kind: &str, name: &str| {
            format!("Error from server (NotFound): {of}{kind} \"{name}\" not found\n")
        };
        line("deployments.apps", "web") + &line("services", "web") + &line("configmaps", "cm")
    };
    let (said, run) = typed(
        FILE,
        &[
            "kubectl apply -f web.yaml",
            "kubectl delete -f web.yaml",
            "kubectl delete -f web.yaml",
            "kubectl delete -f web.yaml --ignore-not-found",
            "kubectl get -f web.yaml",
            "kubectl create -f web.yaml",
            "kubectl delete -f ./anything.yml --wait=false -o name",
            "kubectl apply -f -",
        ],
    );
    let all = |word: &str| format!("deployment.apps/web{word}\nservice/web{word}\nconfigmap/cm{word}\n");
    let told = [
        all(" unchanged"),
        deleted.to_owned(),
        missing("error when deleting \"web.yaml\": "),
        String::new(),
        missing(""),
        all(" created"),
        all(""),
        all(" created"),
    ];
    assert_eq!(said, told);
    assert_eq!(run.kubectl(60_000, "kubectl get deploy web --no-headers"), "web   2/2   2     2     33s\n");
}

#[test]
fn an_apply_takes_back_what_was_changed_otherwise() {
    let (said, run) = typed(
        FILE,
        &[
            "kubectl scale deploy web --replicas=5",
            "kubectl set image deploy/web app=nginx:2",
            "kubectl label cm cm app=other --overwrite",
            "kubectl apply -f web.yaml --dry-run=server",
            "kubectl apply -f web.yaml",
            "kubectl apply -f web.yaml",
            "kubectl scale -f web.yaml --replicas=3",
            "kubectl replace -f web.yaml",
            "kubectl label -f web.yaml tier=x",
        ],
    );
    let last = said.get(3..).unwrap_or_default();
    let told = [
        "deployment.apps/web configured (server dry run)\nservice/web unchanged (server dry run)\nconfigmap/cm configured (server dry run)\n",
        "deployment.apps/web configured\nservice/web unchanged\nconfigmap/cm configured\n",
        "deployment.apps/web unchanged\nservice/web unchanged\nconfigmap/cm unchanged\n",
        "deployment.apps/web scaled\nError from server (NotFound): the server could not find the requested resource\n",
        "deployment.apps/web replaced\nservice/web replaced\nconfigmap/cm replaced\n",
        "deployment.apps/web labeled\nservice/web labeled\nconfigmap/cm labeled\n",
    ];
    assert_eq!(last, told);
    let now = |what: &str| run.kubectl(60_000, what);
    let image = "{.spec.replicas} {.spec.template.spec.containers[*].image}";
    assert_eq!(now(&format!("kubectl get deploy web -o jsonpath='{image}'")), "2 nginx");
    assert_eq!(now("kubectl get cm,svc -l tier=x -o name"), "configmap/cm\nservice/web\n");
}

#[test]
fn a_file_is_read_as_kubectl_reads_it() {
    let run = read(FILE).simulate("").unwrap();
    let said = |command: &str| run.kubectl(60_000, command);
    let table = said("kubectl get -f web.yaml --no-headers");
    assert_eq!(
        table.lines().filter(|line| line.starts_with("deployment.apps/web   2/2")).count(),
        1,
        "{table}"
    );
    assert_eq!(said("kubectl get -f web.yaml -l app=web"), "No resources found in default namespace.\n");
    assert_eq!(said("kubectl get -f web.yaml -l app=web -o name"), "configmap/cm\n");
    assert_eq!(
        said("kubectl get -f web.yaml pods"),
        "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n"
    );
    assert_eq!(
        said("kubectl rollout status -f web.yaml"),
        "deployment \"web\" successfully rolled out\nno status viewer has been implemented for Service\nno status viewer has been implemented for ConfigMap\n"
    );
    assert!(said("kubectl describe -f web.yaml").contains("\n\n\nName:         cm\n"));
    let elsewhere = said("kubectl get -n shop -f web.yaml");
    assert_eq!(elsewhere.lines().next(), Some("Error from server (NotFound): namespaces \"shop\" not found"));
    let inside = FILE.replace("name: web }", "name: web, namespace: shop }");
    let run = read(&inside).simulate("").unwrap();
    let words = "the namespace from the provided object \"shop\" does not match the namespace \"default\". You must pass '--namespace=shop' to perform this operation.\n";
    assert_eq!(
        run.kubectl(60_000, "kubectl get -f web.yaml -n default -o name"),
        format!("configmap/cm\n{words}{words}")
    );
    assert_eq!(
        run.kubectl(60_000, "kubectl get -f web.yaml -o name"),
        "deployment.apps/web\nservice/web\nconfigmap/cm\n"
    );
    for verb in ["apply", "create", "replace", "apply --server-side"] {
        let (said, _) = typed(&inside, &[&format!("kubectl {verb} -f web.yaml -n default")]);
        assert!(said.concat().contains(words), "{verb}: {said:?}");
    }
}

/// Two namespaces with objects of one type.
const TWO: &str = "\
{ apiVersion: v1, kind: Namespace, metadata: { name: a } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: b } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: one, namespace: a } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: other, namespace: b } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: p, namespace: a }, spec: { containers: [{ name: c, image: x }] } }
";

#[test]
fn what_a_file_has_in_another_namespace_hinders_nothing_else() {
    let run = read(TWO).simulate("").unwrap();
    let said = |command: &str| run.act(60_000, command, "").said;
    let table = "NAME          STATUS   AGE\nnamespace/a   Active   60s\nnamespace/b   Active   60s\n\nNAME              DATA   AGE\nconfigmap/one     0      60s\nconfigmap/other   0      60s\n\nNAME    READY   STATUS    RESTARTS   AGE\npod/p   1/1     Running   0          60s\n";
    assert_eq!(run.kubectl(60_000, "kubectl get -f two.yaml"), table);
    let words = "the namespace from the provided object \"b\" does not match the namespace \"a\". You must pass '--namespace=b' to perform this operation.\n";
    assert_eq!(
        said("kubectl delete -f two.yaml -n a --dry-run=client -o name"),
        format!(
            "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\nnamespace/a\nnamespace/b\nconfigmap/one\npod/p\nerror: {words}"
        )
    );
    assert_eq!(said("kubectl scale -f two.yaml -n a --replicas=2"), format!("error: {words}"));
    assert_eq!(
        run.kubectl(60_000, "kubectl get -f two.yaml -n a -o name"),
        format!("namespace/a\nnamespace/b\nconfigmap/one\npod/p\nerror: {words}")
    );
}

#[test]
fn a_file_is_waited_for_and_sent_in_part() {
    let two =
        format!("{SHOP}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c, labels: {{app: c}}}}\n");
    for (line, said) in [
        ("kubectl apply -l app=c -f f.yaml", "configmap/c unchanged\n"),
        ("kubectl diff", "error: must specify one of -f and -k\n"),
        ("kubectl diff -k .", "podlab: `kubectl diff -k` is not played here: the terminal has no files\n"),
        ("kubectl apply -l app!=c -f f.yaml", "deployment.apps/shop unchanged\n"),
        ("kubectl create -l x -f f.yaml", "error: no objects passed to create\n"),
        (
            "kubectl apply -l 'a=(b' -f f.yaml",
            "error: the provided selector \"a=(b\" is not valid: unable to parse requirement: found '(', expected: identifier\n",
        ),
        (
            "kubectl wait -f f.yaml --for=create",
            "deployment.apps/shop condition met\nconfigmap/c condition met\n",
        ),
        (
            "kubectl wait -f f.yaml --for=jsonpath={.data.a} --timeout=1s",
            "timed out waiting for the condition on deployments/shop\ntimed out waiting for the condition on configmaps/c\n",
        ),
        (
            "kubectl wait -f f.yaml pod --for=create",
            "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n",
        ),
    ] {
        let told = super::answers::told(&two, &[line]).concat();
        assert!(told.contains(said), "{line}: {told}");
    }
    assert_eq!(super::answers::told(&two, &["kubectl diff -f f.yaml"]), [""]);
    let scale = "kubectl scale deploy shop --replicas=1";
    let told = super::answers::told(&two, &[scale, "kubectl diff -f f.yaml"]).concat();
    assert!(
        told.contains(" spec:\n   progressDeadlineSeconds: 600\n-  replicas: 1\n+  replicas: 2\n   revisionHistoryLimit: 10\n"),
        "{told}"
    );
    let taint = "kubectl taint node sim-node a=b:NoSchedule -o json";
    let told = super::answers::told(&two, &[taint]).concat();
    assert!(told.contains("\"effect\": \"NoSchedule\",\n                \"key\": \"a\""), "{told}");
}

#[test]
fn an_apply_on_the_servers_side_leaves_others_their_fields() {
    let text = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {a: c}}, spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: 'nginx:3'}]}}}}";
    let apply = "kubectl apply --server-side -f web.yaml";
    let scale = "kubectl scale deploy web --replicas=2";
    let (image, label) =
        ("kubectl set image deploy/web app=nginx:2", "kubectl label deploy web a=b --overwrite");
    let last = |lines: &[&str]| super::answers::told(text, lines).last().cloned().unwrap_or_default();
    let done = "deployment.apps/web serverside-applied\n";
    assert_eq!(last(&[apply]), done);
    let one = last(&[scale, apply]);
    let words = "error: Apply failed with 1 conflict: conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas\nPlease review the fields above--";
    assert!(one.starts_with(words), "{one}");
    let three = last(&[scale, image, label, apply]);
    let words = "error: Apply failed with 3 conflicts: conflicts with \"kubectl\" with subresource \"scale\" using apps/v1:\n- .spec.replicas\nconflicts with \"kubectl-label\" using apps/v1:\n- .metadata.labels.a\nconflicts with \"kubectl-set\" using apps/v1:\n- .spec.template.spec.containers[name=\"app\"].image\nPlease";
    assert!(three.starts_with(words), "{three}");
    let forced = format!("{apply} --force-conflicts");
    assert_eq!(last(&[scale, image, label, &forced]), done);
    assert_eq!(last(&[scale, image, label, &forced, apply]), done);
    let amount = text.replace("'nginx:3'", "nginx, resources: {limits: {cpu: 0.5}}");
    let said = super::answers::told(&amount, &[apply]).concat();
    let words = "error: Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.template.spec.containers[name=\"app\"].resources.limits.cpu\n";
    assert!(said.starts_with(words), "{said}");
}
