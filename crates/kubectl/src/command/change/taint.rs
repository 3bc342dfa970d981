//! `kubectl taint`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/taint/{taint,utils}.go.

use super::{Change, Patch, PatchKind, Request};
use crate::command::arguments::Arguments;
use crate::command::resource::{self, Target};
use crate::command::{Cluster, Output, meta};
use crate::others::{items, text};
use api::Kubernetes;
use api::kinds;
use serde_json::{Value, json};
use validation::{Detail, names};

/// A taint as it is typed.
struct Taint<'w> {
    key: &'w str,
    value: &'w str,
    effect: &'w str,
    removes: bool,
}

impl Taint<'_> {
    /// Whether it is the one of a node; one to remove may leave the effect open.
    fn is(&self, taint: &Value) -> bool {
        text(taint, "/key") == self.key && (self.is_open() || text(taint, "/effect") == self.effect)
    }

    fn is_open(&self) -> bool {
        self.removes && self.effect.is_empty()
    }
}

/// Gives nodes taints, or takes them away.
pub(super) fn taint(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let failure = |text: &str| Err(Output::failure(&format!("error: {text}")));
    let is_taint = |word: &String| word.contains(['=', ':']) || word.ends_with('-');
    let first = arguments.words.iter().position(is_taint).unwrap_or(arguments.words.len());
    let (whom, typed) = arguments.words.split_at(first);
    if let Some(late) = typed.iter().find(|word| !is_taint(word)) {
        return failure(&format!("all resources must be specified before taint changes: {late}"));
    }
    let Some((of, whom)) = whom.split_first() else {
        return failure("one or more resources must be specified as <resource> <name>");
    };
    if typed.is_empty() {
        return failure("at least one taint update is required");
    }
    let taints = read(typed, cluster.kubernetes).map_err(|why| arguments.misused(&why))?;
    let of = of.to_lowercase();
    match resource::kind(&of) {
        Ok(kind) if *kind == kinds::NODE => {}
        Ok(_) => return failure(&format!("invalid resource type {of}, only node types are supported")),
        Err(_) => {
            return Err(Output::failure(&format!("the server doesn't have a resource type \"{of}\"")));
        }
    }
    let added = || taints.iter().filter(|taint| !taint.removes);
    let is_added = |one: &&Taint<'_>| {
        one.removes && added().any(|new| new.key == one.key && (one.is_open() || new.effect == one.effect))
    };
    let both: Vec<String> =
        taints.iter().filter(is_added).map(|one| format!("{}={}", one.key, one.effect)).collect();
    if !both.is_empty() {
        let both = both.join(", ");
        return failure(&format!(
            "can not both modify and remove the following taint(s) in the same command: {both}"
        ));
    }
    let selects = arguments.value("selector").is_some_and(|text| !text.is_empty());
    let names = match (arguments.is_on("all"), selects) {
        (true, true) => {
            return failure("setting 'all' parameter with a non empty selector is prohibited");
        }
        (false, false) if whom.is_empty() => {
            return failure("at least one resource name must be specified since 'all' parameter is not set");
        }
        (_, true) if !whom.is_empty() => {
            return failure("name cannot be provided when a selector is specified");
        }
        (false, false) => whom.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let target = Target { resource: &kinds::NODE, names, space: None };
    let (found, missing) = resource::objects(arguments, &target, cluster)?;
    let mut change = Change::default();
    let mut errors = Vec::new();
    for node in found {
        match changed(node, &taints, arguments.is_on("overwrite")) {
            Ok((word, new)) => {
                let line = format!("node/{} {word}\n", meta(node, "name"));
                let new = if new.is_empty() { Value::Null } else { Value::Array(new) };
                let patch = Patch::of(PatchKind::Strategic, json!({"spec": {"taints": new}}));
                change.ask(&kinds::NODE, node, Request::Patch(patch), "", [line.clone(), line]);
            }
            Err(why) => errors.extend(why),
        }
    }
    change.output.exit = u8::from(!errors.is_empty() || !missing.is_empty());
    // Several errors come without a word before them.
    let before = if errors.len() + missing.len() == 1 { "error: " } else { "" };
    change.output.stderr = errors.iter().flat_map(|why| [before, why, "\n"]).collect();
    change.output.stderr.extend(missing.iter().map(|refusal| refusal.stderr.as_str()));
    Ok(change)
}

/// The word about a node, and its taints from now on: the new ones, then those that stay.
fn changed(
    node: &Value,
    taints: &[Taint<'_>],
    overwrites: bool,
) -> Result<(&'static str, Vec<Value>), Vec<String>> {
    let old: Vec<&Value> = items(node, "/spec/taints").collect();
    let added = || taints.iter().filter(|taint| !taint.removes);
    let taken: Vec<&str> =
        added().filter(|new| old.iter().any(|taint| new.is(taint))).map(|new| new.key).collect();
    if !overwrites && !taken.is_empty() {
        return Err(vec![format!(
            "node {} already has {} taint(s) with same effect(s) and --overwrite is false",
            meta(node, "name"),
            taken.join(",")
        )]);
    }
    let of = |taint: &Taint<'_>| match taint.value {
        "" => json!({"key": taint.key, "effect": taint.effect}),
        value => json!({"key": taint.key, "value": value, "effect": taint.effect}),
    };
    let stays = old.iter().filter(|taint| !added().any(|new| new.is(taint)));
    let mut all: Vec<Value> = added().map(of).chain(stays.map(|taint| Value::clone(taint))).collect();
    let is_more = all.len() != old.len();
    let (mut missing, mut is_less) = (Vec::new(), false);
    for gone in taints.iter().filter(|taint| taint.removes) {
        let before = all.len();
        all.retain(|taint| !gone.is(taint));
        is_less = all.len() != before;
        if !is_less {
            let effect = if gone.is_open() { String::new() } else { format!(":{}", gone.effect) };
            missing.push(format!("taint \"{}{effect}\" not found", gone.key));
        }
    }
    let word = match (is_more, is_less) {
        _ if overwrites => "modified",
        (true, true) => "modified",
        (true, false) => "tainted",
        (false, _) => "untainted",
    };
    if missing.is_empty() { Ok((word, all)) } else { Err(missing) }
}

/// The taints that are typed; the error says which is none.
fn read<'w>(words: &'w [String], kubernetes: &Kubernetes) -> Result<Vec<Taint<'w>>, String> {
    let mut taints: Vec<Taint<'w>> = Vec::new();
    for word in words {
        let removes = word.ends_with('-');
        let bare = word.strip_suffix('-').unwrap_or(word);
        let mut taint = one(bare, kubernetes)?;
        taint.removes = removes;
        if !removes && taint.effect.is_empty() {
            return Err(format!("invalid taint spec: {word}"));
        }
        let is_same = |one: &&Taint<'_>| !one.removes && one.key == taint.key && one.effect == taint.effect;
        if !removes && taints.iter().any(|one| is_same(&one)) {
            let Taint { key, value, effect, .. } = taint;
            return Err(format!(
                "duplicated taints with the same key and effect: {{{key} {value} {effect} <nil>}}"
            ));
        }
        taints.push(taint);
    }
    Ok(taints)
}

fn one<'w>(word: &'w str, kubernetes: &Kubernetes) -> Result<Taint<'w>, String> {
    let invalid = || format!("invalid taint spec: {word}");
    let checked = |messages: Vec<Detail>| match messages.as_slice() {
        [] => Ok(()),
        several => Err(format!("{}, {}", invalid(), Detail::joined(several, "; ").text)),
    };
    let parts: Vec<&str> = word.split(':').collect();
    let (key, value, effect) = match parts.as_slice() {
        [key] => (*key, "", ""),
        [pair, effect] => {
            if !["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(effect) {
                return Err(format!("invalid taint effect: {effect}, unsupported taint effect"));
            }
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value.contains('=') {
                return Err(invalid());
            }
            checked(names::label_value(value, kubernetes))?;
            (key, value, *effect)
        }
        _ => return Err(invalid()),
    };
    checked(names::label_key(key, kubernetes))?;
    Ok(Taint { key, value, effect, removes: false })
}
