//! A command that changes the cluster, turned into an action of the scenario.

use api::{Object, Quantity};
use apiserver::{Cluster, Refusal};
use k8s_openapi::api::core::v1::Pod;
use kubectl::Done;
use serde_json::Value;
use simulator::{Millis, Write};
use std::fmt::Write as _;
use view::{Acted, ScenarioChange};

use super::{Simulation, terminal};
use crate::{Manifest, check, scenario};

impl Simulation {
    /// The output of a command at `at`, and the scenario with its action at that time. A command that only asks adds
    /// no action.
    pub fn act(&self, at: u64, command: &str, scenario: &str) -> Acted {
        let manifest = &self.manifest;
        let objects: Vec<Value> = manifest.objects().map(api::Object::to_json).collect();
        let read = |text: &str| scenario::value(text).unwrap_or_default();
        let change = terminal::in_cluster(&self.trace, Millis(at), &self.kubernetes, |cluster| {
            kubectl::change(command, cluster, &objects, &read)
        });
        let Some(change) = change else {
            return Acted { said: self.kubectl(at, command), scenario: None };
        };
        let unchanged = |done: &Done| self.is_unchanged(Millis(at), done);
        let mut warnings = String::new();
        for done in &change.done {
            match answer(manifest, done) {
                Some((false, told)) => warnings.push_str(&told),
                Some((true, refusal)) => return Acted { said: refusal, scenario: None },
                None => {}
            }
            if let Some(refusal) = self.resize_refusal(Millis(at), done) {
                return Acted { said: refusal, scenario: None };
            }
        }
        let mut change = change;
        for done in std::mem::take(&mut change.done) {
            match &done {
                // A patch that changes nothing is answered otherwise, and makes no action.
                Done::Patch { lines: [said, same], .. } if said != same && unchanged(&done) => {
                    change.output.stdout = change.output.stdout.replacen(said, same, 1);
                }
                _ => change.done.push(done),
            }
        }
        let mut said = warnings + &change.output.stdout + &change.output.stderr;
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
        let seconds = at as f64 / 1_000.0;
        let mut text = scenario.to_owned();
        for done in &change.done {
            let act = ScenarioChange::Act { at: seconds, action: action(manifest, done), pod: None };
            match manifest.changed(&text, &act) {
                Ok(changed) => text = changed,
                Err(why) => {
                    said = format!("podlab: {why}\n");
                    return Acted { said, scenario: None };
                }
            }
        }
        Acted { said, scenario: (!change.done.is_empty()).then_some(text) }
    }
}

impl Simulation {
    /// Whether a patch leaves its object as it is.
    fn is_unchanged(&self, at: Millis, done: &Done) -> bool {
        let Done::Patch { of, name, kind, patch, .. } = done else { return false };
        // Pods come without their kind.
        let kind_of = |object: &Value| object.get("kind").and_then(Value::as_str).unwrap_or("Pod") == of;
        let named = |object: &&Value| {
            kind_of(object) && object.pointer("/metadata/name").and_then(Value::as_str) == Some(name)
        };
        terminal::in_cluster(&self.trace, at, &self.kubernetes, |cluster| {
            let mut found = cluster.pods.iter().chain(cluster.workloads).filter(named);
            let Some(object) = found.next() else { return false };
            let mut patched = object.clone();
            simulator::patched(&mut patched, patch, Some(kind)).is_ok() && patched == *object
        })
    }

    /// The API server's message about a resize that it refuses, for the Pod as it is at an instant.
    fn resize_refusal(&self, at: Millis, done: &Done) -> Option<String> {
        let Done::Patch { name, kind, subresource: Some(subresource), patch, .. } = done else { return None };
        let there = || self.trace.frame(at).pods.into_iter().map(|(_, pod)| pod).collect::<Vec<_>>();
        let is_it = |pod: &Pod| subresource == "resize" && pod.metadata.name.as_ref() == Some(name);
        let stored = Object::Pod(Box::new(there().into_iter().find(is_it)?));
        let mut value = stored.to_json();
        if let Err(words) = simulator::patched(&mut value, patch, Some(kind)) {
            let words = words.split(" (").next().unwrap_or_default();
            return Some(format!("The request is invalid: {words}\n"));
        }
        if let Some(words) = simulator::unreadable(&value, patch) {
            return Some(format!(
                "The request is invalid: {}\n",
                words.trim_start_matches(" \"\" is invalid: ")
            ));
        }
        let node = stored.pod_spec().and_then(|(_, spec)| spec.node_name.clone());
        let room = |resource: &str| {
            let mut nodes = self.manifest.objects().filter(|object| object.kind() == "Node");
            let node =
                nodes.find(|one| node.is_some() && apiserver::name(one) == *node.as_deref().unwrap_or(""))?;
            let status = node.to_json().get("status").cloned()?;
            let amounts = status.get("allocatable").or_else(|| status.get("capacity"))?;
            Quantity::parse(amounts.get(resource)?.as_str()?).ok()
        };
        let write = Write { subresource, there: &there, room: &room };
        let server = self.manifest.server(Cluster::Assumed);
        let refusal = server.updated(Object::from_json(value), &stored, &write).err()?;
        Some(match &refusal {
            Refusal::Invalid { kind, name, errors } => match errors.as_slice() {
                [one] => format!("The {kind} \"{name}\" is invalid: {one}\n"),
                several => {
                    let list: String =
                        several.iter().map(|error| format!("* {error}\n")).collect::<Vec<_>>().concat();
                    format!("The {kind} \"{name}\" is invalid: \n{list}")
                }
            },
            other => format!("Error from server ({}): {other}\n", other.reason()),
        })
    }
}

/// The API server's message about a patch, and whether it refuses it; none when there is nothing to say.
fn answer(manifest: &Manifest, done: &Done) -> Option<(bool, String)> {
    let Done::Patch { of, name, kind, subresource: None, patch, .. } = done else { return None };
    let is_it = |object: &&Object| object.kind() == of && apiserver::name(object) == *name;
    let mut object = manifest.objects().find(is_it)?.to_json();
    let before = kubectl::yaml::print(&object);
    if let Err(words) = simulator::patched(&mut object, patch, Some(kind)) {
        // kubectl prints the server's words without what our own say of the cause.
        let words = words.split(" (").next().unwrap_or_default();
        return Some((true, format!("The request is invalid: {words}\n")));
    }
    let options = check::Options { kubernetes: manifest.kubernetes().clone(), ..check::Options::default() };
    // `kubectl patch` leaves it to the server, which warns of unknown fields.
    let validation = kubectl::apply::Validation::Warn;
    let submission = kubectl::apply::Submission { validation, ..kubectl::apply::Submission::apply("STDIN") };
    let output = check::submit(&kubectl::yaml::print(&object), &before, &submission, &options);
    let told = match output.stderr.strip_prefix("The request is invalid: patch: ") {
        // The patch was another one than that of an apply.
        Some(rest) => {
            let why = rest.rsplit_once("\": ").map_or(rest, |(_, why)| why);
            format!("The request is invalid: patch: Invalid value: {:?}: {why}", api::json::go_text(patch))
        }
        None => output.stderr,
    };
    (!told.is_empty()).then_some((output.exit != 0, told))
}

/// Whom an action is done to: by name alone, as people write it, where that means a Pod or a workload and nothing else.
fn whom(manifest: &Manifest, of: &str, name: &str) -> String {
    let named = |object: &&Object| apiserver::name(object) == name;
    let mut found = manifest.objects().filter(named);
    let is_alone = match (found.next(), found.next()) {
        (None, _) => of == "Pod",
        (Some(object), None) => object.pod_spec().is_some() && object.kind() == of,
        _ => false,
    };
    if is_alone {
        format!("name: {}", scenario::flow(&name.into()))
    } else {
        format!("target: {}", scenario::flow(&format!("{of}/{name}").into()))
    }
}

/// An action as a scenario writes it, without its time, one field a line.
fn action(manifest: &Manifest, done: &Done) -> String {
    let flow = |value: &Value| scenario::flow(value);
    match done {
        Done::Delete { of, name, grace } => {
            let grace = grace.map(|grace| format!("\ngrace: {grace}")).unwrap_or_default();
            format!("do: delete\n{}{grace}", whom(manifest, of, name))
        }
        Done::Patch { of, name, kind, subresource, patch, .. } => {
            let mut lines = format!("do: patch\n{}", whom(manifest, of, name));
            if *kind != "strategic" {
                let _ = write!(lines, "\ntype: {kind}");
            }
            if let Some(subresource) = subresource {
                let _ = write!(lines, "\nsub: {}", flow(&subresource.as_str().into()));
            }
            format!("{lines}\npatch: {}", flow(patch))
        }
        Done::Create(object) => {
            let manifest = kubectl::yaml::print(object);
            let lines: Vec<String> = manifest.lines().map(|line| format!("  {line}")).collect();
            format!("do: create\nmanifest: |\n{}", lines.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};
    use expect_test::{Expect, expect};

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: a:1 }] }\n";
    const SHOP: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: web, image: a:1 }] } }
";

    fn check(text: &str, command: &str, expected: &Expect) {
        let manifest = Manifest::read(text, &Kubernetes::RECORDED);
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
        let manifest = Manifest::read(POD, &Kubernetes::RECORDED);
        let run = manifest.simulate("").unwrap();
        let patch = r#"kubectl patch pod web -p '{"spec":{"hostNetwork":true}}'"#;
        let acted = run.act(20_000, patch, "");
        assert_eq!(acted.scenario, None);
        let told =
            "The Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields other than";
        assert!(acted.said.starts_with(told), "{}", acted.said);
    }

    const SIZED: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: a:1, resources: { requests: { cpu: 100m }, limits: { cpu: 200m } } }] }\n";

    #[test]
    fn a_resize_that_is_typed_is_carried_out_in_the_story() {
        let manifest = Manifest::read(SIZED, &Kubernetes::RECORDED);
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
            &expect![[r"
            podlab: `kubectl cordon` is not played here
        "]],
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
}
