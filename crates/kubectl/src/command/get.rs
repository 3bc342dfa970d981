//! `kubectl get`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/get.go;
//! tables: staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go.

use super::arguments::Arguments;
use super::resource::Target;
use super::{Cluster, Output, meta, none_found, resource, typed};
use crate::events::Columns;
use crate::others::is_default;
use crate::row::{HEADERS, PLAIN, row};
use crate::table::{TABLE, align, cell};
use crate::{columns, jsonpath, workloads, yaml};
use api::collections::sort_by;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The objects of each type that was asked for.
type Groups<'a> = Vec<(Target<'a>, Vec<&'a Value>)>;

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let mut targets = resource::targets(arguments)?;
    if let [Target { resource: "events", .. }] = targets.as_slice() {
        return Ok(events(arguments, cluster));
    }
    let left_out = left_out(&mut targets, cluster)?;
    let (mut groups, mut missing) = (Vec::new(), Vec::new());
    for target in targets {
        let (objects, not_there) = resource::objects(arguments, &target, cluster)?;
        missing.extend(not_there);
        groups.push((target, objects));
    }
    if arguments.is_on("ignore-not-found") {
        missing.clear();
    }
    let mut out = print(arguments, &groups, cluster, left_out.is_some() || groups.len() > 1)?;
    let is_empty = groups.iter().all(|(_, objects)| objects.is_empty()) && missing.is_empty();
    if is_empty && !arguments.is_on("ignore-not-found") && out.stdout.is_empty() {
        let all_inside = groups.iter().all(|(target, _)| resource::is_namespaced(target.resource));
        out = none_found(arguments.scope().filter(|_| all_inside));
    }
    out.stderr.insert_str(0, &left_out.unwrap_or_default());
    for (target, _) in &groups {
        out.stderr.insert_str(0, resource::warning(target.resource, cluster));
    }
    for refusal in missing {
        out.stderr.push_str(&refusal.stderr);
        out.exit = refusal.exit;
    }
    Ok(out)
}

/// Takes out the types that Podlab does not follow, and names them; refuses when no other is left.
fn left_out(targets: &mut Vec<Target<'_>>, cluster: &Cluster<'_>) -> Result<Option<String>, Output> {
    let is_shown = |target: &Target<'_>| resource::is_played(target, cluster);
    let names: Vec<&str> =
        targets.iter().filter(|target| !is_shown(target)).map(|target| target.resource).collect();
    if names.is_empty() {
        return Ok(None);
    }
    if names.len() == targets.len() {
        return Err(super::not_played(&format!("get {}", names.join(","))));
    }
    let text = format!("podlab: `kubectl get {}` is not played here\n", names.join(","));
    targets.retain(is_shown);
    Ok(Some(text))
}

fn events(arguments: &Arguments, cluster: &Cluster<'_>) -> Output {
    let events = cluster.events_in(arguments.scope());
    if events.is_empty() {
        return none_found(arguments.scope());
    }
    let columns = Columns {
        wide: arguments.value("output") == Some("wide"),
        no_headers: arguments.is_on("no-headers"),
        namespace: arguments.scope().is_none(),
    };
    Output::text(crate::events::get(&events, cluster.now, columns))
}

fn print(
    arguments: &Arguments,
    groups: &Groups<'_>,
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<Output, Output> {
    let output = arguments.value("output").unwrap_or_default();
    let (format, template) = output.split_once('=').unwrap_or((output, ""));
    let failure = |error: String| Output::failure(&format!("error: {error}"));
    let pods: Vec<&Value> = groups.iter().flat_map(|(_, objects)| objects).copied().collect();
    let named: usize = groups.iter().map(|(target, _)| target.names.len()).sum();
    match format {
        "" | "wide" => tables(arguments, groups, cluster, with_kind),
        "name" => {
            let mut lines = String::new();
            for (target, objects) in groups {
                let kind = resource::singular(target.resource);
                for object in objects {
                    let _ = writeln!(lines, "{kind}/{}", meta(object, "name"));
                }
            }
            Ok(Output::text(lines))
        }
        _ if pods.is_empty() && named > 0 => Ok(Output::default()),
        "yaml" => Ok(Output::text(yaml::print(&object(named, &pods)))),
        "json" => {
            let text = serde_json::to_string_pretty(&sorted(&object(named, &pods))).unwrap_or_default();
            Ok(Output::text(indented(&text)))
        }
        "jsonpath" => jsonpath::print(template, &object(named, &pods)).map(Output::text).map_err(failure),
        "custom-columns" => {
            columns::print(template, &pods, arguments.is_on("no-headers")).map(Output::text).map_err(failure)
        }
        "custom-columns-file"
        | "go-template"
        | "go-template-file"
        | "jsonpath-as-json"
        | "jsonpath-file"
        | "kyaml"
        | "template"
        | "templatefile" => Err(super::not_played(&format!("get -o {format}"))),
        other => Err(failure(format!(
            "unable to match a printer suitable for the output format \"{other}\", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml"
        ))),
    }
}

/// A table for each type that has objects, with an empty line between them.
fn tables(
    arguments: &Arguments,
    groups: &Groups<'_>,
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<Output, Output> {
    let mut out = String::new();
    for (target, objects) in groups.iter().filter(|(_, objects)| !objects.is_empty()) {
        if !out.is_empty() && !arguments.is_on("no-headers") {
            out.push('\n');
        }
        out.push_str(&table(arguments, target.resource, objects, cluster, with_kind)?);
    }
    Ok(Output::text(out))
}

fn table(
    arguments: &Arguments,
    resource: &str,
    pods: &[&Value],
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<String, Output> {
    let wide = arguments.value("output") == Some("wide");
    let namespaced = arguments.scope().is_none() && resource::is_namespaced(resource);
    let extra: Vec<&str> =
        arguments.value("label-columns").map_or_else(Vec::new, |names| names.split(',').collect());
    let show_labels = arguments.is_on("show-labels");
    let (names, plain) = match workloads::heads(resource) {
        Some((heads, more)) => {
            let names: Vec<&str> = ["NAME"].into_iter().chain(heads.iter().copied()).collect();
            let plain = names.len() - more;
            (names, plain)
        }
        None => (HEADERS.to_vec(), PLAIN),
    };
    let count = if wide { names.len() } else { plain };
    let mut lines = Vec::new();
    if !arguments.is_on("no-headers") {
        let mut heads: Vec<String> = names.iter().take(count).map(|head| (*head).to_owned()).collect();
        heads.extend(extra.iter().map(|label| label.rsplit('/').next().unwrap_or_default().to_uppercase()));
        heads.extend(show_labels.then(|| "LABELS".to_owned()));
        heads.splice(0..0, namespaced.then(|| "NAMESPACE".to_owned()));
        lines.push(heads);
    }
    for pod in pods {
        let mut cells: Vec<String> =
            cells(pod, resource, cluster)?.iter().take(count).map(|text| cell(text)).collect();
        if let Some(name) = cells.first_mut().filter(|_| with_kind) {
            name.insert_str(0, &format!("{}/", resource::singular(resource)));
        }
        let labels = pod.get("metadata").and_then(|metadata| metadata.get("labels"));
        let label = |name: &&str| labels.and_then(|labels| labels.get(*name)).and_then(Value::as_str);
        cells.extend(extra.iter().map(|name| label(name).unwrap_or_default().to_owned()));
        cells.extend(show_labels.then(|| all_labels(labels)));
        cells.splice(0..0, namespaced.then(|| meta(pod, "namespace").to_owned()));
        lines.push(cells);
    }
    let text: String = lines.iter().map(|cells| cells.join("\t") + "\n").collect();
    Ok(align(&text, TABLE))
}

/// The cells of an object, wide ones included.
fn cells(object: &Value, resource: &str, cluster: &Cluster<'_>) -> Result<Vec<String>, Output> {
    if workloads::heads(resource).is_some() {
        let mark = if is_default(object, resource) { " (default)" } else { "" };
        let mut cells = vec![format!("{}{mark}", meta(object, "name"))];
        cells.extend(workloads::cells(object, resource, cluster.now));
        return Ok(cells);
    }
    let row = row(&typed(object)?, cluster.now, cluster.kubernetes);
    Ok(row.columns().map(str::to_owned).to_vec())
}

fn all_labels(labels: Option<&Value>) -> String {
    let labels = labels.and_then(Value::as_object).into_iter().flatten();
    let mut labels: Vec<String> =
        labels.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    sort_by(&mut labels, Ord::cmp);
    if labels.is_empty() { "<none>".to_owned() } else { labels.join(",") }
}

/// One object as it is, several or a selection as a list.
fn object(named: usize, pods: &[&Value]) -> Value {
    if let (1, [one]) = (named, pods) {
        return without_managed_fields(one);
    }
    let items: Vec<Value> = pods.iter().map(|pod| without_managed_fields(pod)).collect();
    json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}})
}

fn without_managed_fields(pod: &Value) -> Value {
    let mut pod = pod.clone();
    if let Some(metadata) = pod.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    pod
}

/// The same value with its keys sorted, as Go prints maps.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            sort_by(&mut entries, |a, b| a.0.cmp(b.0));
            entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// kubectl indents JSON by four blanks.
fn indented(json: &str) -> String {
    json.lines().fold(String::new(), |mut out, line| {
        let text = line.trim_start_matches(' ');
        out.extend(std::iter::repeat_n(' ', (line.len() - text.len()) * 2));
        out + text + "\n"
    })
}
