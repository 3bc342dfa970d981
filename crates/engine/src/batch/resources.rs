//! `podlab resources --batch`: `{"id","manifest"}` or `{"id","pod","options"}` → `{"id","requests","limits","qosClass"}`.

use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::{PodSpec, PodStatus};
use resources::{Options, Totals};
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let object = match (request.get("pod"), request.get("manifest").and_then(Value::as_str)) {
        (Some(pod), _) => {
            let mut pod = pod.clone();
            for (key, value) in [("apiVersion", "v1"), ("kind", "Pod")] {
                if let Some(fields) = pod.as_object_mut() {
                    fields.entry(key).or_insert_with(|| json!(value));
                }
            }
            Some(Object::from_json(pod))
        }
        (None, Some(manifest)) => {
            api::objects(manifest, kubernetes).into_iter().find(|object| object.pod_spec().is_some())
        }
        (None, None) => None,
    };
    let mut object = object;
    let from_text = request.get("pod").is_none();
    if let Some(pod @ Object::Pod(_)) = &mut object
        && from_text
    {
        api::defaulting::apply(pod, kubernetes);
    }
    let Some((path, spec)) = object.as_ref().and_then(Object::pod_spec) else {
        return json!({"error": "there is no Pod and nothing with a Pod template in the request"});
    };
    let status = match &object {
        Some(Object::Pod(pod)) => pod.status.as_ref(),
        _ => None,
    };
    let mut options = options(request.get("options").unwrap_or(&Value::Null), status, kubernetes);
    if request.pointer("/options/UseDRANodeAllocatableResourceClaimStatus").is_some_and(|on| on == true) {
        // 1.37 gave this alpha status another shape; it is read as 1.36 wrote it.
        let claims = request.pointer("/pod/status/nodeAllocatableResourceClaimStatuses");
        let claims = claims.and_then(Value::as_array).into_iter().flatten();
        options.claims = claims.map(|claim| amounts(claim.get("resources"))).collect();
    }
    let mut answer = numbers(spec, &options, kubernetes);
    if from_text && let Some(fields) = answer.as_object_mut() {
        // One Pod of it, phase by phase: of a workload with the defaults that its Pods get.
        let cost = crate::reserve::cost::cost(spec, path, kubernetes);
        fields.insert("derivation".to_owned(), serde_json::to_value(cost).unwrap_or_default());
    }
    answer
}

fn numbers(spec: &PodSpec, options: &Options<'_>, kubernetes: &Kubernetes) -> Value {
    json!({
        "requests": texts(&resources::requests(spec, options)),
        "limits": texts(&resources::limits(spec, options)),
        "qosClass": resources::qos_class(spec, kubernetes).name(),
    })
}

/// Amounts as Kubernetes prints them.
pub(super) fn texts(totals: &Totals) -> Value {
    totals.iter().map(|(name, amount)| (name.clone(), Value::from(amount.to_string()))).collect()
}

/// Upstream's options by upstream's names.
fn options<'a>(written: &Value, status: Option<&'a PodStatus>, kubernetes: &Kubernetes) -> Options<'a> {
    let on = |name: &str| written.get(name).and_then(Value::as_bool).unwrap_or_default();
    Options {
        status: status.filter(|_| on("UseStatusResources")),
        resize_pod_level: on("InPlacePodLevelResourcesVerticalScalingEnabled"),
        exclude_overhead: on("ExcludeOverhead"),
        skip_pod_level: on("SkipPodLevelResources") || Options::of(kubernetes).skip_pod_level,
        skip_containers: on("SkipContainerLevelResources"),
        missing_requests: amounts(written.get("NonMissingContainerRequests")),
        claims: Vec::new(),
    }
}

/// Quantities by name.
fn amounts(written: Option<&Value>) -> Totals {
    let written = written.and_then(Value::as_object).into_iter().flatten();
    let amount = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Quantity::from_json_text(&text).unwrap_or_default()
    };
    written.map(|(name, value)| (name.clone(), amount(value))).collect()
}
