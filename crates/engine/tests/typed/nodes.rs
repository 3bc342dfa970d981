//! Nodes that are tainted and drained. The answers are those of a cluster of 1.36.2.

use super::SHOP;
use super::answers::told;
use super::common::POD;
use engine::{Kubernetes, Manifest, Output};

/// The output of one command 20 seconds after the create.
fn typed(text: &str, command: &str) -> Output {
    let command = format!("kubectl {command}");
    Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap().typed(20_000, &command)
}

#[test]
fn taints_are_put_on_nodes_and_taken_off() {
    let commands = [
        "a=b:NoSchedule",
        "a=c:NoSchedule",
        "a=c:NoSchedule --overwrite",
        "b:PreferNoSchedule a-",
        "b- c-",
        "b:NoExecute b:NoSchedule b:PreferNoSchedule-",
        "a=b",
        "a=b:Nope",
        "a=b:NoSchedule a=c:NoSchedule",
        "a=b:NoSchedule a-",
        "b-",
    ];
    let commands = commands.map(|rest| format!("kubectl taint nodes sim-node {rest}"));
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    let usage = "\nSee 'kubectl taint -h' for help and examples\n";
    assert_eq!(
        told(POD, &commands),
        [
            "node/sim-node tainted\n",
            "error: node sim-node already has a taint(s) with same effect(s) and --overwrite is false\n",
            "node/sim-node modified\n",
            "node/sim-node modified\n",
            "error: taint \"c\" not found\n",
            "node/sim-node modified\n",
            &format!(
                "error: invalid taint spec: a=b, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'){usage}"
            ),
            &format!("error: invalid taint effect: Nope, unsupported taint effect{usage}"),
            &format!(
                "error: duplicated taints with the same key and effect: {{a c NoSchedule <nil>}}{usage}"
            ),
            "error: can not both modify and remove the following taint(s) in the same command: a=\n",
            "node/sim-node untainted\n",
        ]
    );
    let evicted = ["kubectl taint no sim-node x:NoExecute", "kubectl get pods"];
    assert_eq!(
        told(POD, &evicted),
        ["node/sim-node tainted\n", "No resources found in default namespace.\n"],
        "a Pod without a toleration has to go"
    );
}

#[test]
fn a_drain_refuses_what_would_not_come_again() {
    let text = POD.replace("spec: {", "spec: { volumes: [{ name: s, emptyDir: {} }],")
        + "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: log }\nspec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: a:1 }] } } }\n";
    let drain = |flags: &str| typed(&text, &format!("drain sim-node {flags}"));
    let node = "error: unable to drain node \"sim-node\" due to error: ";
    let end = ", continuing command...\nThere are pending nodes to be drained:\n sim-node\n";
    let storage =
        "cannot delete Pods with local storage (use --delete-emptydir-data to override): default/web";
    let output = drain("--ignore-daemonsets");
    assert_eq!((output.stdout.as_str(), output.exit), ("node/sim-node cordoned\n", 1));
    assert_eq!(output.stderr, format!("{node}{storage}{end}{storage}\n"));
    let both = drain("").stderr;
    let logger = both.lines().find(|line| line.starts_with("cannot delete DaemonSet")).unwrap();
    assert!(logger.starts_with("cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): "));
    assert_eq!(both, format!("{node}[{logger}, {storage}]{end}{logger}\n{storage}\n"));
    let alone = "cannot delete Pods that declare no controller (use --force to override): default/web";
    let told = drain("--ignore-daemonsets --delete-emptydir-data").stderr;
    assert_eq!(told, format!("{node}{alone}{end}{alone}\n"));
    let output = drain("--ignore-daemonsets --delete-emptydir-data --force");
    assert_eq!(
        output.stdout,
        "node/sim-node cordoned\nevicting pod default/web\npod/web evicted\nnode/sim-node drained\n"
    );
    assert!(
        output.stderr.ends_with("; deleting Pods that declare no controller: default/web\n"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_drain_asks_again_until_the_budget_allows() {
    let text = format!(
        "{SHOP}---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{ name: shop }}\nspec: {{ minAvailable: 1, selector: {{ matchLabels: {{ app: shop }} }} }}\n"
    );
    let manifest = Manifest::read(&text, &Kubernetes::RECORDED);
    let run = manifest.simulate("").unwrap();
    // There is no other node, so that the second Pod never may go.
    let acted = run.act(20_000, "kubectl drain sim-node --timeout=8s", "");
    let lines: Vec<&str> = acted.said.lines().collect();
    let count = |text: &str| lines.iter().filter(|line| line.contains(text)).count();
    assert_eq!(count("evicting pod default/shop-"), 4, "{lines:#?}");
    assert_eq!(
        count("(will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget."),
        2
    );
    assert_eq!(count("global timeout reached: 8s"), 3);
    assert_eq!(count("evicted"), 1);
    let story = acted.scenario.unwrap();
    let then = manifest.simulate(&story).unwrap();
    let pods = then.kubectl(40_000, "kubectl get pods --no-headers");
    assert_eq!((pods.matches("Running").count(), pods.matches("Pending").count()), (1, 1), "{pods}");
    assert!(story.contains("do: evict") && story.contains("retry: 8s"), "{story}");
    let endless = run.act(20_000, "kubectl drain sim-node", "").said;
    assert!(endless.ends_with("podlab: the drain goes on; its first 120s are shown\n"), "{endless}");
}

#[test]
fn a_dry_run_of_old_is_logged_and_does_nothing() {
    let output = typed(POD, "drain sim-node --dry-run --force");
    assert_eq!(
        output.stdout,
        "node/sim-node cordoned (dry run)\nevicting pod default/web (dry run)\nnode/sim-node drained (dry run)\n"
    );
    assert!(output.stderr.starts_with(
        "podlab: kubectl logs: --dry-run is deprecated and can be replaced with --dry-run=client.\n"
    ));
    let output = typed(POD, "delete pod web --dry-run=true");
    assert_eq!(output.stdout, "pod \"web\" deleted from default namespace (dry run)\n");
    assert_eq!(
        output.stderr,
        "podlab: kubectl logs: --dry-run=true is deprecated (boolean value) and can be replaced with --dry-run=client.\n"
    );
}

/// The server refuses in a dry run what it would refuse; kubectl asks on.
#[test]
fn a_dry_run_of_a_drain_tells_which_evictions_a_budget_refuses() {
    let text = format!(
        "{SHOP}---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{ name: shop }}\nspec: {{ minAvailable: 2, selector: {{ matchLabels: {{ app: shop }} }} }}\n"
    );
    let manifest = Manifest::read(&text, &Kubernetes::RECORDED);
    let run = manifest.simulate("").unwrap();
    let output = run.typed(20_000, "kubectl drain sim-node --dry-run=server");
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert_eq!((lines.len(), lines[0], output.exit), (3, "node/sim-node cordoned (server dry run)", 1));
    assert!(lines[1].starts_with("evicting pod default/shop-") && lines[1].ends_with(" (server dry run)"));
    let lines: Vec<&str> = output.stderr.lines().collect();
    let refused = " (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.";
    assert!(lines[0].starts_with("error when evicting pods/\"shop-") && lines[0].ends_with(refused));
    assert_eq!(lines[2], "podlab: kubectl asks again each 5s, and a dry run changes nothing");
}
