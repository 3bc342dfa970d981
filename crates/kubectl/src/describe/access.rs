//! Roles and their bindings. Upstream: RoleDescriber, RoleBindingDescriber,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go; BreakdownRule, CompactRules,
//! staging/src/k8s.io/kubectl/pkg/util/rbac/rbac.go.

use super::objects::marks;
use super::writer::Writer;
use crate::Cluster;
use crate::others::{items, text};
use serde_json::Value;

/// One resource of one group, or one URL, with all that may be done with it.
struct Rule<'a> {
    verbs: Vec<&'a str>,
    group: Option<&'a str>,
    resource: Option<&'a str>,
    name: Option<&'a str>,
    url: Option<&'a str>,
}

pub(super) fn role(w: &mut Writer, role: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(role, "/metadata/name"));
    marks(w, role);
    w.line(0, "PolicyRule:");
    w.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
    w.line(1, "---------\t-----------------\t--------------\t-----");
    for rule in rules(role) {
        let list = |one: Option<&str>| format!("[{}]", one.unwrap_or_default());
        let verbs = rule.verbs.join(" ");
        w.line(1, &format!("{}\t{}\t{}\t[{verbs}]", rule.resource(), list(rule.url), list(rule.name)));
    }
}

/// The rules of a role, each for one thing, sorted as Go prints them.
fn rules(role: &Value) -> Vec<Rule<'_>> {
    let mut all: Vec<Rule<'_>> = Vec::new();
    for rule in items(role, "/rules") {
        let list = |field: &str| -> Vec<&str> {
            items(rule, &format!("/{field}")).filter_map(Value::as_str).collect()
        };
        let (verbs, resources) = (list("verbs"), list("resources"));
        let mut names: Vec<Option<&str>> = list("resourceNames").into_iter().map(Some).collect();
        if names.is_empty() {
            names.push(None);
        }
        for group in list("apiGroups") {
            for &resource in &resources {
                for &verb in &verbs {
                    for &name in &names {
                        put(&mut all, verb, (Some(group), Some(resource), name));
                    }
                }
            }
        }
        for url in list("nonResourceURLs") {
            for &verb in &verbs {
                let verbs = vec![verb];
                all.push(Rule { verbs, group: None, resource: None, name: None, url: Some(url) });
            }
        }
    }
    api::collections::sort_by(&mut all, |one, other| one.printed().cmp(&other.printed()));
    all
}

/// Adds a verb to the rule of a resource.
fn put<'a>(all: &mut Vec<Rule<'a>>, verb: &'a str, of: (Option<&'a str>, Option<&'a str>, Option<&'a str>)) {
    match all.iter_mut().find(|rule| rule.url.is_none() && (rule.group, rule.resource, rule.name) == of) {
        Some(rule) if rule.verbs.contains(&verb) => {}
        Some(rule) => rule.verbs.push(verb),
        None => {
            let (group, resource, name) = of;
            all.push(Rule { verbs: vec![verb], group, resource, name, url: None });
        }
    }
}

impl Rule<'_> {
    /// `deployments.apps/scale`.
    fn resource(&self) -> String {
        let Some(resource) = self.resource else { return String::new() };
        let (bare, sub) = resource.split_once('/').map_or((resource, None), |(bare, sub)| (bare, Some(sub)));
        let group = self.group.filter(|group| !group.is_empty());
        let group = group.map(|group| format!(".{group}")).unwrap_or_default();
        let sub = sub.map(|sub| format!("/{sub}")).unwrap_or_default();
        format!("{bare}{group}{sub}")
    }

    /// The text by which kubectl sorts rules.
    fn printed(&self) -> String {
        let list = |one: Option<&str>| one.unwrap_or_default().to_owned();
        format!(
            "Verbs:[{}],APIGroups:[{}],Resources:[{}],ResourceNames:[{}],NonResourceURLs:[{}],",
            self.verbs.join(" "),
            list(self.group),
            list(self.resource),
            list(self.name),
            list(self.url)
        )
    }
}

pub(super) fn binding(w: &mut Writer, binding: &Value, _: &Cluster<'_>) {
    w.field(0, "Name", text(binding, "/metadata/name"));
    marks(w, binding);
    w.line(0, "Role:");
    w.field(1, "Kind", text(binding, "/roleRef/kind"));
    w.field(1, "Name", text(binding, "/roleRef/name"));
    w.line(0, "Subjects:");
    w.line(1, "Kind\tName\tNamespace");
    w.line(1, "----\t----\t---------");
    for subject in items(binding, "/subjects") {
        let cells = ["/kind", "/name", "/namespace"].map(|pointer| text(subject, pointer));
        w.line(1, &cells.join("\t"));
    }
}
