//! DaemonSets: one Pod on the one node. Upstream: pkg/controller/daemon/daemon_controller.go and update.go.

use super::pods::{self, Naming};
use super::workload;
use crate::Word;
use crate::cluster::{delete, nodes};
use crate::fit::{self, NODE};
use crate::trace::EventType;
use crate::world::{Effects, PodId, PodState, Workload, World};
use api::Object;
use api::collections::gather;
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetStatus};
use k8s_openapi::api::core::v1::{PodTemplateSpec, Taint, Toleration};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::rc::Rc;

/// One turn of the controller.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    object: &'a DaemonSet,
    /// The Pods on the node, oldest first; one that is being deleted and has ended no longer counts.
    pods: Vec<(PodId, &'a PodState)>,
    hash: String,
    effects: Effects,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &DaemonSet) -> Effects {
    let hash = workload::template_hash(&object.spec.template);
    let is_there = |state: &PodState| state.api.deletion.is_none() || !state.is_terminal();
    let pods = pods::owned(world, index).filter(|(_, state)| is_there(state)).collect();
    let effects = Effects::none();
    let mut turn = Turn { world, index, workload, object, pods, hash, effects };
    turn.manage();
    if turn.effects.is_empty() {
        turn.update();
    }
    turn.report()
}

impl Turn<'_> {
    fn should_run(&self) -> bool {
        self.fits(&["NoSchedule", "NoExecute"])
    }

    /// Whether a Pod may be on the node, which has no taint of these effects that it does not tolerate.
    fn fits(&self, effects: &[&str]) -> bool {
        let template = tolerant(&self.object.spec.template);
        let Some(spec) = &template.spec else { return true };
        let keeps_away = |taint: &Taint| {
            let tolerates = scheduling::tolerations(spec, taint, self.world.kubernetes()).next().is_some();
            effects.contains(&taint.effect.as_str()) && !tolerates
        };
        // Where a text gives several nodes, the scheduler finds out.
        let own = || nodes::all(self.world).filter(|_| self.world.given_nodes().is_none());
        let node = own().find(|(_, node)| node.name == NODE);
        let named = spec.node_name.as_deref();
        named.is_none_or(|name| name == NODE)
            && fit::selects(self.world.cluster(), spec)
            && !node.is_some_and(|(_, node)| nodes::taints(node).iter().any(keeps_away))
    }

    /// Replaces Pods that have ended, makes the one that is missing, deletes surplus ones.
    fn manage(&mut self) {
        let should_run = self.should_run();
        let may_stay = self.fits(&["NoExecute"]);
        let mut running = Vec::new();
        for (pod, state) in self.pods.clone() {
            if state.api.deletion.is_some() {
                continue;
            }
            let full = format!("{}/{}", state.namespace, state.name);
            match state.api.status.phase.as_deref() {
                Some("Failed") => {
                    let message =
                        format!("Found failed daemon pod {full} on node {NODE}, will try to kill it");
                    let draft =
                        workload::event(self.workload, EventType::Warning, Word::FailedDaemonPod, message);
                    self.effects.event(draft);
                }
                Some("Succeeded") => {
                    let message =
                        format!("Found succeeded daemon pod {full} on node {NODE}, will try to delete it");
                    self.effects.event(workload::normal(self.workload, Word::SucceededDaemonPod, message));
                }
                _ if may_stay => {
                    running.push((pod, state));
                    continue;
                }
                _ => {}
            }
            self.delete(pod, state);
        }
        if should_run && self.pods.is_empty() {
            self.make();
        } else if !self.surges() {
            for (pod, state) in running.into_iter().skip(1) {
                self.delete(pod, state);
            }
        }
    }

    /// Whether a new Pod may stand beside the old one.
    fn surges(&self) -> bool {
        let rolling = self.object.spec.update_strategy.as_ref().and_then(|one| one.rolling_update.as_ref());
        match rolling.and_then(|one| one.max_surge.as_ref()) {
            Some(IntOrString::Int(number)) => *number > 0,
            Some(IntOrString::String(text)) => {
                text.trim_end_matches('%').parse::<u32>().is_ok_and(|part| part > 0)
            }
            None => false,
        }
    }

    fn is_available(&mut self, state: &PodState) -> bool {
        let Some(from) = pods::available_from(state, self.object.spec.min_ready_seconds) else {
            return false;
        };
        pods::await_available(self.world, self.index, from, &mut self.effects);
        from <= self.world.now()
    }

    /// A new template: the old Pod goes first, or, with `maxSurge`, when the new one is available.
    fn update(&mut self) {
        let strategy = self.object.spec.update_strategy.as_ref();
        if strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete") {
            return;
        }
        let staying = self.pods.iter().filter(|(_, state)| state.api.deletion.is_none()).copied();
        let (new, old): (Vec<_>, Vec<_>) = staying.partition(|(_, state)| state.tag == self.hash);
        let Some((pod, state)) = old.first().copied() else { return };
        if !self.surges() {
            return self.delete(pod, state);
        }
        match new.first() {
            None => self.make(),
            Some((_, newer)) if self.is_available(newer) => self.delete(pod, state),
            Some(_) => {}
        }
    }

    fn delete(&mut self, pod: PodId, state: &PodState) {
        self.effects.and(delete::delete(self.world, pod, None));
        let message = format!("Deleted pod: {}", state.name);
        self.effects.event(workload::normal(self.workload, Word::SuccessfulDelete, message));
    }

    fn make(&mut self) {
        if !pods::room(self.world, 0) {
            return;
        }
        let base = format!("{}-", self.workload.name);
        let name = pods::draw_name(self.world, self.workload, &base, 0);
        let labels = gather([("controller-revision-hash".to_owned(), self.hash.clone())]);
        let (generate_name, tag) = (Some(base), self.hash.clone());
        let naming = Naming { name: name.clone(), generate_name, labels, tag };
        let template = tolerant(&self.object.spec.template);
        self.effects.and(pods::make(self.world, self.index, self.workload, &template, naming, 0));
        let message = format!("Created pod: {name}");
        self.effects.event(workload::normal(self.workload, Word::SuccessfulCreate, message));
    }

    /// Writes the status as the Pods were before this turn; of several the oldest counts.
    fn report(mut self) -> Effects {
        let some = |count: i32| Some(count).filter(|count| *count > 0);
        let oldest = self.pods.first().map(|(_, state)| *state);
        let available = oldest.is_some_and(|state| self.is_available(state));
        let (wanted, there) = (i32::from(self.should_run()), i32::from(oldest.is_some()));
        let available = i32::from(available) * wanted;
        let status = DaemonSetStatus {
            observed_generation: self.object.metadata.generation,
            desired_number_scheduled: wanted,
            current_number_scheduled: there * wanted,
            number_misscheduled: there * (1 - wanted),
            number_ready: i32::from(oldest.is_some_and(pods::is_ready)) * wanted,
            number_available: some(available),
            number_unavailable: some(wanted - available),
            updated_number_scheduled: some(
                i32::from(oldest.is_some_and(|state| state.tag == self.hash)) * wanted,
            ),
            collision_count: None,
            conditions: None,
        };
        if self.object.status.as_ref() != Some(&status) {
            let object = DaemonSet { status: Some(status), ..self.object.clone() };
            let object = Rc::new(Object::DaemonSet(Box::new(object)));
            let changed = Workload { object, ..self.workload.clone() };
            workload::store(self.world, self.index, changed, &mut self.effects);
        }
        self.effects
    }
}

/// A template with what every Pod of a DaemonSet tolerates. Upstream: AddOrUpdateDaemonPodTolerations,
/// pkg/controller/daemon/util/daemonset_util.go.
fn tolerant(template: &PodTemplateSpec) -> PodTemplateSpec {
    const TAINTS: [(&str, &str); 6] = [
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
    ];
    let mut template = template.clone();
    let Some(spec) = &mut template.spec else { return template };
    let network = (spec.host_network == Some(true)).then_some(("network-unavailable", "NoSchedule"));
    let tolerations = spec.tolerations.get_or_insert_default();
    for (name, effect) in TAINTS.into_iter().chain(network) {
        let toleration = Toleration {
            key: Some(format!("node.kubernetes.io/{name}")),
            operator: Some("Exists".to_owned()),
            effect: Some(effect.to_owned()),
            ..Toleration::default()
        };
        if !tolerations.contains(&toleration) {
            tolerations.push(toleration);
        }
    }
    template
}
