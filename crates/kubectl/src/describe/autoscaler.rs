//! HorizontalPodAutoscalers. Upstream: describeHorizontalPodAutoscalerV2,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{dated, identity, marks, number};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{UNKNOWN, items, metric_source, quantity, text};
use serde_json::{Value, json};

pub(super) fn write(w: &mut Writer, scaler: &Value, _: &Cluster<'_>) {
    identity(w, scaler);
    marks(w, scaler);
    w.field(0, "CreationTimestamp", &dated(scaler, "/metadata/creationTimestamp"));
    let target = text(scaler, "/spec/scaleTargetRef/kind");
    w.field(0, "Reference", &format!("{target}/{}", text(scaler, "/spec/scaleTargetRef/name")));
    w.field(0, "Metrics", "( current / target )");
    for (index, one) in items(scaler, "/spec/metrics").enumerate() {
        metric(w, one, scaler.pointer(&format!("/status/currentMetrics/{index}")));
    }
    // kubectl asks for the newer version, in which the older one's field is a metric.
    if let Some(percent) = scaler.pointer("/spec/targetCPUUtilizationPercentage") {
        let target = json!({"averageUtilization": percent});
        metric(w, &json!({"type": "Resource", "resource": {"name": "cpu", "target": target}}), None);
    }
    let least = scaler.pointer("/spec/minReplicas").and_then(Value::as_i64);
    w.field(0, "Min replicas", &least.map_or_else(|| "<unset>".to_owned(), |least| least.to_string()));
    w.field(0, "Max replicas", &number(scaler, "/spec/maxReplicas").to_string());
    if let Some(behavior) = scaler.pointer("/spec/behavior") {
        w.line(0, "Behavior:");
        for (title, field) in [("Scale Up", "scaleUp"), ("Scale Down", "scaleDown")] {
            if let Some(rules) = behavior.get(field) {
                direction(w, title, rules);
            }
        }
    }
    let count = |field: &str| number(scaler, &format!("/status/{field}"));
    let (now, wanted) = (count("currentReplicas"), count("desiredReplicas"));
    w.field(0, &format!("{target} pods"), &format!("{now} current / {wanted} desired"));
    let mut conditions = items(scaler, "/status/conditions").peekable();
    if conditions.peek().is_some() {
        w.line(0, "Conditions:");
        w.line(1, "Type\tStatus\tReason\tMessage");
        w.line(1, "----\t------\t------\t-------");
    }
    for one in conditions {
        let cells = ["/type", "/status", "/reason", "/message"].map(|pointer| text(one, pointer));
        w.line(1, &cells.join("\t"));
    }
}

fn direction(w: &mut Writer, title: &str, rules: &Value) {
    w.line(1, &format!("{title}:"));
    if rules.get("stabilizationWindowSeconds").is_some() {
        let seconds = number(rules, "/stabilizationWindowSeconds");
        w.line(2, &format!("Stabilization Window: {seconds} seconds"));
    }
    let mut policies = items(rules, "/policies").peekable();
    if policies.peek().is_some() {
        let which = rules.get("selectPolicy").and_then(Value::as_str).unwrap_or("Max");
        w.line(2, &format!("Select Policy: {which}"));
        w.line(2, "Policies:");
    }
    for one in policies {
        let (value, period) = (number(one, "/value"), number(one, "/periodSeconds"));
        w.line(3, &format!("- Type: {}\tValue: {value}\tPeriod: {period} seconds", text(one, "/type")));
    }
}

/// A line: the metric, what it is now, what it is to be.
fn metric(w: &mut Writer, metric: &Value, status: Option<&Value>) {
    let Some((field, is_resource)) = metric_source(metric) else {
        return w.line(1, &format!("<unknown metric type {:?}>", text(metric, "/type")));
    };
    let source = metric.get(field).unwrap_or(&Value::Null);
    let status = status.and_then(|status| status.get(field)?.get("current"));
    let now =
        |name: &str| status.map_or_else(|| UNKNOWN.to_owned(), |now| quantity(now, &format!("/{name}")));
    let wanted = |name: &str| quantity(source, &format!("/target/{name}"));
    let name = text(source, if is_resource { "/name" } else { "/metric/name" });
    let by_average = source.pointer("/target/averageValue").is_some();
    let of = match field {
        "resource" => format!("resource {name} on pods"),
        "containerResource" => {
            format!("resource {name} of container \"{}\" on pods", text(source, "/container"))
        }
        "pods" => format!("{name:?} on pods"),
        "object" => {
            let object = source.get("describedObject").unwrap_or(&Value::Null);
            format!("\"{name}\" on {}/{} ", text(object, "/kind"), text(object, "/name"))
        }
        _ => format!("{name:?} "),
    };
    let (how, now, wanted) = if is_resource && !by_average {
        let utilization = |of: Option<&Value>| of.and_then(|of| of.get("averageUtilization")?.as_i64());
        let used = utilization(status)
            .map_or_else(|| UNKNOWN.to_owned(), |used| format!("{used}% ({})", now("averageValue")));
        let wanted = utilization(source.get("target"));
        let wanted = wanted.map_or_else(|| "<auto>".to_owned(), |wanted| format!("{wanted}%"));
        ("  (as a percentage of request)", used, wanted)
    } else if is_resource || field == "pods" {
        ("", now("averageValue"), wanted("averageValue"))
    } else if by_average {
        ("(target average value)", now("averageValue"), wanted("averageValue"))
    } else {
        ("(target value)", now("value"), wanted("value"))
    };
    w.field(1, &format!("{of}{how}"), &format!("{now} / {wanted}"));
}
