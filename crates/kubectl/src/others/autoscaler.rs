//! HorizontalPodAutoscalers. Upstream: printHorizontalPodAutoscaler, formatHPAMetrics,
//! pkg/printers/internalversion/printers.go.

use super::{items, quantity, text};
use crate::row::NONE;
use serde_json::Value;

/// The value of a metric that nobody has measured.
pub(crate) const UNKNOWN: &str = "<unknown>";
/// How many metrics a cell names.
const SHOWN: usize = 2;

pub(super) fn cells(scaler: &Value) -> Vec<String> {
    let number = |pointer: &str| scaler.pointer(pointer).and_then(Value::as_i64);
    let target = scaler.pointer("/spec/scaleTargetRef").unwrap_or(&Value::Null);
    vec![
        format!("{}/{}", text(target, "/kind"), text(target, "/name")),
        targets(scaler),
        number("/spec/minReplicas").map_or_else(|| "<unset>".to_owned(), |least| least.to_string()),
        number("/spec/maxReplicas").unwrap_or_default().to_string(),
        number("/status/currentReplicas").unwrap_or_default().to_string(),
    ]
}

fn targets(scaler: &Value) -> String {
    let mut all: Vec<String> = items(scaler, "/spec/metrics")
        .enumerate()
        .map(|(index, metric)| one(metric, scaler.pointer(&format!("/status/currentMetrics/{index}"))))
        .collect();
    // The older version has one field for the one metric that it knows.
    if let Some(target) = scaler.pointer("/spec/targetCPUUtilizationPercentage").and_then(Value::as_i64) {
        let current = scaler.pointer("/status/currentCPUUtilizationPercentage").and_then(Value::as_i64);
        all.push(format!("cpu: {}/{target}%", percent(current)));
    }
    if all.is_empty() {
        return NONE.to_owned();
    }
    let count = all.len();
    all.truncate(SHOWN);
    let named = all.join(", ");
    if count > SHOWN { format!("{named} + {} more...", count - SHOWN) } else { named }
}

fn percent(value: Option<i64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| format!("{value}%"))
}

/// The field of a metric that says where its numbers come from, and whether they are amounts of a resource.
pub(crate) fn source(metric: &Value) -> Option<(&'static str, bool)> {
    Some(match text(metric, "/type") {
        "Resource" => ("resource", true),
        "ContainerResource" => ("containerResource", true),
        "Pods" => ("pods", false),
        "Object" => ("object", false),
        "External" => ("external", false),
        _ => return None,
    })
}

/// A metric: what is, then what is wanted.
fn one(metric: &Value, status: Option<&Value>) -> String {
    let Some((field, is_resource)) = source(metric) else { return "<unknown type>".to_owned() };
    let source = metric.get(field).unwrap_or(&Value::Null);
    let current = status.and_then(|status| status.get(field)?.get("current"));
    let amount = |name: &str| match current.filter(|current| current.get(name).is_some()) {
        Some(current) => quantity(current, &format!("/{name}")),
        None => UNKNOWN.to_owned(),
    };
    let has_average = source.pointer("/target/averageValue").is_some();
    let wanted = |name: &str| quantity(source, &format!("/target/{name}"));
    if is_resource {
        let name = text(source, "/name");
        if has_average {
            return format!("{name}: {}/{}", amount("averageValue"), wanted("averageValue"));
        }
        let utilization =
            |value: Option<&Value>| value.and_then(|value| value.get("averageUtilization")?.as_i64());
        let target = utilization(source.get("target"))
            .map_or_else(|| "<auto>".to_owned(), |target| format!("{target}%"));
        return format!("{name}: {}/{target}", percent(utilization(current)));
    }
    match (field, has_average) {
        ("pods", _) => format!("{}/{}", amount("averageValue"), wanted("averageValue")),
        (_, true) => format!("{}/{} (avg)", amount("averageValue"), wanted("averageValue")),
        (_, false) => format!("{}/{}", amount("value"), wanted("value")),
    }
}

#[cfg(test)]
mod tests {
    use super::cells;
    use serde_json::json;

    #[test]
    fn targets_are_what_is_and_what_is_wanted() {
        let scaler = |metrics: serde_json::Value| {
            json!({"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 1, "maxReplicas": 9,
                "metrics": metrics}, "status": {"currentReplicas": 2}})
        };
        let cpu =
            json!({"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}});
        let pods = json!({"type": "Pods", "pods": {"target": {"averageValue": "1k"}}});
        let external = json!({"type": "External", "external": {"target": {"averageValue": 30}}});
        assert_eq!(cells(&scaler(json!([cpu]))), ["Deployment/web", "cpu: <unknown>/80%", "1", "9", "2"]);
        let several = cells(&scaler(json!([pods, external, cpu])));
        assert_eq!(several[1], "<unknown>/1k, <unknown>/30 (avg) + 1 more...");
    }
}
