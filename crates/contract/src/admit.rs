//! `podlab admit --batch`: the effect of admission on an object in a namespace with LimitRanges and quotas.

use crate::{Failure, amounts, loose};
use api::{Kubernetes, Object, Quantity};
use apiserver::Cluster;
use engine::check::{self, Mode, Options, Stage};
use engine::create::{Created, World, create};
use k8s_openapi::api::core::v1::{Container, Pod, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// `{"id","objects","existing","cluster","namespaceLabels","manifest"}`, the objects as text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Request {
    /// The namespace's LimitRanges and quotas.
    #[serde(deserialize_with = "loose::value")]
    pub objects: String,
    /// Pods that exist before the object.
    #[serde(deserialize_with = "loose::texts")]
    pub existing: Vec<String>,
    /// PriorityClasses and RuntimeClasses.
    #[serde(deserialize_with = "loose::value")]
    pub cluster: String,
    /// The labels of the namespace.
    #[serde(deserialize_with = "loose::pairs")]
    pub namespace_labels: BTreeMap<String, String>,
    /// The object to create.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: String,
}

/// The result of the create.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Answer {
    /// The object was created: `{"id","accepted","message","pod","podsCreated","quotaUsed","events"}`.
    Accepted {
        /// True.
        accepted: bool,
        /// Null.
        message: (),
        /// The first Pod that is created, as stored.
        pod: Option<Box<StoredPod>>,
        /// The number of Pods that are created.
        pods_created: usize,
        /// The quotas afterwards.
        quota_used: Quotas,
        /// The controllers' events.
        events: Vec<Event>,
        /// A sentence when not all Pods were made.
        #[serde(skip_serializing_if = "Option::is_none")]
        cut: Option<String>,
    },
    /// The object was refused: `{"id","accepted","message","quotaUsed"}`.
    Refused {
        /// False.
        accepted: bool,
        /// The server's message.
        message: String,
        /// The quotas afterwards; absent when there was nothing to create.
        #[serde(skip_serializing_if = "Option::is_none")]
        quota_used: Option<Quotas>,
    },
}

/// The parts of a stored Pod that admission decides.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredPod {
    /// `metadata.name`.
    pub name: Option<String>,
    /// `metadata.annotations`.
    pub annotations: Option<BTreeMap<String, String>>,
    /// The containers' resources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub containers: Option<Vec<ContainerResources>>,
    /// The init containers' resources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_containers: Option<Vec<ContainerResources>>,
    /// The other fields of the spec, as the API prints them.
    #[serde(flatten)]
    pub spec: StoredSpec,
    /// `status.qosClass`.
    pub qos_class: Option<String>,
}

/// Fields of a spec that admission decides, as the API prints them; one that is not set is absent.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct StoredSpec {
    /// The Pod-level resources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
    /// The tolerations, written ones and added ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerations: Option<Value>,
    /// The priority of the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Value>,
    /// The name of the priority class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_class_name: Option<Value>,
    /// The preemption policy of the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preemption_policy: Option<Value>,
    /// The overhead of the RuntimeClass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overhead: Option<Value>,
    /// The node selector, joined with that of the RuntimeClass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_selector: Option<Value>,
    /// The name of the RuntimeClass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_class_name: Option<Value>,
}

/// A container's requests and limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContainerResources {
    /// Its name.
    pub name: String,
    /// Requests and limits.
    pub resources: Lists,
}

/// Requests and limits; an empty list is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lists {
    /// The limits by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, String>,
    /// The requests by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub requests: BTreeMap<String, String>,
}

/// The quotas by name, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotas(pub Vec<(String, Quota)>);

impl Serialize for Quotas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, quota)| (name, quota)))
    }
}

/// One quota.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quota {
    /// The limits of the quota.
    pub hard: BTreeMap<String, String>,
    /// The amounts that are in use.
    pub used: BTreeMap<String, String>,
}

/// A controller's event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The reason, such as `FailedCreate`.
    pub reason: &'static str,
    /// `Kind/name`.
    pub object: String,
    /// The message.
    pub message: String,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let existing: Vec<&str> = request.existing.iter().map(String::as_str).collect();
    let labels = request.namespace_labels.clone();
    let Some(object) = api::objects(&request.manifest, kubernetes).into_iter().next() else {
        let message = "there is no object in the manifest".to_owned();
        return Ok(Answer::Refused { accepted: false, message, quota_used: None });
    };
    if let Some(message) = unread(&request.manifest, &object, kubernetes) {
        return Ok(Answer::Refused { accepted: false, message, quota_used: None });
    }
    let cluster = [request.cluster.as_str()];
    let mut world = World::read(&cluster, &existing, &request.objects, labels, &object, kubernetes);
    Ok(match create(object, &mut world) {
        Ok(created) => accepted(&created, &world),
        Err(refusal) => {
            let message = refusal.to_string();
            Answer::Refused { accepted: false, message, quota_used: Some(quotas(&world)) }
        }
    })
}

/// The server's word on a text that it cannot read as this object: admission never sees it.
pub(crate) fn unread(text: &str, object: &Object, kubernetes: &Kubernetes) -> Option<String> {
    let options = Options {
        kubernetes: kubernetes.clone(),
        cluster: Cluster::Bare,
        wrap: false,
        mode: Mode::Kubectl,
        ..Options::default()
    };
    let reply = check::reply(text, &options);
    let kind = object.kind();
    let value = object.to_json();
    let version = value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let version = version.rsplit('/').next().unwrap_or_default();
    let why = match reply.stage {
        Stage::Client => return Some(reply.refusal.unwrap_or_default()),
        Stage::Decode => reply.refusal.unwrap_or_default(),
        Stage::Strict => format!("strict decoding error: {}", reply.strict.join(", ")),
        Stage::Refused | Stage::Invalid | Stage::Ok => return None,
    };
    Some(format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {why}"))
}

fn accepted(created: &Created, world: &World) -> Answer {
    let events = created.events.iter().map(|event| Event {
        kind: event.kind.name(),
        reason: event.reason,
        object: event.object.clone(),
        message: event.message.clone(),
    });
    Answer::Accepted {
        accepted: true,
        message: (),
        pod: created.pods.first().map(stored).map(Box::new),
        pods_created: created.pods.len(),
        quota_used: quotas(world),
        events: events.collect(),
        cut: created.cut.clone(),
    }
}

fn stored(pod: &Pod) -> StoredPod {
    let printed = api::printed::json(&api::Object::Pod(Box::new(pod.clone())));
    let containers = |list: &Vec<Container>| -> Vec<ContainerResources> {
        list.iter()
            .map(|c| ContainerResources { name: c.name.clone(), resources: lists(c.resources.as_ref()) })
            .collect()
    };
    StoredPod {
        name: pod.metadata.name.clone(),
        annotations: pod.metadata.annotations.clone(),
        containers: pod.spec.as_ref().map(|spec| containers(&spec.containers)),
        init_containers: pod.spec.as_ref().and_then(|spec| spec.init_containers.as_ref()).map(containers),
        spec: loose::object(printed.get("spec").cloned().unwrap_or_default()),
        qos_class: pod.status.as_ref().and_then(|status| status.qos_class.clone()),
    }
}

/// Requests and limits as Kubernetes prints them.
fn lists(resources: Option<&ResourceRequirements>) -> Lists {
    let list = |written: Option<&BTreeMap<String, Written>>| -> BTreeMap<String, String> {
        let written = written.into_iter().flatten();
        written.map(|(name, amount)| (name.clone(), Quantity::of(amount).to_string())).collect()
    };
    Lists {
        limits: list(resources.and_then(|resources| resources.limits.as_ref())),
        requests: list(resources.and_then(|resources| resources.requests.as_ref())),
    }
}

/// Each quota with what it allows and what is used.
fn quotas(world: &World) -> Quotas {
    let state = &world.state;
    let quotas = state.around(&state.namespace).quotas.values().map(|quota| {
        let name = quota.metadata.name.clone().unwrap_or_default();
        let hard = quota.spec.as_ref().and_then(|spec| spec.hard.as_ref()).into_iter().flatten();
        let hard = hard.map(|(name, amount)| (name.clone(), Quantity::of(amount).to_string())).collect();
        let used = state.used(&state.namespace).get(&name).map(amounts::texts).unwrap_or_default();
        (name, Quota { hard, used })
    });
    Quotas(quotas.collect())
}
