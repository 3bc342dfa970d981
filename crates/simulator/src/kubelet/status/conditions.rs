//! The kubelet's conditions. Upstream: pkg/kubelet/status/generate.go.

use super::Input;
use crate::Millis;
use crate::Word;
use crate::shape::{ContainerShape, Role, Shape};
use crate::trace::named;
use crate::world::PodState;
use api::Gate;
use k8s_openapi::api::core::v1::{ContainerStatus, PodCondition, PodStatus};

/// The conditions of a resize, which keep their own times and generation.
const OF_RESIZE: [Word; 2] = [Word::PodResizePending, Word::PodResizeInProgress];

const BY_KUBELET: [Word; 6] = [
    Word::PodReadyToStartContainers,
    Word::Initialized,
    Word::Ready,
    Word::ContainersReady,
    Word::PodScheduled,
    Word::AllContainersRestarting,
];

/// A condition with its verdict, without times.
fn condition(type_: Word, status: &str) -> PodCondition {
    PodCondition { type_: type_.text().to_owned(), status: status.to_owned(), ..PodCondition::default() }
}

fn met(type_: Word) -> PodCondition {
    condition(type_, "True")
}

fn unmet(type_: Word) -> PodCondition {
    condition(type_, "False")
}

/// The condition with the reason for its verdict.
fn because(condition: PodCondition, reason: Word, message: Option<String>) -> PodCondition {
    PodCondition { reason: Some(reason.text().to_owned()), message, ..condition }
}

/// The condition of a Pod that has ended, which is ready for nothing.
fn ended(type_: Word, phase: &str) -> Option<PodCondition> {
    let reason = match phase {
        "Succeeded" => Word::PodCompleted,
        "Failed" => Word::PodFailed,
        _ => return None,
    };
    Some(because(unmet(type_), reason, None))
}

/// Whether a condition is the kubelet's own.
pub(super) fn by_kubelet(type_: &str) -> bool {
    BY_KUBELET.iter().chain(&OF_RESIZE).any(|word| word.text() == type_)
}

/// All conditions, foreign ones first, in the kubelet's order.
pub(super) fn all(
    input: &Input<'_>,
    old: &PodStatus,
    phase: &str,
    init: &[ContainerStatus],
    app: &[ContainerStatus],
    resetting: bool,
) -> Vec<PodCondition> {
    let shape = &input.state.shape;
    let api = input.state.api.status.conditions.iter().flatten();
    let mut all: Vec<PodCondition> = api.filter(|one| !by_kubelet(&one.type_)).cloned().collect();
    if !input.terminal {
        all.extend(input.kubelet.resizing.conditions().cloned());
    }
    if let Some(target) =
        old.conditions.iter().flatten().find(|one| one.type_ == Word::DisruptionTarget.text())
        && !all.iter().any(|one| one.type_ == target.type_)
    {
        all.push(target.clone());
    }
    let sandbox = input.seen.sandbox();
    let ready = sandbox.is_some_and(|sandbox| sandbox.ready);
    if input.world.kubernetes().enabled(Gate::PodReadyToStartContainersCondition) {
        const TYPE: Word = Word::PodReadyToStartContainers;
        all.push(if ready { met(TYPE) } else { unmet(TYPE) });
    }
    all.push(initialized(shape, old, phase, init, app));
    let containers = containers_ready(shape, phase, init, app);
    all.push(ready_with(shape, &all, &containers));
    all.push(containers);
    all.push(met(Word::PodScheduled));
    if shape.could_restart_all() {
        all.push(restarting(input, phase, resetting));
    }
    for one in &mut all {
        stamp(one, old, input.world.now(), shape.generation);
    }
    all
}

/// Time of the last transition, and the generation that was looked at.
fn stamp(one: &mut PodCondition, old: &PodStatus, now: Millis, generation: i64) {
    if !BY_KUBELET.iter().any(|word| word.text() == one.type_) {
        return;
    }
    let before = old.conditions.iter().flatten().find(|before| before.type_ == one.type_);
    one.last_transition_time = match before {
        Some(before) if before.status == one.status => before.last_transition_time.clone(),
        _ => Some(now.to_time()),
    };
    one.observed_generation = Some(generation);
}

fn initialized(
    shape: &Shape,
    old: &PodStatus,
    phase: &str,
    init: &[ContainerStatus],
    app: &[ContainerStatus],
) -> PodCondition {
    const TYPE: Word = Word::Initialized;
    if phase == "Succeeded" {
        return because(met(TYPE), Word::PodCompleted, None);
    }
    let has_started = |status: &ContainerStatus| {
        status.state.as_ref().is_some_and(|state| state.running.is_some() || state.terminated.is_some())
    };
    if app.iter().any(has_started) {
        return met(TYPE);
    }
    let is_done = |spec: &ContainerShape| {
        named(init, spec.index, &spec.name).is_some_and(|status| match spec.role {
            Role::Sidecar => status.started == Some(true),
            Role::Init | Role::App | Role::Ephemeral => status.ready,
        })
    };
    let open: Vec<&str> =
        shape.init().filter(|(_, spec)| !is_done(spec)).map(|(_, spec)| spec.name.as_str()).collect();
    let was = old.conditions.iter().flatten().any(|one| one.type_ == TYPE.text() && one.status == "True");
    if open.is_empty() || was {
        return met(TYPE);
    }
    let message = format!("containers with incomplete status: [{}]", open.join(" "));
    because(unmet(TYPE), Word::ContainersNotInitialized, Some(message))
}

/// `ContainersReady`.
pub(crate) fn containers_ready(
    shape: &Shape,
    phase: &str,
    init: &[ContainerStatus],
    app: &[ContainerStatus],
) -> PodCondition {
    const TYPE: Word = Word::ContainersReady;
    if let Some(condition) = ended(TYPE, phase) {
        return condition;
    }
    let is_ready = |statuses: &[ContainerStatus], spec: &ContainerShape| {
        named(statuses, spec.index, &spec.name).is_some_and(|status| status.ready)
    };
    let sidecars = shape.of(Role::Sidecar).filter(|(_, spec)| !is_ready(init, spec));
    let apps = shape.of(Role::App).filter(|(_, spec)| !is_ready(app, spec));
    let unready: Vec<&str> = sidecars.chain(apps).map(|(_, spec)| spec.name.as_str()).collect();
    if unready.is_empty() {
        return met(TYPE);
    }
    let message = format!("containers with unready status: [{}]", unready.join(" "));
    because(unmet(TYPE), Word::ContainersNotReady, Some(message))
}

/// `Ready`: the containers and the readiness gates.
pub(crate) fn pod_ready(
    shape: &Shape,
    conditions: &[PodCondition],
    phase: &str,
    init: &[ContainerStatus],
    app: &[ContainerStatus],
) -> PodCondition {
    let containers = containers_ready(shape, phase, init, app);
    ready_with(shape, conditions, &containers)
}

fn ready_with(shape: &Shape, conditions: &[PodCondition], containers: &PodCondition) -> PodCondition {
    if containers.status != "True" {
        return PodCondition { type_: Word::Ready.text().to_owned(), ..containers.clone() };
    }
    let mut closed = Vec::new();
    for gate in shape.spec.readiness_gates.iter().flatten() {
        let name = &gate.condition_type;
        match conditions.iter().find(|one| one.type_ == *name) {
            None => {
                closed
                    .push(format!("corresponding condition of pod readiness gate {name:?} does not exist."));
            }
            Some(one) if one.status != "True" => {
                closed.push(format!(
                    "the status of pod readiness gate {name:?} is not \"True\", but {}",
                    one.status
                ));
            }
            Some(_) => {}
        }
    }
    if closed.is_empty() {
        return met(Word::Ready);
    }
    because(unmet(Word::Ready), Word::ReadinessGatesNotReady, Some(closed.join(", ")))
}

fn restarting(input: &Input<'_>, phase: &str, resetting: bool) -> PodCondition {
    const TYPE: Word = Word::AllContainersRestarting;
    if let Some(condition) = ended(TYPE, phase) {
        return condition;
    }
    let role = |container: usize| input.state.shape.containers.get(container).map(|spec| spec.role);
    // Debuggers run on.
    let is_clean = input.seen.instances.iter().all(|one| role(one.container) == Some(Role::Ephemeral));
    if !resetting || is_clean {
        return unmet(TYPE);
    }
    let message = "container exited with restart policy rule".to_owned();
    because(met(TYPE), Word::RestartAllContainersStarted, Some(message))
}

/// Puts a condition in the place of the one of its type, with the time of its transition.
pub(crate) fn set_condition(state: &PodState, status: &mut PodStatus, mut one: PodCondition, now: Millis) {
    stamp(&mut one, status, now, state.shape.generation);
    let conditions = status.conditions.get_or_insert_default();
    match conditions.iter_mut().find(|known| known.type_ == one.type_) {
        Some(known) => *known = one,
        None => conditions.push(one),
    }
}
