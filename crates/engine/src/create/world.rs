//! What is there before a create: the objects of a text, sorted by who reads them.

use admission::Surroundings;
use admission::quota::Used;
use api::{Kubernetes, Object, defaulting};
use k8s_openapi::api::core::v1::Pod;
use scheduling::Cluster;
use std::collections::BTreeMap;

/// The state that a create meets.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What admission reads.
    pub around: Surroundings,
    /// What the scheduler reads.
    pub cluster: Cluster,
    /// What quotas have given out.
    pub used: Used,
}

impl World {
    /// Reads the texts: first what is older than the Pods in `existing`, then those, then the namespace's rules.
    pub fn read(
        cluster: &[&str],
        existing: &[&str],
        rules: &str,
        labels: BTreeMap<String, String>,
        kubernetes: &Kubernetes,
    ) -> World {
        let objects = |text: &&str| api::objects(text, kubernetes);
        let cluster = cluster.iter().flat_map(objects);
        let existing = existing.iter().flat_map(objects);
        World::of(cluster, existing, api::objects(rules, kubernetes), labels, kubernetes)
    }

    /// As [`World::read`], of objects that are read already.
    pub fn of(
        cluster: impl IntoIterator<Item = Object>,
        existing: impl IntoIterator<Item = Object>,
        rules: impl IntoIterator<Item = Object>,
        labels: BTreeMap<String, String>,
        kubernetes: &Kubernetes,
    ) -> World {
        let mut world = World::default();
        world.around.namespace_labels = labels;
        for object in cluster {
            world.add(object, kubernetes);
        }
        for pod in existing {
            world.add_existing(pod, kubernetes);
        }
        for object in rules {
            world.add(object, kubernetes);
        }
        world.used = Used::of(&world.around, kubernetes);
        world
    }

    fn add(&mut self, object: Object, kubernetes: &Kubernetes) {
        match object {
            Object::Other(value) => {
                self.around.add(&value);
                self.cluster.add(*value);
            }
            pod @ Object::Pod(_) => self.add_existing(pod, kubernetes),
            _ => {}
        }
    }

    /// A Pod that is there has its defaults and what admission gave it; its status stays as written.
    fn add_existing(&mut self, object: Object, kubernetes: &Kubernetes) {
        let mut object = object;
        defaulting::apply(&mut object, kubernetes);
        let Object::Pod(mut pod) = object else { return };
        // A Pod that admission would refuse is there all the same.
        let _ = admission::mutate(&mut pod, &self.around, "");
        self.add_pod(*pod);
    }

    /// Takes a stored Pod in.
    pub fn add_pod(&mut self, pod: Pod) {
        self.around.pods.push(pod.clone());
        self.cluster.pods.push(pod);
    }
}
