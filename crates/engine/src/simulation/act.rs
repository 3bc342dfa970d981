//! A command that changes the cluster, turned into an action of the scenario.

use api::{Object, Quantity};
use apiserver::Cluster;
use k8s_openapi::api::core::v1::Pod;
use kubectl::apply::{Doing, Item, Refusal, Submission, Validation};
use kubectl::{Change, Done, Output};
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
        let Some((warnings, Change { output, done, .. })) = self.change(at, command) else {
            return Acted { said: self.kubectl(at, command), scenario: None };
        };
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
        let seconds = at as f64 / 1_000.0;
        let mut text = scenario.to_owned();
        for done in &done {
            let action = action(&self.manifest, done);
            let act = ScenarioChange::Act { at: seconds, action, pod: None };
            match self.manifest.changed(&text, &act) {
                Ok(changed) => text = changed,
                Err(why) => return Acted { said: format!("podlab: {why}\n"), scenario: None },
            }
        }
        // kubectl's own warnings come before the lines about the objects, too.
        let lines = output.stderr.split_inclusive('\n');
        let (early, late): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("Warning: "));
        let said = warnings + &early.concat() + &output.stdout + &late.concat();
        Acted { said, scenario: (!done.is_empty()).then_some(text) }
    }

    /// The output of any command at `at`, one that changes the cluster included; nothing is changed.
    pub fn typed(&self, at: u64, command: &str) -> Output {
        match self.change(at, command) {
            Some((warnings, Change { output, .. })) => Output { stderr: warnings + &output.stderr, ..output },
            None => self.output(at, command),
        }
    }

    /// The change that a command makes at `at`, as the server answers it, behind the server's warnings; `None` of one that
    /// only asks.
    fn change(&self, at: u64, command: &str) -> Option<(String, Change)> {
        let manifest = &self.manifest;
        let objects: Vec<Value> = manifest.objects().map(api::Object::to_json).collect();
        let read = |text: &str| scenario::value(text).unwrap_or_default();
        let command = terminal::standing_in(&self.namespace, command);
        let mut change = terminal::in_cluster(&self.trace, Millis(at), &self.kubernetes, |cluster| {
            kubectl::change(&command, cluster, &objects, &read)
        })?;
        let mut warnings = String::new();
        let there = self.there(Millis(at));
        for done in &change.done {
            let Answer { warned, refusal } = answer(manifest, &there, done);
            for warning in warned {
                warnings.extend(["Warning: ", &warning, "\n"]);
            }
            let refusal = match refusal {
                // The cluster's Pod has more in it than the text says.
                None | Some(Refusal::Invalid(_)) => self.pod_refusal(Millis(at), done).or(refusal),
                refusal => refusal,
            };
            if let Some(refusal) = refusal {
                let output = Output { stderr: done.refused(&refusal), exit: 1, ..Output::default() };
                return Some((warnings, Change { output, ..Change::default() }));
            }
        }
        for done in std::mem::take(&mut change.done) {
            match &done {
                // A patch that changes nothing is answered otherwise, and makes no action.
                Done::Patch { lines: [said, same], .. }
                    if said != same && self.is_unchanged(Millis(at), &done) =>
                {
                    change.output.stdout = change.output.stdout.replacen(said, same, 1);
                }
                _ => change.done.push(done),
            }
        }
        if change.dry {
            change.done.clear();
        }
        Some((warnings, change))
    }
}

impl Simulation {
    /// The objects that are in the cluster at an instant.
    fn there(&self, at: Millis) -> Vec<Object> {
        let pods = self.trace.frame(at).pods.into_iter().map(|(_, pod)| Object::Pod(Box::new(pod)));
        let others = terminal::in_cluster(&self.trace, at, &self.kubernetes, |cluster| {
            cluster.workloads.iter().cloned().map(Object::from_json).collect::<Vec<_>>()
        });
        pods.chain(others).collect()
    }

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
            let is_done = simulator::patched(&mut patched, patch, Some(kind)).is_ok();
            // The server drops the fields that it does not know.
            let known = |value: &Value| Object::from_json(value.clone()).to_json();
            is_done && (patched == *object || known(&patched) == known(object))
        })
    }

    /// The API server's refusal of a changed or resized Pod, for the Pod as it is at an instant.
    fn pod_refusal(&self, at: Millis, done: &Done) -> Option<Refusal> {
        let Done::Patch { of, name, kind, subresource, patch, .. } = done else { return None };
        let subresource = subresource.as_deref().unwrap_or_default();
        let there = || self.trace.frame(at).pods.into_iter().map(|(_, pod)| pod).collect::<Vec<_>>();
        let is_asked = of == "Pod" && matches!(subresource, "" | "resize");
        let is_it = |pod: &Pod| is_asked && pod.metadata.name.as_ref() == Some(name);
        let stored = Object::Pod(Box::new(there().into_iter().find(is_it)?));
        let mut value = stored.to_json();
        if let Err(words) = simulator::patched(&mut value, patch, Some(kind)) {
            return Some(impossible(&words));
        }
        if let Some(why) = simulator::unreadable(&value) {
            return Some(unreadable(patch, why));
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
        Some(check::in_kubectl(refusal, Doing::Nothing))
    }
}

/// The API server's answer to a change.
#[derive(Default)]
struct Answer {
    warned: Vec<String>,
    refusal: Option<Refusal>,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Answer {
        Answer { refusal: Some(refusal), ..Answer::default() }
    }
}

/// The refusal of a patch that cannot be done; `words` are those of the scenario's actions, which say more than the server does.
fn impossible(words: &str) -> Refusal {
    Refusal::Request(words.split(" (").next().unwrap_or_default().to_owned())
}

/// The refusal of a patch that leaves what the server cannot read.
fn unreadable(patch: &Value, why: String) -> Refusal {
    Refusal::Unreadable { patch: api::json::go_text(patch), why, doing: Doing::Nothing }
}

/// The API server's answer to a request about the whole of an object, beside those that are there.
fn answer(manifest: &Manifest, there: &[Object], done: &Done) -> Answer {
    match done {
        Done::Create { object, .. } => return created(manifest, there, object),
        Done::Delete { of, name, .. } if of == "Namespace" => {
            let refused = simulator::undeletable(name).map(|message| Refusal::Status {
                reason: "Forbidden",
                doing: Doing::Nothing,
                message,
            });
            return refused.map(Answer::from).unwrap_or_default();
        }
        Done::Delete { .. } | Done::Patch { .. } => {}
    }
    let Done::Patch { of, name, kind, subresource: None, patch, .. } = done else { return Answer::default() };
    let is_it = |object: &&Object| object.kind() == of && apiserver::name(object) == *name;
    let Some(object) = manifest.objects().find(is_it) else { return Answer::default() };
    let mut object = object.to_json();
    if let Some(message) = api::strategic::keyless(&object, patch, api::strategic::Rules::of(of))
        .filter(|_| *kind == "strategic")
    {
        return Refusal::Status { reason: "", doing: Doing::Nothing, message }.into();
    }
    let before = kubectl::yaml::print(&object);
    if let Err(words) = simulator::patched(&mut object, patch, Some(kind)) {
        return impossible(&words).into();
    }
    match sent(manifest, there, &object, &before) {
        // The patch was another one than that of an apply.
        Some(Item::Sent { outcome: Err(Refusal::Unreadable { why, .. }), .. }) => {
            unreadable(patch, why).into()
        }
        // The server reads the whole object anew.
        Some(Item::Undecoded(why)) => {
            let patch = api::json::text(&api::json::sorted(object));
            Refusal::Unreadable { patch, why, doing: Doing::Nothing }.into()
        }
        item => answered(item),
    }
}

/// The API server's answer to a new object, which kubectl looks at first.
fn created(manifest: &Manifest, there: &[Object], object: &Value) -> Answer {
    let problems = |key: &str| {
        validation::names::config_map_key(key).into_iter().map(|problem| problem.text.into_owned()).collect()
    };
    match kubectl::bad_key(object, problems) {
        Some(refusal) => refusal.into(),
        None => answered(sent(manifest, there, object, "")),
    }
}

/// The API server's answer to an object that takes the place of the one in `before`, if there is one.
fn sent(manifest: &Manifest, there: &[Object], object: &Value, before: &str) -> Option<Item> {
    let options = check::Options { kubernetes: manifest.kubernetes().clone(), ..check::Options::default() };
    // `kubectl patch` leaves it to the server, which warns of unknown fields.
    let submission = Submission { validation: Validation::Warn, ..Submission::apply("STDIN") };
    let text = |field| object.pointer(field).and_then(Value::as_str).unwrap_or_default();
    let is_it = |one: &Object| one.kind() == text("/kind") && apiserver::name(one) == text("/metadata/name");
    let others = there.iter().filter(|one| before.is_empty() || !is_it(one)).cloned();
    let others: Vec<Object> = others.collect();
    let yaml = kubectl::yaml::print(object);
    check::answers_beside(&others, &yaml, before, &submission, &options).into_iter().next()
}

fn answered(item: Option<Item>) -> Answer {
    match item {
        Some(Item::Sent { warnings, outcome, .. }) => Answer { warned: warnings, refusal: outcome.err() },
        Some(Item::Unread(why) | Item::Undecoded(why) | Item::Limit(why)) => Refusal::Client(why).into(),
        None => Answer::default(),
    }
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
        Done::Delete { of, name, grace, propagation } => {
            let grace = grace.map(|grace| format!("\ngrace: {grace}")).unwrap_or_default();
            let how =
                if *propagation == "Background" { "" } else { &format!("\npropagation: {propagation}") };
            format!("do: delete\n{}{grace}{how}", whom(manifest, of, name))
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
        Done::Create { object, .. } => {
            let manifest = kubectl::yaml::print(object);
            let lines: Vec<String> = manifest.lines().map(|line| format!("  {line}")).collect();
            format!("do: create\nmanifest: |\n{}", lines.join("\n"))
        }
    }
}
