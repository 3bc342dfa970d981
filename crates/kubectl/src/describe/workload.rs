//! Workloads. Upstream: describeDeployment, describeReplicaSet, describeStatefulSet, describeDaemonSet, describeJob,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{controlled_by, dated, identity, marks, number};
use super::writer::Writer;
use super::{selector, template};
use crate::Cluster;
use crate::others::{class, items, quantity, text, time};
use crate::workloads::labels;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

/// The annotation with the number of a Deployment's template, on it and on its ReplicaSets.
const REVISION: &str = "/metadata/annotations/deployment.kubernetes.io~1revision";

pub(super) fn deployment(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "CreationTimestamp", &dated(object, "/metadata/creationTimestamp"));
    marks(w, object);
    w.field(0, "Selector", &selected(object));
    let count = |field: &str| number(object, &format!("/status/{field}"));
    let replicas = format!(
        "{} desired | {} updated | {} total | {} available | {} unavailable",
        number(object, "/spec/replicas"),
        count("updatedReplicas"),
        count("replicas"),
        count("availableReplicas"),
        count("unavailableReplicas")
    );
    w.field(0, "Replicas", &replicas);
    w.field(0, "StrategyType", text(object, "/spec/strategy/type"));
    w.field(0, "MinReadySeconds", &number(object, "/spec/minReadySeconds").to_string());
    if let Some(update) = object.pointer("/spec/strategy/rollingUpdate") {
        let (unavailable, surge) = (amount(update, "/maxUnavailable"), amount(update, "/maxSurge"));
        w.field(0, "RollingUpdateStrategy", &format!("{unavailable} max unavailable, {surge} max surge"));
    }
    template::write(w, object.pointer("/spec/template"), cluster.kubernetes);
    conditions(w, object);
    replica_sets(w, object, cluster);
}

/// The ReplicaSets of a Deployment: those of older templates, and that of its own.
fn replica_sets(w: &mut Writer, deployment: &Value, cluster: &Cluster<'_>) {
    let own = text(deployment, "/metadata/name");
    let namespace = text(deployment, "/metadata/namespace");
    let is_its = |set: &&Value| {
        text(set, "/kind") == "ReplicaSet"
            && text(set, "/metadata/namespace") == namespace
            && items(set, "/metadata/ownerReferences")
                .any(|owner| text(owner, "/kind") == "Deployment" && text(owner, "/name") == own)
    };
    let all: Vec<&Value> = cluster.workloads.iter().filter(is_its).collect();
    if all.is_empty() {
        return;
    }
    let (new, old): (Vec<&Value>, Vec<&Value>) =
        all.into_iter().partition(|set| text(set, REVISION) == text(deployment, REVISION));
    let listed = |sets: &[&Value]| {
        let one = |set: &&Value| {
            let (has, wants) = (number(set, "/status/replicas"), number(set, "/spec/replicas"));
            format!("{} ({has}/{wants} replicas created)", text(set, "/metadata/name"))
        };
        if sets.is_empty() {
            "<none>".to_owned()
        } else {
            sets.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    };
    w.field(0, "OldReplicaSets", &listed(&old));
    w.field(0, "NewReplicaSet", &listed(&new));
}

pub(super) fn replica_set(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "Selector", &selected(object));
    marks(w, object);
    controlled_by(w, object);
    current(w, object, cluster);
}

pub(super) fn replication_controller(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "Selector", &labels(object.pointer("/spec/selector").and_then(Value::as_object)));
    marks(w, object);
    current(w, object, cluster);
}

fn current(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    let (has, wants) = (number(object, "/status/replicas"), number(object, "/spec/replicas"));
    w.field(0, "Replicas", &format!("{has} current / {wants} desired"));
    w.field(0, "Pods Status", &pods(object, cluster));
    template::write(w, object.pointer("/spec/template"), cluster.kubernetes);
    conditions(w, object);
}

pub(super) fn stateful_set(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "CreationTimestamp", &dated(object, "/metadata/creationTimestamp"));
    w.field(0, "Selector", &selected(object));
    marks(w, object);
    let (has, wants) = (number(object, "/status/replicas"), number(object, "/spec/replicas"));
    w.field(0, "Replicas", &format!("{wants} desired | {has} total"));
    w.field(0, "Update Strategy", text(object, "/spec/updateStrategy/type"));
    if let Some(update) = object.pointer("/spec/updateStrategy/rollingUpdate")
        && update.get("partition").is_some()
    {
        w.field(1, "Partition", &amount(update, "/partition"));
        if update.get("maxUnavailable").is_some() {
            w.field(1, "MaxUnavailable", &amount(update, "/maxUnavailable"));
        }
    }
    w.field(0, "Pods Status", &pods(object, cluster));
    template::write(w, object.pointer("/spec/template"), cluster.kubernetes);
    claims(w, object);
}

/// The claims that a StatefulSet makes for each Pod.
fn claims(w: &mut Writer, object: &Value) {
    let mut templates = items(object, "/spec/volumeClaimTemplates").peekable();
    if templates.peek().is_none() {
        w.field(0, "Volume Claims", "<none>");
        return;
    }
    w.line(0, "Volume Claims:");
    for claim in templates {
        w.field(1, "Name", text(claim, "/metadata/name"));
        w.field(1, "StorageClass", class(claim));
        for (title, pointer) in [("  Labels", "/metadata/labels"), ("  Annotations", "/metadata/annotations")]
        {
            w.list(0, title, &super::objects::pairs(&super::objects::map(claim, pointer)));
        }
        let asked = "/spec/resources/requests/storage";
        let capacity =
            if claim.pointer(asked).is_some() { quantity(claim, asked) } else { "<default>".into() };
        w.field(1, "Capacity", &capacity);
        let modes: Vec<&str> = items(claim, "/spec/accessModes").filter_map(Value::as_str).collect();
        w.field(1, "Access Modes", &format!("[{}]", modes.join(" ")));
    }
}

pub(super) fn daemon_set(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "Selector", &selected(object));
    let nodes = object.pointer("/spec/template/spec/nodeSelector").and_then(Value::as_object);
    w.field(0, "Node-Selector", &labels(nodes));
    marks(w, object);
    for (title, field) in [
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
        w.line(0, &format!("{title}: {}", number(object, &format!("/status/{field}"))));
    }
    w.field(0, "Pods Status", &pods(object, cluster));
    template::write(w, object.pointer("/spec/template"), cluster.kubernetes);
}

pub(super) fn job(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    w.field(0, "Selector", &selected(object));
    marks(w, object);
    controlled_by(w, object);
    let set = |field: &str| object.pointer(&format!("/spec/{field}")).map(plain);
    w.optional(0, "Parallelism", set("parallelism").as_deref());
    w.field(0, "Completions", &set("completions").unwrap_or_else(|| "<unset>".to_owned()));
    w.optional(0, "Completion Mode", set("completionMode").as_deref());
    w.optional(0, "Suspend", set("suspend").as_deref());
    w.optional(0, "Backoff Limit", set("backoffLimit").as_deref());
    w.optional(0, "TTL Seconds After Finished", set("ttlSecondsAfterFinished").as_deref());
    let (start, end) = (time(object, "/status/startTime"), time(object, "/status/completionTime"));
    if start.is_some() {
        w.field(0, "Start Time", &dated(object, "/status/startTime"));
    }
    if let Some(end) = &end {
        w.field(0, "Completed At", &dated(object, "/status/completionTime"));
        if start.is_some() {
            w.field(0, "Duration", &crate::age::since(start.as_ref(), end.0));
        }
    }
    let deadline = set("activeDeadlineSeconds").map(|seconds| format!("{seconds}s"));
    w.optional(0, "Active Deadline Seconds", deadline.as_deref());
    let count = |field: &str| number(object, &format!("/status/{field}"));
    let ready = object.pointer("/status/ready").map(|ready| format!(" ({} Ready)", plain(ready)));
    let statuses = format!(
        "{} Active{} / {} Succeeded / {} Failed",
        count("active"),
        ready.unwrap_or_default(),
        count("succeeded"),
        count("failed")
    );
    w.field(0, "Pods Statuses", &statuses);
    if text(object, "/spec/completionMode") == "Indexed" {
        let done = text(object, "/status/completedIndexes");
        w.field(0, "Completed Indexes", if done.is_empty() { "<none>" } else { done });
    }
    template::write(w, object.pointer("/spec/template"), cluster.kubernetes);
}

/// The phases of the Pods that a workload made.
fn pods(object: &Value, cluster: &Cluster<'_>) -> String {
    let (kind, name) = (text(object, "/kind"), text(object, "/metadata/name"));
    let is_its = |pod: &&Value| {
        items(pod, "/metadata/ownerReferences")
            .any(|owner| text(owner, "/kind") == kind && text(owner, "/name") == name)
    };
    let mut counts = [0; 4];
    for pod in cluster.pods_in(Some(text(object, "/metadata/namespace"))).filter(is_its) {
        let place = ["Running", "Pending", "Succeeded", "Failed"]
            .iter()
            .position(|phase| *phase == text(pod, "/status/phase"));
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let [running, waiting, succeeded, failed] = counts;
    format!("{running} Running / {waiting} Waiting / {succeeded} Succeeded / {failed} Failed")
}

fn conditions(w: &mut Writer, object: &Value) {
    let mut conditions = items(object, "/status/conditions").peekable();
    if conditions.peek().is_none() {
        return;
    }
    w.line(0, "Conditions:\n  Type\tStatus\tReason");
    w.line(1, "----\t------\t------");
    for one in conditions {
        let (kind, status) = (text(one, "/type"), text(one, "/status"));
        w.line(1, &format!("{kind} \t{status}\t{}", text(one, "/reason")));
    }
}

/// The selector in one line.
fn selected(object: &Value) -> String {
    let written = object.pointer("/spec/selector").cloned().unwrap_or_default();
    selector::print(&api::typed::from_json::<LabelSelector>(&written).unwrap_or_default())
}

/// A number or a percentage.
fn amount(object: &Value, pointer: &str) -> String {
    object.pointer(pointer).map_or_else(|| "0".to_owned(), plain)
}

/// A value without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
