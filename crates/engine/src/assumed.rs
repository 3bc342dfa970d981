//! The objects that a text names and does not hold, and that are assumed to exist.

use api::Object;
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PodSpec};
use std::collections::BTreeSet;

use crate::create::{World, create};
use crate::manifest::Manifest;
use apiserver::Cluster;
use serde_json::Value;

impl Manifest {
    /// A sentence for each object that is assumed to exist.
    pub fn assumed(&self) -> Vec<String> {
        let (mut sentences, mut said) = (Vec::new(), BTreeSet::new());
        let mut add = |sentence: String| {
            if said.insert(sentence.clone()) {
                sentences.push(sentence);
            }
        };
        let mut told = BTreeSet::new();
        for assumed in self.parts().flat_map(|part| &part.answer.assumed) {
            add(format!("{assumed}."));
            told.insert((assumed.kind, assumed.name.as_str()));
        }
        let mut there = BTreeSet::new();
        for object in self.objects().filter(|object| matches!(object, Object::Other(_))) {
            there.insert((object.kind(), apiserver::name(object)));
        }
        // The accounts and classes of Pods that controllers make are asked for when these are made.
        let mut world = World::new(Cluster::Assumed, self.kubernetes());
        let others = self.objects().filter(|object| matches!(object, Object::Other(_)));
        world.extend(others.cloned());
        for workload in self.objects().filter(|object| object.pod_template().is_some()) {
            world.room = 1;
            let created = create(workload.clone(), &mut world);
            for assumed in created.map(|created| created.assumed).unwrap_or_default() {
                if !told.contains(&(assumed.kind, assumed.name.as_str())) {
                    add(format!("{} `{}` is there.", assumed.kind, assumed.name));
                }
            }
        }
        let refused = self.refused_references();
        for object in self.objects().filter(|object| object.kind() == "PersistentVolumeClaim") {
            let json = object.to_json();
            let class = json.pointer("/spec/storageClassName").and_then(Value::as_str).unwrap_or_default();
            let is_made = self.volumes_made().any(|name| name == object.name());
            if is_made && !class.is_empty() && !there.contains(&("StorageClass", class.to_owned())) {
                add(format!("StorageClass `{class}` is there."));
            }
        }
        self.volumes_made()
            .for_each(|name| add(format!("A volume is made for PersistentVolumeClaim `{name}`.")));
        for (_, spec) in self.objects().filter_map(Object::pod_spec) {
            for (kind, name) in references(spec) {
                if !there.contains(&(kind, name.clone())) && !refused.contains(&format!("{kind}/{name}")) {
                    add(format!("{kind} `{name}` is there, with every key that is asked for."));
                }
            }
        }
        sentences
    }
}

impl Manifest {
    /// The claims of the text for which a volume is made, as none of the text is theirs and a provisioner would make one.
    fn volumes_made(&self) -> impl Iterator<Item = String> {
        let mut storage = scheduling::Cluster::default();
        for object in self.objects() {
            if let Object::Other(value) = object {
                storage.add((**value).clone());
            }
        }
        let provided = |claim: &PersistentVolumeClaim| scheduling::is_provided(claim, &storage);
        let mut provided: Vec<PersistentVolumeClaim> =
            storage.claims.iter().filter(|claim| provided(claim)).cloned().collect();
        scheduling::settle(&mut storage);
        let given: Vec<_> = self.objects().filter(|object| object.kind() == "PersistentVolume").collect();
        provided.retain(|claim| {
            let settled = storage.claims.iter().find(|one| {
                one.metadata.name == claim.metadata.name && one.metadata.namespace == claim.metadata.namespace
            });
            let volume = settled.and_then(|one| one.spec.as_ref()?.volume_name.as_deref());
            volume.is_none_or(|volume| given.iter().all(|one| one.name() != volume))
        });
        provided.into_iter().filter_map(|claim| claim.metadata.name)
    }
}

/// The objects without which the Pod cannot start.
fn references(spec: &PodSpec) -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    let mut add = |kind: &'static str, name: &str, optional: Option<bool>| {
        if !name.is_empty() && optional != Some(true) {
            found.insert((kind, name.to_owned()));
        }
    };
    for site in api::containers(spec) {
        for source in site.container.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref())
        {
            if let Some(key) = &source.config_map_key_ref {
                add("ConfigMap", &key.name, key.optional);
            }
            if let Some(key) = &source.secret_key_ref {
                add("Secret", &key.name, key.optional);
            }
        }
        for source in site.container.env_from.iter().flatten() {
            if let Some(map) = &source.config_map_ref {
                add("ConfigMap", &map.name, map.optional);
            }
            if let Some(secret) = &source.secret_ref {
                add("Secret", &secret.name, secret.optional);
            }
        }
    }
    for volume in spec.volumes.iter().flatten() {
        if let Some(map) = &volume.config_map {
            add("ConfigMap", &map.name, map.optional);
        }
        if let Some(secret) = &volume.secret {
            add("Secret", secret.secret_name.as_deref().unwrap_or_default(), secret.optional);
        }
        if let Some(claim) = &volume.persistent_volume_claim {
            add("PersistentVolumeClaim", &claim.claim_name, None);
        }
    }
    found
}
