//! The objects that exist before a create, sorted by the component that reads them.

use crate::applied::Applied;
use crate::limits;
use api::{Kubernetes, Object};
use apiserver::{Cluster, State};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use serde_json::json;
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
    /// The objects that were created here.
    pub(super) applied: Applied,
}

impl World {
    /// An empty cluster.
    pub fn new(cluster: Cluster, kubernetes: &Kubernetes) -> World {
        World {
            state: State::new(cluster, kubernetes),
            cluster: scheduling::Cluster::default(),
            room: limits::PODS_ADMITTED,
            applied: Applied::default(),
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

    /// Binds the claims of a Pod that nobody has written, as a simulation takes them to be there; returns their names. Those
    /// that the server `refused` are not there.
    pub fn assume_claims(&mut self, pod: &Pod, refused: &[String]) -> Vec<String> {
        let volumes = pod.spec.iter().flat_map(|spec| spec.volumes.iter().flatten());
        let claims = volumes.filter_map(|volume| Some(&volume.persistent_volume_claim.as_ref()?.claim_name));
        let mut names: Vec<String> = claims.cloned().collect();
        let namespace = pod.metadata.namespace.as_deref().unwrap_or("default");
        names.retain(|name| {
            let full = format!("PersistentVolumeClaim/{name}");
            let is_refused = refused.iter().any(|one| one.eq_ignore_ascii_case(&full));
            !is_refused && !self.has_claim(namespace, name)
        });
        for name in &names {
            let claim = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                "metadata": {"name": name, "namespace": namespace}, "spec": {"accessModes": ["ReadWriteOnce"]}});
            self.cluster.add(claim);
        }
        scheduling::settle(&mut self.cluster);
        names
    }

    /// Whether a claim was there before.
    pub(super) fn has_claim(&self, namespace: &str, name: &str) -> bool {
        let is_it = |claim: &PersistentVolumeClaim| {
            claim.metadata.name.as_deref() == Some(name)
                && claim.metadata.namespace.as_deref().unwrap_or("default") == namespace
        };
        self.cluster.claims.iter().any(is_it)
    }

    /// Adds a stored Pod.
    pub fn add_pod(&mut self, pod: Pod) {
        self.cluster.pods.push(pod);
    }
}
