//! `kubectl create role`, `clusterrole`, `rolebinding` and `clusterrolebinding`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create/create_{role,clusterrole,rolebinding,clusterrolebinding}.go.

use super::super::make::{Made, put};
use super::{failure, given, listed};
use crate::command::arguments::Arguments;
use crate::command::{Output, resource};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const GROUP: &str = "rbac.authorization.k8s.io";
const VERSION: &str = "rbac.authorization.k8s.io/v1";

/// The verbs of requests about objects.
const VERBS: [&str; 14] = [
    "*",
    "get",
    "delete",
    "list",
    "create",
    "update",
    "patch",
    "watch",
    "proxy",
    "deletecollection",
    "use",
    "bind",
    "escalate",
    "impersonate",
];

/// The verbs of other requests.
const PLAIN_VERBS: [&str; 8] = ["*", "get", "post", "put", "delete", "patch", "head", "options"];

/// The verbs that mean something of a few types only.
const SPECIAL: [(&str, &[&str]); 4] = [
    ("bind", &["roles", "clusterroles"]),
    ("escalate", &["roles", "clusterroles"]),
    ("impersonate", &["users", "serviceaccounts", "groups", "userextras"]),
    ("use", &[]),
];

/// A Role or a ClusterRole, with the warnings of kubectl.
pub(super) fn role(arguments: &Arguments, kind: &str, name: &str) -> Result<(Made, String), Output> {
    let mut verbs = listed(arguments, "verb");
    if verbs.contains(&"*") {
        verbs = vec!["*"];
    }
    let types = listed(arguments, "resource");
    let urls = listed(arguments, "non-resource-url");
    let gathered: Vec<&str> = arguments.values("aggregation-rule").collect();
    if !gathered.is_empty() {
        let named = arguments.value("resource-name").is_some();
        if named || !(verbs.is_empty() && types.is_empty() && urls.is_empty()) {
            let others = "nonResourceURLs, verbs, resources or resourceNames";
            return Err(failure(&format!("aggregation rule must be specified without {others}")));
        }
        return Ok((Made::bare(aggregated(arguments, name, &gathered)?), String::new()));
    }
    if verbs.is_empty() {
        return Err(failure("at least one verb must be specified"));
    }
    let mut warnings = String::new();
    if types.is_empty() && urls.is_empty() {
        let of_role = "at least one resource must be specified";
        let either = "one of resource or nonResourceURL must be specified";
        return Err(failure(if kind == "ClusterRole" { either } else { of_role }));
    }
    for verb in verbs.iter().filter(|verb| !types.is_empty() && !VERBS.contains(verb)) {
        let _ = writeln!(warnings, "Warning: '{verb}' is not a standard resource verb");
    }
    let groups = by_group(&verbs, &types)?;
    if let Some(verb) = verbs.iter().find(|verb| !urls.is_empty() && !PLAIN_VERBS.contains(verb)) {
        return Err(failure(&format!("invalid verb: '{verb}' for nonResourceURL")));
    }
    for url in urls.iter().filter(|url| **url != "*") {
        if !url.starts_with('/') {
            return Err(failure("nonResourceURL should start with /"));
        }
        if url.strip_suffix('*').unwrap_or(url).contains('*') {
            let why = "nonResourceURL only supports wildcard matches when '*' is at the end";
            return Err(failure(why));
        }
    }
    let named: Vec<&str> = arguments.values("resource-name").collect();
    let mut rules: Vec<Value> = groups
        .iter()
        .map(|(group, types)| {
            let mut rule = json!({"apiGroups": [group], "resources": types, "verbs": verbs});
            if !named.is_empty() {
                put(&mut rule, "resourceNames", json!(named));
            }
            rule
        })
        .collect();
    if !urls.is_empty() {
        rules.push(json!({"nonResourceURLs": urls, "verbs": verbs}));
    }
    let object = json!({"apiVersion": VERSION, "kind": kind, "metadata": {"name": name}, "rules": rules});
    Ok((Made::bare(object), warnings))
}

/// A ClusterRole that has the rules of those with some labels.
fn aggregated(arguments: &Arguments, name: &str, given: &[&str]) -> Result<Value, Output> {
    let mut labels = serde_json::Map::new();
    for pair in given.iter().flat_map(|text| text.split(',')).filter(|pair| !pair.is_empty()) {
        let why = "malformed pair, expect string=string";
        let of_flag = || {
            let given = api::json::quote(pair);
            arguments.usage(&format!("invalid argument {given} for \"--aggregation-rule\" flag: {why}"))
        };
        let (key, value) = pair.split_once('=').ok_or_else(of_flag)?;
        labels.insert(key.trim().to_owned(), value.trim().into());
    }
    let rule = json!({"clusterRoleSelectors": [{"matchLabels": labels}]});
    Ok(json!({
        "aggregationRule": rule,
        "apiVersion": VERSION,
        "kind": "ClusterRole",
        "metadata": {"name": name},
        "rules": null,
    }))
}

/// The types by their groups, each by its full name.
fn by_group(verbs: &[&str], types: &[&str]) -> Result<BTreeMap<String, Vec<String>>, Output> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if types.contains(&"*") {
        return Ok([(String::new(), vec!["*".to_owned()])].into());
    }
    for written in types {
        let (bare, part) = written.split_once('/').map_or((*written, ""), |(bare, part)| (bare, part));
        if bare.is_empty() {
            return Err(failure("resource must be specified if apiGroup/subresource specified"));
        }
        let unknown = || {
            let (name, group) = bare.split_once('.').unwrap_or((bare, ""));
            let of = if group.is_empty() { String::new() } else { format!(" in group \"{group}\"") };
            Output::failure(&format!("the server doesn't have a resource type \"{name}\"{of}"))
        };
        let known = resource::kind(bare);
        let (name, group) = match &known {
            Ok(kind) => (kind.plural, kind.group()),
            Err(_) => bare.split_once('.').unwrap_or((bare, "")),
        };
        let mut is_special = false;
        for verb in verbs {
            let Some((_, of)) = SPECIAL.iter().find(|(own, _)| own == verb) else { continue };
            if !of.contains(&name) {
                return Err(failure(&format!("can not perform '{verb}' on '{name}' in group '{group}'")));
            }
            is_special = true;
        }
        if known.is_err() && !is_special {
            return Err(unknown());
        }
        let name = if part.is_empty() { name.to_owned() } else { format!("{name}/{part}") };
        let all = groups.entry(group.to_owned()).or_default();
        if !all.contains(&name) {
            all.push(name);
        }
    }
    Ok(groups)
}

pub(super) fn binding(arguments: &Arguments, kind: &str, name: &str) -> Result<Made, Output> {
    let (role, of_cluster) = (given(arguments, "role"), given(arguments, "clusterrole"));
    let is_clusters = kind == "ClusterRoleBinding";
    let (of, role) = match (role, of_cluster) {
        (_, Some(role)) if is_clusters => ("ClusterRole", role),
        (None, Some(role)) => ("ClusterRole", role),
        (Some(role), None) => ("Role", role),
        _ => return Err(failure("exactly one of clusterrole or role must be specified")),
    };
    let mut subjects = Vec::new();
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
        let all = arguments.values(flag);
        subjects.extend(all.map(|name| json!({"apiGroup": GROUP, "kind": kind, "name": name})));
    }
    for account in arguments.values("serviceaccount") {
        let parts: Vec<&str> = account.split(':').collect();
        let [namespace, name] = parts.as_slice() else {
            return Err(failure("serviceaccount must be <namespace>:<name>"));
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": name, "namespace": namespace}));
    }
    let reference = json!({"apiGroup": GROUP, "kind": of, "name": role});
    let mut object =
        json!({"apiVersion": VERSION, "kind": kind, "metadata": {"name": name}, "roleRef": reference});
    if !subjects.is_empty() {
        put(&mut object, "subjects", subjects);
    }
    let frame =
        if is_clusters { "failed to create clusterrolebinding: " } else { "failed to create rolebinding: " };
    Ok(Made { object, frame })
}
