//! `kubectl set image`, `set env`, `set resources` and `set serviceaccount`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/set/{set_image,set_env,set_resources,set_serviceaccount}.go.

use super::{Change, Patch, PatchKind, each, make, named};
use crate::command::arguments::Arguments;
use crate::command::{Cluster, Output, meta, not_played, resource};
use api::Quantity;
use api::kinds::Kind;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::fmt::Write as _;
use validation::{Detail, names};

/// `set`, by what it sets.
pub(super) fn set(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let (what, rest) =
        arguments.words.split_first().map_or(("", [].as_slice()), |(what, rest)| (what.as_str(), rest));
    match what {
        "image" => image(arguments, rest, cluster),
        "env" if arguments.value("from").is_none() => env(arguments, rest, cluster),
        "resources" => resources(arguments, rest, cluster),
        "serviceaccount" | "sa" => account(arguments, rest, cluster),
        "" => Err(not_played("set")),
        "env" => Err(not_played("set env --from")),
        "selector" | "subject" => Err(not_played(&format!("set {what}"))),
        _ => Err(arguments.misused(&format!("unknown command \"{what}\""))),
    }
}

fn image(arguments: &Arguments, rest: &[String], cluster: &Cluster<'_>) -> Result<Change, Output> {
    let (images, rest): (Vec<String>, Vec<String>) =
        rest.iter().cloned().partition(|word| word.contains('='));
    let words = arguments.behind(&rest);
    resource::targets(&words)?;
    check_images(arguments, &images)?;
    let mut absent = String::new();
    let mut change = each(&words, cluster, ["image updated", ""], |resource, object| {
        let (place, spec) = spec(resource, object)?;
        let (lists, unfound) = with_images(spec, &images);
        if lists.is_empty() {
            return Err(Output { stderr: unfound, exit: 1, ..Output::default() });
        }
        // The other containers get their images nonetheless.
        absent.push_str(&unfound);
        Ok(patch(place, lists))
    })?;
    if !absent.is_empty() {
        change.output.stderr.push_str(&absent);
        change.output.exit = 1;
    }
    Ok(change)
}

/// The lists of containers with images such as `app=nginx:1`, and an error for each name that no container has.
fn with_images(spec: &Value, images: &[String]) -> (Map<String, Value>, String) {
    let (mut lists, mut unfound) = (Map::new(), String::new());
    for pair in images {
        let (name, image) = pair.split_once('=').unwrap_or_default();
        let mut is_found = false;
        for list in ["initContainers", "containers"] {
            let all = spec.get(list).and_then(Value::as_array).into_iter().flatten();
            let own_names = all.filter_map(|one| one.get("name").and_then(Value::as_str));
            for own in own_names.filter(|own| name == "*" || *own == name) {
                is_found = true;
                let list = lists.entry(list).or_insert_with(|| json!([]));
                let item = json!({"name": own, "image": image});
                list.as_array_mut().into_iter().for_each(|list| list.push(item.clone()));
            }
        }
        if !is_found {
            unfound = unfound + "error: unable to find container named \"" + name + "\"\n";
        }
    }
    (lists, unfound)
}

/// Refuses the images that `set image` does not take. Upstream: SetImageOptions.Validate, kubectl/pkg/cmd/set/set_image.go.
fn check_images(arguments: &Arguments, images: &[String]) -> Result<(), Output> {
    arguments.all_or_selected()?;
    if images.is_empty() {
        return Err(Output::failure("error: at least one image update is required"));
    }
    if images.len() > 1 && images.iter().any(|image| image.starts_with("*=")) {
        return Err(Output::failure(
            "error: all containers are already specified by *, but saw more than one container_name=container_image pairs",
        ));
    }
    Ok(())
}

/// The place of the Pod's spec in an object, with the spec; the refusal of an object without one.
fn spec<'o>(resource: &Kind, object: &'o Value) -> Result<(&'static str, &'o Value), Output> {
    let templates = ["/spec/template/spec", "/spec/jobTemplate/spec/template/spec"];
    let found = templates.into_iter().find_map(|place| Some((place, object.pointer(place)?)));
    let own = || object.get("spec").filter(|_| resource.name == "Pod").map(|spec| ("/spec", spec));
    found.or_else(own).ok_or_else(|| {
        let (plural, name) = (resource.plural, meta(object, "name"));
        let kind = resource.name;
        failure(&format!(
            "{plural}/{name} the object is not a pod or does not have a pod template: *v1.{kind}"
        ))
    })
}

fn failure(words: &str) -> Output {
    Output::failure(&format!("error: {words}"))
}

/// No patch, since the object is as it should be.
fn unchanged() -> Output {
    Output::default()
}

/// The patch of a Pod's spec at a place.
fn patch(place: &str, fields: Map<String, Value>) -> Patch {
    let fields = place
        .rsplit('/')
        .filter(|field| !field.is_empty())
        .fold(Value::Object(fields), |inner, field| json!({field: inner}));
    Patch::of(PatchKind::Strategic, fields)
}

/// The containers of a spec that `-c` means, with the field that holds them.
fn containers<'o>(
    arguments: &Arguments,
    spec: &'o Value,
    lists: &[&'static str],
) -> Vec<(&'static str, &'o Value)> {
    let wanted = arguments.value("containers").unwrap_or("*");
    let all = lists.iter().flat_map(|list| {
        let items = spec.get(*list).and_then(Value::as_array).into_iter().flatten();
        items.map(move |one| (*list, one))
    });
    all.filter(|(_, one)| wanted == "*" || text(one, "name") == wanted).collect()
}

fn text<'o>(value: &'o Value, field: &str) -> &'o str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Changes the environment of the containers, or lists it.
fn env(arguments: &Arguments, rest: &[String], cluster: &Cluster<'_>) -> Result<Change, Output> {
    arguments.all_or_selected()?;
    let is_mark = |word: &&String| word.contains('=') || word.len() > 1 && word.ends_with('-');
    let (marks, objects): (Vec<&String>, Vec<&String>) = rest.iter().partition(is_mark);
    if rest.iter().skip_while(|word| !is_mark(word)).any(|word| !is_mark(&word)) {
        let all = rest.join(" ");
        return Err(failure(&format!("all resources must be specified before environment changes: {all}")));
    }
    let marks: Vec<&str> = marks.into_iter().map(String::as_str).chain(arguments.values("env")).collect();
    let words = arguments.behind(&objects.into_iter().cloned().collect::<Vec<_>>());
    if words.words.is_empty() && words.file.is_empty() {
        return Err(failure(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    }
    resource::targets(&words)?;
    let gone: Vec<&str> =
        marks.iter().filter_map(|mark| mark.strip_suffix('-').filter(|one| !one.contains('='))).collect();
    let set: Vec<(&str, &str)> = marks.iter().filter_map(|mark| mark.split_once('=')).collect();
    for (key, _) in &set {
        if gone.contains(key) {
            return Err(failure(
                "can not both modify and remove the same environment variable in the same command",
            ));
        }
        let problems: Vec<String> =
            names::env_name(key).into_iter().map(|Detail { text, .. }| text.into_owned()).collect();
        if !problems.is_empty() {
            return Err(failure(&format!("\"{key}\" is not a valid key name: {}", problems.join("; "))));
        }
    }
    if arguments.is_on("list") {
        return listed(&words, cluster, &set, &gone);
    }
    let warnings = RefCell::new(String::new());
    let mut change = each(&words, cluster, ["env updated", ""], |resource, object| {
        let (place, spec) = spec(resource, object)?;
        let mut lists = Map::new();
        let found = containers(arguments, spec, &["containers", "initContainers"]);
        if found.is_empty() {
            let (kind, name) = (resource.name, meta(object, "name"));
            let wanted = arguments.value("containers").unwrap_or_default();
            let why = format!("does not have any containers matching \"{wanted}\"");
            let _ = writeln!(warnings.borrow_mut(), "Warning: {kind}/{name} {why}");
        }
        for (list, container) in found {
            let changes = changes(container, &set, &gone);
            if let Some(all) =
                lists.entry(list).or_insert_with(|| json!([])).as_array_mut().filter(|_| !changes.is_empty())
            {
                all.push(json!({"name": text(container, "name"), "env": changes}));
            }
        }
        lists.retain(|_, list| list.as_array().is_some_and(|list| !list.is_empty()));
        if lists.is_empty() { Err(unchanged()) } else { Ok(patch(place, lists)) }
    })?;
    framed(&mut change, "failed to patch env update to pod template: ");
    change.output.stderr.insert_str(0, &warnings.into_inner());
    Ok(change)
}

/// The variables of a container that become others, as a patch has them.
fn changes(container: &Value, set: &[(&str, &str)], gone: &[&str]) -> Vec<Value> {
    let now = container.get("env").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let find = |key: &str| now.iter().find(|one| text(one, "name") == key);
    let mut changes = Vec::new();
    for (key, value) in set {
        let old = find(key);
        if old.is_some_and(|old| old.get("valueFrom").is_none() && text(old, "value") == *value) {
            continue;
        }
        let mut one = json!({"name": key, "value": value});
        if old.is_some_and(|old| old.get("valueFrom").is_some()) {
            make::put(&mut one, "valueFrom", Value::Null);
        }
        changes.push(one);
    }
    let gone = gone.iter().filter(|key| find(key).is_some());
    changes.extend(gone.map(|key| json!({"$patch": "delete", "name": key})));
    changes
}

/// The environment of a container as the marks would have it. Upstream: updateEnv, kubectl/pkg/cmd/set/helper.go.
fn marked(container: &Value, set: &[(&str, &str)], gone: &[&str]) -> Vec<Value> {
    let now = container.get("env").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all: Vec<Value> = now.into_iter().filter(|one| !gone.contains(&text(one, "name"))).collect();
    for (key, value) in set {
        let one = json!({"name": key, "value": value});
        match all.iter_mut().find(|old| text(old, "name") == *key) {
            Some(old) => *old = one,
            None => all.push(one),
        }
    }
    all
}

/// The environment, which is not changed.
fn listed(
    words: &Arguments,
    cluster: &Cluster<'_>,
    set: &[(&str, &str)],
    gone: &[&str],
) -> Result<Change, Output> {
    let mut change = Change::default();
    for (resource, found) in named(words, cluster)? {
        let object = found?;
        let (_, spec) = spec(resource, object)?;
        for (_, container) in containers(words, spec, &["containers", "initContainers"]) {
            let (kind, name) = (resource.name, meta(object, "name"));
            let out = &mut change.output.stdout;
            let _ = writeln!(out, "# {kind} {name}, container {}", text(container, "name"));
            for one in &marked(container, set, gone) {
                let from = |field: &str| one.pointer(&format!("/valueFrom/{field}"));
                let line = match (from("secretKeyRef"), from("configMapKeyRef"), from("fieldRef")) {
                    (Some(secret), ..) => format!(
                        "# {} from secret {}, key {}",
                        text(one, "name"),
                        text(secret, "name"),
                        text(secret, "key")
                    ),
                    (_, Some(map), _) => format!(
                        "# {} from configmap {}, key {}",
                        text(one, "name"),
                        text(map, "name"),
                        text(map, "key")
                    ),
                    (.., Some(field)) => {
                        format!("# {} from field path {}", text(one, "name"), text(field, "fieldPath"))
                    }
                    _ => format!("{}={}", text(one, "name"), text(one, "value")),
                };
                out.extend([&*line, "\n"]);
            }
        }
    }
    Ok(change)
}

/// Changes the requests and limits of the containers.
fn resources(arguments: &Arguments, rest: &[String], cluster: &Cluster<'_>) -> Result<Change, Output> {
    let mut amounts = Map::new();
    for field in ["limits", "requests"] {
        let mut all = Map::new();
        for pair in arguments.value(field).unwrap_or_default().split(',').filter(|pair| !pair.is_empty()) {
            let (name, amount) =
                pair.split_once('=').filter(|(_, amount)| !amount.contains('=')).ok_or_else(|| {
                    failure(&format!("Invalid argument syntax {pair}, expected <resource>=<value>"))
                })?;
            let amount = Quantity::parse(amount).map_err(|error| failure(&error.to_string()))?;
            all.insert(name.to_owned(), amount.to_string().into());
        }
        if !all.is_empty() {
            amounts.insert(field.to_owned(), Value::Object(all));
        }
    }
    let words = arguments.behind(rest);
    resource::targets(&words)?;
    arguments.all_or_selected()?;
    if amounts.is_empty() {
        return Err(failure(
            "you must specify an update to requests or limits (in the form of --requests/--limits)",
        ));
    }
    let mut change = each(&words, cluster, ["resource requirements updated", ""], |resource, object| {
        let (place, spec) = spec(resource, object)?;
        let found = containers(arguments, spec, &["containers"]);
        if found.is_empty() {
            let wanted = arguments.value("containers").unwrap_or_default();
            return Err(failure(&format!("unable to find container named {wanted}")));
        }
        let is_so = |container: &Value| {
            amounts.iter().all(|(field, all)| {
                let has = |name: &str, amount: &Value| {
                    let own = container.get("resources").and_then(|one| one.get(field)?.get(name));
                    own == Some(amount)
                };
                all.as_object().into_iter().flatten().all(|(name, amount)| has(name, amount))
            })
        };
        let list: Vec<Value> = found
            .into_iter()
            .filter(|(_, container)| !is_so(container))
            .map(|(_, container)| json!({"name": text(container, "name"), "resources": amounts}))
            .collect();
        if list.is_empty() {
            return Err(unchanged());
        }
        Ok(patch(place, Map::from_iter([("containers".to_owned(), list.into())])))
    })?;
    framed(&mut change, "failed to patch resources update to pod template ");
    Ok(change)
}

/// Changes the account of the Pods.
fn account(arguments: &Arguments, rest: &[String], cluster: &Cluster<'_>) -> Result<Change, Output> {
    let Some((account, rest)) = rest.split_last() else { return Err(failure("serviceaccount is required")) };
    let words = arguments.behind(rest);
    let mut change = each(&words, cluster, ["serviceaccount updated", ""], |resource, object| {
        let (place, _) = spec(resource, object)?;
        let fields =
            ["serviceAccount", "serviceAccountName"].map(|field| (field.to_owned(), account.as_str().into()));
        Ok(patch(place, Map::from_iter(fields)))
    })?;
    framed(&mut change, "failed to patch ServiceAccountName ");
    Ok(change)
}

/// Puts the words of the command before each refusal.
fn framed(change: &mut Change, frame: &'static str) {
    change.done.iter_mut().for_each(|done| done.frame = frame);
}
