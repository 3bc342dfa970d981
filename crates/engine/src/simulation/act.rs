//! A command that changes the cluster, turned into an action of the scenario.

use api::{Object, Quantity};
use apiserver::{Cluster, Refusal};
use k8s_openapi::api::core::v1::Pod;
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
        let refused = |words: String| {
            let output = Output { stderr: words, exit: 1, ..Output::default() };
            Some((String::new(), Change { output, ..Change::default() }))
        };
        let mut warnings = String::new();
        for done in &change.done {
            match answer(manifest, done) {
                Some((false, told)) => warnings.push_str(&told),
                Some((true, refusal)) => {
                    // The cluster's Pod has more in it than the text says.
                    let told = self.pod_refusal(Millis(at), done);
                    let told = told.filter(|_| refusal.starts_with("The Pod \""));
                    return refused(framed(done, told.unwrap_or(refusal)));
                }
                None => {}
            }
            if let Some(refusal) = self.pod_refusal(Millis(at), done) {
                return refused(framed(done, refusal));
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

    /// The API server's message about a changed or resized Pod that it refuses, for the Pod as it is at an instant.
    fn pod_refusal(&self, at: Millis, done: &Done) -> Option<String> {
        let Done::Patch { of, name, kind, subresource, patch, .. } = done else { return None };
        let subresource = subresource.as_deref().unwrap_or_default();
        let there = || self.trace.frame(at).pods.into_iter().map(|(_, pod)| pod).collect::<Vec<_>>();
        let is_asked = of == "Pod" && matches!(subresource, "" | "resize");
        let is_it = |pod: &Pod| is_asked && pod.metadata.name.as_ref() == Some(name);
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

/// A refusal as `kubectl set image` tells it, which prints the bare error behind words of its own.
fn framed(done: &Done, refusal: String) -> String {
    let Done::Patch { lines: [said, _], .. } = done else { return refusal };
    let invalid = refusal
        .strip_prefix("The ")
        .and_then(|rest| rest.split_once(" \""))
        .filter(|_| said.ends_with("image updated\n"));
    let Some((kind, rest)) = invalid else { return refusal };
    let group = said.split_once('/').and_then(|(of, _)| of.split_once('.')).map_or("", |(_, group)| group);
    let dot = if group.is_empty() { "" } else { "." };
    format!("error: failed to patch image update to pod template: {kind}{dot}{group} \"{}", in_one_line(rest))
}

/// The API server's message about a change, and whether it refuses it; none when there is nothing to say.
fn answer(manifest: &Manifest, done: &Done) -> Option<(bool, String)> {
    let options = check::Options { kubernetes: manifest.kubernetes().clone(), ..check::Options::default() };
    // `kubectl patch` leaves it to the server, which warns of unknown fields.
    let validation = kubectl::apply::Validation::Warn;
    let submission = kubectl::apply::Submission { validation, ..kubectl::apply::Submission::apply("STDIN") };
    let submit = |object: &Value, before: &str| {
        check::submit(&kubectl::yaml::print(object), before, &submission, &options)
    };
    if let Done::Create { object, frame } = done {
        let output = submit(object, "");
        let is_refused = output.exit != 0;
        let told = if is_refused { uncreated(object, frame, &output.stderr) } else { output.stderr };
        return (!told.is_empty()).then_some((is_refused, told));
    }
    let Done::Patch { of, name, kind, subresource: None, patch, .. } = done else { return None };
    let is_it = |object: &&Object| object.kind() == of && apiserver::name(object) == *name;
    let mut object = manifest.objects().find(is_it)?.to_json();
    if let Some(words) = api::strategic::keyless(&object, patch, api::strategic::Rules::of(of))
        .filter(|_| *kind == "strategic")
    {
        return Some((true, format!("Error from server: {words}\n")));
    }
    let before = kubectl::yaml::print(&object);
    if let Err(words) = simulator::patched(&mut object, patch, Some(kind)) {
        // kubectl prints the server's words without what our own say of the cause.
        let words = words.split(" (").next().unwrap_or_default();
        return Some((true, format!("The request is invalid: {words}\n")));
    }
    let output = submit(&object, &before);
    let of_patch =
        |value: String, why: &str| format!("The request is invalid: patch: Invalid value: {value:?}: {why}");
    let told = if let Some(rest) = output.stderr.strip_prefix("The request is invalid: patch: ") {
        // The patch was another one than that of an apply.
        let why = rest.rsplit_once("\": ").map_or(rest, |(_, why)| why);
        of_patch(api::json::go_text(patch), why)
    } else if let Some(why) = output.stderr.strip_prefix("error: unable to decode \"STDIN\": ") {
        // The server reads the whole object anew.
        of_patch(api::json::text(&api::json::sorted(object)), why)
    } else {
        output.stderr
    };
    (!told.is_empty()).then_some((output.exit != 0, told))
}

/// The refusal of an object as the command tells it that made it of its flags.
/// Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create/create_{configmap,secret,deployment}.go.
fn uncreated(object: &Value, frame: &str, refusal: &str) -> String {
    let refusal = refusal.replacen("error when creating \"STDIN\": ", "", 1);
    if frame.is_empty() {
        return refusal;
    }
    let parts = refusal.strip_prefix("The ").and_then(|rest| rest.split_once(' '));
    let Some((kind, rest)) = parts else {
        let words = refusal.split_once("): ").map_or(refusal.as_str(), |(_, words)| words);
        return format!("error: {frame}{words}");
    };
    // kubectl looks at the keys itself.
    let key =
        rest.split_once(" is invalid: data[").and_then(|(_, rest)| rest.split_once("]: Invalid value: "));
    if let Some((key, why)) = key {
        let why = why.split_once(": ").map_or(why, |(_, why)| why);
        let words = if kind == "Secret" {
            "is not valid key name for a Secret"
        } else {
            "is not a valid key name for a ConfigMap:"
        };
        return format!("error: {key:?} {words} {why}");
    }
    let version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let group = version.split_once('/').map_or(String::new(), |(group, _)| format!(".{group}"));
    format!("error: {frame}{kind}{group} {}", in_one_line(rest))
}

/// Errors as Go prints a list of them: `[one, another]`.
fn in_one_line(text: &str) -> String {
    match text.split_once(": \n* ") {
        Some((head, list)) => format!("{head}: [{}]\n", list.trim_end().replace("\n* ", ", ")),
        None => text.to_owned(),
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
        Done::Create { object, .. } => {
            let manifest = kubectl::yaml::print(object);
            let lines: Vec<String> = manifest.lines().map(|line| format!("  {line}")).collect();
            format!("do: create\nmanifest: |\n{}", lines.join("\n"))
        }
    }
}

#[cfg(test)]
mod asked;
#[cfg(test)]
mod created;
#[cfg(test)]
mod made;
#[cfg(test)]
mod tests;
