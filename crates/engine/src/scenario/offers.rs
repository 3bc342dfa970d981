//! The actions that can be done to an object while it runs, as a scenario writes them.

use api::{Object, Quantity};
use k8s_openapi::api::core::v1::{Container, PodSpec};
use serde_json::Value;
use view::{Given, Offer};

use super::edit::{Item, scalar};
use crate::manifest::{Manifest, Subject};
use crate::references::references;
use crate::replicas;

/// Fields in braces on one line.
pub(crate) fn line(fields: &Item) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

/// The actions that a menu offers, the commonest first.
pub(super) fn offers(manifest: &Manifest, subject: &Subject<'_>, missing: &[Given]) -> Vec<Offer> {
    let kind = subject.object.kind();
    let of_workload = kind != "Pod";
    let offer = |label: &str, action: &str| Offer {
        label: label.to_owned(),
        action: action.to_owned(),
        to_a_pod: false,
    };
    let to_a_pod = |label: &str, action: &str| Offer { to_a_pod: of_workload, ..offer(label, action) };
    let mut offers = vec![to_a_pod("Delete the Pod", "do: delete")];
    offers.push(to_a_pod("Delete the Pod by force: no grace period", "do: delete\ngrace: 0"));
    offers.push(to_a_pod("Evict the Pod, as kubectl drain does", "do: evict"));
    if of_workload {
        offers.push(offer(&format!("Delete the {kind}"), "do: delete"));
    }
    if let Some(replicas) = replicas(subject.object) {
        for (word, count) in [("up", replicas.saturating_add(2)), ("down", replicas.saturating_sub(1).max(0))]
        {
            let patch = format!("do: patch\nsub: scale\npatch: {{ spec: {{ replicas: {count} }} }}");
            offers.push(offer(&format!("Scale {word} to {count}"), &patch));
        }
    }
    offers.extend(patches(subject));
    offers.extend(missing.iter().filter_map(|given| create(given, subject.spec)));
    offers.extend(of_the_node(manifest));
    offers.push(to_a_pod("Lose the sandbox, as when the node reboots", "do: loseSandbox"));
    offers.push(offer("Restart the kubelet: containers run on", "do: kubeletRestart\ndown: 5"));
    offers.push(offer("Lose the node: its kubelet is away for ten minutes", "do: kubeletRestart\ndown: 600"));
    offers
}

/// Cordons and taints the node, and takes both back: the first that the text gives, or the one that Pods go to without any.
fn of_the_node(manifest: &Manifest) -> Vec<Offer> {
    let given = manifest.objects().find(|object| object.kind() == "Node").map(Object::to_json);
    let name = given.as_ref().and_then(|node| node.pointer("/metadata/name")?.as_str()).unwrap_or("sim-node");
    let node = scalar(&format!("Node/{name}"));
    let offer = |label: &str, spec: &str| Offer {
        label: label.to_owned(),
        action: format!("do: patch\ntarget: {node}\ntype: merge\npatch: {{ spec: {spec} }}"),
        to_a_pod: false,
    };
    vec![
        offer("Cordon the node: no new Pod goes there", "{ unschedulable: true }"),
        offer("Taint the node: its Pods have to go", "{ taints: [{ key: maintenance, effect: NoExecute }] }"),
        offer("Open the node again", "{ unschedulable: null, taints: null }"),
    ]
}

/// The Pods that a workload keeps; `None` for one that cannot be scaled.
fn replicas(object: &Object) -> Option<i64> {
    // A Job has a number of Pods, but no subresource `scale`.
    let scaled = Some(object).filter(|object| !matches!(object, Object::Job(_)));
    scaled.and_then(replicas::replicas).map(|replicas| i64::from(replicas.count))
}

/// Patches of the first app container: another image, other resources.
fn patches(subject: &Subject<'_>) -> Vec<Offer> {
    let Some(container) = subject.spec.containers.first() else { return Vec::new() };
    let name = scalar(&container.name);
    let around = |inner: &str| {
        // `spec.template.spec` becomes `{ spec: { template: { spec: inner } } }`.
        let keys: Vec<&str> = subject.path.split('.').collect();
        keys.iter().rev().fold(inner.to_owned(), |inner, key| format!("{{ {key}: {inner} }}"))
    };
    let image = container.image.as_deref().unwrap_or("app");
    let bare =
        image.rsplit_once(':').map_or(image, |(bare, tag)| if tag.contains('/') { image } else { bare });
    let image = format!("{{ containers: [{{ name: {name}, image: {} }}] }}", scalar(&format!("{bare}:next")));
    let offer = |label: String, action: String| Offer { label, action, to_a_pod: false };
    let mut offers = vec![offer(
        format!("Change the image of {}", container.name),
        format!("do: patch\npatch: {}", around(&image)),
    )];
    if let Some((label, resources)) = doubled(container) {
        let patch = format!("{{ spec: {{ containers: [{{ name: {name}, resources: {resources} }}] }} }}");
        offers.push(Offer {
            label: format!("Resize {}: {label}", container.name),
            action: format!("do: patch\nsub: resize\npatch: {patch}"),
            to_a_pod: subject.object.kind() != "Pod",
        });
    }
    offers
}

/// A container's CPU, or else its memory, twice as large: requests and limits together, which keeps the Pod's class. One
/// that has neither cannot be resized without another class.
fn doubled(container: &Container) -> Option<(String, String)> {
    let resources = container.resources.as_ref()?;
    let lists = [("requests", resources.requests.as_ref()), ("limits", resources.limits.as_ref())];
    ["cpu", "memory"].into_iter().find_map(|resource| {
        let mut twice = Vec::new();
        for (name, list) in lists {
            let Some(amount) = list.and_then(|list| list.get(resource)) else { continue };
            let mut amount = Quantity::parse(&amount.0).ok().filter(|amount| amount.sign() > 0)?;
            amount.mul(2);
            twice.push((name, amount.to_string()));
        }
        let (_, first) = twice.first()?;
        let word = if resource == "cpu" { "CPU" } else { "memory" };
        let label = format!("{first} of {word}");
        let fields: Vec<String> = twice
            .iter()
            .map(|(name, amount)| format!("{name}: {{ {resource}: {} }}", scalar(amount)))
            .collect();
        Some((label, format!("{{ {} }}", fields.join(", "))))
    })
}

/// A ConfigMap or a Secret comes into being, with the keys that the Pod asks for.
fn create(given: &Given, spec: &PodSpec) -> Option<Offer> {
    let (kind, name) = given.name.split_once('/')?;
    let field = match kind {
        "ConfigMap" => "data",
        "Secret" => "stringData",
        _ => return None,
    };
    let keys: Vec<String> = keys(spec, kind, name).iter().map(|key| format!("{}: x", scalar(key))).collect();
    let data = if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) };
    let data = format!("{field}: {data}");
    let manifest = format!("apiVersion: v1\nkind: {kind}\nmetadata: {{ name: {} }}\n{data}", scalar(name));
    let lines: Vec<String> = manifest.lines().map(|line| format!("  {line}")).collect();
    Some(Offer {
        label: format!("Create the {kind} {name}"),
        action: format!("do: create\nmanifest: |\n{}", lines.join("\n")),
        to_a_pod: false,
    })
}

/// The objects that the Pod needs and that the text does not hold.
pub(super) fn given(manifest: &Manifest, subject: &Subject<'_>, scenario: &Value) -> Vec<Given> {
    let name = |object: &Object| format!("{}/{}", object.kind(), object.name());
    let written: Vec<String> = manifest.objects().map(name).collect();
    let missing = scenario.get("missing").and_then(Value::as_array);
    let mut given: Vec<Given> = Vec::new();
    for (kind, name) in references(subject.spec) {
        let whole = format!("{kind}/{name}");
        if written.contains(&whole) || given.iter().any(|one| one.name == whole) {
            continue;
        }
        let gone = missing.into_iter().flatten().any(|one| one.as_str() == Some(&whole));
        given.push(Given { sentence: format!("The {kind} `{name}` is there"), name: whole, holds: !gone });
    }
    given
}

/// The keys of an object that containers take into their environment.
fn keys(spec: &PodSpec, kind: &str, name: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for container in api::containers(spec).map(|site| site.container) {
        for source in container.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref()) {
            let map = source.config_map_key_ref.as_ref().map(|map| ("ConfigMap", &map.name, &map.key));
            let secret = source.secret_key_ref.as_ref().map(|secret| ("Secret", &secret.name, &secret.key));
            let asked = map.or(secret).filter(|(of, holder, _)| *of == kind && *holder == name);
            let new = asked.map(|(_, _, key)| key.clone()).filter(|key| !keys.contains(key));
            keys.extend(new);
        }
    }
    keys
}
