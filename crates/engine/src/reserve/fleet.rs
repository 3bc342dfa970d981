//! The amounts that all replicas of a workload reserve together.

use api::Quantity;
use resources::Options;
use view::{Fleet, FleetLine};

use super::cost::as_pod;
use crate::manifest::Manifest;
use crate::replicas::replicas;

impl Manifest {
    /// The amounts that all replicas of the text's first Pod reserve; `None` for a bare Pod, or without requests.
    pub fn fleet(&self) -> Option<Fleet> {
        let subject = self.subject()?;
        let replicas = replicas(subject.object)?;
        let spec = as_pod(subject.spec, self.kubernetes());
        let requests = resources::requests(&spec, &Options::of(self.kubernetes()));
        let times = |amount: &Quantity, count: i32| {
            let mut total = amount.clone();
            total.mul(i64::from(count));
            total.to_string()
        };
        let most = replicas.count.saturating_add(replicas.surge);
        let line = |(resource, one): (&String, &Quantity)| FleetLine {
            resource: resource.clone(),
            one: one.to_string(),
            all: times(one, replicas.count),
            rollout: times(one, most),
        };
        let lines: Vec<FleetLine> = requests.iter().map(line).collect();
        (!lines.is_empty()).then_some(Fleet { count: replicas.count, surge: replicas.surge, lines })
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};

    #[test]
    fn a_rollout_reserves_its_surge() {
        let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec:\n  replicas: 4\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec: { containers: [{ name: a, image: a:1, resources: { requests: { cpu: 250m } } }] }\n";
        let fleet = Manifest::read(text, &Kubernetes::RECORDED).fleet().unwrap();
        assert_eq!((fleet.count, fleet.surge), (4, 1));
        let [cpu] = fleet.lines.as_slice() else { panic!("{fleet:#?}") };
        assert_eq!([&*cpu.resource, &*cpu.one, &*cpu.all, &*cpu.rollout], ["cpu", "250m", "1", "1250m"]);
    }
}
