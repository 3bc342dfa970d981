//! `kubectl label` and `kubectl annotate`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{label/label,annotate/annotate}.go.

use super::{Change, Patch, PatchKind, Request};
use crate::command::arguments::Arguments;
use crate::command::commands::Command;
use crate::command::resource;
use crate::command::{Cluster, Output, meta};
use api::Kubernetes;
use api::json::quote;
use api::kinds::Kind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use validation::{Detail, names};

/// Gives named objects labels or annotations, or takes them away.
pub(super) fn mark(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let (field, word) = match arguments.command {
        Command::Label => ("labels", "label"),
        _ => ("annotations", "annotation"),
    };
    let is_mark =
        |text: &String| text.contains('=') && !text.starts_with('=') || text.len() > 1 && text.ends_with('-');
    let first = arguments.words.iter().position(is_mark).unwrap_or(arguments.words.len());
    let (named, marks) = arguments.words.split_at(first);
    if let Some(late) = marks.iter().find(|text| !is_mark(text)) {
        return Err(Output::failure(&format!(
            "error: all resources must be specified before {word} changes: {late}"
        )));
    }
    arguments.all_or_selected()?;
    let named_words = arguments.behind(named);
    resource::targets(&named_words)?;
    let is_listed = arguments.is_on("list");
    if marks.is_empty() && !is_listed {
        return Err(Output::failure(&format!("error: at least one {word} update is required")));
    }
    check(marks, word, cluster.kubernetes)?;
    let mut change = Change::default();
    let all = super::named(&named_words, cluster)?;
    let is_one = all.len() == 1 && arguments.value("selector").is_none() && !arguments.is_on("all");
    for (resource, found) in all {
        let object = match found {
            Ok(object) => object,
            Err(refusal) => {
                change.output.refuse(&refusal);
                continue;
            }
        };
        let name = meta(object, "name");
        let there = object.pointer(&format!("/metadata/{field}")).cloned().unwrap_or_default();
        let said = Marks { field, word, there: &there, overwrites: arguments.is_on("overwrite") };
        let (values, lines) = said.changed(marks)?;
        // A list shows the marks as they would be, and stores none.
        if is_listed {
            if !is_one {
                let Kind { name: kind, .. } = resource;
                let head = format!("Listing {field} for {kind}.{}/{name}:\n", resource.group());
                change.output.stdout.push_str(&head);
            }
            change.output.stdout.push_str(&listed(&there, values, if is_one { "" } else { " " }));
            continue;
        }
        let own = format!("{}/{name}", resource.singular());
        let lines = lines.map(|line| line.replace("{}", &own));
        let patch = Patch::of(PatchKind::Merge, json!({"metadata": {field: values}}));
        change.ask(resource, object, Request::Patch(patch), "", lines);
    }
    Ok(change)
}

/// A line for each mark, with the changes, in the order of their names.
fn listed(there: &Value, changes: Map<String, Value>, indent: &str) -> String {
    let mut all: BTreeMap<String, Value> =
        there.as_object().cloned().unwrap_or_default().into_iter().collect();
    all.extend(changes);
    let lines = all.iter().filter_map(|(key, value)| Some(format!("{indent}{key}={}\n", value.as_str()?)));
    lines.collect()
}

/// Refuses the marks that kubectl itself finds wrong.
fn check(marks: &[String], word: &str, kubernetes: &Kubernetes) -> Result<(), Output> {
    for (key, value) in marks.iter().filter_map(|mark| mark.split_once('=')) {
        if word == "label" && value.contains('=') {
            return Err(Output::failure(&format!("error: invalid label spec: {key}={value}")));
        }
        let messages = names::label_value(value, kubernetes);
        if word == "label" && !messages.is_empty() {
            let spec = quote(&format!("{key}={value}"));
            let why = Detail::joined(&messages, ";");
            return Err(Output::failure(&format!("error: invalid label value: {spec}: {}", why.text)));
        }
        if marks.iter().any(|mark| mark.strip_suffix('-') == Some(key)) {
            let which = match word {
                "label" => "a label in the same command".to_owned(),
                _ => format!("the following annotation(s) in the same command: {key}"),
            };
            return Err(Output::failure(&format!("error: can not both modify and remove {which}")));
        }
    }
    Ok(())
}

/// The labels or annotations of an object, and how they may change.
struct Marks<'a> {
    field: &'static str,
    word: &'static str,
    there: &'a Value,
    overwrites: bool,
}

impl Marks<'_> {
    /// The new values, null for what goes, and the lines of the output with `{}` for the object: when something
    /// changes, and when nothing does.
    fn changed(&self, marks: &[String]) -> Result<(Map<String, Value>, [String; 2]), Output> {
        let (mut values, mut taken, mut added, mut removed) = (Map::new(), Vec::new(), false, false);
        let mut missing = String::new();
        let has = |key: &str| self.there.get(key).and_then(Value::as_str);
        for mark in marks {
            if let Some((key, value)) = mark.split_once('=') {
                if let Some(old) = has(key).filter(|old| !self.overwrites && *old != value) {
                    taken.push(format!("'{key}' already has a value ({old})"));
                }
                added |= has(key) != Some(value);
                values.insert(key.to_owned(), value.into());
                continue;
            }
            let key = mark.trim_end_matches('-');
            removed |= has(key).is_some();
            if has(key).is_none() {
                missing = missing + "label \"" + key + "\" not found.\n";
            }
            values.insert(key.to_owned(), Value::Null);
        }
        if !taken.is_empty() {
            let taken = taken.join("; ");
            let text = match self.field {
                "labels" => format!("error: {taken}, and --overwrite is false"),
                _ => format!(
                    "error: --overwrite is false but found the following declared annotation(s): {taken}"
                ),
            };
            return Err(Output::failure(&text));
        }
        let lines = if self.word == "annotation" {
            ["{} annotated\n".to_owned(), "{} annotated\n".to_owned()]
        } else {
            let how = match (added, removed) {
                (true, true) => "modified",
                (false, true) => "unlabeled",
                _ => "labeled",
            };
            [format!("{missing}{{}} {how}\n"), format!("{missing}{{}} not labeled\n")]
        };
        Ok((values, lines))
    }
}
