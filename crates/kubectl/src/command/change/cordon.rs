//! `kubectl cordon` and `kubectl uncordon`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go.

use super::{Change, Patch, PatchKind, Request};
use crate::command::arguments::Arguments;
use crate::command::commands::Command;
use crate::command::resource::{self, Target};
use crate::command::{Cluster, Output, meta};
use api::kinds;
use serde_json::{Value, json};

/// The nodes that a command line names or selects.
pub(super) fn nodes<'a>(arguments: &Arguments, cluster: &Cluster<'a>) -> Result<Vec<&'a Value>, Output> {
    if arguments.words.is_empty() && arguments.value("selector").is_none() {
        return Err(arguments.misused(&format!("USAGE: {} NODE [flags]", arguments.command.name())));
    }
    if !arguments.words.is_empty() && arguments.value("selector").is_some_and(|text| !text.is_empty()) {
        return Err(arguments.misused("cannot specify both a node name and a --selector option"));
    }
    let names: Vec<&str> =
        arguments.words.iter().map(|word| node(arguments, word, cluster)).collect::<Result<_, _>>()?;
    let target = Target { resource: &kinds::NODE, names, space: None };
    let (found, missing) = resource::objects(arguments, &target, cluster)?;
    missing.into_iter().next().map_or(Ok(found), Err)
}

/// Keeps new Pods off nodes, or lets them come again.
pub(super) fn cordon(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let mut change = Change::default();
    for node in nodes(arguments, cluster)? {
        let name = meta(node, "name").to_owned();
        let is_cordoned = node.pointer("/spec/unschedulable") == Some(&Value::Bool(true));
        let wanted = arguments.command != Command::Uncordon;
        let word = if wanted { "cordoned" } else { "uncordoned" };
        let [said, already] = ["", "already "].map(|before| format!("node/{name} {before}{word}\n"));
        if is_cordoned == wanted {
            change.output.stdout.push_str(&already);
            continue;
        }
        let value = if wanted { Value::Bool(true) } else { Value::Null };
        let patch = Patch::of(PatchKind::Strategic, json!({"spec": {"unschedulable": value}}));
        change.ask(&kinds::NODE, node, Request::Patch(patch), "", [said.clone(), said]);
    }
    Ok(change)
}

/// The name of a node in `sim-node` or `node/sim-node`.
fn node<'w>(arguments: &Arguments, word: &'w str, cluster: &Cluster<'_>) -> Result<&'w str, Output> {
    let Some((kind, name)) = word.split_once('/') else { return Ok(word) };
    let kind = resource::kind(kind)?;
    if *kind == kinds::NODE {
        return Ok(name);
    }
    let target = Target { resource: kind, names: vec![name], space: None };
    let (_, missing) = resource::objects(arguments, &target, cluster)?;
    if let Some(refusal) = missing.into_iter().next() {
        return Err(refusal);
    }
    let of = kind.versioned();
    Err(Output::failure(&format!("error: expected resource of type node, got \"{of}\"")))
}
