//! The objects that exist before a create, sorted by the component that reads them.

use crate::limits;
use api::{Kubernetes, Object};
use apiserver::{Cluster, State};
use k8s_openapi::api::core::v1::Pod;
use std::collections::BTreeMap;

/// The cluster that a create meets.
#[derive(Clone, Debug)]
pub struct World {
    /// The API server's part.
    pub state: State,
    /// The scheduler's part.
    pub cluster: scheduling::Cluster,
    /// The number of Pods that controllers may still make here.
    pub room: usize,
}

impl World {
    /// An empty cluster.
    pub fn new(cluster: Cluster, kubernetes: &Kubernetes) -> World {
        World {
            state: State::new(cluster, kubernetes),
            cluster: scheduling::Cluster::default(),
            room: limits::PODS_ADMITTED,
        }
    }

    /// Reads the texts: objects older than the Pods in `existing`, those Pods, then the namespace's rules. All of them
    /// are in the namespace of `asked`.
    pub fn read(
        cluster: &[&str],
        existing: &[&str],
        rules: &str,
        labels: BTreeMap<String, String>,
        asked: &Object,
        kubernetes: &Kubernetes,
    ) -> World {
        let mut world = World::new(Cluster::WithoutAccounts, kubernetes);
        world.state.namespace = world.state.namespace_of(asked);
        let namespace = world.state.namespace.clone();
        world.state.add_namespace(&namespace, labels);
        for text in cluster.iter().chain(existing).chain([&rules]) {
            world.extend(api::objects(text, kubernetes));
        }
        world
    }

    /// Adds objects that exist.
    pub fn extend(&mut self, objects: impl IntoIterator<Item = Object>) {
        for object in objects {
            self.add(object);
        }
        self.state.recount();
    }

    fn add(&mut self, object: Object) {
        match object {
            Object::Other(value) => {
                self.state.add(Object::Other(value.clone()));
                self.cluster.add(*value);
            }
            pod @ Object::Pod(_) => self.cluster.pods.extend(self.state.add_existing(pod)),
            _ => {}
        }
    }

    /// Adds a stored Pod.
    pub fn add_pod(&mut self, pod: Pod) {
        self.cluster.pods.push(pod);
    }
}
