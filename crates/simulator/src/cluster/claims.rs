//! Claims and volumes: which volume fits a claim, which claims a Pod uses, and the scheduler's words for those that are
//! not ready. Upstream: pkg/controller/volume/persistentvolume/index.go, pkg/scheduler/framework/plugins/volumebinding.

use super::nodes;
use crate::fit;

use crate::latency;
use crate::world::{Effects, PodState, Timer, Workload, WorkloadKind, World};
use api::Object;
use api::well_known::{BIND_COMPLETED, NO_PROVISIONER};
use k8s_openapi::api::core::v1::{Node, PersistentVolumeClaim, PersistentVolumeClaimTemplate, PodSpec};
use serde_json::{Value, json};
use std::rc::Rc;

const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";

/// How a claim gets its volume.
pub(crate) enum Mode {
    /// At once, from the volumes that are there.
    Immediate,
    /// When a Pod that uses it is scheduled.
    Waits,
    /// As `Waits`, and the volume is made by a program outside of the cluster.
    WaitsForProvisioner,
}

/// A claim's own fields.
pub(crate) fn value(workload: &Workload) -> &Value {
    match &*workload.object {
        Object::Other(value) => value,
        _ => &Value::Null,
    }
}

/// A text in an object.
pub(crate) fn text<'a>(workload: &'a Workload, pointer: &str) -> &'a str {
    value(workload).pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn is_bound(claim: &Workload) -> bool {
    text(claim, "/status/phase") == "Bound"
}

pub(crate) fn is_deleting(claim: &Workload) -> bool {
    !text(claim, "/metadata/deletionTimestamp").is_empty()
}

/// An object of a kind without a controller of Pods.
fn of_kind(world: &World, kind: WorkloadKind) -> impl Iterator<Item = (usize, &Workload)> {
    world.workloads().iter().enumerate().filter(move |(_, one)| one.kind == kind && !one.deleted)
}

/// The claim of this name in a Pod's namespace.
pub(crate) fn find<'a>(world: &'a World, namespace: &str, name: &str) -> Option<(usize, &'a Workload)> {
    of_kind(world, WorkloadKind::PersistentVolumeClaim)
        .find(|(_, one)| one.name == name && one.namespace == namespace)
}

/// The names of the claims that a Pod uses.
pub(crate) fn names(state: &PodState) -> impl Iterator<Item = String> {
    let volumes = state.shape.spec.volumes.iter().flatten();
    let given =
        volumes.filter_map(|volume| Some(volume.persistent_volume_claim.as_ref()?.claim_name.clone()));
    given.chain(own(state).map(|(name, _)| name))
}

/// The claims that are made for a Pod alone, one for each of its ephemeral volumes. Upstream: VolumeClaimName,
/// component-helpers/storage/ephemeral.
pub(crate) fn own(state: &PodState) -> impl Iterator<Item = (String, &PersistentVolumeClaimTemplate)> {
    let volumes = state.shape.spec.volumes.iter().flatten();
    volumes.filter_map(|volume| {
        let template = volume.ephemeral.as_ref()?.volume_claim_template.as_ref()?;
        Some((own_name(state, &volume.name), template))
    })
}

/// The name of the claim that is made for an ephemeral volume of a Pod.
pub(crate) fn own_name(state: &PodState, volume: &str) -> String {
    format!("{}-{volume}", state.name)
}

/// The Pods that use a claim and are there.
pub(crate) fn users<'a>(world: &'a World, claim: &'a Workload) -> impl Iterator<Item = &'a PodState> {
    let uses =
        |state: &&PodState| state.namespace == claim.namespace && names(state).any(|name| name == claim.name);
    world.pods().iter().filter(|state| !state.api.removed).filter(uses)
}

/// The StorageClass of this name.
fn class<'a>(world: &'a World, name: &str) -> Option<&'a Workload> {
    of_kind(world, WorkloadKind::StorageClass).map(|(_, one)| one).find(|one| one.name == name)
}

/// The provisioner of a class, when there is such a class.
pub(crate) fn provisioner<'a>(world: &'a World, name: &str) -> Option<&'a str> {
    class(world, name).map(|class| text(class, "/provisioner"))
}

/// The class of a claim says when it is bound.
pub(crate) fn mode(world: &World, claim: &Workload) -> Mode {
    match class(world, text(claim, "/spec/storageClassName")) {
        Some(class) if text(class, "/volumeBindingMode") == "WaitForFirstConsumer" => {
            let inside = text(class, "/provisioner") == NO_PROVISIONER;
            if inside { Mode::Waits } else { Mode::WaitsForProvisioner }
        }
        _ => Mode::Immediate,
    }
}

/// Whether a volume can be used on the node, or on the given one.
fn is_on_node(world: &World, volume: &Workload, node: Option<&str>) -> bool {
    let Some(required) = value(volume).pointer("/spec/nodeAffinity/required") else { return true };
    let affinity = json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}});
    let spec = api::typed::from_json::<PodSpec>(&json!({"affinity": affinity, "containers": []}));
    let node = node.and_then(|name| of_kind(world, WorkloadKind::Node).find(|(_, one)| one.name == name));
    let node = node.and_then(|(_, node)| api::typed::object_from_json::<Node>(value(node)).ok());
    spec.is_ok_and(|spec| match &node {
        Some(node) => scheduling::suits(&spec, node),
        None => nodes::own_suits(world, &spec),
    })
}

/// The claims, volumes and classes as the scheduler knows them.
fn storage(world: &World) -> scheduling::Cluster {
    let mut cluster = scheduling::Cluster::default();
    let kinds =
        [WorkloadKind::PersistentVolumeClaim, WorkloadKind::PersistentVolume, WorkloadKind::StorageClass];
    for one in world.workloads().iter().filter(|one| kinds.contains(&one.kind) && !one.deleted) {
        cluster.add(value(one).clone());
    }
    cluster
}

/// Whether somebody outside of the text makes a volume for a claim.
pub(crate) fn is_provided(world: &World, claim: &Workload) -> bool {
    let claim = api::typed::object_from_json::<PersistentVolumeClaim>(value(claim));
    let mut cluster = storage(world);
    // Those that were made for other claims say nothing of what is given by hand.
    cluster.volumes.retain(|volume| {
        let owner = volume.spec.as_ref().and_then(|spec| spec.claim_ref.as_ref()?.uid.as_deref());
        owner.is_none_or(|uid| volume.metadata.name.as_deref() != Some(&*made_for(uid)))
    });
    claim.is_ok_and(|claim| scheduling::is_provided(&claim, &cluster))
}

/// The name of a volume that is made for the claim of this UID.
pub(crate) fn made_for(uid: &str) -> String {
    format!("pvc-{uid}")
}

/// The smallest free volume that fits a claim; `on` the node of this name, or on any.
pub(crate) fn matching<'a>(world: &'a World, claim: &Workload, on: On<'_>) -> Option<(usize, &'a Workload)> {
    let typed = api::typed::object_from_json::<PersistentVolumeClaim>(value(claim)).ok()?;
    let mut cluster = storage(world);
    cluster.volumes.retain(|volume| {
        let name = volume.metadata.name.as_deref().unwrap_or_default();
        let is_here = |one: &Workload| match on {
            On::Any => true,
            On::Node(node) => is_on_node(world, one, node),
        };
        of_kind(world, WorkloadKind::PersistentVolume).any(|(_, one)| one.name == name && is_here(one))
    });
    let found = scheduling::volume_of(&typed, None, &cluster)?;
    of_kind(world, WorkloadKind::PersistentVolume)
        .find(|(_, one)| found.metadata.name.as_ref() == Some(&one.name))
}

/// Where a volume is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum On<'a> {
    /// Wherever it is.
    Any,
    /// Where the node of this name can use it; without a name the one node.
    Node(Option<&'a str>),
}

/// Binds a claim to a volume that is there.
pub(crate) fn bind(claim: (usize, &Workload), volume: (usize, &Workload)) -> Effects {
    let mut effects = bind_to(claim, value(volume.1));
    let mut held = value(volume.1).clone();
    // A volume that was kept for the claim does not have it.
    if held.pointer("/spec/claimRef/name").is_none() {
        merge(&mut held, "metadata", "annotations", json!({BOUND_BY_CONTROLLER: "yes"}));
    }
    let object = Object::Other(Box::new(taken(held, claim.1)));
    effects.workload(volume.0, Workload { object: Rc::new(object), ..volume.1.clone() });
    effects
}

/// A claim is bound to a volume, of which only the fields are told.
pub(crate) fn bind_to((index, claim): (usize, &Workload), volume: &Value) -> Effects {
    let mut effects = Effects::none();
    let mut bound = value(claim).clone();
    let part = |pointer: &str| volume.pointer(pointer).cloned().unwrap_or_default();
    let (capacity, modes) = (part("/spec/capacity"), part("/spec/accessModes"));
    for (field, key, new) in [
        ("spec", "volumeName", part("/metadata/name")),
        ("metadata", "annotations", json!({BIND_COMPLETED: "yes", BOUND_BY_CONTROLLER: "yes"})),
    ] {
        merge(&mut bound, field, key, new);
    }
    if let Some(fields) = bound.as_object_mut() {
        let status = json!({"phase": "Bound", "accessModes": modes, "capacity": capacity});
        fields.insert("status".to_owned(), status);
    }
    let object = Rc::new(Object::Other(Box::new(bound)));
    effects.workload(index, Workload { object, ..claim.clone() });
    effects
}

/// A volume that a claim has taken.
pub(crate) fn taken(mut volume: Value, claim: &Workload) -> Value {
    let claim = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": claim.name, "namespace": claim.namespace, "uid": claim.uid});
    merge(&mut volume, "spec", "claimRef", claim);
    merge(&mut volume, "status", "phase", json!("Bound"));
    volume
}

/// Sets a field of a part of an object; the fields of two maps are joined.
fn merge(object: &mut Value, part: &str, key: &str, new: Value) {
    let Some(fields) = object.as_object_mut() else { return };
    let part = fields.entry(part).or_insert_with(|| json!({}));
    let Some(fields) = part.as_object_mut() else { return };
    match (fields.get_mut(key), new) {
        (Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
        (_, new) => drop(fields.insert(key.to_owned(), new)),
    }
}

/// A Pod's claims as the scheduler sees them.
pub(crate) enum Readiness {
    /// The Pod may be bound.
    Ready,
    /// The claims are bound first, or somebody outside makes their volumes.
    Wait(Effects),
    /// No node is even looked at: the whole reason.
    Refused(String),
    /// The node does not do: the reason, and whether evicting other Pods could not help.
    Unfit(&'static str, bool),
}

/// Whether a Pod's claims allow to bind it.
pub(crate) fn readiness(world: &World, pod: usize, state: &PodState) -> Readiness {
    let mut waits = Effects::none();
    let mut unfit = None;
    // A person's claims are bound as soon as they are there.
    let given = !world.cluster().lenient;
    for name in names(state) {
        let Some((index, claim)) = find(world, &state.namespace, &name) else {
            if world.cluster().assumes("PersistentVolumeClaim", &state.namespace, &name) {
                continue;
            }
            let is_own = own(state).any(|(own, _)| own == name);
            let claim = format!("persistentvolumeclaim {name:?}");
            return Readiness::Refused(if is_own {
                format!("waiting for ephemeral volume controller to create the {claim}. not found")
            } else {
                format!("{claim} not found. not found")
            });
        };
        if !given && (is_bound(claim) || is_provided(world, claim)) {
            // One whose class waits for a Pod is bound now; its controller makes the volume if there is none.
            if !is_bound(claim) && !matches!(mode(world, claim), Mode::Immediate) {
                waits.at(world.now(), Timer::Control(index));
            }
            if is_bound(claim) && nodes::is_anywhere(world) && is_taken(world, claim, state) {
                unfit = unfit.or(Some((scheduling::Word::OncePod.text(), false)));
            }
            continue;
        }
        // The scheduler's own look at each node tells what keeps the Pod away from it.
        if !given && !nodes::is_anywhere(world) {
            continue;
        }
        if is_deleting(claim) {
            return Readiness::Refused(format!("persistentvolumeclaim {name:?} is being deleted. not found"));
        }
        if is_bound(claim) {
            let volume = text(claim, "/spec/volumeName");
            let volume = of_kind(world, WorkloadKind::PersistentVolume).find(|(_, one)| one.name == volume);
            if is_taken(world, claim, state) {
                unfit = unfit.or(Some((scheduling::Word::OncePod.text(), false)));
            } else if volume.is_some_and(|(_, volume)| !is_on_node(world, volume, None)) {
                unfit = unfit.or(Some((scheduling::Word::VolumeAffinity.text(), true)));
            }
            continue;
        }
        match (mode(world, claim), matching(world, claim, On::Node(None))) {
            (Mode::Immediate, _) => {
                let message = "pod has unbound immediate PersistentVolumeClaims. not found";
                return Readiness::Refused(message.to_owned());
            }
            (_, Some(volume)) => {
                waits.and(bind((index, claim), volume));
                waits.at(world.now() + latency::BIND_VOLUMES, Timer::Schedule(pod));
            }
            (Mode::Waits, None) => {
                unfit = unfit.or(Some((scheduling::Word::NothingToBind.text(), true)));
            }
            (Mode::WaitsForProvisioner, None) => waits.at(world.now(), Timer::Control(index)),
        }
    }
    match unfit {
        Some((why, hopeless)) => Readiness::Unfit(why, hopeless),
        None if waits.is_empty() => Readiness::Ready,
        None => Readiness::Wait(waits),
    }
}

/// Whether only one Pod may use a claim and another one does.
fn is_taken(world: &World, claim: &Workload, state: &PodState) -> bool {
    let others = || users(world, claim).filter(|other| other.uid != state.uid);
    let alone = value(claim).pointer("/spec/accessModes/0").is_some_and(|mode| mode == "ReadWriteOncePod");
    alone && others().any(fit::occupies)
}

/// Binds the claims of a Pod that have waited for its node to volumes that can be used there.
pub(crate) fn bind_on(world: &World, pod: usize, state: &PodState, node: &str) -> Effects {
    let mut effects = Effects::none();
    if !world.cluster().lenient || nodes::is_anywhere(world) {
        return effects;
    }
    for claim in names(state).filter_map(|name| find(world, &state.namespace, &name)) {
        let waits = !is_bound(claim.1) && matches!(mode(world, claim.1), Mode::Waits);
        if let Some(volume) = waits.then(|| matching(world, claim.1, On::Node(Some(node)))).flatten() {
            effects.and(bind(claim, volume));
        }
    }
    if !effects.is_empty() {
        effects.at(world.now() + latency::BIND_VOLUMES, Timer::Schedule(pod));
    }
    effects
}
