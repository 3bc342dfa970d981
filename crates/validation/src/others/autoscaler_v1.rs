//! HorizontalPodAutoscalers of `autoscaling/v1`, in the form that the rules look at: that of `autoscaling/v2`, which
//! the server's messages name too. Upstream: Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler,
//! pkg/apis/autoscaling/v1/conversion.go.

use serde_json::{Value, json};

/// The annotations in which the older version keeps what it has no fields for; nobody here reads them.
const HIDDEN: [&str; 2] =
    ["autoscaling.alpha.kubernetes.io/behavior", "autoscaling.alpha.kubernetes.io/metrics"];

/// Whether a value is an autoscaler of the older version.
pub(super) fn is(value: &Value) -> bool {
    value.get("apiVersion").and_then(Value::as_str) == Some("autoscaling/v1")
}

/// Whether an autoscaler of the older version says more than its fields do.
pub(super) fn hides(value: &Value) -> bool {
    let annotations = value.pointer("/metadata/annotations");
    is(value) && HIDDEN.iter().any(|name| annotations.and_then(|all| all.get(name)).is_some())
}

/// The autoscaler in the form of `autoscaling/v2`; it measures the processor unless annotations name other metrics.
pub(super) fn converted(value: &Value) -> Value {
    let mut converted = value.clone();
    let is_open = hides(value);
    if let Some(Value::Object(spec)) = converted.get_mut("spec") {
        let percent = spec.remove("targetCPUUtilizationPercentage").filter(|percent| !percent.is_null());
        let percent = percent.or((!is_open).then(|| json!(80)));
        if let Some(percent) = percent {
            let target = json!({"type": "Utilization", "averageUtilization": percent});
            let metric = json!({"type": "Resource", "resource": {"name": "cpu", "target": target}});
            spec.insert("metrics".to_owned(), json!([metric]));
        }
        if is_open && spec.get("minReplicas") == Some(&json!(0)) {
            // Whether zero is allowed depends on the metrics in the annotations.
            spec.remove("minReplicas");
        }
    }
    converted
}
