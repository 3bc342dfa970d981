//! The nodes that a Pod fits on, and the scheduler's and the kubelet's words where it does not.

use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::{Node, Pod};
use resources::Options;
use scheduling::{Cluster, Outcome, PRESETS, Preset, kubelet};
use view::{Fit, FitNode, KubeletWord, Nodes, Room};

use crate::create::{World, create};
use crate::limits;
use crate::manifest::Manifest;
use crate::namespace;

/// The machines that can be chosen by people without a node at hand, as buttons name them.
pub fn machines() -> Vec<String> {
    PRESETS.iter().map(|preset| preset.name.to_owned()).collect()
}

impl Manifest {
    /// The first Pod of the text (or one that its workload makes) on the nodes of both texts and on one of each of the
    /// chosen machines. Pods in the texts that name a node run there already. The error is a sentence for the reader.
    pub fn fit(&self, nodes: &Nodes) -> Result<Fit, String> {
        let kubernetes = self.kubernetes();
        let (subject, documents) =
            namespace::subject_and_others(self, &nodes.text).ok_or("There is no Pod to place yet.")?;
        let mut world = documents.world(kubernetes);
        let chosen = PRESETS.iter().filter(|preset| nodes.chosen.iter().any(|name| name == preset.name));
        world.cluster.nodes.extend(chosen.map(|preset| preset.node(&node_name(preset))));
        if world.cluster.nodes.is_empty() {
            return Err("There is no node yet: choose one, or paste a Node.".to_owned());
        }
        let pod = stored(subject, &mut world)?;
        let refused: Vec<String> = self.refused_references().into_iter().collect();
        let assumed = world.assume_claims(&pod, &refused);
        let mut fit = verdict(&pod, &world.cluster, kubernetes);
        if !assumed.is_empty() && fit.note.is_empty() {
            let claims = limits::listed(assumed.iter().map(|name| format!("`{name}`")));
            fit.note = format!("Assumed: PersistentVolumeClaim {claims} can be used on any node.");
        }
        Ok(fit)
    }
}

/// One Pod of the object as the API server would store it; the cluster does not keep it.
fn stored(subject: Object, world: &mut World) -> Result<Pod, String> {
    let there = world.cluster.pods.clone();
    // Only the first Pod is placed.
    world.room = 1;
    let created = create(subject, world);
    world.cluster.pods = there;
    let created = created.map_err(|refusal| refusal.to_string())?;
    match created.pods.into_iter().next() {
        Some(pod) => Ok(pod),
        None => Err(created.events.first().map_or_else(
            || "It makes no Pod.".to_owned(),
            |event| format!("{}: {}", event.reason, event.message),
        )),
    }
}

fn verdict(pod: &Pod, cluster: &Cluster, kubernetes: &Kubernetes) -> Fit {
    let own = pod.spec.as_ref().and_then(|spec| spec.node_name.clone());
    // A Pod that names its node is still tried on all of them.
    let mut free = pod.clone();
    if let Some(spec) = free.spec.as_mut() {
        spec.node_name = None;
        spec.scheduling_gates = None;
    }
    let tried = scheduling::filter(&free, cluster, kubernetes);
    let real = scheduling::filter(pod, cluster, kubernetes);
    let on_node = |node: &Node| {
        let name = node.metadata.name.clone().unwrap_or_default();
        let refusal = tried.refusals.iter().find(|(refused, _)| *refused == name);
        let rejection = kubelet::rejection(pod, &name, cluster, kubernetes);
        FitNode {
            fits: tried.feasible.contains(&name),
            reasons: refusal.map(|(_, refusal)| refusal.reasons.clone()).unwrap_or_default(),
            room: room(&free, node, cluster, kubernetes),
            kubelet: rejection
                .map(|rejection| KubeletWord { reason: rejection.reason, message: rejection.message }),
            name,
        }
    };
    let event = real.event(pod).filter(|event| event.reason != "Scheduled");
    let elsewhere = pod.spec.as_ref().and_then(scheduling::other_scheduler);
    let instead = match &real.outcome {
        Outcome::Scheduled { .. } | Outcome::Failed { .. } if elsewhere.is_some() => {
            let scheduler = elsewhere.unwrap_or_default();
            format!("The Pod waits for the scheduler `{scheduler}`; the default scheduler never looks at it.")
        }
        Outcome::Bound { .. } => {
            let node = own.unwrap_or_default();
            format!(
                "The Pod names its node, `{node}`: the scheduler never sees it, that node's kubelet takes or rejects it."
            )
        }
        Outcome::Gated { gates } => {
            format!("The Pod waits until its scheduling gates are removed: {}.", limits::listed(gates.iter()))
        }
        Outcome::WaitsForClaims => "The Pod waits for its resource claims to be made.".to_owned(),
        Outcome::Failed { victims, nominated: Some(node), .. } => {
            format!(
                "Preemption: {} would be evicted from `{node}` to make room.",
                limits::listed(victims.iter())
            )
        }
        Outcome::Failed { .. } | Outcome::Scheduled { .. } => String::new(),
    };
    Fit {
        nodes: cluster.nodes.iter().map(on_node).collect(),
        event: event.map(|event| (event.reason.to_owned(), event.message)),
        note: instead,
    }
}

/// For each resource, the amounts that the Pod asks for, that others hold and that the node offers.
fn room(pod: &Pod, node: &Node, cluster: &Cluster, kubernetes: &Kubernetes) -> Vec<Room> {
    let options = Options::of(kubernetes);
    let requests =
        |pod: &Pod| pod.spec.as_ref().map(|spec| resources::requests(spec, &options)).unwrap_or_default();
    let name = node.metadata.name.as_deref();
    let there = cluster.pods.iter().filter(|pod| {
        pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == name
            && !matches!(
                pod.status.as_ref().and_then(|status| status.phase.as_deref()),
                Some("Succeeded" | "Failed")
            )
    });
    let there: Vec<_> = there.map(requests).collect();
    let status = node.status.as_ref();
    let offers = status.and_then(|status| status.allocatable.as_ref().or(status.capacity.as_ref()));
    let room = |(resource, wanted): (String, Quantity)| {
        let mut held = Quantity::ZERO;
        there.iter().filter_map(|held| held.get(&resource)).for_each(|amount| held.add(amount));
        let offered = offers.and_then(|offers| offers.get(&resource)).map(Quantity::of).unwrap_or_default();
        let mut left = offered.clone();
        left.sub(&held);
        Room {
            enough: wanted <= left,
            wanted: wanted.to_string(),
            held: held.to_string(),
            offered: offered.to_string(),
            resource,
        }
    };
    requests(pod).into_iter().map(room).collect()
}

/// A node's name, made from the name of a preset: `2-vcpu-4-gib`.
fn node_name(preset: &Preset) -> String {
    let words =
        preset.name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::machines;
    use crate::{Kubernetes, Manifest};
    use view::{Fit, Nodes};

    fn fit(text: &str, nodes: &str, chosen: Vec<String>) -> Result<Fit, String> {
        let nodes = Nodes { chosen, text: nodes.to_owned() };
        Manifest::read(text, &Kubernetes::RECORDED).fit(&nodes)
    }

    /// A node with 2 CPU, of which 1.2 are used.
    const NODE: &str = "apiVersion: v1
kind: Node
metadata: { name: busy }
status: { allocatable: { cpu: 2, memory: 4Gi, pods: 110 } }
---
apiVersion: v1
kind: Pod
metadata: { name: there }
spec: { nodeName: busy, containers: [{ name: a, image: a:1, resources: { requests: { cpu: 1200m } } }] }
";

    fn pod(init: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n  initContainers: [{{ name: i, image: a:1, resources: {{ requests: {{ cpu: {init} }} }} }}]\n  containers: [{{ name: a, image: a:1, resources: {{ requests: {{ cpu: 200m }} }} }}]\n"
        )
    }

    #[test]
    fn a_busy_node_in_the_schedulers_words_and_the_kubelets() {
        let found = fit(&pod("1"), NODE, vec![]).unwrap();
        let (reason, message) = found.event.unwrap();
        assert_eq!(reason, "FailedScheduling");
        assert!(message.starts_with("0/1 nodes are available: 1 Insufficient cpu."), "{message}");
        let node = &found.nodes[0];
        assert_eq!(
            node.kubelet.as_ref().unwrap().message,
            "Node didn't have enough resource: cpu, requested: 1000, used: 1200, capacity: 2000"
        );
        assert_eq!((node.room[0].held.as_str(), node.room[0].enough), ("1200m", false));
        assert!(fit(&pod("800m"), NODE, vec![]).unwrap().nodes[0].fits);
    }

    #[test]
    fn presets_are_nodes_too() {
        let found = fit(&pod("3"), "", machines()).unwrap();
        let fits: Vec<_> = found.nodes.iter().map(|node| (node.name.as_str(), node.fits)).collect();
        assert_eq!(
            fits,
            [
                ("kind-on-a-laptop", true),
                ("2-vcpu-4-gib", false),
                ("2-vcpu-8-gib", false),
                ("4-vcpu-16-gib", true),
                ("8-vcpu-32-gib", true)
            ]
        );
        assert_eq!(found.event, None);
        assert!(fit(&pod("3"), "", vec![]).is_err());
        assert!(fit("", "", machines()).is_err());
    }
}
