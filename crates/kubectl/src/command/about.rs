//! Commands about the server itself: `version`, `api-resources`, `api-versions`.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{version,apiresources}.

use super::arguments::Arguments;
use super::{Output, not_played};
use crate::table::{TABLE, align};
use api::Kubernetes;
use api::collections::sort_by;
use api::kinds::{self, CATEGORY_ALL, Kind};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The groups whose types change what the server takes, as a category says.
const EXTENDING: [&str; 3] =
    ["admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io"];

/// The verbs of nearly every type.
const VERBS: &str = "create,delete,deletecollection,get,list,patch,update,watch";

/// `kubectl version`. The patch release is that of the recordings; of the other releases none is known.
pub(super) fn version(arguments: &Arguments, kubernetes: &Kubernetes) -> Result<Output, Output> {
    if !arguments.words.is_empty() {
        let words = arguments.words.join(" ");
        return Err(Output::failure(&format!("error: extra arguments: [{words}]")));
    }
    match arguments.value("output").unwrap_or_default() {
        "" => {}
        format @ ("yaml" | "json") => return Err(not_played(&format!("version -o {format}"))),
        _ => return Err(Output::failure("error: --output must be 'yaml' or 'json'")),
    }
    let version = kubernetes.to_string();
    let version = version.split_whitespace().next().unwrap_or_default();
    let (patch, kustomize) =
        if *kubernetes == Kubernetes::RECORDED { ("2", "Kustomize Version: v5.8.1\n") } else { ("0", "") };
    let mut text = format!("Client Version: v{version}.{patch}\n{kustomize}");
    if !arguments.is_on("client") {
        text = text + "Server Version: v" + version + "." + patch + "\n";
    }
    Ok(Output::text(text))
}

fn is_served(kind: &Kind, kubernetes: &Kubernetes) -> bool {
    kubernetes.knows(kinds::since(kind.api_version, kind.name), None)
}

/// The types that a release serves, each under its newest version.
fn types(kubernetes: &Kubernetes) -> Vec<&'static Kind> {
    let mut types: Vec<&Kind> = Vec::new();
    for kind in
        kinds::newest_first().chain([&kinds::COMPONENT_STATUS]).filter(|kind| is_served(kind, kubernetes))
    {
        if !types.iter().any(|other| (other.name, other.group()) == (kind.name, kind.group())) {
            types.push(kind);
        }
    }
    sort_by(&mut types, |one, other| (one.group(), one.plural).cmp(&(other.group(), other.plural)));
    types
}

fn verbs(kind: &Kind) -> String {
    match kind.name {
        "ComponentStatus" => "get,list".to_owned(),
        "Namespace" => VERBS.replace("deletecollection,", ""),
        name if name == "Binding" || name.ends_with("Review") => "create".to_owned(),
        _ => VERBS.to_owned(),
    }
}

fn category(kind: &Kind) -> &'static str {
    match kind.group() {
        _ if CATEGORY_ALL.contains(&kind.name) => "all",
        group if EXTENDING.contains(&group) => "api-extensions",
        _ => "",
    }
}

/// `kubectl api-resources`.
pub(super) fn resources(arguments: &Arguments, kubernetes: &Kubernetes) -> Result<Output, Output> {
    unexpected(arguments)?;
    let is_wide = match arguments.value("output").unwrap_or_default() {
        "" | "name" => false,
        "wide" => true,
        format => return Err(not_played(&format!("api-resources -o {format}"))),
    };
    let mut types = types(kubernetes);
    let list = |flag: &str| arguments.value(flag).unwrap_or_default().to_owned();
    let (wanted, categories) = (list("verbs"), list("categories"));
    let parts =
        |text: &str| text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    types.retain(|kind| {
        let own = verbs(kind);
        arguments.value("api-group").is_none_or(|group| group == kind.group())
            && arguments.value("namespaced").is_none_or(|_| arguments.is_on("namespaced") == kind.namespaced)
            && parts(&wanted).iter().all(|verb| own.split(',').any(|one| one == verb))
            && parts(&categories).iter().all(|of| category(kind) == of)
    });
    match arguments.value("sort-by").unwrap_or_default() {
        "" => {}
        "name" => sort_by(&mut types, |one, other| one.plural.cmp(other.plural)),
        "kind" => sort_by(&mut types, |one, other| (one.name, one.plural).cmp(&(other.name, other.plural))),
        _ => return Err(Output::failure("error: --sort-by accepts only name or kind")),
    }
    if arguments.value("output") == Some("name") {
        return Ok(Output::text(types.iter().map(|kind| kind.type_name() + "\n").collect::<String>()));
    }
    let mut text = String::new();
    if !arguments.is_on("no-headers") {
        text.push_str("NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND");
        text.push_str(if is_wide { "\tVERBS\tCATEGORIES\n" } else { "\n" });
    }
    for kind in types {
        let short = kind.short.join(",");
        let Kind { api_version, name, plural, namespaced, .. } = kind;
        let _ = write!(text, "{plural}\t{short}\t{api_version}\t{namespaced}\t{name}");
        if is_wide {
            text = text + "\t" + &verbs(kind) + "\t" + category(kind);
        }
        text.push('\n');
    }
    Ok(Output::text(align(&text, TABLE)))
}

/// `kubectl api-versions`.
pub(super) fn versions(arguments: &Arguments, kubernetes: &Kubernetes) -> Result<Output, Output> {
    unexpected(arguments)?;
    let served = kinds::all().filter(|kind| is_served(kind, kubernetes));
    let all: BTreeSet<&str> = served.map(|kind| kind.api_version).collect();
    Ok(Output::text(all.into_iter().flat_map(|version| [version, "\n"]).collect::<String>()))
}

fn unexpected(arguments: &Arguments) -> Result<(), Output> {
    match arguments.words.as_slice() {
        [] => Ok(()),
        words => Err(arguments.misused(&format!("unexpected arguments: [{}]", words.join(" ")))),
    }
}
