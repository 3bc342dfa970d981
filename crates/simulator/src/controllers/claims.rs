//! PersistentVolumeClaims find their volumes. Upstream: pkg/controller/volume/persistentvolume/pv_controller.go.

use super::workload;
use crate::Word;
use crate::cluster::claims::{self, Mode, On};
use crate::cluster::{finalizers, scheduler};
use crate::latency;
use crate::trace::EventType;
use crate::world::{Effects, Timer, Workload, WorkloadKind, World};
use api::well_known::NO_PROVISIONER;
use api::{Object, Quantity};
use k8s_openapi::api::apps::v1::StatefulSet;
use serde_json::{Value, json};
use std::rc::Rc;

/// The controller's turn. Where what is not in the text is taken as there, a claim finds a volume.
pub(super) fn control(world: &World, index: usize, claim: &Workload) -> Effects {
    let mut effects = Effects::none();
    if finalizers::is_deleting(&claim.object) {
        // A claim stays as long as a Pod on a node uses it. Upstream: pkg/controller/volume/pvcprotection.
        let is_held = || claims::users(world, claim).any(|state| state.api.bound);
        if finalizers::held(&claim.object).is_empty() && !is_held() {
            effects.and(tell(world, claim));
            effects.workload(index, Workload { deleted: true, ..claim.clone() });
            // A StatefulSet makes the claims of its Pending Pods anew.
            for owner in claims::users(world, claim).filter_map(|state| state.owner) {
                effects.at(world.now() + latency::CONTROLLER, Timer::Control(owner));
            }
            return effects;
        }
    }
    if claims::is_bound(claim) {
        return effects;
    }
    let is_used = || claims::users(world, claim).next().is_some();
    let is_due = is_used() || matches!(claims::mode(world, claim), Mode::Immediate);
    let stays = !finalizers::is_deleting(&claim.object);
    if world.cluster().lenient && stays && is_due && claims::is_provided(world, claim) {
        return provide(world, index, claim);
    }
    if matches!(claims::mode(world, claim), Mode::Immediate) {
        match claims::matching(world, claim, On::Any) {
            Some(_) if world.now() < claim.created + latency::CLAIM => {
                effects.at(claim.created + latency::CLAIM, Timer::Control(index));
                return effects;
            }
            Some(volume) => {
                effects.and(claims::bind((index, claim), volume));
                effects.and(scheduler::retry_for_claims(world));
                return effects;
            }
            None => {}
        }
    }
    effects.and(tell(world, claim));
    effects.at(latency::next_resync(world.now()), Timer::Control(index));
    effects
}

/// The event about a claim that has no volume.
fn tell(world: &World, claim: &Workload) -> Effects {
    let mut effects = Effects::none();
    let told = match claims::text(claim, "/spec/volumeName") {
        _ if claims::is_bound(claim) => None,
        "" if matches!(claims::mode(world, claim), Mode::Immediate) => Some(failing(world, claim)),
        "" => Some(waiting(world, claim)),
        name => unsuitable(world, claim, name),
    };
    if let Some((type_, reason, message)) = told {
        effects.event(workload::event(claim, type_, reason, message));
    }
    effects
}

/// Binds a claim to a volume of the text, or to one that is made for it.
fn provide(world: &World, index: usize, claim: &Workload) -> Effects {
    let mut effects = match claims::matching(world, claim, On::Any) {
        Some(volume) => claims::bind((index, claim), volume),
        None => provision(world, index, claim),
    };
    effects.and(scheduler::retry_for_claims(world));
    effects
}

/// Makes the volume that a claim asks for, as a provisioner outside of the cluster does, and binds it.
fn provision(world: &World, index: usize, claim: &Workload) -> Effects {
    let mut spec = json!({"persistentVolumeReclaimPolicy": "Delete"});
    let fields = [
        ("capacity", "/spec/resources/requests"),
        ("accessModes", "/spec/accessModes"),
        ("storageClassName", "/spec/storageClassName"),
        ("volumeMode", "/spec/volumeMode"),
    ];
    for (field, asked) in fields {
        if let (Some(spec), Some(asked)) = (spec.as_object_mut(), claims::value(claim).pointer(asked)) {
            spec.insert(field.to_owned(), asked.clone());
        }
    }
    let name = claims::made_for(&claim.uid);
    let volume =
        json!({"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name}, "spec": spec});
    let volume = claims::taken(volume, claim);
    let mut effects = claims::bind_to((index, claim), &volume);
    if let Some(volume) = workload::new(world, Object::Other(Box::new(volume)), None, None) {
        effects.new_workload(volume);
    }
    effects
}

/// Why a claim that waits for a Pod is not bound.
fn waiting(world: &World, claim: &Workload) -> (EventType, Word, String) {
    // A new claim is looked at before the Pod that was made with it.
    let is_new = world.now() < claim.created + latency::CLAIM;
    let user = claims::users(world, claim).find(|state| !state.api.bound && !is_new);
    match (user, claims::mode(world, claim)) {
        (None, _) => {
            let message = "waiting for first consumer to be created before binding";
            (EventType::Normal, Word::WaitForFirstConsumer, message.to_owned())
        }
        (Some(_), Mode::WaitsForProvisioner) => failing(world, claim),
        (Some(pod), _) => (
            EventType::Normal,
            Word::WaitForPodScheduled,
            format!("waiting for pod {} to be scheduled", pod.name),
        ),
    }
}

/// Why a claim does not get the volume that it names. Upstream: checkVolumeSatisfyClaim.
fn unsuitable(world: &World, claim: &Workload, name: &str) -> Option<(EventType, Word, String)> {
    let mut all =
        world.workloads().iter().filter(|one| one.kind == WorkloadKind::PersistentVolume && !one.deleted);
    let volume = all.find(|one| one.name == name)?;
    let same = |volume_field: &str, claim_field: &str| {
        claims::text(volume, volume_field) == claims::text(claim, claim_field)
    };
    let owner = claims::text(volume, "/spec/claimRef/name");
    let is_own = owner == claim.name && same("/spec/claimRef/namespace", "/metadata/namespace");
    if !owner.is_empty() && !is_own {
        let message = format!("volume {name:?} already bound to a different claim.");
        return Some((EventType::Warning, Word::FailedBinding, message));
    }
    let amount = |one: &Workload, pointer: &str| {
        let written = claims::value(one).pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        Quantity::parse(written).unwrap_or_default()
    };
    let small = amount(volume, "/spec/capacity/storage") < amount(claim, "/spec/resources/requests/storage");
    let why = if small {
        "requested PV is too small"
    } else if !same("/spec/storageClassName", "/spec/storageClassName") {
        "storageClassName does not match"
    } else if !same("/spec/volumeMode", "/spec/volumeMode") {
        "incompatible volumeMode"
    } else {
        "incompatible accessMode"
    };
    let message = format!("Cannot bind to requested volume {name:?}: {why}");
    Some((EventType::Warning, Word::VolumeMismatch, message))
}

/// Why there is no volume for a claim.
fn failing(world: &World, claim: &Workload) -> (EventType, Word, String) {
    let class = claims::text(claim, "/spec/storageClassName");
    if class.is_empty() {
        let message = "no persistent volumes available for this claim and no storage class is set";
        return (EventType::Normal, Word::FailedBinding, message.to_owned());
    }
    match claims::provisioner(world, class) {
        None => {
            let message = format!("storageclass.storage.k8s.io {class:?} not found");
            (EventType::Warning, Word::ProvisioningFailed, message)
        }
        Some(name @ NO_PROVISIONER) => {
            (EventType::Warning, Word::ProvisioningFailed, format!("no volume plugin matched name: {name}"))
        }
        Some(name) => {
            let message = format!(
                "Waiting for a volume to be created either by the external provisioner '{name}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
            );
            (EventType::Normal, Word::ExternalProvisioning, message)
        }
    }
}

/// A StatefulSet's claims, by its templates, that are not being deleted, with the number of their Pod.
fn of_set<'a>(
    world: &'a World,
    set: &'a Workload,
    object: &'a StatefulSet,
) -> impl Iterator<Item = (usize, usize, &'a Workload)> {
    let templates = object.spec.volume_claim_templates.iter().flatten();
    let bases: Vec<String> = templates
        .map(|one| format!("{}-{}-", one.metadata.name.as_deref().unwrap_or_default(), set.name))
        .collect();
    let all = world.workloads().iter().enumerate();
    let there = all.filter(|(_, one)| {
        one.kind == WorkloadKind::PersistentVolumeClaim && one.namespace == set.namespace && !one.deleted
    });
    there.filter(|(_, one)| !finalizers::is_deleting(&one.object)).filter_map(move |(index, one)| {
        let number = bases.iter().find_map(|base| one.name.strip_prefix(base)?.parse().ok())?;
        Some((number, index, one))
    })
}

/// The claims of Pods that a StatefulSet does not want go with them, when its `whenScaled` says so.
pub(super) fn retire(
    world: &World,
    set: &Workload,
    object: &StatefulSet,
    keeps: impl Fn(usize) -> bool,
) -> Effects {
    let mut effects = Effects::none();
    let policy = object.spec.persistent_volume_claim_retention_policy.as_ref();
    if policy.and_then(|policy| policy.when_scaled.as_deref()) != Some("Delete") {
        return effects;
    }
    for (_, index, claim) in of_set(world, set, object).filter(|(number, ..)| !keeps(*number)) {
        effects.and(delete(world, index, claim));
    }
    effects
}

/// The claims of a StatefulSet that is deleted go with it, when its `whenDeleted` says so.
pub(super) fn delete_with(world: &World, set: &Workload) -> Effects {
    let mut effects = Effects::none();
    let Object::StatefulSet(object) = &*set.object else { return effects };
    let policy = object.spec.persistent_volume_claim_retention_policy.as_ref();
    if policy.and_then(|policy| policy.when_deleted.as_deref()) == Some("Delete") {
        for (_, index, claim) in of_set(world, set, object) {
            effects.and(delete(world, index, claim));
        }
    }
    effects
}

/// A claim as it is stored first.
pub(super) fn pending(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("status".to_owned(), json!({"phase": Word::Pending.text()}));
    }
    value
}

/// A volume that nobody has taken yet, as its controller leaves it.
pub(super) fn available(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.entry("status").or_insert_with(|| json!({"phase": "Available"}));
    }
    value
}

/// Somebody deletes a claim; it goes when no Pod uses it any more.
pub(super) fn delete(world: &World, index: usize, claim: &Workload) -> Effects {
    let mut effects = Effects::none();
    let mut value = claims::value(claim).clone();
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("deletionTimestamp".to_owned(), json!(api::time::text(world.now().to_timestamp())));
    }
    let object = Rc::new(Object::Other(Box::new(value)));
    effects.workload(index, Workload { object, ..claim.clone() });
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
    effects.and(scheduler::retry_for_claim(world, claim));
    effects
}
