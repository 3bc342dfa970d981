//! What is reserved against what the containers that run ask for, over a run; and what all replicas reserve.

use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::{Container, Pod};
use resources::Options;
use serde::Serialize;
use simulator::Millis;
use simulator::trace::PodTrace;

use super::documents::objects;
use super::reckon::{as_pod, float};
use super::run::{BarState, Lane, Run};
use crate::replicas::replicas;

/// One resource over a run, summed over its Pods.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spend {
    /// `cpu` or `memory`.
    pub resource: String,
    /// Without gaps, in order, none like the one before it.
    pub steps: Vec<Step>,
    /// The most that is reserved at once, in the resource's unit (cores, bytes).
    pub most: f64,
    /// How much of what is reserved nobody who runs has asked for, in percent of the whole run.
    pub idle: u32,
}

/// A stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// Milliseconds since the object was created.
    pub from: u64,
    /// Milliseconds since the object was created.
    pub to: u64,
    /// What the Pods on nodes reserve, in the resource's unit.
    pub reserved: f64,
    /// What their containers that run ask for.
    pub asked: f64,
    /// `reserved` as Kubernetes prints it.
    pub reserved_text: String,
    /// `asked` as Kubernetes prints it.
    pub asked_text: String,
    /// How much of it is idle, in percent.
    pub idle: u32,
}

/// What all Pods of a workload reserve together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fleet {
    /// How many Pods are kept.
    pub count: i32,
    /// How many more there may be while it is rolled out.
    pub surge: i32,
    /// Resource, what one Pod reserves, what all do, what they do at most in a rollout.
    pub amounts: Vec<[String; 4]>,
}

impl Run {
    /// What is reserved and what is asked for, of cpu and memory; without what nobody asks for.
    pub fn spend(&self) -> Vec<Spend> {
        let of = |resource: &str| Spend::of(self, resource);
        ["cpu", "memory"].into_iter().filter_map(of).collect()
    }
}

impl Spend {
    fn of(run: &Run, resource: &str) -> Option<Spend> {
        let pods = run.trace().0.pods.iter().enumerate();
        let parts: Vec<Part<'_>> = pods.map(|(number, pod)| Part::of(run, number, pod, resource)).collect();
        let mut spend = Spend { resource: resource.to_owned(), ..Spend::default() };
        let changes = run.changes().iter().copied().filter(|&at| at < run.end);
        let ends = run.changes().iter().copied().skip(1).filter(|&at| at < run.end).chain([run.end]);
        for (from, to) in changes.zip(ends) {
            let (mut reserved, mut asked) = (Quantity::ZERO, Quantity::ZERO);
            for (own, theirs) in parts.iter().filter_map(|part| part.at(from)) {
                reserved.add(own);
                asked.add(&theirs);
            }
            let step = Step::new(from, to, &reserved, &asked);
            match spend.steps.last_mut() {
                Some(last)
                    if last.reserved_text == step.reserved_text && last.asked_text == step.asked_text =>
                {
                    last.to = to;
                }
                _ => spend.steps.push(step),
            }
        }
        spend.most = spend.steps.iter().map(|step| step.reserved).fold(0.0, f64::max);
        let over = |amount: fn(&Step) -> f64| -> f64 {
            #[expect(clippy::cast_precision_loss, reason = "for a percentage")]
            spend.steps.iter().map(|step| amount(step) * (step.to - step.from) as f64).sum()
        };
        spend.idle = idle(over(|step| step.reserved), over(|step| step.asked));
        (spend.most > 0.0).then_some(spend)
    }
}

impl Step {
    fn new(from: u64, to: u64, reserved: &Quantity, asked: &Quantity) -> Step {
        let (r, a) = (float(reserved), float(asked));
        Step {
            from,
            to,
            reserved: r,
            asked: a,
            reserved_text: reserved.to_string(),
            asked_text: asked.to_string(),
            idle: idle(r, a),
        }
    }
}

/// A Pod's part: what it reserves in each of its bases, and its lanes with what their containers ask for.
struct Part<'r> {
    pod: &'r PodTrace,
    reserves: Vec<Option<Quantity>>,
    lanes: Vec<(&'r Lane, Quantity)>,
}

impl<'r> Part<'r> {
    fn of(run: &'r Run, number: usize, pod: &'r PodTrace, resource: &str) -> Part<'r> {
        let options = Options::of(run.trace().1);
        // Nothing is reserved before there is a node.
        let reserves = |pod: &Pod| {
            let spec = pod.spec.as_ref().filter(|spec| spec.node_name.is_some())?;
            Some(resources::requests(spec, &options).get(resource).cloned().unwrap_or_default())
        };
        let spec = pod.bases.first().and_then(|pod| pod.spec.as_ref());
        let containers =
            spec.into_iter().flat_map(|spec| spec.init_containers.iter().flatten().chain(&spec.containers));
        let lane = |container: &Container| {
            let amount = container.resources.as_ref()?.requests.as_ref()?.get(resource)?;
            let lane =
                run.lanes.iter().find(|lane| lane.number == number && lane.container == container.name)?;
            Some((lane, Quantity::of(amount)))
        };
        Part {
            pod,
            reserves: pod.bases.iter().map(|pod| reserves(pod)).collect(),
            lanes: containers.filter_map(lane).collect(),
        }
    }

    /// What it reserves and asks for at an instant; nothing when it is not on a node or has ended.
    fn at(&self, at: u64) -> Option<(&Quantity, Quantity)> {
        let version = self.pod.version_at(Millis(at))?;
        let ended = matches!(version.status.phase.as_deref(), Some("Succeeded" | "Failed"));
        let reserved = self.reserves.get(version.base)?.as_ref().filter(|_| !ended)?;
        let mut asked = Quantity::ZERO;
        for (lane, amount) in &self.lanes {
            let next = lane.bars.partition_point(|bar| bar.from <= at);
            let bar = next.checked_sub(1).and_then(|bar| lane.bars.get(bar));
            if bar.is_some_and(|bar| at < bar.to && runs(bar.state)) {
                asked.add(amount);
            }
        }
        Some((reserved, asked))
    }
}

fn runs(state: BarState) -> bool {
    matches!(state, BarState::Starting | BarState::Running | BarState::Ready | BarState::Stopping)
}

/// What all replicas of the text's first Pod reserve; `None` for a Pod alone, and for what asks for nothing.
pub fn fleet(text: &str, kubernetes: &Kubernetes) -> Option<Fleet> {
    let objects = objects(text, kubernetes);
    let object: &Object = objects.iter().find(|object| object.pod_spec().is_some())?;
    let replicas = replicas(object)?;
    let (_, spec) = object.pod_spec()?;
    let requests = resources::requests(&as_pod(spec, kubernetes), &Options::of(kubernetes));
    let times = |amount: &Quantity, count: i32| {
        let mut total = amount.clone();
        total.mul(i64::from(count));
        total.to_string()
    };
    let most = replicas.count.saturating_add(replicas.surge);
    let amounts: Vec<[String; 4]> = requests
        .iter()
        .map(|(name, one)| [name.clone(), one.to_string(), times(one, replicas.count), times(one, most)])
        .collect();
    let fleet = Fleet { count: replicas.count, surge: replicas.surge, amounts };
    (!fleet.amounts.is_empty()).then_some(fleet)
}

fn idle(reserved: f64, asked: f64) -> u32 {
    if reserved <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = ((1.0 - asked / reserved).clamp(0.0, 1.0) * 100.0).round() as u32;
    percent
}

#[cfg(test)]
mod tests {
    use super::fleet;
    use crate::page::{kubernetes, simulate};

    #[test]
    fn a_big_init_container_leaves_most_idle_afterwards() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  initContainers:\n  - { name: i, image: a:1, resources: { requests: { cpu: 1 } } }\n  containers:\n  - { name: a, image: a:1, resources: { requests: { cpu: 200m } } }\n";
        let run = simulate(text, "containers: { i: [{ run: 10, exit: 0 }] }", &kubernetes("1.36")).unwrap();
        let spend = run.spend();
        let [cpu] = spend.as_slice() else { panic!("{spend:#?}") };
        assert!((cpu.most - 1.0).abs() < 1e-9);
        let told: Vec<_> = cpu
            .steps
            .iter()
            .map(|step| (step.reserved_text.as_str(), step.asked_text.as_str(), step.idle))
            .collect();
        assert!(told.contains(&("1", "1", 0)), "{told:?}");
        assert_eq!(told.last(), Some(&("1", "200m", 80)));
        assert_eq!(cpu.steps[0].reserved_text, "0");
        assert!(cpu.steps.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn a_rollout_reserves_its_surge() {
        let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec:\n  replicas: 4\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec: { containers: [{ name: a, image: a:1, resources: { requests: { cpu: 250m } } }] }\n";
        let fleet = fleet(text, &kubernetes("1.36")).unwrap();
        assert_eq!((fleet.count, fleet.surge), (4, 1));
        assert_eq!(fleet.amounts, [["cpu", "250m", "1", "1250m"].map(str::to_owned)]);
    }
}
