//! The kubeconfig of the one who types, as kubeadm writes it for the administrator of a new cluster: `config`, `cluster-info` and
//! what `auth` tells of oneself. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{config,clusterinfo,auth}.

use super::arguments::Arguments;
use super::{Cluster, Output, meta, not_played, resource};
use crate::table::{TABLE, align};
use serde_json::Value;

const CONTEXT: &str = "kubernetes-admin@kubernetes";
const CLUSTER: &str = "kubernetes";
const USER: &str = "kubernetes-admin";
/// The group of the administrator, and that of everybody who is known.
const GROUPS: [&str; 2] = ["kubeadm:cluster-admins", "system:authenticated"];
/// The sum of the administrator's certificate.
const CREDENTIAL: &str = "X509SHA256=adac7b6bc44bf180137adb37ba41d9322ffc095e7294b41a415e2d0b1199b86b";
const CREDENTIAL_ID: &str = "authentication.kubernetes.io/credential-id";

/// The paths that everybody may read, in the order in which the roles of a new cluster give them.
const PATHS: &str = "/.well-known/* /.well-known /api/* /api /apis/* /apis /healthz /healthz /livez /livez /openapi/* /openapi /readyz /readyz /version/ /version/ /version /version";

/// The address of the API server, which its own Service leads to.
fn server(cluster: &Cluster<'_>) -> Option<String> {
    let is_it = |one: &&Value| meta(one, "name") == CLUSTER && meta(one, "namespace") == "default";
    let endpoints = resource::of_kind("Endpoints", cluster).find(is_it)?;
    let address = endpoints.pointer("/subsets/0/addresses/0/ip")?.as_str()?;
    let port = endpoints.pointer("/subsets/0/ports/0/port")?;
    Some(format!("https://{address}:{port}"))
}

/// `kubectl cluster-info`.
pub(super) fn cluster_info(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let what = || not_played("cluster-info");
    if arguments.words.first().is_some_and(|word| word == "dump") {
        return Err(not_played("cluster-info dump"));
    }
    let server = server(cluster).ok_or_else(what)?;
    Ok(Output::text(format!(
        "Kubernetes control plane is running at {server}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n"
    )))
}

/// `kubectl config`, as far as it only tells what is there.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let Some((what, names)) = arguments.words.split_first() else { return Err(not_played("config")) };
    let of_format =
        || not_played(&format!("config {what} -o {}", arguments.value("output").unwrap_or_default()));
    match (what.as_str(), arguments.value("output").unwrap_or_default()) {
        ("current-context", "") => Ok(Output::text(format!("{CONTEXT}\n"))),
        ("get-clusters", "") => Ok(Output::text(format!("NAME\n{CLUSTER}\n"))),
        ("get-users", "") => Ok(Output::text(format!("NAME\n{USER}\n"))),
        ("get-contexts", "" | "name") => Ok(contexts(arguments, names)),
        ("view", _) if !names.is_empty() => {
            Err(arguments.misused(&format!("unexpected arguments: [{}]", names.join(" "))))
        }
        ("view", "" | "yaml") => view(arguments, cluster),
        ("use-context" | "use", "") => match names {
            [name] if name == CONTEXT => Ok(Output::text(format!("Switched to context \"{CONTEXT}\".\n"))),
            [name] => Err(Output::failure(&format!("error: no context exists with the name: \"{name}\""))),
            _ => Err(not_played("config use-context")),
        },
        ("view" | "get-contexts" | "current-context" | "get-clusters" | "get-users", _) => Err(of_format()),
        (
            "delete-cluster" | "delete-context" | "delete-user" | "rename-context" | "set" | "set-cluster"
            | "set-context" | "set-credentials" | "unset",
            _,
        ) => Err(not_played(&format!("config {what}"))),
        _ => Err(arguments.misused(&format!("unknown command \"{what}\""))),
    }
}

/// The one context, or the names that are none.
fn contexts(arguments: &Arguments, names: &[String]) -> Output {
    let is_meant = names.is_empty() || names.iter().any(|name| name == CONTEXT);
    let others = names.iter().filter(|name| *name != CONTEXT);
    let told: Vec<String> = others.map(|name| format!("context {name} not found\n")).collect();
    let lead = if told.len() == 1 { "error: " } else { "" };
    let is_named = arguments.value("output") == Some("name");
    let mut text = String::new();
    if !is_named && !arguments.is_on("no-headers") {
        text.push_str("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
    }
    match (is_meant, is_named) {
        (false, _) => {}
        (true, true) => text = text + CONTEXT + "\n",
        (true, false) => {
            let space = arguments.named_namespace().unwrap_or_default();
            text = text + "*\t" + CONTEXT + "\t" + CLUSTER + "\t" + USER + "\t" + space + "\n";
        }
    }
    Output {
        stdout: align(&text, TABLE),
        stderr: lead.to_owned() + &told.concat(),
        exit: u8::from(!told.is_empty()),
    }
}

/// The whole file, without its secrets.
fn view(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    // These show secrets.
    if let Some(flag) = ["raw", "flatten"].into_iter().find(|flag| arguments.is_on(flag)) {
        return Err(not_played(&format!("config view --{flag}")));
    }
    let server = server(cluster).ok_or_else(|| not_played("config view"))?;
    let space =
        arguments.named_namespace().map(|name| format!("    namespace: {name}\n")).unwrap_or_default();
    Ok(Output::text(format!(
        "apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: DATA+OMITTED
    server: {server}
  name: {CLUSTER}
contexts:
- context:
    cluster: {CLUSTER}
{space}    user: {USER}
  name: {CONTEXT}
current-context: {CONTEXT}
kind: Config
users:
- name: {USER}
  user:
    client-certificate-data: DATA+OMITTED
    client-key-data: DATA+OMITTED
"
    )))
}

/// `kubectl auth whoami`.
pub(super) fn whoami(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    if let Some(flag) = ["as", "as-group"].into_iter().find(|flag| arguments.value(flag).is_some()) {
        return Err(not_played(&format!("auth whoami --{flag}")));
    }
    match arguments.value("output").unwrap_or_default() {
        "" => Ok(Output::text(align(
            &format!(
                "ATTRIBUTE\tVALUE\nUsername\t{USER}\nGroups\t[{}]\nExtra: {CREDENTIAL_ID}\t[{CREDENTIAL}]\n",
                GROUPS.join(" ")
            ),
            TABLE,
        ))),
        "yaml" => Ok(Output::text(format!(
            "apiVersion: authentication.k8s.io/v1\nkind: SelfSubjectReview\nmetadata:\n  creationTimestamp: \"{}\"\nstatus:\n  userInfo:\n    extra:\n      {CREDENTIAL_ID}:\n      - {CREDENTIAL}\n    groups:\n    - {}\n    username: {USER}\n",
            api::time::text(cluster.now),
            GROUPS.join("\n    - ")
        ))),
        format => Err(not_played(&format!("auth whoami -o {format}"))),
    }
}

/// `kubectl auth can-i --list` of the administrator.
pub(super) fn rights(arguments: &Arguments) -> Result<Output, Output> {
    if arguments.value("as").is_some() {
        return Err(not_played("auth can-i --list --as"));
    }
    let mut text = String::new();
    if !arguments.is_on("no-headers") {
        text.push_str("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
    }
    text.push_str("*.*\t[]\t[]\t[*]\n\t[*]\t[]\t[*]\n");
    for review in [
        "selfsubjectreviews.authentication",
        "selfsubjectaccessreviews.authorization",
        "selfsubjectrulesreviews.authorization",
    ] {
        text = text + review + ".k8s.io\t[]\t[]\t[create]\n";
    }
    for path in PATHS.split(' ') {
        text = text + "\t[" + path + "]\t[]\t[get]\n";
    }
    Ok(Output::text(align(&text, TABLE)))
}
