//! DaemonSets: one Pod on each node that may have one. Upstream: pkg/controller/daemon/daemon_controller.go.

mod nodes_changed;
mod rollout;

pub(super) use nodes_changed::node_changed;

use super::pods::{self, Naming};
use super::{adopt, workload};
use crate::cluster::{delete, nodes};
use crate::fit::NODE;
use crate::trace::EventType;
use crate::world::{Effects, PodId, PodState, Timer, Workload, World};
use crate::{Millis, Word};
use api::Object;
use api::collections::{Map, gather};
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetStatus};
use k8s_openapi::api::core::v1::{
    NodeSelectorRequirement, NodeSelectorTerm, PodSpec, PodTemplateSpec, Taint, Toleration,
};
use std::rc::Rc;

/// How long the second failed Pod of a node stays; each further one twice as long.
const FIRST: Millis = Millis::seconds(1);
const LONGEST: Millis = Millis::seconds(900);

/// One turn of the controller.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    object: &'a DaemonSet,
    hash: String,
    effects: Effects,
    /// The Pods that this turn has made.
    made: usize,
    /// See [`Workload::failures`].
    failures: Map<String, (Millis, Millis)>,
}

/// A node and the set's Pods on it.
struct Place<'a> {
    name: &'a str,
    /// The node as the API has it.
    node: Option<&'a Workload>,
    /// Oldest first; one that is being deleted and has ended no longer counts.
    pods: Vec<(PodId, &'a PodState)>,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &DaemonSet) -> Effects {
    let claimed = adopt::claim(world, index, workload);
    if !claimed.is_empty() {
        return claimed;
    }
    let hash = workload::template_hash(&object.spec.template);
    let (effects, failures) = (Effects::none(), workload.failures.clone());
    let mut turn = Turn { world, index, workload, object, hash, effects, made: 0, failures };
    let places = places(world, index);
    for place in &places {
        turn.manage(place);
    }
    if turn.effects.is_empty() {
        turn.update(&places);
    }
    turn.report(&places)
}

/// The nodes: those that a text gives, or the one of which nothing is known.
fn places(world: &World, index: usize) -> Vec<Place<'_>> {
    let is_there = |state: &PodState| state.api.deletion.is_none() || !state.is_terminal();
    let all: Vec<_> = pods::owned(world, index).filter(|(_, state)| is_there(state)).collect();
    let mut there = nodes::all(world).map(|(_, node)| node);
    if world.given_nodes().is_none() {
        return vec![Place { name: NODE, node: there.find(|node| node.name == NODE), pods: all }];
    }
    let mut places = Vec::new();
    for node in there {
        let runs_here = |(_, state): &&(PodId, &PodState)| target(state) == Some(node.name.as_str());
        let pods = all.iter().filter(runs_here).copied().collect();
        places.push(Place { name: &node.name, node: Some(node), pods });
    }
    places
}

/// The node that a Pod of a DaemonSet was made for.
fn target(state: &PodState) -> Option<&str> {
    let affinity = state.shape.spec.affinity.as_ref()?.node_affinity.as_ref()?;
    let terms = &affinity.required_during_scheduling_ignored_during_execution.as_ref()?.node_selector_terms;
    let field = terms.first()?.match_fields.as_ref()?.first()?;
    field.values.as_ref()?.first().map(String::as_str)
}

impl Turn<'_> {
    fn should_run(&self, place: &Place<'_>) -> bool {
        self.fits(place, &["NoSchedule", "NoExecute"])
    }

    /// Whether a Pod may be on a node: its selector and affinity match, and the node has no taint of these effects that
    /// it does not tolerate.
    fn fits(&self, place: &Place<'_>, effects: &[&str]) -> bool {
        let template = tolerant(&self.object.spec.template);
        let Some(spec) = &template.spec else { return true };
        let keeps_away = |taint: &Taint| {
            let tolerates = scheduling::tolerations(spec, taint, self.world.kubernetes()).next().is_some();
            effects.contains(&taint.effect.as_str()) && !tolerates
        };
        let named = spec.node_name.as_deref();
        named.is_none_or(|name| name == place.name)
            && self.selects(place, spec)
            && !place.node.is_some_and(|node| nodes::taints(node).iter().any(keeps_away))
    }

    fn selects(&self, place: &Place<'_>, spec: &PodSpec) -> bool {
        nodes::is_anywhere(self.world) || place.node.is_some_and(|node| nodes::suits(node, spec))
    }

    /// Replaces Pods that have ended, makes the one that is missing, deletes surplus ones.
    fn manage(&mut self, place: &Place<'_>) {
        let should_run = self.should_run(place);
        let may_stay = self.fits(place, &["NoExecute"]);
        let node = place.name;
        let mut running = Vec::new();
        for (pod, state) in place.pods.clone() {
            if state.api.deletion.is_some() {
                continue;
            }
            let full = format!("{}/{}", state.namespace, state.name);
            match state.api.status.phase.as_deref() {
                Some("Failed") if self.stays(node) => continue,
                Some("Failed") => {
                    let message =
                        format!("Found failed daemon pod {full} on node {node}, will try to kill it");
                    let draft =
                        workload::event(self.workload, EventType::Warning, Word::FailedDaemonPod, message);
                    self.effects.event(draft);
                }
                Some("Succeeded") => {
                    let message =
                        format!("Found succeeded daemon pod {full} on node {node}, will try to delete it");
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
        let surges = self.surges();
        if should_run && (place.pods.is_empty() || surges && running.is_empty()) {
            self.make(place);
        } else if surges {
            self.prune(&running);
        } else {
            for (pod, state) in running.into_iter().skip(1) {
                self.delete(pod, state);
            }
        }
    }

    /// Whether a failed Pod of a node stays a while, because others failed there before. Upstream: podsShouldBeOnNode.
    fn stays(&mut self, node: &str) -> bool {
        let now = self.world.now();
        let (last, delay) = match self.failures.get(node) {
            Some((last, delay)) if now < *last + *delay => {
                self.effects.at(*last + *delay, Timer::Control(self.index));
                return true;
            }
            Some((last, delay)) if now < *last + Millis(LONGEST.0 * 2) => (now, Millis(delay.0 * 2)),
            _ => (now, FIRST),
        };
        self.failures.insert(node.to_owned(), (last, delay.min(LONGEST)));
        false
    }

    fn delete(&mut self, pod: PodId, state: &PodState) {
        self.effects.and(delete::delete(self.world, pod, None));
        let message = format!("Deleted pod: {}", state.name);
        self.effects.event(workload::normal(self.workload, Word::SuccessfulDelete, message));
    }

    fn make(&mut self, place: &Place<'_>) {
        if !pods::room(self.world, self.made) {
            return;
        }
        let base = format!("{}-", self.workload.name);
        let name = pods::draw_name(self.world, self.workload, &base, self.made);
        // Nearly every change of a DaemonSet is one of its template, whose count has an own number in a cluster.
        let generation = self.object.metadata.generation.unwrap_or(1);
        let labels = gather([
            ("controller-revision-hash".to_owned(), self.hash.clone()),
            ("pod-template-generation".to_owned(), generation.to_string()),
        ]);
        let (generate_name, tag) = (Some(base), self.hash.clone());
        let naming = Naming { name: name.clone(), generate_name, labels, tag };
        let mut template = tolerant(&self.object.spec.template);
        if self.world.given_nodes().is_some() {
            aim(&mut template, place.name);
        }
        self.effects.and(pods::make(self.world, self.index, self.workload, &template, naming, self.made));
        self.made += 1;
        let message = format!("Created pod: {name}");
        self.effects.event(workload::normal(self.workload, Word::SuccessfulCreate, message));
    }

    /// Writes the status as the Pods were before this turn; of several on a node the oldest counts.
    fn report(mut self, places: &[Place<'_>]) -> Effects {
        let some = |count: i32| Some(count).filter(|count| *count > 0);
        let mut status = DaemonSetStatus {
            observed_generation: self.object.metadata.generation,
            ..DaemonSetStatus::default()
        };
        let (mut available, mut unavailable, mut updated) = (0, 0, 0);
        for place in places {
            let oldest = place.pods.first().map(|(_, state)| *state);
            let is_available = oldest.is_some_and(|state| self.is_available(state));
            if !self.should_run(place) {
                status.number_misscheduled += i32::from(oldest.is_some());
                continue;
            }
            status.desired_number_scheduled += 1;
            status.current_number_scheduled += i32::from(oldest.is_some());
            status.number_ready += i32::from(oldest.is_some_and(pods::is_ready));
            available += i32::from(is_available);
            unavailable += i32::from(!is_available);
            updated += i32::from(oldest.is_some_and(|state| state.tag == self.hash));
        }
        status.number_available = some(available);
        status.number_unavailable = some(unavailable);
        status.updated_number_scheduled = some(updated);
        if self.object.status.as_ref() != Some(&status) {
            let object = DaemonSet { status: Some(status), ..self.object.clone() };
            let object = Rc::new(Object::DaemonSet(Box::new(object)));
            let changed = Workload { object, failures: self.failures, ..self.workload.clone() };
            workload::store(self.world, self.index, changed, &mut self.effects);
        } else if self.failures != self.workload.failures {
            let changed = Workload { failures: self.failures, ..self.workload.clone() };
            self.effects.workload(self.index, changed);
        }
        self.effects
    }
}

/// Ties a template to a node. Upstream: ReplaceDaemonSetPodNodeNameNodeAffinity, as above.
fn aim(template: &mut PodTemplateSpec, node: &str) {
    let Some(spec) = &mut template.spec else { return };
    let affinity = spec.affinity.get_or_insert_default().node_affinity.get_or_insert_default();
    let required = affinity.required_during_scheduling_ignored_during_execution.get_or_insert_default();
    if required.node_selector_terms.is_empty() {
        required.node_selector_terms.push(NodeSelectorTerm::default());
    }
    for term in &mut required.node_selector_terms {
        term.match_fields = Some(vec![NodeSelectorRequirement {
            key: "metadata.name".to_owned(),
            operator: "In".to_owned(),
            values: Some(vec![node.to_owned()]),
        }]);
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
