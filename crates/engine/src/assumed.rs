//! The objects that a text names and does not hold, and that are assumed to exist.

use api::Object;
use api::collections::gather;
use k8s_openapi::api::core::v1::PersistentVolumeClaim;
use std::collections::BTreeSet;

use crate::create::{World, create};
use crate::manifest::Manifest;
use crate::references::references;
use apiserver::{Assumed, Cluster};
use serde_json::Value;

/// The namespace of an object that names none.
const DEFAULT: &str = "default";

fn space(object: &Object) -> &str {
    Some(object.namespace()).filter(|name| !name.is_empty()).unwrap_or(DEFAULT)
}

impl Manifest {
    /// A sentence for each object that is assumed to exist, each once.
    pub fn assumed(&self) -> Vec<String> {
        self.assumed_but_for(&self.refused_references())
    }

    /// [`Manifest::assumed`] without objects that are known to be missing, such as `Secret/db`.
    pub(crate) fn assumed_but_for(&self, missing: &[String]) -> Vec<String> {
        let mut said = BTreeSet::new();
        let all = [self.assumed_by_the_server(), self.assumed_storage(), self.assumed_references(missing)]
            .into_iter();
        all.flatten().filter(|sentence| said.insert(sentence.clone())).collect()
    }

    /// The objects that the server asks for, for those of the text and for the Pods that controllers make of them.
    fn assumed_by_the_server(&self) -> Vec<String> {
        let own: Vec<&Assumed> = self.parts().flat_map(|part| &part.answer.assumed).collect();
        let mut sentences: Vec<String> = own.iter().map(|assumed| format!("{assumed}.")).collect();
        // A controller's Pods ask for accounts and classes when they are made, so one of each is made here.
        let mut world = World::new(Cluster::Assumed, self.kubernetes());
        world.extend(self.surroundings().cloned());
        let told: BTreeSet<_> = gather(own.iter().map(|one| (one.kind, one.name.as_str())));
        let is_new = |one: &Assumed| !told.contains(&(one.kind, one.name.as_str()));
        for workload in self.objects().filter(|object| object.pod_template().is_some()) {
            world.room = 1;
            let created = create(workload.clone(), &mut world).map(|created| created.assumed);
            let created = created.unwrap_or_default().into_iter().filter(is_new);
            sentences.extend(created.map(|one| format!("{} `{}` is there.", one.kind, one.name)));
        }
        sentences
    }

    /// The classes of claims, then the volumes that are made for claims.
    fn assumed_storage(&self) -> Vec<String> {
        let (made, there): (Vec<String>, _) = (self.volumes_made().collect(), self.names());
        let mut sentences = Vec::new();
        for object in self.objects().filter(|object| object.kind() == "PersistentVolumeClaim") {
            let json = object.to_json();
            let class = json.pointer("/spec/storageClassName").and_then(Value::as_str).unwrap_or_default();
            let is_made = made.iter().any(|name| *name == object.name());
            if is_made && !class.is_empty() && !there.contains(&("StorageClass", DEFAULT, class)) {
                sentences.push(format!("StorageClass `{class}` is there."));
            }
        }
        let volumes = made.iter().map(|name| format!("A volume is made for PersistentVolumeClaim `{name}`."));
        sentences.extend(volumes);
        sentences
    }

    /// The objects without which a Pod cannot start.
    fn assumed_references(&self, missing: &[String]) -> Vec<String> {
        let there = self.names();
        let mut sentences = Vec::new();
        for object in self.objects() {
            let Some((_, spec)) = object.pod_spec() else { continue };
            let named: BTreeSet<_> = gather(references(spec));
            let is_assumed = |named: &(&str, &str)| {
                let is_there = there.contains(&(named.0, space(object), named.1));
                !is_there && !missing.contains(&format!("{}/{}", named.0, named.1))
            };
            let named = named.into_iter().filter(is_assumed);
            let sentence =
                |(kind, name)| format!("{kind} `{name}` is there, with every key that is asked for.");
            sentences.extend(named.map(sentence));
        }
        sentences
    }

    /// The objects of the text that are neither Pod nor workload.
    fn surroundings(&self) -> impl Iterator<Item = &Object> {
        self.objects().filter(|object| matches!(object, Object::Other(_)))
    }

    /// The kind, namespace and name of each of [`Manifest::surroundings`]: a Pod sees what is in its own namespace alone.
    fn names(&self) -> BTreeSet<(&str, &str, &str)> {
        gather(self.surroundings().map(|object| (object.kind(), space(object), object.name())))
    }

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
