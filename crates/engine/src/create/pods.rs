//! The Pods that an object's controller creates, and its events.
//! Upstream: pkg/controller/{deployment,replicaset,replication,statefulset,daemon,job}, controller_utils.go.

use super::World;
use super::claims::{self, Member};
use crate::applied;
use crate::limits;
use api::Object;
use api::well_known::RANDOM_END;
use apiserver::{Assumed, Refusal};
use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{Node, Pod, PodTemplateSpec, Taint};
use view::EventType;

/// A controller's event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its type.
    pub kind: EventType,
    /// The reason, such as `FailedCreate`.
    pub reason: &'static str,
    /// `Kind/name`.
    pub object: String,
    /// The message; generated parts of names are written `?????`.
    pub message: String,
}

/// The result of a create.
#[derive(Clone, Debug, Default)]
pub struct Created {
    /// Whether the object was there already and was changed.
    pub is_changed: bool,
    /// The Pods as stored.
    pub pods: Vec<Pod>,
    /// The controllers' events, first occurrences in order.
    pub events: Vec<Event>,
    /// Objects that are named and assumed to exist.
    pub assumed: Vec<Assumed>,
    /// The server's warnings of the object.
    pub warnings: Vec<String>,
    /// A sentence when not all Pods were made, see [`limits::PODS_ADMITTED`].
    pub cut: Option<String>,
}

/// The generated letters at the end of a name.
const GENERATED: &str = "?????";
/// The taint of a node without a network, which only Pods on the node's own network tolerate.
const NETWORK: &str = "node.kubernetes.io/network-unavailable";
/// The hash of a Deployment's template, which only Kubernetes' own code can compute.
const HASH: &str = "??????????";

/// Creates an object and, where a controller would, its Pods; one that is there is changed and makes no others. The error
/// is the refusal of the object itself.
pub fn create(object: Object, world: &mut World) -> Result<Created, Refusal> {
    if let Some(changed) = applied::change(&mut world.applied, &object, &world.state) {
        return changed.map(|()| Created { is_changed: true, ..Created::default() });
    }
    let written = object.clone();
    let stored = apiserver::create(object, &mut world.state)?;
    applied::keep(&mut world.applied, &written, &stored.object, &world.state);
    let mut created = Created { assumed: stored.assumed, warnings: stored.warnings, ..Created::default() };
    if let Object::Pod(pod) = stored.object {
        world.add_pod((*pod).clone());
        created.pods.push(*pod);
        return Ok(created);
    }
    let object = stored.object;
    let name = object.name();
    let Some(plan) = plan(&object, name, world) else { return Ok(created) };
    if let Object::Deployment(_) = object
        && !scale_up(&plan, name, world, &mut created)
    {
        return Ok(created);
    }
    let room = room(&plan, world);
    if run(&plan, room, world, &mut created) && plan.count > room {
        created.cut = Some(limits::pods(room, Some(plan.count), "made"));
    }
    Ok(created)
}

/// The number of Pods for which there is room.
fn room(plan: &Plan<'_>, world: &World) -> usize {
    if plan.count <= 1 {
        return world.room;
    }
    world.room.min(limits::fitting(api::json::text(&api::typed::to_json(plan.template)).len()))
}

/// The Pods that a controller is going to create.
struct Plan<'a> {
    template: &'a PodTemplateSpec,
    namespace: String,
    count: usize,
    /// The object that the events are about, as `Kind/name`.
    owner: String,
    /// The name of the Pod with this index.
    pod_name: fn(&str, usize) -> String,
    prefix: String,
    /// The StatefulSet, whose controller has its own words and makes claims.
    set: Option<&'a StatefulSet>,
}

fn plan<'a>(object: &'a Object, name: &str, world: &World) -> Option<Plan<'a>> {
    let (_, template) = object.pod_template()?;
    let replicas = |count: Option<i32>| usize::try_from(count.unwrap_or(1)).unwrap_or_default();
    let generated: fn(&str, usize) -> String = |prefix, _| format!("{prefix}-{GENERATED}");
    let numbered: fn(&str, usize) -> String = |prefix, index| format!("{prefix}-{index}");
    let mut plan = Plan {
        template,
        namespace: world.state.namespace_of(object),
        count: 1,
        owner: format!("{}/{name}", object.kind()),
        pod_name: generated,
        prefix: name.to_owned(),
        set: None,
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
            // Unless Pods may start in parallel, each waits for the one before: only the first is created at once.
            let parallel = set.spec.pod_management_policy.as_deref() == Some("Parallel");
            let replicas = replicas(set.spec.replicas);
            plan.count = if parallel { replicas } else { replicas.min(1) };
            plan.pod_name = numbered;
            plan.set = Some(set);
        }
        Object::DaemonSet(_) => plan.count = daemon_nodes(template, world),
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

/// How many nodes may have a Pod of a DaemonSet: its selector and affinity match, and it tolerates the taints.
/// Upstream: NodeShouldRunDaemonPod, pkg/controller/daemon/daemon_controller.go.
fn daemon_nodes(template: &PodTemplateSpec, world: &World) -> usize {
    let Some(spec) = &template.spec else { return 0 };
    let keeps_away = |taint: &Taint| {
        let kept = ["NoSchedule", "NoExecute"].contains(&taint.effect.as_str());
        // Every Pod of a DaemonSet tolerates what the controllers say of a node.
        let own = taint.key.starts_with("node.kubernetes.io/") && taint.key != NETWORK;
        kept && !own && scheduling::tolerations(spec, taint, &world.state.kubernetes).next().is_none()
    };
    let fits = |node: &&Node| {
        let taints = node.spec.as_ref().and_then(|spec| spec.taints.as_ref());
        scheduling::suits(spec, node) && !taints.into_iter().flatten().any(keeps_away)
    };
    world.cluster.nodes.iter().filter(fits).count()
}

/// Makes the ReplicaSet of a Deployment; returns whether that was possible.
fn scale_up(plan: &Plan<'_>, deployment: &str, world: &mut World, created: &mut Created) -> bool {
    let set = &plan.prefix;
    let object = format!("Deployment/{deployment}");
    if let Err(why) = world.state.charge("replicasets.apps", &plan.namespace) {
        let message = format!(
            "Failed to create new replica set \"{set}\": replicasets.apps \"{set}\" is forbidden: {why}"
        );
        created.events.push(Event {
            kind: EventType::Warning,
            reason: "ReplicaSetCreateError",
            object,
            message,
        });
        return false;
    }
    let message = format!("Scaled up replica set {set} from 0 to {}", plan.count);
    created.events.push(Event { kind: EventType::Normal, reason: "ScalingReplicaSet", object, message });
    true
}

/// Creates Pods until one is refused; returns whether none was. A controller would be refused again and again.
fn run(plan: &Plan<'_>, room: usize, world: &mut World, created: &mut Created) -> bool {
    for index in 0..plan.count.min(room) {
        world.room = world.room.saturating_sub(1);
        let name = (plan.pod_name)(&plan.prefix, index);
        let mut pod = Pod {
            metadata: plan.template.metadata.clone().unwrap_or_default(),
            spec: plan.template.spec.clone(),
            status: None,
        };
        // The letters that a cluster would draw are unknown; the names are sent with other letters.
        let sent = name.replace('?', "x");
        pod.metadata.namespace = Some(plan.namespace.clone());
        match sent.strip_suffix(RANDOM_END).filter(|_| name.ends_with(GENERATED)) {
            Some(prefix) => pod.metadata.generate_name = Some(prefix.to_owned()),
            None => pod.metadata.name = Some(sent.clone()),
        }
        let hidden = |words: String| {
            let prefix = plan.prefix.replace('?', "x");
            words.replace(&sent, &name).replace(&format!("\"{prefix}-\""), &format!("\"{}-\"", plan.prefix))
        };
        let owner = plan.owner.split_once('/').map(|(_, name)| name).unwrap_or_default();
        let event = |kind, reason, message| Event { kind, reason, object: plan.owner.clone(), message };
        let claimed = plan.set.map_or(Ok(()), |set| {
            let member = Member { set, owner, namespace: &plan.namespace, pod: &name };
            claims::make(&member, pod.spec.as_mut(), world, &mut created.events)
        });
        let made = claimed.and_then(|()| {
            let stored = apiserver::create(Object::Pod(Box::new(pod)), &mut world.state);
            stored.map_err(|refusal| hidden(refusal.to_string()))
        });
        match made {
            Ok(stored) => {
                if let Object::Pod(mut pod) = stored.object {
                    pod.metadata.name = Some(name.clone());
                    pod.metadata.generate_name = None;
                    world.add_pod((*pod).clone());
                    created.pods.push(*pod);
                }
                for assumed in stored.assumed {
                    if !created.assumed.contains(&assumed) {
                        created.assumed.push(assumed);
                    }
                }
                let message = match plan.set {
                    None => format!("Created pod: {name}"),
                    Some(_) => format!("Create Pod {name} in StatefulSet {owner} successful"),
                };
                created.events.push(event(EventType::Normal, "SuccessfulCreate", message));
            }
            Err(refusal) => {
                let message = match plan.set {
                    None => format!("Error creating: {refusal}"),
                    Some(_) => {
                        format!("Create Pod {name} in StatefulSet {owner} failed error: {refusal}")
                    }
                };
                created.events.push(event(EventType::Warning, "FailedCreate", message));
                return false;
            }
        }
    }
    true
}
