//! The node's treatment of a Pod: its QoS class and the reason, control groups, the order of out-of-memory kills.

use super::cost::class;
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::PodSpec;
use resources::what_if::Change;
use resources::{List, Options, Place, cgroup, oom_score_adj, qos, qos_class};
use scheduling::PRESETS;
use view::{CgroupFile, Group, Obstacle, OnNode, Proposal};

use super::what_if::Site;
use crate::manifest::Manifest;

/// The index of the machine for which the scores are computed.
const MACHINE: usize = 3;

impl Manifest {
    /// The node's treatment of the text's first Pod; `None` without one.
    pub fn on_node(&self) -> Option<OnNode> {
        let site = Site::of(self)?;
        let (spec, kubernetes) = (&site.stored, self.kubernetes());
        let machine = PRESETS.get(MACHINE);
        let bytes = |amount: Option<&str>| {
            let amount = amount.and_then(|amount| Quantity::parse(amount).ok());
            amount.map_or(i64::MAX, |amount| amount.value())
        };
        // A score is a share of what the machine has, a bound of memory.high one of what is allocatable.
        let scores = oom_score_adj(spec, kubernetes, bytes(machine.map(|machine| machine.machine_memory)));
        let memory = bytes(machine.map(|machine| machine.memory));
        let group = |(place, group): (Place, cgroup::Group)| Group {
            container: name(spec, place),
            oom_score_adj: scores.iter().find(|(scored, _)| *scored == place).map_or(0, |(_, score)| *score),
            files: files(&group),
        };
        let obstacles = qos::obstacles(spec, kubernetes);
        let tries = site.tries();
        let obstacle = |(index, found): (usize, &qos::Obstacle)| {
            let remedy = if index < tries { remedy(found, &site, kubernetes) } else { None };
            Obstacle { remedy, ..obstacle(found, &site) }
        };
        Some(OnNode {
            class: class(qos_class(spec, kubernetes)),
            obstacles: obstacles.iter().enumerate().map(obstacle).collect(),
            machine: machine.map_or("", |machine| machine.name).to_owned(),
            pod: files(&cgroup::pod_group(spec, kubernetes)),
            containers: cgroup::container_groups(spec, kubernetes, memory).into_iter().map(group).collect(),
        })
    }
}

fn files(group: &cgroup::Group) -> Vec<CgroupFile> {
    group.files().into_iter().map(|(name, content)| CgroupFile { name, content }).collect()
}

fn obstacle(found: &qos::Obstacle, site: &Site<'_>) -> Obstacle {
    let resource = found.resource;
    let what = match (&found.limit, &found.request) {
        (None, None) => format!("no {resource} limit"),
        (None, Some(request)) => format!("{resource} request {request}, no limit"),
        (Some(limit), Some(request)) => format!("{resource} request {request}, limit {limit}"),
        (Some(limit), None) => format!("{resource} limit {limit}, no request"),
    };
    let (field, _) = found.remedy(site.subject.path);
    Obstacle { container: name(&site.stored, found.place), field, what, remedy: None }
}

/// The change of the text that takes an obstacle away.
fn remedy(found: &qos::Obstacle, site: &Site<'_>, kubernetes: &Kubernetes) -> Option<Proposal> {
    let resource = found.resource;
    let (_, amount) = found.remedy(site.subject.path);
    let list = if found.limit.is_some() { List::Requests } else { List::Limits };
    let amount = amount.or_else(|| free(found.place, &site.stored, resource, kubernetes))?;
    let label = format!("write {}.{resource}: {amount}", list.name());
    let change =
        Change::Set { place: found.place, list, resource: resource.to_owned(), amount: Some(amount) };
    Some(site.propose(label, &change))
}

/// The amount that an init container may request at no cost: app containers, which do not run then, reserve it anyway.
fn free(place: Place, spec: &PodSpec, resource: &str, kubernetes: &Kubernetes) -> Option<Quantity> {
    let reserved = resources::requests(spec, &Options::of(kubernetes)).get(resource).cloned();
    reserved.filter(|amount| matches!(place, Place::Init(_)) && !amount.is_zero())
}

fn name(spec: &PodSpec, place: Place) -> String {
    let container = match place {
        Place::Init(at) | Place::Sidecar(at) => {
            spec.init_containers.as_ref().and_then(|containers| containers.get(at))
        }
        Place::App(at) => spec.containers.get(at),
        Place::Pod | Place::Overhead | Place::Claim(_) => None,
    };
    container.map(|container| container.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};
    use view::{AmountList, QosClass};

    fn on_node(text: &str) -> view::OnNode {
        Manifest::read(text, &Kubernetes::RECORDED).on_node().unwrap()
    }

    /// The missing amounts of an init container cost nothing.
    #[test]
    fn an_init_container_without_amounts_gets_them_for_nothing() {
        let amounts = "{ cpu: 500m, memory: 256Mi }";
        let mut text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n  initContainers: [{{ name: i, image: b }}]\n  containers: [{{ name: a, image: b, resources: {{ requests: {amounts}, limits: {amounts} }} }}]\n"
        );
        for _ in 0..2 {
            let found = on_node(&text);
            let remedy = found.obstacles[0].remedy.clone().unwrap();
            assert!(
                remedy.differences.iter().all(|difference| difference.list == AmountList::Limits),
                "{remedy:#?}"
            );
            text = remedy.fix.unwrap().apply(&text);
        }
        assert_eq!(on_node(&text).class, QosClass::Guaranteed);
    }

    #[test]
    fn who_decides_the_class_and_what_would_mend_it() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n  - name: a\n    image: b\n    resources:\n      requests: { cpu: 500m } # kept\n      limits: { cpu: 1, memory: 1Gi }\n";
        let found = on_node(text);
        assert_eq!(found.class, QosClass::Burstable);
        let [obstacle] = found.obstacles.as_slice() else { panic!("{found:#?}") };
        assert_eq!((obstacle.container.as_str(), obstacle.what.as_str()), ("a", "cpu request 500m, limit 1"));
        let remedy = obstacle.remedy.as_ref().unwrap();
        assert_eq!(remedy.qos, Some((QosClass::Burstable, QosClass::Guaranteed)));
        assert!(remedy.fix.as_ref().unwrap().apply(text).contains("requests: { cpu: 1 } # kept"));
        let files = &found.containers[0].files;
        assert!(
            files.iter().any(|file| file.name == "cpu.max" && file.content == "100000 100000"),
            "{files:?}"
        );
        assert_eq!(found.containers[0].oom_score_adj, 938);
    }
}
