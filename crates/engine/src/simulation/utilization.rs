//! The amounts that are reserved and that running containers request, over a run.

use api::Quantity;
use k8s_openapi::api::core::v1::{Container, Pod};
use resources::Options;
use simulator::Millis;
use simulator::trace::PodTrace;
use view::{Lane, Utilization, UtilizationStep};

use super::Simulation;
use crate::reserve::cost::float;

impl Simulation {
    /// The reserved and the requested amounts of cpu and memory; a resource that nobody requests is left out.
    pub fn utilization(&self) -> Vec<Utilization> {
        ["cpu", "memory"].into_iter().filter_map(|resource| utilization(self, resource)).collect()
    }
}

fn utilization(simulation: &Simulation, resource: &str) -> Option<Utilization> {
    let run = &simulation.run;
    let pods = simulation.trace.pods.iter().enumerate();
    let parts: Vec<Part<'_>> =
        pods.map(|(number, pod)| Part::of(simulation, number, pod, resource)).collect();
    let mut found = Utilization { resource: resource.to_owned(), ..Utilization::default() };
    let changes = run.changes.iter().copied().filter(|&at| at < run.end);
    let ends = run.changes.iter().copied().skip(1).filter(|&at| at < run.end).chain([run.end]);
    for (from, to) in changes.zip(ends) {
        let (mut reserved, mut asked) = (Quantity::ZERO, Quantity::ZERO);
        for (own, theirs) in parts.iter().filter_map(|part| part.at(from)) {
            reserved.add(own);
            asked.add(&theirs);
        }
        let next = step(from, to, &reserved, &asked);
        let same = |last: &UtilizationStep| {
            last.reserved_text == next.reserved_text && last.asked_text == next.asked_text
        };
        match found.steps.last_mut() {
            Some(last) if same(last) => last.to = to,
            _ => found.steps.push(next),
        }
    }
    found.most = found.steps.iter().map(|step| step.reserved).fold(0.0, f64::max);
    let over = |amount: fn(&UtilizationStep) -> f64| -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "for a percentage")]
        found.steps.iter().map(|step| amount(step) * (step.to - step.from) as f64).sum()
    };
    found.idle = idle(over(|step| step.reserved), over(|step| step.asked));
    (found.most > 0.0).then_some(found)
}

fn step(from: u64, to: u64, reserved: &Quantity, asked: &Quantity) -> UtilizationStep {
    let (r, a) = (float(reserved), float(asked));
    UtilizationStep {
        from,
        to,
        reserved: r,
        asked: a,
        reserved_text: reserved.to_string(),
        asked_text: asked.to_string(),
        idle: idle(r, a),
    }
}

/// A Pod's part: the amounts that it reserves in each of its bases, and its lanes with their containers' requests.
struct Part<'r> {
    pod: &'r PodTrace,
    reserves: Vec<Option<Quantity>>,
    lanes: Vec<(&'r Lane, Quantity)>,
}

impl<'r> Part<'r> {
    fn of(simulation: &'r Simulation, number: usize, pod: &'r PodTrace, resource: &str) -> Part<'r> {
        let options = Options::of(&simulation.kubernetes);
        // Before a Pod has a node, it reserves nothing.
        let reserves = |pod: &Pod| {
            let spec = pod.spec.as_ref().filter(|spec| spec.node_name.is_some())?;
            Some(resources::requests(spec, &options).get(resource).cloned().unwrap_or_default())
        };
        let spec = pod.bases.first().and_then(|pod| pod.spec.as_ref());
        let containers =
            spec.into_iter().flat_map(|spec| spec.init_containers.iter().flatten().chain(&spec.containers));
        let lane = |container: &Container| {
            let amount = container.resources.as_ref()?.requests.as_ref()?.get(resource)?;
            let lane = simulation
                .run
                .lanes
                .iter()
                .find(|lane| lane.pod == number && lane.container == container.name)?;
            Some((lane, Quantity::of(amount)))
        };
        Part {
            pod,
            reserves: pod.bases.iter().map(|pod| reserves(pod)).collect(),
            lanes: containers.filter_map(lane).collect(),
        }
    }

    /// The reserved and the requested amount at an instant; `None` when the Pod has no node or has ended.
    fn at(&self, at: u64) -> Option<(&Quantity, Quantity)> {
        let version = self.pod.version_at(Millis(at))?;
        let ended = matches!(version.status.phase.as_deref(), Some("Succeeded" | "Failed"));
        let reserved = self.reserves.get(version.base)?.as_ref().filter(|_| !ended)?;
        let mut asked = Quantity::ZERO;
        for (lane, amount) in &self.lanes {
            let over = lane.bars.last().is_none_or(|bar| bar.to <= at);
            if !over && lane.state(at).runs() {
                asked.add(amount);
            }
        }
        Some((reserved, asked))
    }
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
    use crate::{Kubernetes, Manifest};

    #[test]
    fn a_big_init_container_leaves_most_idle_afterwards() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  initContainers:\n  - { name: i, image: a:1, resources: { requests: { cpu: 1 } } }\n  containers:\n  - { name: a, image: a:1, resources: { requests: { cpu: 200m } } }\n";
        let manifest = Manifest::read(text, &Kubernetes::RECORDED);
        let found = manifest.simulate("containers: { i: [{ run: 10, exit: 0 }] }").unwrap().utilization();
        let [cpu] = found.as_slice() else { panic!("{found:#?}") };
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
}
