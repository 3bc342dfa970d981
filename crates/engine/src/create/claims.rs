//! The claims that a StatefulSet makes for its Pods. Upstream: createMissingPersistentVolumeClaims,
//! pkg/controller/statefulset/stateful_pod_control.go; updateStorage, stateful_set_utils.go.

use super::{Event, World};
use api::Object;
use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{PersistentVolumeClaimVolumeSource, PodSpec, Volume};
use serde_json::json;
use view::EventType;

/// A Pod of a StatefulSet.
pub(super) struct Member<'a> {
    /// The StatefulSet.
    pub set: &'a StatefulSet,
    /// Its name.
    pub owner: &'a str,
    /// The namespace of both.
    pub namespace: &'a str,
    /// The name of the Pod.
    pub pod: &'a str,
}

/// Makes the claims of a Pod that are not there, and lets the Pod use them. The error says why the Pod is not made.
pub(super) fn make(
    member: &Member<'_>,
    spec: Option<&mut PodSpec>,
    world: &mut World,
    events: &mut Vec<Event>,
) -> Result<(), String> {
    let Member { set, owner, namespace, pod } = member;
    let (mut volumes, mut refused) = (Vec::new(), None);
    for template in set.spec.volume_claim_templates.iter().flatten() {
        let name = template.metadata.name.clone().unwrap_or_default();
        let claim = format!("{name}-{pod}");
        if !world.has_claim(namespace, &claim) {
            let object = json!({
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {"name": claim, "namespace": namespace, "labels": template.metadata.labels},
                "spec": template.spec.as_ref().map(api::typed::to_json),
            });
            let made = apiserver::create(Object::Other(Box::new(object)), &mut world.state);
            let (kind, reason, message) = match made {
                Ok(_) => {
                    let message = format!("Create Claim {claim} Pod {pod} in StatefulSet {owner} success");
                    (EventType::Normal, "SuccessfulCreate", message)
                }
                Err(refusal) => {
                    refused = Some(format!("failed to create PVC {claim}: {refusal}"));
                    let message = format!(
                        "Create Claim {claim} for Pod {pod} in StatefulSet {owner} failed error: {refusal}"
                    );
                    (EventType::Warning, "FailedCreate", message)
                }
            };
            events.push(Event { kind, reason, object: format!("StatefulSet/{owner}"), message });
        }
        let source = PersistentVolumeClaimVolumeSource { claim_name: claim, read_only: None };
        volumes.push(Volume { name, persistent_volume_claim: Some(source), ..Volume::default() });
    }
    if let Some(spec) = spec.filter(|_| !volumes.is_empty()) {
        let own = spec.volumes.get_or_insert_default();
        own.retain(|volume| volumes.iter().all(|claim| claim.name != volume.name));
        own.extend(volumes);
    }
    refused.map_or(Ok(()), Err)
}
