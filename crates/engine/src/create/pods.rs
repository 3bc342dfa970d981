//! The Pods that an object brings, and what its controller says of them.
//! Upstream: pkg/controller/{deployment,replicaset,replication,statefulset,daemon,job}, controller_utils.go.

use super::{World, create_pod, resource, validate};
use admission::Refusal;
use api::typed::object_from_json;
use api::{Kubernetes, Object, defaulting};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod, PodTemplateSpec};

/// What a controller says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `Normal` or `Warning`.
    pub kind: &'static str,
    /// Such as `FailedCreate`.
    pub reason: &'static str,
    /// `Kind/name`.
    pub object: String,
    /// The words; generated parts of names are written `?????`.
    pub message: String,
}

/// What became of a create.
#[derive(Clone, Debug, Default)]
pub struct Created {
    /// The Pods as stored.
    pub pods: Vec<Pod>,
    /// The controllers' events, first occurrences in order.
    pub events: Vec<Event>,
}

/// Generated letters at the end of a name.
const GENERATED: &str = "?????";
/// A Deployment's hash of its template, which only its own code can compute.
const HASH: &str = "??????????";

/// Creates an object and, where a controller would, its Pods. The error is the refusal of the object itself.
pub fn create(object: Object, world: &mut World, kubernetes: &Kubernetes) -> Result<Created, Refusal> {
    if let Object::Pod(pod) = object {
        let name = pod_name(&pod);
        let pod = create_pod(*pod, &name, world, kubernetes)?;
        world.add_pod(pod.clone());
        return Ok(Created { pods: vec![pod], events: Vec::new() });
    }
    let mut object = object;
    defaulting::apply(&mut object, kubernetes);
    defaulting::prepare(&mut object, kubernetes);
    let name = name(&object);
    validate(&object, &name, kubernetes)?;
    let forbidden = |why: String| Refusal::forbidden(&resource(&object), &name, &why);
    if let Object::Other(value) = &object
        && object.kind() == "PersistentVolumeClaim"
        && let Ok(claim) = object_from_json::<PersistentVolumeClaim>(value)
    {
        admission::limit_range::check_claim(&claim, &world.around).map_err(forbidden)?;
    }
    world.used.charge_object(&resource(&object), &world.around).map_err(forbidden)?;
    let mut created = Created::default();
    let Some(plan) = plan(&object, &name, world) else { return Ok(created) };
    if let Object::Deployment(_) = object
        && !scale_up(&plan, &name, world, &mut created)
    {
        return Ok(created);
    }
    run(&plan, world, kubernetes, &mut created);
    Ok(created)
}

/// The Pods that a controller means to create.
struct Plan<'a> {
    template: &'a PodTemplateSpec,
    count: usize,
    /// `Kind/name` of who speaks.
    owner: String,
    /// The name of the Pod with this index.
    pod_name: fn(&str, usize) -> String,
    prefix: String,
    words: Words,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Common,
    StatefulSet,
}

fn plan<'a>(object: &'a Object, name: &str, world: &World) -> Option<Plan<'a>> {
    let (_, template) = object.pod_template()?;
    let replicas = |count: Option<i32>| usize::try_from(count.unwrap_or(1)).unwrap_or_default();
    let generated: fn(&str, usize) -> String = |prefix, _| format!("{prefix}-{GENERATED}");
    let numbered: fn(&str, usize) -> String = |prefix, index| format!("{prefix}-{index}");
    let mut plan = Plan {
        template,
        count: 1,
        owner: format!("{}/{name}", object.kind()),
        pod_name: generated,
        prefix: name.to_owned(),
        words: Words::Common,
    };
    match object {
        Object::Deployment(deployment) => {
            plan.count = replicas(deployment.spec.replicas);
            plan.prefix = format!("{name}-{HASH}");
            plan.owner = format!("ReplicaSet/{}", plan.prefix);
        }
        Object::ReplicaSet(set) => plan.count = replicas(set.spec.replicas),
        Object::ReplicationController(set) => {
            plan.count = replicas(set.spec.as_ref().and_then(|spec| spec.replicas));
        }
        Object::StatefulSet(set) => {
            // One after the other, unless they may start side by side: the first is all that comes at once.
            let parallel = set.spec.pod_management_policy.as_deref() == Some("Parallel");
            let replicas = replicas(set.spec.replicas);
            plan.count = if parallel { replicas } else { replicas.min(1) };
            plan.pod_name = numbered;
            plan.words = Words::StatefulSet;
        }
        Object::DaemonSet(_) => plan.count = world.cluster.nodes.len(),
        Object::Job(job) => {
            let spec = job.spec.as_ref()?;
            let parallelism = replicas(spec.parallelism);
            let suspended = spec.suspend == Some(true);
            plan.count = match spec.completions {
                _ if suspended => 0,
                Some(completions) => parallelism.min(replicas(Some(completions))),
                None => parallelism,
            };
        }
        _ => return None,
    }
    Some(plan)
}

/// A Deployment first makes its ReplicaSet; whether it could.
fn scale_up(plan: &Plan<'_>, deployment: &str, world: &mut World, created: &mut Created) -> bool {
    let set = &plan.prefix;
    let object = format!("Deployment/{deployment}");
    if let Err(why) = world.used.charge_object("replicasets.apps", &world.around) {
        let refusal = Refusal::forbidden("replicasets.apps", set, &why);
        let message = format!("Failed to create new replica set \"{set}\": {refusal}");
        created.events.push(Event { kind: "Warning", reason: "ReplicaSetCreateError", object, message });
        return false;
    }
    let message = format!("Scaled up replica set {set} from 0 to {}", plan.count);
    created.events.push(Event { kind: "Normal", reason: "ScalingReplicaSet", object, message });
    true
}

/// Creates Pods until one is refused. Controllers try again and again, and hear the same.
fn run(plan: &Plan<'_>, world: &mut World, kubernetes: &Kubernetes, created: &mut Created) {
    for index in 0..plan.count {
        let name = (plan.pod_name)(&plan.prefix, index);
        let mut pod = Pod {
            metadata: plan.template.metadata.clone().unwrap_or_default(),
            spec: plan.template.spec.clone(),
            status: None,
        };
        pod.metadata.name = Some(name.replace('?', "x"));
        let set = plan.owner.split_once('/').map(|(_, set)| set).unwrap_or_default();
        let event = |kind, reason, message| Event { kind, reason, object: plan.owner.clone(), message };
        match create_pod(pod, &name, world, kubernetes) {
            Ok(mut pod) => {
                pod.metadata.name = Some(name.clone());
                world.add_pod(pod.clone());
                created.pods.push(pod);
                let message = match plan.words {
                    Words::Common => format!("Created pod: {name}"),
                    Words::StatefulSet => format!("create Pod {name} in StatefulSet {set} successful"),
                };
                created.events.push(event("Normal", "SuccessfulCreate", message));
            }
            Err(refusal) => {
                let message = match plan.words {
                    Words::Common => format!("Error creating: {refusal}"),
                    Words::StatefulSet => {
                        format!("create Pod {name} in StatefulSet {set} failed error: {refusal}")
                    }
                };
                created.events.push(event("Warning", "FailedCreate", message));
                return;
            }
        }
    }
}

fn name(object: &Object) -> String {
    let typed = object.metadata().and_then(|metadata| metadata.name.clone());
    typed.unwrap_or_else(|| match object {
        Object::Other(value) => {
            let name = value.pointer("/metadata/name").and_then(serde_json::Value::as_str);
            name.unwrap_or_default().to_owned()
        }
        _ => String::new(),
    })
}

fn pod_name(pod: &Pod) -> String {
    let written = pod.metadata.name.clone().filter(|name| !name.is_empty());
    let generated = pod.metadata.generate_name.as_ref().map(|prefix| format!("{prefix}{GENERATED}"));
    written.or(generated).unwrap_or_default()
}
