//! `kubectl auth`: the rules of RBAC, as far as the cluster's own objects give them.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/auth/cani.go; plugin/pkg/auth/authorizer/rbac.

use super::arguments::Arguments;
use super::{Cluster, Output, config, meta, not_played, resource};
use api::kinds;
use serde_json::Value;

const VERBS: &str = "get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest";
const PATH_VERBS: &str = "get put post head options delete patch *";

/// The paths that everybody may read.
const PATHS: [&str; 4] = ["/healthz", "/livez", "/readyz", "/version"];

/// The questions that everybody may ask about themselves.
const OWN_REVIEWS: [&str; 3] = ["selfsubjectaccessreviews", "selfsubjectreviews", "selfsubjectrulesreviews"];

/// The roles of a new cluster whose rules are not known here.
const UNKNOWN: [&str; 3] = ["admin", "edit", "view"];

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    match arguments.words.split_first() {
        Some((what, rest)) if what == "can-i" => can_i(arguments, rest, cluster),
        Some((what, _)) if what == "whoami" => config::whoami(arguments, cluster),
        Some((what, _)) if what == "reconcile" => Err(not_played("auth reconcile")),
        Some((what, _)) => Err(arguments.misused(&format!("unknown command \"{what}\""))),
        None => Err(not_played("auth")),
    }
}

/// A question to the server: whether somebody may do this.
struct Request<'a> {
    verb: &'a str,
    group: &'static str,
    resource: String,
    name: &'a str,
    namespace: &'a str,
    is_path: bool,
}

fn can_i(arguments: &Arguments, words: &[String], cluster: &Cluster<'_>) -> Result<Output, Output> {
    if arguments.is_on("list") {
        return config::rights(arguments);
    }
    let [verb, what] = words else {
        return Err(Output::failure(
            "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
        ));
    };
    let mut warnings = String::new();
    let mut warn = |text: String| warnings.extend(["Warning: ", &text, "\n\n"]);
    let is_path = what.starts_with('/');
    let (word, name) = what.split_once('/').filter(|_| !is_path).unwrap_or((what, ""));
    let kind = Some(word)
        .filter(|word| !is_path && *word != "*")
        .map(|word| (word, kinds::of_type(&word.to_lowercase())));
    let namespace = arguments.scope().unwrap_or_default();
    let mut request = Request { verb, group: "", resource: word.to_owned(), name, namespace, is_path };
    match kind {
        Some((_, Some(kind))) => {
            if !kind.namespaced && arguments.scope().is_some() {
                let group = kind.group();
                let of = if group.is_empty() { String::new() } else { format!(" in group '{group}'") };
                warn(format!("resource '{}' is not namespace scoped{of}", kind.plural));
            }
            (request.group, request.resource) = (kind.group(), kind.plural.to_owned());
        }
        Some((word, None)) if !["users", "groups"].contains(&word) => {
            let of = word.split_once('.').map(|(name, group)| format!("{name}' in group '{group}"));
            let word = of.unwrap_or_else(|| word.to_owned());
            warn(format!("the server doesn't have a resource type '{word}'"));
        }
        _ => {}
    }
    let known = if is_path { PATH_VERBS } else { VERBS };
    if (is_path || arguments.scope().is_some()) && !known.split(' ').any(|one| one == verb) {
        warn(format!("verb '{verb}' is not a known verb"));
    }
    let subresource = arguments.value("subresource").unwrap_or_default();
    if !subresource.is_empty() {
        request.resource = request.resource + "/" + subresource;
    }
    let is_allowed = match arguments.value("as").filter(|user| !user.is_empty()) {
        // The terminal's own user is the administrator.
        None => true,
        Some(user) => is_allowed(&request, &Subject::of(user, arguments), cluster)?,
    };
    let answer = if is_allowed { "yes\n" } else { "no\n" };
    let stdout = if arguments.is_on("quiet") { "" } else { answer }.to_owned();
    Ok(Output { stdout, stderr: warnings, exit: u8::from(!is_allowed) })
}

/// The one who asks.
struct Subject<'a> {
    user: &'a str,
    account: Option<(&'a str, &'a str)>,
    groups: Vec<String>,
}

impl<'a> Subject<'a> {
    /// A user with the groups that the server gives to everybody and to accounts.
    fn of(user: &'a str, arguments: &Arguments) -> Subject<'a> {
        let account = user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
        let mut groups: Vec<String> = arguments.values("as-group").map(str::to_owned).collect();
        groups.push("system:authenticated".to_owned());
        if let Some((space, _)) = account {
            groups.push("system:serviceaccounts".to_owned());
            groups.push(format!("system:serviceaccounts:{space}"));
        }
        Subject { user, account, groups }
    }

    /// Whether a binding in a namespace names the one who asks.
    fn is_in(&self, binding: &Value) -> bool {
        let own = meta(binding, "namespace");
        list(binding, "subjects").any(|subject| {
            let text = |field: &str| subject.get(field).and_then(Value::as_str).unwrap_or_default();
            let space = if text("namespace").is_empty() { own } else { text("namespace") };
            match text("kind") {
                "User" => text("name") == self.user,
                "Group" => self.groups.iter().any(|group| group == text("name")),
                _ => self.account == Some((space, text("name"))),
            }
        })
    }
}

/// Whether the roles of a new cluster allow it to everybody who is known: `system:discovery` and `system:basic-user`.
fn is_everybodys(request: &Request<'_>) -> bool {
    if request.is_path {
        let path = request.resource.trim_end_matches('/');
        let is_below =
            |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_shown = PATHS.contains(&path) || ["/api", "/apis", "/openapi"].into_iter().any(is_below);
        return request.verb == "get" && is_shown;
    }
    request.verb == "create" && OWN_REVIEWS.contains(&request.resource.as_str())
}

/// Whether a rule of the roles that are bound to somebody allows it. Upstream: RuleAllows, rbac.go.
fn is_allowed(request: &Request<'_>, who: &Subject<'_>, cluster: &Cluster<'_>) -> Result<bool, Output> {
    if who.groups.iter().any(|group| group == "system:masters") || is_everybodys(request) {
        return Ok(true);
    }
    let inside = resource::of_kind("RoleBinding", cluster)
        .filter(|binding| !request.is_path && meta(binding, "namespace") == request.namespace);
    let bindings = resource::of_kind("ClusterRoleBinding", cluster).chain(inside);
    let mut unknown = None;
    for binding in bindings.filter(|binding| who.is_in(binding)) {
        let text = |field: &str| {
            let text = binding.get("roleRef").and_then(|role| role.get(field)).and_then(Value::as_str);
            text.unwrap_or_default()
        };
        let is_role = |role: &&Value| {
            meta(role, "name") == text("name")
                && (text("kind") != "Role" || meta(role, "namespace") == request.namespace)
        };
        let kind = if text("kind") == "Role" { "Role" } else { "ClusterRole" };
        let is_known = !UNKNOWN.contains(&text("name")) && !text("name").starts_with("system:");
        match resource::of_kind(kind, cluster).find(is_role) {
            Some(role) if list(role, "rules").any(|rule| allows(rule, request)) => return Ok(true),
            None if kind == "ClusterRole" && text("name") == "cluster-admin" => return Ok(true),
            None if kind == "ClusterRole" && !is_known => unknown = Some(text("name")),
            Some(_) | None => {}
        }
    }
    let refused = |role| {
        not_played(&format!("auth can-i` of somebody with the ClusterRole {role}, `kubectl auth can-i"))
    };
    unknown.map_or(Ok(false), |role| Err(refused(role)))
}

/// Whether a rule allows it.
fn allows(rule: &Value, request: &Request<'_>) -> bool {
    let has = |field: &str, wanted: &str| {
        list(rule, field).filter_map(Value::as_str).any(|one| one == "*" || one == wanted)
    };
    if !has("verbs", request.verb) {
        return false;
    }
    if request.is_path {
        let matches = |path: &str| match path.strip_suffix('*') {
            Some(start) => request.resource.starts_with(start),
            None => path == request.resource,
        };
        return list(rule, "nonResourceURLs").filter_map(Value::as_str).any(matches);
    }
    // `*/scale` is the subresource of every type.
    let of_all = request.resource.split_once('/').map(|(_, sub)| format!("*/{sub}"));
    let names = || list(rule, "resourceNames").filter_map(Value::as_str);
    has("apiGroups", request.group)
        && (has("resources", &request.resource) || of_all.is_some_and(|all| has("resources", &all)))
        && (names().next().is_none() || names().any(|name| name == request.name))
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}
