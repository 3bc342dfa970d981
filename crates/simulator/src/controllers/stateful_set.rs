//! StatefulSets: numbered Pods, one after the other. Upstream: pkg/controller/statefulset/stateful_set_control.go.

use super::pods::{self, Naming};
use super::{adopt, refused, revisions, workload};
use crate::Millis;
use crate::Word;
use crate::cluster::{claims, delete, finalizers, scheduler};
use crate::trace::EventType;
use crate::world::{Effects, PodId, PodState, Revision, Timer, Workload, World};
use api::Object;
use api::collections::{gather, sort_by_key};
use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetStatus};
use k8s_openapi::api::core::v1::{PersistentVolumeClaimVolumeSource, Volume};
use serde_json::json;
use std::rc::Rc;

/// How long a name that is taken is left alone.
const AGAIN: Millis = Millis::seconds(10);

/// One turn of the controller.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    object: &'a StatefulSet,
    /// By ordinal.
    pods: Vec<(usize, PodId, &'a PodState)>,
    revisions: Vec<Revision>,
    /// The hashes of the revision that all Pods had, and of the present one.
    current: String,
    update: String,
    /// Claims made in this turn.
    claims: Vec<Rc<Object>>,
    effects: Effects,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &StatefulSet) -> Effects {
    let claimed = adopt::claim(world, index, workload);
    if !claimed.is_empty() {
        return claimed;
    }
    let revisions = revisions::present(workload, &object.spec.template);
    let update = revisions.last().map(|one| one.hash.clone()).unwrap_or_default();
    let name = object.status.as_ref().and_then(|status| status.current_revision.as_deref());
    let known = name.and_then(|name| name.strip_prefix(&format!("{}-", workload.name)));
    let current = known.map_or_else(|| update.clone(), str::to_owned);
    let owned = pods::owned(world, index);
    let mut pods: Vec<_> = owned.map(|(pod, state)| (ordinal(state), pod, state)).collect();
    sort_by_key(&mut pods, |(ordinal, ..)| *ordinal);
    let effects = Effects::none();
    let mut turn = Turn {
        world,
        index,
        workload,
        object,
        pods,
        revisions,
        current,
        update,
        claims: Vec::new(),
        effects,
    };
    if !finalizers::is_deleting(&workload.object) {
        turn.step();
    }
    turn.report()
}

fn ordinal(state: &PodState) -> usize {
    state.name.rsplit_once('-').and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}

impl Turn<'_> {
    fn start(&self) -> usize {
        let start = self.object.spec.ordinals.as_ref().and_then(|one| one.start).unwrap_or(0);
        usize::try_from(start).unwrap_or(0)
    }

    fn replicas(&self) -> usize {
        usize::try_from(self.object.spec.replicas.unwrap_or(1)).unwrap_or(0)
    }

    /// Whether each Pod waits for the one before it.
    fn is_ordered(&self) -> bool {
        self.object.spec.pod_management_policy.as_deref() != Some("Parallel")
    }

    /// The first ordinal that is updated; `None` when Pods are updated only as they are deleted.
    fn partition(&self) -> Option<usize> {
        let strategy = self.object.spec.update_strategy.as_ref();
        if strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete") {
            return None;
        }
        let partition = strategy.and_then(|one| one.rolling_update.as_ref()?.partition).unwrap_or(0);
        Some(self.start() + usize::try_from(partition).unwrap_or(0))
    }

    /// Whether a Pod is ready and has been for `minReadySeconds`; the controller looks again when it will have been.
    fn is_available(&mut self, state: &PodState) -> bool {
        let Some(from) = pods::available_from(state, self.object.spec.min_ready_seconds) else {
            return false;
        };
        pods::await_available(self.world, self.index, from, &mut self.effects);
        from <= self.world.now() && state.api.deletion.is_none()
    }

    /// Makes, deletes and replaces Pods, as far as the order allows now.
    fn step(&mut self) {
        if self.fill() && self.shrink() {
            self.replace();
        }
        let wanted = self.start()..self.start() + self.replicas();
        let is_there = |number: usize| self.pods.iter().any(|(other, ..)| *other == number);
        let keeps = |number: usize| wanted.contains(&number) || is_there(number);
        let retired = super::claims::retire(self.world, self.workload, self.object, keeps);
        self.effects.and(retired);
    }

    /// Makes the Pods that are missing; whether the rest of the turn may follow.
    fn fill(&mut self) -> bool {
        let mut made = 0;
        for ordinal in self.start()..self.start() + self.replicas() {
            let found = self.pods.iter().find(|(other, ..)| *other == ordinal).copied();
            let is_there = match found {
                None if !pods::room(self.world, made) => return false,
                None => {
                    self.make(ordinal, made);
                    made += 1;
                    false
                }
                Some((_, pod, state)) if state.is_terminal() => {
                    if state.api.deletion.is_none() {
                        self.delete(pod, state);
                    }
                    false
                }
                Some((_, _, state)) => {
                    // A Pod that still waits gets its missing claims. Upstream: createMissingPersistentVolumeClaims.
                    if state.api.status.phase.as_deref() == Some(Word::Pending.text()) {
                        self.claim(&state.name);
                    }
                    self.is_available(state)
                }
            };
            if self.is_ordered() && !is_there {
                return false;
            }
        }
        true
    }

    fn make(&mut self, ordinal: usize, made: usize) {
        let keeps = self.partition().is_some_and(|partition| ordinal < partition);
        let hash = if keeps { self.current.clone() } else { self.update.clone() };
        let Some(revision) = self.revisions.iter().find(|one| one.hash == hash) else { return };
        let name = format!("{}-{ordinal}", self.workload.name);
        let labels = gather([
            ("statefulset.kubernetes.io/pod-name".to_owned(), name.clone()),
            ("apps.kubernetes.io/pod-index".to_owned(), ordinal.to_string()),
            ("controller-revision-hash".to_owned(), format!("{}-{hash}", self.workload.name)),
        ]);
        let mut template = (*revision.template).clone();
        let (claims, refused) = self.claim(&name);
        let space = &self.workload.namespace;
        let is_it = |state: &PodState| state.name == name && state.namespace == *space && !state.api.removed;
        if self.world.pods().iter().any(is_it) {
            // Somebody else's Pod has the name: the controller tries again, and says nothing.
            self.effects.at(self.world.now() + AGAIN, Timer::Control(self.index));
            return;
        }
        if let Some(spec) = &mut template.spec {
            let volumes = spec.volumes.get_or_insert_default();
            volumes.retain(|volume| claims.iter().all(|claim| claim.name != volume.name));
            volumes.extend(claims);
            if volumes.is_empty() {
                spec.volumes = None;
            }
            spec.hostname = Some(name.clone());
            spec.subdomain.clone_from(&self.object.spec.service_name);
        }
        let generate_name = Some(format!("{}-", self.workload.name));
        let naming = Naming { name: name.clone(), generate_name, labels, tag: hash };
        let mut effects = pods::make(self.world, self.index, self.workload, &template, naming, made);
        // Without its claims the Pod is not even tried.
        if let Some(words) = refused {
            effects.refuse_pods(&words);
        }
        self.effects.and(effects);
        let message = format!("Create Pod {name} in StatefulSet {} successful", self.workload.name);
        self.effects.event(workload::normal(self.workload, Word::SuccessfulCreate, message));
    }

    /// Makes the claims of a Pod that are not there; the volumes through which it uses them, and why it cannot be made.
    fn claim(&mut self, pod: &str) -> (Vec<Volume>, Option<String>) {
        let templates = self.object.spec.volume_claim_templates.clone().unwrap_or_default();
        let (mut volumes, mut refused) = (Vec::new(), None);
        for template in templates {
            let name = template.metadata.name.clone().unwrap_or_default();
            let claim = format!("{name}-{pod}");
            let namespace = &self.workload.namespace;
            if claims::find(self.world, namespace, &claim).is_none() {
                let metadata =
                    json!({"name": claim, "namespace": namespace, "labels": template.metadata.labels});
                let spec = template.spec.as_ref().map(api::typed::to_json);
                let object = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata, "spec": spec});
                let object = Object::Other(Box::new(object));
                let owner = &self.workload.name;
                if let Some(words) = refused::words_after(self.world, &object, &self.claims) {
                    let message = format!(
                        "Create Claim {claim} for Pod {pod} in StatefulSet {owner} failed error: {words}"
                    );
                    let (type_, word) = (EventType::Warning, Word::FailedCreate);
                    self.effects.event(workload::event(self.workload, type_, word, message));
                    refused = Some(format!("failed to create PVC {claim}: {words}"));
                } else if let Some(made) = workload::new(self.world, object, None, None) {
                    let index = self.world.workloads().len() + self.claims.len();
                    self.claims.push(Rc::clone(&made.object));
                    self.effects.and(scheduler::retry_for_claim(self.world, &made));
                    self.effects.new_workload(made);
                    self.effects.at(self.world.now() + Millis(1), Timer::Control(index));
                    let message = format!("Create Claim {claim} Pod {pod} in StatefulSet {owner} success");
                    self.effects.event(workload::normal(self.workload, Word::SuccessfulCreate, message));
                }
            }
            let source = PersistentVolumeClaimVolumeSource { claim_name: claim, read_only: None };
            volumes.push(Volume { name, persistent_volume_claim: Some(source), ..Volume::default() });
        }
        (volumes, refused)
    }

    fn delete(&mut self, pod: PodId, state: &PodState) {
        self.effects.and(delete::delete(self.world, pod, None));
        let message = format!("Delete Pod {} in StatefulSet {} successful", state.name, self.workload.name);
        self.effects.event(workload::normal(self.workload, Word::SuccessfulDelete, message));
    }

    /// Surplus Pods go, the highest number first. Returns whether there were none.
    fn shrink(&mut self) -> bool {
        let wanted = self.start()..self.start() + self.replicas();
        let condemned: Vec<_> =
            self.pods.iter().rev().filter(|(ordinal, ..)| !wanted.contains(ordinal)).copied().collect();
        let is_healthy = |state: &PodState| pods::is_ready(state) && state.api.deletion.is_none();
        let sick = self.pods.iter().find(|(.., state)| !is_healthy(state)).map(|(_, pod, _)| *pod);
        let ordered = self.is_ordered();
        let none = condemned.is_empty();
        for (_, pod, state) in condemned {
            if state.api.deletion.is_none() {
                // The first Pod that is not healthy holds up nobody but itself.
                if ordered && sick != Some(pod) && !self.is_available(state) {
                    return false;
                }
                self.delete(pod, state);
            }
            if ordered {
                return false;
            }
        }
        none
    }

    /// A new template: the highest number first, each waiting for the one before it.
    fn replace(&mut self) {
        let Some(partition) = self.partition() else { return };
        for ordinal in (partition..self.start() + self.replicas()).rev() {
            let found = self.pods.iter().find(|(other, ..)| *other == ordinal).copied();
            let Some((_, pod, state)) = found else { return };
            if state.tag != self.update && state.api.deletion.is_none() {
                return self.delete(pod, state);
            }
            if !self.is_available(state) {
                return;
            }
        }
    }

    /// Writes the status as the Pods were before this turn.
    fn report(mut self) -> Effects {
        let Turn { workload, object, .. } = self;
        let count = |is: &dyn Fn(&PodState) -> bool| {
            i32::try_from(self.pods.iter().filter(|(.., state)| is(state)).count()).unwrap_or(i32::MAX)
        };
        let some = |count: i32| Some(count).filter(|count| *count > 0);
        let of = |hash: &str| count(&|state| state.api.deletion.is_none() && state.tag == hash);
        let now = self.world.now();
        let available = |state: &PodState| {
            pods::available_from(state, object.spec.min_ready_seconds).is_some_and(|from| from <= now)
        };
        let (replicas, ready, updated) =
            (count(&|_| true), count(&|one| pods::is_ready(one)), of(&self.update));
        let all = |count: i32| usize::try_from(count) == Ok(self.replicas());
        // The update is over.
        if self.partition().is_some() && all(updated) && all(ready) && all(replicas) {
            self.current.clone_from(&self.update);
        }
        let status = StatefulSetStatus {
            observed_generation: object.metadata.generation,
            replicas,
            ready_replicas: some(ready),
            available_replicas: Some(count(&available)),
            current_replicas: some(of(&self.current)),
            updated_replicas: some(updated),
            current_revision: Some(format!("{}-{}", workload.name, self.current)),
            update_revision: Some(format!("{}-{}", workload.name, self.update)),
            collision_count: Some(0),
            conditions: None,
        };
        if object.status.as_ref() != Some(&status) {
            let object = StatefulSet { status: Some(status), ..object.clone() };
            let object = Rc::new(Object::StatefulSet(Box::new(object)));
            let changed = Workload { object, revisions: self.revisions, ..workload.clone() };
            workload::store(self.world, self.index, changed, &mut self.effects);
        }
        self.effects
    }
}
