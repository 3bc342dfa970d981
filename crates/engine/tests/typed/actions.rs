//! The action that a typed command adds to the scenario.

use super::SHOP;
use super::common::{POD, read, simulate, typed};
use expect_test::{Expect, expect};

fn check(text: &str, command: &str, expected: &Expect) {
    let manifest = read(text);
    let run = manifest.simulate("").unwrap();
    let acted = run.act(20_000, command, "# mine\n");
    if let Some(scenario) = &acted.scenario {
        manifest.simulate(scenario).unwrap();
    }
    expected.assert_eq(&format!("{}{}", acted.said, acted.scenario.unwrap_or_default()));
}

#[test]
fn what_is_typed_is_done_in_the_story() {
    check(
        POD,
        "kubectl delete pod web --grace-period=5",
        &expect![[r#"
        pod "web" deleted from default namespace
        # mine
        actions:
        - { at: 20, do: delete, name: web, grace: 5 }
    "#]],
    );
    check(
        SHOP,
        "kubectl scale deploy shop --replicas 5",
        &expect![[r"
        deployment.apps/shop scaled
        # mine
        actions:
        - { at: 20, do: patch, name: shop, sub: scale, patch: { spec: { replicas: 5 } } }
    "]],
    );
    check(
        SHOP,
        "kubectl set image deployment/shop web=a:2",
        &expect![[r#"
        deployment.apps/shop image updated
        # mine
        actions:
        - { at: 20, do: patch, name: shop, patch: { spec: { template: { spec: { containers: [{ name: web, image: "a:2" }] } } } } }
    "#]],
    );
    check(
        POD,
        r#"kubectl patch pod web --type merge -p '{"metadata":{"labels":{"a":"b"}}}'"#,
        &expect![[r"
        pod/web patched
        # mine
        actions:
        - { at: 20, do: patch, name: web, type: merge, patch: { metadata: { labels: { a: b } } } }
    "]],
    );
    check(
        POD,
        "kubectl create secret generic db --from-literal=password=x",
        &expect![[r"
        secret/db created
        # mine
        actions:
        - at: 20
          do: create
          manifest: |
            apiVersion: v1
            kind: Secret
            metadata:
              name: db
            stringData:
              password: x
    "]],
    );
}

#[test]
fn what_the_server_refuses_is_told_in_its_words() {
    let patch = r#"kubectl patch pod web -p '{"spec":{"hostNetwork":true}}'"#;
    let (said, story) = typed(POD, 20_000, patch);
    assert_eq!(story, None);
    let told = "The Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields other than";
    assert!(said.starts_with(told), "{said}");
}

const SIZED: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: a:1, resources: { requests: { cpu: 100m }, limits: { cpu: 200m } } }] }\n";

#[test]
fn a_resize_that_is_typed_is_carried_out_in_the_story() {
    let manifest = read(SIZED);
    let resize = |resources: &str| {
        format!(
            r#"kubectl patch pod web --subresource resize -p '{{"spec":{{"containers":[{{"name":"app","resources":{resources}}}]}}}}'"#
        )
    };
    let run = manifest.simulate("").unwrap();
    let acted = run.act(20_000, &resize(r#"{"requests":{"cpu":"150m"}}"#), "");
    expect![[r#"
        pod/web patched
    "#]]
    .assert_eq(&acted.said);
    let run = manifest.simulate(&acted.scenario.unwrap()).unwrap();
    let events = run.kubectl(30_000, "kubectl get events");
    assert!(events.contains("ResizeCompleted"), "{events}");
    let yaml = run.kubectl(30_000, "kubectl get pod web -o yaml");
    assert!(yaml.contains("allocatedResources:\n      cpu: 150m"), "{yaml}");
    let refused = |resources: &str| {
        let acted = run.act(40_000, &resize(resources), "");
        assert_eq!(acted.scenario, None);
        acted.said
    };
    expect![[r#"
        The Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m
    "#]]
    .assert_eq(&refused(r#"{"requests":{"cpu":"500m"}}"#));
    expect![[r#"
        The request is invalid: patch: Invalid value: "map[spec:map[containers:[map[name:app resources:map[requests:map[cpu:a]]]]]]": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
    "#]].assert_eq(&refused(r#"{"requests":{"cpu":"a"}}"#));
}

#[test]
fn workloads_are_listed_with_their_numbers() {
    check(
        SHOP,
        "kubectl get deploy",
        &expect![[r"
        NAME   READY   UP-TO-DATE   AVAILABLE   AGE
        shop   2/2     2            2           20s
    "]],
    );
    check(
        SHOP,
        "kubectl get deploy other",
        &expect![[r#"
        Error from server (NotFound): deployments.apps "other" not found
    "#]],
    );
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    check(
        POD,
        "kubectl delete pod other",
        &expect![[r#"
        Error from server (NotFound): pods "other" not found
    "#]],
    );
    check(
        POD,
        "kubectl scale deploy shop --replicas 5",
        &expect![[r#"
        Error from server (NotFound): deployments.apps "shop" not found
    "#]],
    );
    check(
        POD,
        "kubectl cordon node-1",
        &expect![[r#"
            Error from server (NotFound): nodes "node-1" not found
        "#]],
    );
    check(
        POD,
        "kubectl get pod",
        &expect![[r"
        NAME   READY   STATUS    RESTARTS   AGE
        web    1/1     Running   0          20s
    "]],
    );
}

#[test]
fn several_types_and_selected_objects_are_changed_in_one_line() {
    let both = format!("{POD}---\n{SHOP}");
    check(
        &both,
        "kubectl delete pod/web deploy/nope deploy/shop",
        &expect![[r#"
            pod "web" deleted from default namespace
            deployment.apps "shop" deleted from default namespace
            Error from server (NotFound): deployments.apps "nope" not found
            # mine
            actions:
            - { at: 20, do: delete, name: web }
            - { at: 20, do: delete, name: shop }
        "#]],
    );
    check(
        &both,
        "kubectl delete pods,deploy -l app=none",
        &expect![[r"
            No resources found
        "]],
    );
    check(
        &both,
        "kubectl scale deploy --all --replicas=3 --current-replicas=2",
        &expect![[r"
            deployment.apps/shop scaled
            # mine
            actions:
            - { at: 20, do: patch, name: shop, sub: scale, patch: { spec: { replicas: 3 } } }
        "]],
    );
    check(
        &both,
        "kubectl scale deploy shop --replicas=3 --current-replicas=5",
        &expect![[r"
            error: Expected replicas to be 5, was 2
        "]],
    );
    check(
        &both,
        "kubectl set image deploy/shop nope=a:2 web=",
        &expect![[r#"
            error: unable to find container named "nope"
            failed to patch image update to pod template: Deployment.apps "shop" is invalid: spec.template.spec.containers[0].image: Required value
        "#]],
    );
}

#[test]
fn a_command_acts_in_the_namespace_of_the_text() {
    let elsewhere = POD.replace("{name: web}", "{name: web, namespace: shop}");
    let (said, _) = typed(&elsewhere, 20_000, "kubectl delete pod web");
    assert_eq!(said, "pod \"web\" deleted from shop namespace\n");
}

#[test]
fn stateful_sets_are_rolled_back_too() {
    let set =
        SHOP.replace("Deployment", "StatefulSet").replace("replicas: 2", "replicas: 1\n  serviceName: shop");
    let manifest = read(&set);
    let run = manifest.simulate("").unwrap();
    assert_eq!(
        run.act(20_000, "kubectl rollout undo sts/shop", "").said,
        "Warning: resource statefulsets/shop was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\nerror: no last revision to roll back to\n"
    );
    let changed = run.act(20_000, "kubectl set image sts/shop web=a:2", "").scenario.unwrap();
    let run = manifest.simulate(&changed).unwrap();
    let back = run.act(90_000, "kubectl rollout undo sts/shop", &changed);
    assert!(back.said.ends_with(".\nstatefulset.apps/shop rolled back\n"), "{}", back.said);
    let run = manifest.simulate(&back.scenario.unwrap()).unwrap();
    assert!(!run.kubectl(200_000, "kubectl get pods -o jsonpath='{..image}'").contains("a:2"));
    let same = run.act(200_000, "kubectl rollout undo sts/shop --to-revision=3", "").said;
    let skipped = "\nstatefulset.apps/shop skipped rollback (current template already matches revision 3)\n";
    assert!(same.ends_with(skipped), "{same}");
}

#[test]
fn events_are_sorted_and_selected() {
    let run = simulate(POD, "");
    let reasons = |flags: &str| {
        run.kubectl(20_000, &format!("kubectl get events {flags} -o jsonpath='{{.items[*].reason}}'"))
    };
    assert_eq!(reasons("--sort-by=.metadata.creationTimestamp"), "Scheduled Pulling Pulled Created Started");
    assert_eq!(reasons("--field-selector=involvedObject.name=web,reason=Pulled"), "Pulled");
    let missing = run.kubectl(20_000, "kubectl get event nope");
    assert_eq!(missing, "Error from server (NotFound): events \"nope\" not found\n");
    let elsewhere = run.kubectl(20_000, "kubectl get pod web -n nope");
    assert_eq!(elsewhere, "Error from server (NotFound): namespaces \"nope\" not found\n");
}

#[test]
fn what_the_server_does_not_take_is_told_as_kubectl_tells_it() {
    let said = |command: &str| {
        let (said, story) = typed(POD, 20_000, command);
        assert_eq!(story, None, "{command}");
        said
    };
    assert_eq!(
        said(r#"kubectl patch pod web -p '{"spec":{"containers":[{"image":"a:2"}]}}'"#),
        "Error from server: map: map[image:a:2] does not contain declared merge key: name\n"
    );
    let name = said("kubectl create configmap C_4");
    assert!(
        name.starts_with("error: failed to create configmap: ConfigMap \"C_4\" is invalid: metadata.name: "),
        "{name}"
    );
    let name = said("kubectl create secret generic S_1");
    assert!(
        name.starts_with("error: failed to create secret Secret \"S_1\" is invalid: metadata.name: "),
        "{name}"
    );
    let key = said("kubectl create configmap c --from-literal='a b=c'");
    assert!(
        key.starts_with("error: \"a b\" is not a valid key name for a ConfigMap: a valid config key must"),
        "{key}"
    );
    let label = r#"[{"op":"add","path":"/metadata/labels","value":{"q":1}}]"#;
    let read = said(&format!("kubectl patch pod web --type=json -p '{label}'"));
    let begins = r#"The request is invalid: patch: Invalid value: "{\"apiVersion\":\"v1\",\"kind\":\"Pod\","#;
    assert!(read.starts_with(begins), "{read}");
    assert_eq!(
        said(r#"kubectl patch pod web -p '{"spec":{"nope":1}}'"#),
        "Warning: unknown field \"spec.nope\"\npod/web patched (no change)\n"
    );
}
