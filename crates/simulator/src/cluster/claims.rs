//! Claims and volumes: which volume fits a claim, which claims a Pod uses, and the scheduler's words for those that are
//! not ready. Upstream: pkg/controller/volume/persistentvolume/index.go, pkg/scheduler/framework/plugins/volumebinding.

use crate::fit;
use crate::latency;
use crate::world::{Effects, PodState, Timer, Workload, World};
use api::{Object, Quantity};
use k8s_openapi::api::core::v1::PodSpec;
use serde_json::{Value, json};
use std::rc::Rc;

pub(crate) const CLAIM: &str = "PersistentVolumeClaim";
pub(crate) const VOLUME: &str = "PersistentVolume";
const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
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
fn of_kind<'a>(world: &'a World, kind: &'a str) -> impl Iterator<Item = (usize, &'a Workload)> {
    world.workloads().iter().enumerate().filter(move |(_, one)| one.kind == kind && !one.deleted)
}

/// The claim of this name in a Pod's namespace.
pub(crate) fn find<'a>(world: &'a World, namespace: &str, name: &str) -> Option<(usize, &'a Workload)> {
    of_kind(world, CLAIM).find(|(_, one)| one.name == name && one.namespace == namespace)
}

/// The names of the claims that a Pod uses.
pub(crate) fn names(state: &PodState) -> impl Iterator<Item = &str> {
    let volumes = state.shape.spec.volumes.iter().flatten();
    volumes.filter_map(|volume| Some(volume.persistent_volume_claim.as_ref()?.claim_name.as_str()))
}

/// The Pods that use a claim and are there.
pub(crate) fn users<'a>(world: &'a World, claim: &'a Workload) -> impl Iterator<Item = &'a PodState> {
    let uses =
        |state: &&PodState| state.namespace == claim.namespace && names(state).any(|name| name == claim.name);
    world.pods().iter().filter(|state| !state.api.removed).filter(uses)
}

/// The StorageClass of this name.
fn class<'a>(world: &'a World, name: &str) -> Option<&'a Workload> {
    of_kind(world, "StorageClass").map(|(_, one)| one).find(|one| one.name == name)
}

/// The provisioner of a class, when there is such a class.
pub(crate) fn provisioner<'a>(world: &'a World, name: &str) -> Option<&'a str> {
    class(world, name).map(|class| text(class, "/provisioner"))
}

/// The class of a claim says when it is bound.
pub(crate) fn mode(world: &World, claim: &Workload) -> Mode {
    match class(world, text(claim, "/spec/storageClassName")) {
        Some(class) if text(class, "/volumeBindingMode") == "WaitForFirstConsumer" => {
            let inside = text(class, "/provisioner") == "kubernetes.io/no-provisioner";
            if inside { Mode::Waits } else { Mode::WaitsForProvisioner }
        }
        _ => Mode::Immediate,
    }
}

fn storage(workload: &Workload, pointer: &str) -> i64 {
    let written = value(workload).pointer(pointer).map(Value::to_string).unwrap_or_default();
    Quantity::parse(written.trim_matches('"')).map_or(0, |amount| amount.value())
}

/// Whether a volume can be used on the node.
fn is_on_node(world: &World, volume: &Workload) -> bool {
    let Some(required) = value(volume).pointer("/spec/nodeAffinity/required") else { return true };
    let affinity = json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}});
    let spec = api::typed::from_json::<PodSpec>(&json!({"affinity": affinity, "containers": []}));
    spec.is_ok_and(|spec| fit::selects(world.cluster(), &spec))
}

/// The smallest free volume that fits a claim; with `on_node` only one that can be used there.
pub(crate) fn matching<'a>(
    world: &'a World,
    claim: &Workload,
    on_node: bool,
) -> Option<(usize, &'a Workload)> {
    let modes = |one: &Workload| {
        let modes = value(one).pointer("/spec/accessModes").and_then(Value::as_array);
        modes.cloned().unwrap_or_default()
    };
    let wanted = text(claim, "/spec/volumeName");
    let asked = storage(claim, "/spec/resources/requests/storage");
    let is_free = |volume: &Workload| {
        !of_kind(world, CLAIM).any(|(_, other)| {
            is_bound(other) && text(other, "/spec/volumeName") == volume.name && other.uid != claim.uid
        })
    };
    let fits = |(_, volume): &(usize, &Workload)| {
        let has = modes(volume);
        (wanted.is_empty() || volume.name == wanted)
            && text(volume, "/spec/storageClassName") == text(claim, "/spec/storageClassName")
            && storage(volume, "/spec/capacity/storage") >= asked
            && modes(claim).iter().all(|mode| has.contains(mode))
            && is_free(volume)
            && (!on_node || is_on_node(world, volume))
    };
    let volumes = of_kind(world, VOLUME).filter(fits);
    volumes.min_by_key(|(_, volume)| storage(volume, "/spec/capacity/storage"))
}

/// Binds a claim to a volume that is there.
pub(crate) fn bind(claim: (usize, &Workload), volume: (usize, &Workload)) -> Effects {
    let mut effects = bind_to(claim, value(volume.1));
    let object = Object::Other(Box::new(taken(value(volume.1).clone(), claim.1)));
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
    let claim = json!({"apiVersion": "v1", "kind": CLAIM, "name": claim.name, "namespace": claim.namespace, "uid": claim.uid});
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
        let Some((index, claim)) = find(world, &state.namespace, name) else {
            if world.cluster().assumes("PersistentVolumeClaim", &state.namespace, name) {
                continue;
            }
            return Readiness::Refused(format!("persistentvolumeclaim {name:?} not found. not found"));
        };
        if !given {
            // One whose class waits for a Pod is bound now; its controller makes the volume if there is none.
            if !is_bound(claim) && !matches!(mode(world, claim), Mode::Immediate) {
                waits.at(world.now(), Timer::Control(index));
            }
            continue;
        }
        if is_deleting(claim) {
            return Readiness::Refused(format!("persistentvolumeclaim {name:?} is being deleted. not found"));
        }
        if is_bound(claim) {
            let volume = text(claim, "/spec/volumeName");
            let volume = of_kind(world, VOLUME).find(|(_, one)| one.name == volume);
            let others = || users(world, claim).filter(|other| other.uid != state.uid);
            let alone =
                value(claim).pointer("/spec/accessModes/0").is_some_and(|mode| mode == "ReadWriteOncePod");
            if alone && others().any(fit::occupies) {
                unfit = unfit.or(Some(("node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod", false)));
            } else if volume.is_some_and(|(_, volume)| !is_on_node(world, volume)) {
                unfit = unfit.or(Some(("node(s) had volume node affinity conflict", true)));
            }
            continue;
        }
        match (mode(world, claim), matching(world, claim, true)) {
            (Mode::Immediate, _) => {
                let message = "pod has unbound immediate PersistentVolumeClaims. not found";
                return Readiness::Refused(message.to_owned());
            }
            (_, Some(volume)) => {
                waits.and(bind((index, claim), volume));
                waits.at(world.now() + latency::BIND_VOLUMES, Timer::Schedule(pod));
            }
            (Mode::Waits, None) => {
                unfit = unfit.or(Some(("node(s) didn't find available persistent volumes to bind", true)));
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
