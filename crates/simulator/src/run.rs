//! The loop: it takes one timer after the other, and applies the effects of its transition.

use crate::cluster::{delete, scheduler};
use crate::kubelet::{
    deadline, exits, kill, pleg, prober, publish, resize, restart, storage, sync, volumes, worker,
};
use crate::scenario::{Action, ActionKind};
use crate::trace::End;
use crate::world::{ClockEffect, Effect, Effects, Timer, World};
use crate::{Defaults, Limits, Millis, Scenario, Server, Trace, actions, controllers};
use api::{Kubernetes, Object};
use std::rc::Rc;

/// Runs `objects` (Pods, workloads, and what they refer to) under `scenario`.
///
/// ```
/// use simulator::{Limits, Millis, Scenario, simulate};
/// let kubernetes = api::Kubernetes::default();
/// let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app, image: nginx}]}";
/// let objects = api::objects(text, &kubernetes);
/// let trace = simulate(&objects, &Scenario::default(), &kubernetes, &Limits::until(Millis::seconds(10)));
/// let pod = trace.pod_at(0, Millis::seconds(5)).unwrap();
/// assert_eq!(pod.status.unwrap().phase.as_deref(), Some("Running"));
/// ```
pub fn simulate(objects: &[Object], scenario: &Scenario, kubernetes: &Kubernetes, limits: &Limits) -> Trace {
    simulate_on(Rc::new(Defaults(kubernetes.clone())), objects, scenario, kubernetes, limits)
}

/// [`simulate`] of a cluster whose API server has a say: what it refuses does not run, and its Pods are as it stores
/// them.
pub fn simulate_on(
    server: Rc<dyn Server>,
    objects: &[Object],
    scenario: &Scenario,
    kubernetes: &Kubernetes,
    limits: &Limits,
) -> Trace {
    // People's files are applied one object after the other. For a person all is there before anybody acts on it; in a
    // recording the first object lives already when the next one comes.
    let after = |number: usize| Millis(u64::try_from(number).unwrap_or(0).saturating_mul(10).min(1000));
    let mut scenario = scenario.clone();
    let at_once = if scenario.assumes() { objects.len() } else { 1 };
    let later = objects.iter().enumerate().skip(at_once);
    scenario.actions.extend(later.map(|(number, object)| {
        let kind = ActionKind::Create { objects: vec![object.clone()], refused: Vec::new() };
        Action { at: after(number), target: None, kind }
    }));
    let mut world =
        World::new(server, scheduling(objects), scenario.clone(), kubernetes.clone(), limits.pods);
    if world.given_nodes().is_none() {
        world.apply(controllers::node::first(&world));
    }
    for (number, action) in scenario.actions.iter().enumerate() {
        let timer = Timer::Action(number);
        world.apply_one(Effect::Clock(ClockEffect::Set { at: action.at, timer }));
    }
    for (number, object) in objects.iter().enumerate().take(at_once) {
        if world.pods().len() < limits.pods {
            world.apply_one(Effect::Clock(ClockEffect::MoveTo(after(number))));
            world.apply(actions::apply(&world, std::slice::from_ref(object)));
        }
    }
    let mut end = End::Horizon;
    let mut steps = 0;
    loop {
        world.apply_one(Effect::Clock(ClockEffect::NextTimer { until: limits.until }));
        let Some(timer) = world.due() else { break };
        if steps >= limits.steps || world.states() >= limits.states {
            end = End::Steps;
            break;
        }
        steps += 1;
        let effects = transition(&world, timer);
        world.apply(effects);
        let relist = pleg::next_relist(&world);
        world.apply(relist);
    }
    if end == End::Horizon && world.has_no_timers() {
        end = End::Quiet;
    }
    let until = if end == End::Steps { world.now() } else { limits.until };
    world.into_trace(until, end)
}

/// The part of the objects that the scheduler reads.
fn scheduling(objects: &[Object]) -> scheduling::Cluster {
    let mut cluster = scheduling::Cluster::default();
    for object in objects {
        if let Object::Other(value) = object {
            cluster.add((**value).clone());
        }
    }
    cluster
}

/// The transition of a timer.
fn transition(world: &World, timer: &Timer) -> Effects {
    match timer {
        Timer::Action(number) => actions::act(world, *number),
        Timer::Schedule(pod) => scheduler::schedule(world, *pod),
        Timer::Config(pod) => restart::config(world, *pod),
        Timer::Work(pod) => worker::work(world, *pod),
        Timer::Step { pod, sync } => sync::step(world, *pod, *sync),
        Timer::Queue { pod, entry } => worker::queue(world, *pod, *entry),
        Timer::Woken(pod) => worker::request(world, *pod),
        Timer::Deadline(pod) => deadline::check(world, *pod),
        Timer::Exit { pod, instance, how } => exits::exit(world, *pod, *instance, how),
        Timer::SandboxDies { pod, attempt } => exits::sandbox_dies(world, *pod, *attempt),
        Timer::Relist => pleg::relist(world),
        Timer::RelistPod(pod) => pleg::relist_pod(world, *pod),
        Timer::Mount { pod, attempt } => volumes::mount(world, *pod, *attempt),
        Timer::Tick { pod, container, probe, number } => {
            prober::tick(world, *pod, *container, *probe, *number)
        }
        Timer::ProbeDone { pod, container, probe, number, answer } => {
            prober::answered(world, *pod, *container, *probe, *number, answer)
        }
        Timer::Kill { pod, instance } => kill::proceed(world, *pod, *instance),
        Timer::Patch(pod) => publish::patch(world, *pod),
        Timer::Remove(pod) => delete::remove(world, *pod),
        Timer::RetryResizes { after } => resize::retry_after(world, *after),
        Timer::KubeletUp(node) => restart::start(world, node.as_deref()),
        Timer::Control(workload) => controllers::control(world, *workload),
        Timer::NodeMonitor => controllers::node::monitor(world),
        Timer::NodePosts => controllers::node::posts(world),
        Timer::TaintEviction(pod) => controllers::node::evict(world, *pod),
        Timer::Storage => storage::look(world),
        Timer::Namespace { name, failures } => controllers::namespace::control(world, name, *failures),
        Timer::NodeGone(node) => controllers::orphans::collect(world, node),
        Timer::Collect(pod) => controllers::orphans::unscheduled(world, *pod),
        Timer::OwnClaims(pod) => controllers::own_claims::control(world, *pod),
    }
}
