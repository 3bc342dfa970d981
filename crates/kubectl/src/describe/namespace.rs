//! Namespaces with their quotas and limits. Upstream: describeNamespace, DescribeResourceQuotas, DescribeLimitRanges,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{dated, identity, map, marks};
use super::policy;
use super::writer::Writer;
use crate::Cluster;
use crate::others::{items, quantity, text};
use api::collections::sort_by;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn namespace(w: &mut Writer, namespace: &Value, cluster: &Cluster<'_>) {
    let name = text(namespace, "/metadata/name");
    w.field(0, "Name", name);
    marks(w, namespace);
    w.field(0, "Status", text(namespace, "/status/phase"));
    let mut conditions = items(namespace, "/status/conditions").peekable();
    if conditions.peek().is_some() {
        w.line(0, "Conditions:");
        w.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
        w.line(1, "----\t------\t------------------\t------\t-------");
    }
    for one in conditions {
        let [kind, status, reason, message] =
            ["/type", "/status", "/reason", "/message"].map(|pointer| text(one, pointer));
        let since = dated(one, "/lastTransitionTime");
        w.line(1, &format!("{kind}\t{status}\t{since}\t{reason}\t{message}"));
    }
    let inside = |kind: &str| {
        let all = cluster.workloads.iter();
        let its = all.filter(|one| text(one, "/kind") == kind && text(one, "/metadata/namespace") == name);
        let mut its: Vec<&Value> = its.collect();
        sort_by(&mut its, |a, b| text(a, "/metadata/name").cmp(text(b, "/metadata/name")));
        its
    };
    w.line(0, "");
    quotas(w, &inside("ResourceQuota"));
    w.line(0, "");
    limits(w, &inside("LimitRange"));
}

fn quotas(w: &mut Writer, all: &[&Value]) {
    if all.is_empty() {
        w.line(0, "No resource quota.");
        return;
    }
    w.line(0, "Resource Quotas");
    for quota in all {
        w.field(1, "Name", text(quota, "/metadata/name"));
        let mut scopes: Vec<&str> = items(quota, "/spec/scopes").filter_map(Value::as_str).collect();
        sort_by(&mut scopes, Ord::cmp);
        if !scopes.is_empty() {
            w.field(1, "Scopes", &scopes.join(", "));
            for help in scopes.into_iter().filter_map(policy::help) {
                w.line(1, &format!("* {help}"));
            }
        }
        w.line(1, "Resource\tUsed\tHard");
        w.line(1, "--------\t---\t---");
        let used = map(quota, "/status/used");
        for (name, hard) in map(quota, "/status/hard") {
            w.line(1, &format!("{name}\t{}\t{hard}", used.get(&name).map_or("0", String::as_str)));
        }
    }
}

fn limits(w: &mut Writer, all: &[&Value]) {
    if all.is_empty() {
        w.line(0, "No LimitRange resource.");
        return;
    }
    w.line(0, "Resource Limits");
    w.line(0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
    w.line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
    for range in all {
        bounds(w, range, " ");
    }
}

pub(super) fn limit_range(w: &mut Writer, range: &Value, _: &Cluster<'_>) {
    identity(w, range);
    w.line(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
    w.line(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
    bounds(w, range, "");
}

/// The rows of a LimitRange, one for each type and resource.
fn bounds(w: &mut Writer, range: &Value, indent: &str) {
    const FIELDS: [&str; 5] = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
    for item in items(range, "/spec/limits") {
        let names = FIELDS.iter().filter_map(|field| item.get(*field)?.as_object());
        // Go walks its maps in random order.
        let names: BTreeSet<&String> = names.flat_map(|amounts| amounts.keys()).collect();
        for name in names {
            let amount = |field: &&str| match item.get(*field).and_then(|amounts| amounts.get(name)) {
                Some(_) => {
                    quantity(item, &format!("/{field}/{}", name.replace('~', "~0").replace('/', "~1")))
                }
                None => "-".to_owned(),
            };
            let amounts: Vec<String> = FIELDS.iter().map(amount).collect();
            w.line(0, &format!("{indent}{}\t{name}\t{}", text(item, "/type"), amounts.join("\t")));
        }
    }
}
