//! `podlab resources --batch`: effective requests and limits.

use crate::{Failure, amounts, loose};
use api::{Kubernetes, Object};
use engine::Manifest;
use k8s_openapi::api::core::v1::PodStatus;
use resources::Totals;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use view::Cost;

/// `{"id","manifest"}` or `{"id","pod","options"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Request {
    /// A Pod as JSON; no defaults are filled in.
    #[serde(deserialize_with = "loose::given")]
    pub pod: Option<Value>,
    /// A text; its first Pod or workload counts.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: Option<String>,
    /// The options of the computation.
    #[serde(deserialize_with = "loose::group")]
    pub options: Options,
}

/// Upstream's options by upstream's names. Upstream: PodResourcesOptions, component-helpers/resource/helpers.go.
#[allow(clippy::struct_excessive_bools, reason = "they are upstream's")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Options {
    /// Count the allocated resources of the status too.
    #[serde(deserialize_with = "loose::value")]
    pub use_status_resources: bool,
    /// Let the Pod-level resources be resized.
    #[serde(deserialize_with = "loose::value", rename = "InPlacePodLevelResourcesVerticalScalingEnabled")]
    pub resize_pod_level: bool,
    /// Leave the RuntimeClass's overhead out.
    #[serde(deserialize_with = "loose::value")]
    pub exclude_overhead: bool,
    /// Leave the Pod-level resources out.
    #[serde(deserialize_with = "loose::value")]
    pub skip_pod_level_resources: bool,
    /// Leave the containers' resources out.
    #[serde(deserialize_with = "loose::value")]
    pub skip_container_level_resources: bool,
    /// The requests that a container without requests is counted with.
    #[serde(deserialize_with = "amounts::read")]
    pub non_missing_container_requests: Totals,
    /// Count the resources that the claims of the status hold.
    #[serde(deserialize_with = "loose::value", rename = "UseDRANodeAllocatableResourceClaimStatus")]
    pub use_claims: bool,
}

/// `{"id","requests","limits","qosClass","derivation"}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The effective requests by resource.
    pub requests: BTreeMap<String, String>,
    /// The effective limits by resource.
    pub limits: BTreeMap<String, String>,
    /// `Guaranteed`, `Burstable`, `BestEffort`.
    pub qos_class: &'static str,
    /// The cost of one Pod of a text, phase by phase; for a workload, with the defaults that its Pods get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Cost>,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    if let (None, Some(manifest)) = (&request.pod, &request.manifest) {
        let problems = Manifest::read(manifest, kubernetes).refused();
        if !problems.is_empty() {
            let error = "the API server refuses this manifest, so nothing is reserved".to_owned();
            return Err(Failure { error, problems });
        }
    }
    let object = match (&request.pod, &request.manifest) {
        (Some(pod), _) => Some(as_object(pod)),
        (None, Some(manifest)) => first(manifest, kubernetes),
        (None, None) => None,
    };
    let Some((path, spec)) = object.as_ref().and_then(Object::pod_spec) else {
        return Err("there is no Pod and nothing with a Pod template in the request".into());
    };
    let status = match &object {
        Some(Object::Pod(pod)) => pod.status.as_ref(),
        _ => None,
    };
    let options = options(request, status, kubernetes);
    let from_text = request.pod.is_none();
    Ok(Answer {
        requests: amounts::texts(&resources::requests(spec, &options)),
        limits: amounts::texts(&resources::limits(spec, &options)),
        qos_class: resources::qos_class(spec, kubernetes).name(),
        derivation: from_text.then(|| engine::reserve::derivation(spec, path, kubernetes)),
    })
}

fn as_object(pod: &Value) -> Object {
    let mut pod = pod.clone();
    if let Some(fields) = pod.as_object_mut() {
        fields.entry("apiVersion").or_insert_with(|| json!("v1"));
        fields.entry("kind").or_insert_with(|| json!("Pod"));
    }
    Object::from_json(pod)
}

/// The text's first Pod with its defaults, or its first workload as written; of a part of a Pod, the Pod around it.
fn first(manifest: &str, kubernetes: &Kubernetes) -> Option<Object> {
    let has_pod = |object: &Object| object.pod_spec().is_some();
    let whole = || Manifest::read(manifest, kubernetes).objects().find(|one| has_pod(one)).cloned();
    let mut object = api::objects(manifest, kubernetes).into_iter().find(has_pod).or_else(whole)?;
    if let Object::Pod(_) = object {
        api::defaulting::apply(&mut object, kubernetes);
    }
    Some(object)
}

fn options<'a>(
    request: &Request,
    status: Option<&'a PodStatus>,
    kubernetes: &Kubernetes,
) -> resources::Options<'a> {
    let written = &request.options;
    // 1.37 changed this alpha status; the fields are read as 1.36 wrote them.
    let claims =
        request.pod.as_ref().and_then(|pod| pod.pointer("/status/nodeAllocatableResourceClaimStatuses"));
    let claims = claims.filter(|_| written.use_claims).and_then(Value::as_array).into_iter().flatten();
    resources::Options {
        status: status.filter(|_| written.use_status_resources),
        resize_pod_level: written.resize_pod_level,
        exclude_overhead: written.exclude_overhead,
        skip_pod_level: written.skip_pod_level_resources || resources::Options::of(kubernetes).skip_pod_level,
        skip_containers: written.skip_container_level_resources,
        missing_requests: written.non_missing_container_requests.clone(),
        claims: claims.map(|claim| claim.get("resources").map(amounts::of).unwrap_or_default()).collect(),
    }
}
