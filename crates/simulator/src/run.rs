//! The loop: one timer after the other, each a transition whose effects are applied.

use crate::kubelet::{deadline, kill, pleg, prober, publish, restart, sync, volumes, worker};
use crate::trace::End;
use crate::world::{Effects, Timer, World};
use crate::{Limits, Millis, Scenario, Trace, cluster, controllers, runtime};
use api::{Kubernetes, Object};

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
    let mut world = World::new(scenario.clone(), kubernetes.clone(), limits.pods);
    for (number, action) in scenario.actions.iter().enumerate() {
        world.apply(Effects::one(crate::world::Effect::At(action.at, Timer::Action(number))));
    }
    for (number, object) in objects.iter().enumerate() {
        if world.pods.len() < limits.pods {
            // People's files are applied one object after the other.
            world.now = Millis(u64::try_from(number).unwrap_or(0).saturating_mul(10).min(1000));
            world.apply(controllers::create(&world, std::slice::from_ref(object)));
        }
    }
    let mut end = End::Horizon;
    let mut steps = 0;
    while let Some(timer) = world.next(limits.until) {
        if steps >= limits.steps {
            end = End::Steps;
            break;
        }
        steps += 1;
        let effects = transition(&world, &timer);
        world.apply(effects);
        let poll = pleg::arrange(&world);
        world.apply(poll);
    }
    if end == End::Horizon && world.is_quiet() {
        end = End::Quiet;
    }
    let until = if end == End::Steps { world.now } else { limits.until };
    let mut trace = world.record.trace;
    trace.until = until;
    trace.end = end;
    trace
}

/// The transition of a timer.
fn transition(world: &World, timer: &Timer) -> Effects {
    match timer {
        Timer::Action(number) => cluster::deed::act(world, *number),
        Timer::Schedule(pod) => cluster::scheduler::schedule(world, *pod),
        Timer::Config(pod) => restart::seen(world, *pod),
        Timer::Work(pod) => worker::work(world, *pod),
        Timer::Step(pod, number) => sync::step(world, *pod, *number),
        Timer::Queue(pod, number) => worker::queue(world, *pod, *number),
        Timer::Woken(pod) => worker::request(world, *pod),
        Timer::Deadline(pod) => deadline::ring(world, *pod),
        Timer::Exit(pod, instance, how) => runtime::exit(world, *pod, *instance, how),
        Timer::SandboxDies(pod, attempt) => runtime::sandbox_dies(world, *pod, *attempt),
        Timer::Relist => pleg::relist(world),
        Timer::RelistPod(pod) => pleg::relist_pod(world, *pod),
        Timer::Mount(pod, attempt) => volumes::mount(world, *pod, *attempt),
        Timer::Tick(pod, container, probe, number) => prober::tick(world, *pod, *container, *probe, *number),
        Timer::Answered(pod, container, probe, number, answered) => {
            prober::answered(world, *pod, *container, *probe, *number, answered)
        }
        Timer::Kill(pod, instance) => kill::proceed(world, *pod, *instance),
        Timer::Patch(pod) => publish::patch(world, *pod),
        Timer::Remove(pod) => cluster::deed::remove(world, *pod),
        Timer::KubeletUp => restart::start(world),
        Timer::Control(workload) => controllers::control(world, *workload),
    }
}
