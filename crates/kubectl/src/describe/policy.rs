//! Budgets and quotas. Upstream: describePodDisruptionBudgetV1, describeQuota,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, map, number};
use super::selector;
use super::writer::Writer;
use crate::Cluster;
use crate::others::items;
use api::collections::sort_by;
use serde_json::Value;

pub(super) fn budget(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    identity(w, object);
    let bounds = [("Min available", "minAvailable"), ("Max unavailable", "maxUnavailable")];
    let written = bounds.into_iter().find_map(|(title, field)| {
        Some((title, object.pointer(&format!("/spec/{field}")).filter(|bound| !bound.is_null())?))
    });
    if let Some((title, bound)) = written {
        w.field(0, title, &bound.as_str().map_or_else(|| bound.to_string(), str::to_owned));
    }
    let selected = object.pointer("/spec/selector").and_then(|selector| api::typed::from_json(selector).ok());
    w.field(
        0,
        "Selector",
        &selected.map_or_else(|| "<unset>".to_owned(), |selected| selector::print(&selected)),
    );
    w.line(0, "Status:");
    for (title, field) in [
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    ] {
        w.field(2, title, &number(object, &format!("/status/{field}")).to_string());
    }
}

pub(super) fn quota(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    identity(w, object);
    let mut scopes: Vec<&str> = items(object, "/spec/scopes").filter_map(Value::as_str).collect();
    sort_by(&mut scopes, Ord::cmp);
    if !scopes.is_empty() {
        w.field(0, "Scopes", &scopes.join(", "));
        for help in scopes.into_iter().filter_map(help) {
            w.line(0, &format!(" * {help}"));
        }
    }
    w.line(0, "Resource\tUsed\tHard");
    w.line(0, "--------\t----\t----");
    let used = map(object, "/status/used");
    for (name, hard) in map(object, "/status/hard") {
        w.line(0, &format!("{name}\t{}\t{hard}", used.get(&name).map_or("0", String::as_str)));
    }
}

/// The Pods that a scope is about.
pub(super) fn help(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "Terminating" => {
            "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system."
        }
        "NotTerminating" => {
            "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate."
        }
        "BestEffort" => {
            "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service."
        }
        "NotBestEffort" => {
            "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service."
        }
        _ => return None,
    })
}
