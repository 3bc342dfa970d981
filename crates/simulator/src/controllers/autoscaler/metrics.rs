//! The words about metrics that no server of the cluster has. Upstream: computeReplicasForMetric,
//! pkg/controller/podautoscaler/horizontal.go; metrics/client.go beside it.

use crate::Word;
use crate::controllers::disruption;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Value, json};

/// The answer of a server to which nobody has added the API that is asked for.
pub(super) const NOT_SERVED: &str = "the server could not find the requested resource";

/// A metric that could not be learned.
pub(super) struct Failure {
    pub reason: Word,
    /// The words of the event.
    pub words: String,
    /// The same as the sum of all metrics tells it.
    pub outer: String,
}

/// The metrics of an autoscaler, none of which can be learned.
pub(super) fn failures(scaler: &Value, namespace: &str) -> Vec<Failure> {
    let metrics = scaler.pointer("/spec/metrics").and_then(Value::as_array);
    let all: Vec<Failure> = metrics.into_iter().flatten().filter_map(|one| failure(one, namespace)).collect();
    if !all.is_empty() {
        return all;
    }
    // The older version has one field for the one metric that it knows.
    let older = json!({"type": "Resource", "resource": {"name": "cpu", "target": {}}});
    failure(&older, namespace).into_iter().collect()
}

fn failure(metric: &Value, namespace: &str) -> Option<Failure> {
    let kind = metric.get("type").and_then(Value::as_str)?;
    let source = |field: &str| metric.get(field).unwrap_or(&Value::Null);
    Some(match kind {
        "Resource" => {
            let (name, words) = resource(source("resource"));
            let outer = format!("failed to get {name} resource metric value: {words}");
            Failure { reason: Word::FailedGetResourceMetric, words, outer }
        }
        "ContainerResource" => {
            let source = source("containerResource");
            let (_, words) = resource(source);
            let container = text(source, "/container");
            let outer = format!("failed to get {container} container metric value: {words}");
            Failure { reason: Word::FailedGetContainerResourceMetric, words, outer }
        }
        "Pods" => {
            let words =
                format!("unable to get metric {}: {}", text(source("pods"), "/metric/name"), custom());
            let outer = format!("failed to get pods metric value: {words}");
            Failure { reason: Word::FailedGetPodsMetric, words, outer }
        }
        "Object" => object(source("object"), namespace),
        "External" => external(source("external"), namespace),
        _ => return None,
    })
}

/// The name of a resource, and the words about it.
fn resource(source: &Value) -> (&str, String) {
    let name = text(source, "/name");
    let how = if is_average(source) { "usage" } else { "utilization" };
    let words = format!(
        "failed to get {name} {how}: unable to get metrics for resource {name}: unable to fetch metrics from resource metrics API: {NOT_SERVED} (get pods.metrics.k8s.io)"
    );
    (name, words)
}

fn custom() -> &'static str {
    "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered"
}

fn object(source: &Value, namespace: &str) -> Failure {
    let metric = text(source, "/metric/name");
    let (kind, name) = (text(source, "/describedObject/kind"), text(source, "/describedObject/name"));
    let words = format!("unable to get metric {metric}: {kind} on {namespace} {name}/{}", custom());
    let inner = if text(source, "/target/type") == "AverageValue" {
        format!("failed to get {metric} object metric: {words}")
    } else {
        words.clone()
    };
    let outer = format!("failed to get object metric value: {inner}");
    Failure { reason: Word::FailedGetObjectMetric, words, outer }
}

fn external(source: &Value, namespace: &str) -> Failure {
    let metric = text(source, "/metric/name");
    let selector = source.pointer("/metric/selector").filter(|selector| !selector.is_null());
    let selector = selector.and_then(|selector| api::typed::from_json::<LabelSelector>(selector).ok());
    let selector = selector.as_ref().map_or_else(|| "nil".to_owned(), disruption::as_go);
    let words = format!(
        "unable to get external metric {namespace}/{metric}/{selector}: unable to fetch metrics from external metrics API: {NOT_SERVED} (get {metric}.external.metrics.k8s.io)"
    );
    let what = if is_average(source) {
        format!("{metric} external metric")
    } else {
        format!("external metric {metric}")
    };
    let outer = format!("failed to get {metric} external metric value: failed to get {what}: {words}");
    Failure { reason: Word::FailedGetExternalMetric, words, outer }
}

fn is_average(source: &Value) -> bool {
    source.pointer("/target/averageValue").is_some_and(|value| !value.is_null())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
