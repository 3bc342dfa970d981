//! Commands about objects that the text does not hold and the cluster does.

use super::SHOP;
use super::common::{POD, read};
use engine::Simulation;

/// The output of commands, one each second, and the run that they make.
pub fn typed(text: &str, commands: &[&str]) -> (Vec<String>, Simulation) {
    let manifest = read(text);
    let mut scenario = String::new();
    let mut run = manifest.simulate("").unwrap();
    let mut said = Vec::new();
    for (at, command) in (20_000..).step_by(1_000).zip(commands) {
        let acted = run.act(at, command, &scenario);
        said.push(acted.said);
        scenario = acted.scenario.unwrap_or(scenario);
        run = manifest.simulate(&scenario).unwrap();
    }
    (said, run)
}

#[test]
fn what_every_cluster_has_is_changed_and_stays_so() {
    let (said, run) = typed(
        POD,
        &[
            "kubectl label node sim-node disk=ssd",
            "kubectl label ns default team=a",
            "kubectl annotate svc kubernetes a=b",
            "kubectl annotate svc kubernetes c=d",
            "kubectl label sa default -n kube-system x=y",
            "kubectl label cm kube-root-ca.crt x=y",
        ],
    );
    let told = [
        "node/sim-node labeled\n",
        "namespace/default labeled\n",
        "service/kubernetes annotated\n",
        "service/kubernetes annotated\n",
        "serviceaccount/default labeled\n",
        "configmap/kube-root-ca.crt labeled\n",
    ];
    assert_eq!(said, told);
    let names = |of: &str| run.kubectl(40_000, &format!("kubectl get {of} -o name"));
    assert_eq!(names("node -l disk=ssd"), "node/sim-node\n");
    assert_eq!(names("ns -l team=a"), "namespace/default\n");
    assert_eq!(names("sa -l x=y -A"), "serviceaccount/default\n");
    assert_eq!(names("cm -l x=y -A"), "configmap/kube-root-ca.crt\n");
    let notes = run.kubectl(40_000, "kubectl get svc kubernetes -o jsonpath='{.metadata.annotations}'");
    assert_eq!(notes, r#"{"a":"b","c":"d"}"#);
    assert_eq!(run.kubectl(40_000, "kubectl get ns -o name").lines().count(), 4);
}

#[test]
fn what_a_cluster_has_of_its_own_is_made_anew() {
    let commands =
        ["kubectl label sa default x=y", "kubectl delete sa default", "kubectl delete svc kubernetes"];
    let (said, run) = typed(POD, &commands);
    assert_eq!(said[1], "serviceaccount \"default\" deleted from default namespace\n");
    assert_eq!(said[2], "service \"kubernetes\" deleted from default namespace\n");
    let row = |of: &str| run.kubectl(32_000, &format!("kubectl get {of} --no-headers --show-labels"));
    assert_eq!(row("sa default"), "default   11s   <none>\n");
    assert!(row("svc kubernetes").contains("443/TCP   10s   component=apiserver"), "{}", row("svc"));
}

#[test]
fn a_namespace_takes_the_labels_that_admission_reads() {
    let enforce = "kubectl label ns default pod-security.kubernetes.io/enforce=restricted";
    let (said, _) = typed(POD, &[enforce, "kubectl run x --image=nginx"]);
    assert!(
        said[1].starts_with("Error from server (Forbidden): pods \"x\" is forbidden: violates PodSecurity"),
        "{said:?}"
    );
}

#[test]
fn what_a_controller_made_is_changed_and_deleted() {
    let commands = [
        "kubectl label rs -l app=shop a=b",
        "kubectl scale rs -l app=shop --replicas=1",
        "kubectl delete rs --all",
    ];
    let (said, run) = typed(SHOP, &commands);
    assert!(said[0].starts_with("replicaset.apps/shop-") && said[0].ends_with(" labeled\n"), "{said:?}");
    assert!(
        said[1].ends_with(" scaled\n") && said[2].ends_with(" deleted from default namespace\n"),
        "{said:?}"
    );
    let sets = run.kubectl(60_000, "kubectl get rs --no-headers");
    assert!(sets.ends_with("   2     2     2     38s\n"), "{sets}");
    let (said, _) = typed(SHOP, &["kubectl delete all --all"]);
    let kinds = said[0].lines().filter_map(|line| line.split(' ').next());
    let kinds: Vec<&str> = kinds.collect();
    assert_eq!(kinds, ["pod", "pod", "service", "deployment.apps", "replicaset.apps"]);
}

#[test]
fn what_follows_from_other_objects_is_honestly_left() {
    let (said, _) = typed(SHOP, &["kubectl label lease sim-node -n kube-node-lease a=b"]);
    assert_eq!(
        said,
        ["podlab: `kubectl label` of Lease/sim-node is not played here: it follows from other objects\n"]
    );
}

#[test]
fn objects_of_one_name_are_told_apart_by_their_namespaces() {
    let both = format!(
        "{POD}---\napiVersion: v1\nkind: Namespace\nmetadata: {{ name: team }}\n---\n{}",
        POD.replace("{name: web}", "{name: web, namespace: team}")
    );
    let (said, run) = typed(
        &both,
        &["kubectl label pod web a=b -n team", "kubectl delete pod web -n default --force --grace-period=0"],
    );
    assert_eq!(said[0], "pod/web labeled\n");
    let pods = run.kubectl(30_000, "kubectl get pods -A --no-headers -L a");
    assert_eq!(pods, "team   web   1/1   Running   0     30s   b\n");
}

#[test]
fn what_is_refused_of_several_is_told_and_the_rest_is_done() {
    let both = format!("{POD}---\n{SHOP}");
    let (said, run) = typed(&both, &["kubectl set image deploy/shop pod/web '*= x'"]);
    let told = "deployment.apps/shop image updated\nerror: failed to patch image update to pod template: Pod \"web\" is invalid: spec.containers[0].image: Invalid value: \" x\": must not have leading or trailing whitespace\n";
    assert_eq!(said, [told]);
    let image = "kubectl get deploy shop -o jsonpath='{.spec.template.spec.containers[0].image}'";
    assert_eq!(run.kubectl(30_000, image), " x");
    let (said, _) = typed(&both, &["kubectl label deploy,pod/web a=b", "kubectl label pod web nope a/b/c=d"]);
    assert_eq!(said[0].lines().count(), 1);
    assert!(said[1].starts_with("Error from server (NotFound): pods \"nope\" not found\nError from server (Invalid): Pod \"web\" is invalid: metadata.labels: "), "{said:?}");
}

#[test]
fn a_selector_that_selects_nothing_is_told_of_a_scale_only() {
    let (said, _) =
        typed(SHOP, &["kubectl scale deploy -l a=b --replicas=1", "kubectl label deploy -l a=b x=y"]);
    assert_eq!(said, ["error: no objects passed to scale\n", ""]);
}

#[test]
fn json_is_sent_as_it_is_and_yaml_is_read_first() {
    let patch = |patch: &str| typed(POD, &[&format!("kubectl patch pod web {patch}")]).0.concat();
    assert_eq!(
        patch(r#"-p "{'a':'b'}""#),
        "Error from server (BadRequest): invalid character '\\'' looking for beginning of object key string\n"
    );
    assert_eq!(
        patch("--type=merge -p '{'"),
        "Error from server (BadRequest): error decoding patch: unexpected end of JSON input\n"
    );
    assert_eq!(
        patch("-p 'a: b: c'"),
        "error: unable to parse \"a: b: c\": yaml: mapping values are not allowed in this context\n"
    );
    assert_eq!(patch("-p null"), "pod/web patched (no change)\n");
    assert_eq!(patch("-p 'metadata: {labels: {a: b}}'"), "pod/web patched\n");
}
