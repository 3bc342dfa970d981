//! `kubectl get`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/get.go;
//! tables: staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go.

use super::arguments::Arguments;
use super::resource::Target;
use super::{Cluster, Output, meta, none_found, resource, sorted, typed};
use crate::others::is_default;
use crate::row::{HEADERS, PLAIN, row};
use crate::table::{TABLE, align, cell};
use crate::{columns, events, gotemplate, jsonpath, printers, yaml};
use api::collections::{arrange, sort_by};
use api::kinds::Kind;
use serde_json::{Value, json};

/// The objects of each type that was asked for.
type Groups<'a> = Vec<(Target<'a>, Vec<&'a Value>)>;

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let mut targets = resource::targets(arguments)?;
    let format = format(arguments);
    if arguments.is_on("show-labels") && !matches!(format, "" | "wide") {
        return Err(Output::failure(&format!(
            "error: --show-labels option cannot be used with {format} printer"
        )));
    }
    let left_out = left_out(&mut targets, cluster)?;
    let events: Vec<Value> = if targets.iter().any(|target| target.resource.name == "Event") {
        cluster.events_in(None).into_iter().map(crate::stored::event).collect()
    } else {
        Vec::new()
    };
    let (mut groups, mut missing) = (Vec::new(), Vec::new());
    for target in targets {
        let found = if target.resource.name == "Event" {
            resource::pick(arguments, &target, &events.iter().collect::<Vec<_>>(), cluster)
        } else {
            resource::objects(arguments, &target, cluster)
        };
        let (objects, not_there) = found.unwrap_or_else(|refusal| (Vec::new(), vec![refusal]));
        let is_refused = target.names.is_empty() && !not_there.is_empty();
        missing.extend(not_there);
        if !is_refused {
            groups.push((target, objects));
        }
    }
    if arguments.is_on("ignore-not-found") {
        missing.clear();
    }
    let asked = groups.iter().filter(|(target, objects)| target.names.is_empty() || !objects.is_empty());
    let mut types: Vec<&Kind> = asked.map(|(target, _)| target.resource).collect();
    types.dedup();
    let with_kind = left_out.is_some() || types.len() > 1;
    let is_table = matches!(format, "" | "wide");
    let is_hidden = is_table && sort_tables(arguments, &mut groups)?;
    let mut out = if is_hidden { Output::default() } else { print(arguments, &groups, cluster, with_kind)? };
    let is_none = is_table && (is_hidden || groups.iter().all(|(_, objects)| objects.is_empty()));
    if is_none && missing.is_empty() && !arguments.is_on("ignore-not-found") {
        let all_inside = groups.iter().all(|(target, _)| target.resource.namespaced);
        out = none_found(arguments.scope().filter(|_| all_inside));
    }
    out.stderr.insert_str(0, &left_out.unwrap_or_default());
    for (target, _) in &groups {
        out.stderr.insert_str(0, &resource::warning(target.resource, cluster));
    }
    for refusal in missing {
        out.refuse(&refusal);
    }
    Ok(out)
}

/// The format of the output: a template alone means that it is filled in. Upstream: ToPrinter, get_flags.go.
fn format(arguments: &Arguments) -> &str {
    let has_template = arguments.value("template").is_some_and(|text| !text.is_empty());
    match arguments.value("output").unwrap_or_default() {
        "" if has_template => "go-template",
        format => format,
    }
}

/// The field of `--sort-by`.
fn sort_field(arguments: &Arguments) -> Option<&str> {
    arguments.value("sort-by").filter(|field| !field.is_empty())
}

/// kubectl's error about a field to sort by.
fn unsorted(error: &str) -> Output {
    if error == sorted::UNSORTABLE {
        return super::not_played("get --sort-by` of what is neither text nor number, `kubectl get");
    }
    Output::failure(&format!("error: {error}"))
}

/// Brings the rows of a table into the order that is asked for; whether kubectl drops the table for want of the field.
fn sort_tables(arguments: &Arguments, groups: &mut Groups<'_>) -> Result<bool, Output> {
    let Some(field) = sort_field(arguments) else { return Ok(false) };
    let tables = groups.iter().map(|(target, objects)| match target.names.as_slice() {
        [] => 1,
        _ => objects.len(),
    });
    let tables: usize = tables.sum();
    if tables > 1 {
        sorted::of_tables(tables, field).map_err(|error| unsorted(&error))?;
    }
    for (target, objects) in groups {
        if objects.len() < 2 || !target.names.is_empty() {
            continue;
        }
        match sorted::of_rows(objects, field) {
            Ok(order) => arrange(objects, order),
            Err(error) if error == sorted::UNSORTABLE => return Err(unsorted(&error)),
            Err(_) => return Ok(true),
        }
    }
    Ok(false)
}

/// Takes out the types that Podlab does not follow, and names them; refuses when no other is left.
fn left_out(targets: &mut Vec<Target<'_>>, cluster: &Cluster<'_>) -> Result<Option<String>, Output> {
    let is_shown = |target: &Target<'_>| resource::is_played(target, cluster);
    let names: Vec<String> =
        targets.iter().filter(|target| !is_shown(target)).map(|target| target.resource.type_name()).collect();
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

fn print(
    arguments: &Arguments,
    groups: &Groups<'_>,
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<Output, Output> {
    let output = format(arguments);
    let (format, template) = output.split_once('=').unwrap_or((output, ""));
    let failure = |error: String| Output::failure(&format!("error: {error}"));
    let all =
        groups.iter().flat_map(|(target, objects)| objects.iter().map(|object| (target.resource, *object)));
    let mut all: Vec<(&Kind, &Value)> = all.collect();
    let named: usize = groups.iter().map(|(target, _)| target.names.len()).sum();
    if let Some(field) = sort_field(arguments).filter(|_| !matches!(format, "" | "wide") && named != 1) {
        let order = sorted::order(&bare(&all), field).map_err(|error| unsorted(&error))?;
        arrange(&mut all, order);
    }
    let pods = bare(&all);
    match format {
        "" | "wide" => tables(arguments, groups, cluster, with_kind),
        "name" => {
            let line = |(resource, object): &(&Kind, &Value)| {
                format!("{}/{}\n", resource.singular(), meta(object, "name"))
            };
            Ok(Output::text(all.iter().map(line).collect::<Vec<_>>().concat()))
        }
        _ if pods.is_empty() && named > 0 => Ok(Output::default()),
        "yaml" => Ok(Output::text(yaml::print(&object(named, &pods)))),
        "json" => Ok(Output::text(pretty(object(named, &pods)))),
        "jsonpath" | "jsonpath-as-json" => {
            let as_json = format == "jsonpath-as-json";
            jsonpath::print(template, &object(named, &pods), as_json).map(Output::text).map_err(failure)
        }
        "custom-columns" => {
            let (text, error) =
                columns::print(template, &pods, arguments.is_on("no-headers")).map_err(failure)?;
            let said = error.map(failure).unwrap_or_default();
            Ok(Output { stdout: text, ..said })
        }
        "go-template" | "template" => {
            let given =
                Some(template).filter(|text| !text.is_empty()).or_else(|| arguments.value("template"));
            let given = given.filter(|text| !text.is_empty());
            let given =
                given.ok_or_else(|| failure("template format specified but no template given".to_owned()))?;
            let printed = gotemplate::print(given, &object(named, &pods));
            printed.map(Output::text).map_err(|why| {
                Output::failure(&format!(
                    "podlab: the template fails, and kubectl's words about that are not played here: {why}"
                ))
            })
        }
        "custom-columns-file" | "go-template-file" | "jsonpath-file" | "kyaml" | "templatefile" => {
            Err(super::not_played(&format!("get -o {format}")))
        }
        other => Err(failure(format!(
            "unable to match a printer suitable for the output format \"{other}\", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml"
        ))),
    }
}

/// Objects without their types.
fn bare<'a>(all: &[(&Kind, &'a Value)]) -> Vec<&'a Value> {
    all.iter().map(|(_, object)| *object).collect()
}

/// A table for each type that has objects, with an empty line between them.
fn tables(
    arguments: &Arguments,
    groups: &Groups<'_>,
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<Output, Output> {
    // Objects of a type in several namespaces, as a file may have them, stand below one head.
    let mut types: Vec<(&Kind, Vec<&Value>)> = Vec::new();
    for (target, objects) in groups.iter().filter(|(_, objects)| !objects.is_empty()) {
        match types.last_mut().filter(|(resource, _)| *resource == target.resource) {
            Some((_, all)) => all.extend(objects),
            None => types.push((target.resource, objects.clone())),
        }
    }
    let mut out = String::new();
    for (resource, objects) in types {
        if !out.is_empty() && !arguments.is_on("no-headers") {
            out.push('\n');
        }
        out.push_str(&table(arguments, resource, &objects, cluster, with_kind)?);
    }
    Ok(Output::text(out))
}

fn table(
    arguments: &Arguments,
    resource: &Kind,
    pods: &[&Value],
    cluster: &Cluster<'_>,
    with_kind: bool,
) -> Result<String, Output> {
    let wide = arguments.value("output") == Some("wide");
    let namespaced = arguments.scope().is_none() && resource.namespaced;
    let extra: Vec<&str> = arguments.values("label-columns").flat_map(|names| names.split(',')).collect();
    let show_labels = arguments.is_on("show-labels");
    let (names, plain) = match printers::of(resource.name) {
        _ if resource.name == "Event" => (events::heads(wide), usize::MAX),
        Some(printer) => {
            let names: Vec<&str> = ["NAME"].into_iter().chain(printer.heads.iter().copied()).collect();
            let plain = names.len() - printer.wide;
            (names, plain)
        }
        None => (HEADERS.to_vec(), PLAIN),
    };
    let count = if wide { names.len() } else { plain };
    let with_kind = with_kind || arguments.is_on("show-kind");
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
            cells(pod, resource, cluster, wide)?.iter().take(count).map(|text| cell(text)).collect();
        // Only the wide table of events has a column with their names, its last.
        let own =
            if resource.name == "Event" { cells.last_mut().filter(|_| wide) } else { cells.first_mut() };
        if let Some(name) = own.filter(|_| with_kind) {
            name.insert_str(0, &format!("{}/", resource.singular()));
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
fn cells(object: &Value, resource: &Kind, cluster: &Cluster<'_>, wide: bool) -> Result<Vec<String>, Output> {
    if resource.name == "Event" {
        return Ok(events::cells(object, cluster.now, wide));
    }
    if let Some(printer) = printers::of(resource.name) {
        let mark = if is_default(object, resource.name) { " (default)" } else { "" };
        let mut cells = vec![format!("{}{mark}", meta(object, "name"))];
        cells.extend(printer.cells(object, cluster.now));
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

/// JSON as kubectl prints it: the fields of an object in the order of their names, indented by four blanks.
pub(crate) fn pretty(value: Value) -> String {
    in_order(&api::json::sorted(value))
}

/// JSON whose fields stand in the order of the value.
pub(crate) fn in_order(value: &Value) -> String {
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    indented(&jsonpath::html(&json))
}

pub(super) fn indented(json: &str) -> String {
    json.lines().fold(String::new(), |mut out, line| {
        let text = line.trim_start_matches(' ');
        out.extend(std::iter::repeat_n(' ', (line.len() - text.len()) * 2));
        out + text + "\n"
    })
}
