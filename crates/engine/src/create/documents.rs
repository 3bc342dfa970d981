//! The documents of some files, sorted by their part in a create.

use super::World;
use crate::applied::{self, Applied, Place};
use api::collections::Map;
use api::kinds::{self, Kind};
use api::{Kubernetes, Object};
use apiserver::{Cluster, Refusal, State};
use serde_json::Value;

/// Documents by their part: those that exist already, and those that are asked about.
#[derive(Debug, Default)]
pub struct Documents {
    /// Objects of the cluster, or under no quota: nodes, classes, volumes.
    cluster: Vec<Object>,
    /// Pods that run on a node.
    existing: Vec<Object>,
    /// LimitRanges and quotas.
    rules: Vec<Object>,
    /// The objects that are asked about, in the order of the text.
    pub asked: Vec<Object>,
}

impl Documents {
    /// Sorts the documents of `texts`. A Pod that is bound to a node exists already.
    pub fn read(texts: &[&str], kubernetes: &Kubernetes) -> Documents {
        let mut documents = Documents::default();
        for object in texts.iter().flat_map(|text| api::objects(text, kubernetes)) {
            documents.add(object);
        }
        documents
    }

    /// Whether an object exists before those that are asked about.
    pub(crate) fn is_there(object: &Object) -> bool {
        match object {
            Object::Pod(pod) => pod.spec.as_ref().is_some_and(|spec| spec.node_name.is_some()),
            Object::Other(_) => true,
            _ => false,
        }
    }

    /// Whether the server looks at an object when another one is created.
    pub(crate) fn matters(object: &Object) -> bool {
        matches!(object, Object::Other(_)) && Documents::is_read(object.kind())
    }

    /// Whether the server looks at objects of a kind when another object is created.
    pub(crate) fn is_read(kind: &str) -> bool {
        const KINDS: [&str; 6] =
            ["Namespace", "LimitRange", "ResourceQuota", "ServiceAccount", "PriorityClass", "RuntimeClass"];
        KINDS.contains(&kind)
    }

    /// Whether an object takes something of the whole cluster that no other may have then: a port of the nodes, an
    /// address, the place of the default class.
    pub(crate) fn takes(object: &Object) -> bool {
        matches!(object, Object::Other(_)) && Documents::is_taking(object.kind())
    }

    /// Whether objects of a kind take what [`Documents::takes`] tells.
    pub(crate) fn is_taking(kind: &str) -> bool {
        ["Service", "PriorityClass"].contains(&kind)
    }

    /// Whether an object bounds how many others there may be, or how large.
    pub(crate) fn rules(object: &Object) -> bool {
        matches!(object, Object::Other(_)) && ["LimitRange", "ResourceQuota"].contains(&object.kind())
    }

    /// The Pods that run on a node.
    pub(crate) fn existing(&self) -> impl Iterator<Item = &Object> {
        self.existing.iter()
    }

    /// Sorts one object.
    pub fn add(&mut self, object: Object) {
        match &object {
            Object::Pod(_) if Documents::is_there(&object) => self.existing.push(object),
            Object::Other(_) => match object.kind() {
                "LimitRange" | "ResourceQuota" => self.rules.push(object),
                _ => self.cluster.push(object),
            },
            _ => self.asked.push(object),
        }
    }

    /// Takes out the objects that are there but that the server would refuse; each with its name.
    pub fn refused(&mut self, kubernetes: &Kubernetes) -> Vec<(String, Refusal)> {
        let state = State::new(Cluster::Assumed, kubernetes);
        let mut refused = Vec::new();
        // A Pod on a node was created once.
        for list in [&mut self.cluster, &mut self.rules, &mut self.existing] {
            list.retain(|object| {
                let refusal = surrounding_refusal(object, &state).map(|refusal| (name(object), refusal));
                let is_taken = refusal.is_none();
                refused.extend(refusal);
                is_taken
            });
        }
        for list in [&mut self.cluster, &mut self.rules] {
            refused.extend(changed(list, &state));
        }
        refused.extend(self.over_the_rules(kubernetes));
        refused
    }

    /// Takes out the objects that the quotas and LimitRanges do not allow or that take what another one has, as if they
    /// were created in their order.
    fn over_the_rules(&mut self, kubernetes: &Kubernetes) -> Vec<(String, Refusal)> {
        let mut refused = Vec::new();
        let is_ruled = !self.rules.is_empty();
        if !is_ruled && self.cluster.iter().filter(|object| Documents::takes(object)).count() < 2 {
            return refused;
        }
        let mut state = self.world(kubernetes).state;
        let mut applied = Applied::default();
        self.cluster.retain(|object| {
            let is_looked_at = Documents::takes(object) || is_ruled && !Documents::matters(object);
            let mut write = || {
                if let Some(changed) = applied::change(&mut applied, object, &state) {
                    return changed;
                }
                let created = apiserver::create(object.clone(), &mut state)?;
                applied::keep(&mut applied, object, &created.object, &state);
                Ok(())
            };
            match is_looked_at.then(&mut write) {
                Some(Err(refusal)) => {
                    refused.push((name(object), refusal));
                    false
                }
                _ => true,
            }
        });
        refused
    }

    /// Whether an object is neither Pod nor workload and the server would refuse it.
    pub(crate) fn is_surrounding_refused(object: &Object, state: &State) -> bool {
        matches!(object, Object::Other(_)) && surrounding_refusal(object, state).is_some()
    }

    /// The cluster that a create of the asked objects meets.
    pub fn world(&self, kubernetes: &Kubernetes) -> World {
        self.world_of(Cluster::Assumed, kubernetes)
    }

    /// The cluster, of a given sort, that a create of the asked objects meets.
    pub fn world_of(&self, cluster: Cluster, kubernetes: &Kubernetes) -> World {
        let mut world = World::new(cluster, kubernetes);
        let objects = self.cluster.iter().chain(&self.existing).chain(&self.rules);
        world.extend(objects.cloned());
        world
    }
}

/// Makes one object of those that are about the same one: a later document changes what an earlier one made. The changes that
/// are refused, each with its name.
fn changed(list: &mut Vec<Object>, state: &State) -> Vec<(String, Refusal)> {
    let mut seen = Map::new();
    let mut places = list.iter().filter_map(|object| Place::of(object, state));
    if places.all(|place| seen.insert(place, ()).is_none()) {
        return Vec::new();
    }
    let (mut applied, mut refused, mut kept) = (Applied::default(), Vec::new(), Vec::new());
    for object in std::mem::take(list) {
        match applied::change(&mut applied, &object, state) {
            Some(Err(refusal)) => refused.push((name(&object), refusal)),
            Some(Ok(())) => {}
            None => {
                let stored = apiserver::attempt(object.clone(), state).object;
                applied::keep(&mut applied, &object, &stored, state);
                kept.push(object);
            }
        }
    }
    list.extend(kept.into_iter().map(|object| {
        let changed = Place::of(&object, state).and_then(|place| applied.get(&place)?.object.clone());
        changed.unwrap_or(object)
    }));
    refused
}

/// The refusal of an object that others need, looked at by itself.
fn surrounding_refusal(object: &Object, state: &State) -> Option<Refusal> {
    apiserver::attempt(object.clone(), state).refusal(state)
}

/// The object's name as kubectl prints it: `pod/web`.
pub fn name(object: &Object) -> String {
    let kind = object.kind().to_ascii_lowercase();
    if let Object::Other(value) = object {
        let api_version = value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
        let group = kinds::other(api_version, object.kind()).map(Kind::suffix);
        return format!("{kind}{}/{}", group.unwrap_or_default(), object.name());
    }
    let metadata = object.metadata();
    let name = metadata.and_then(|metadata| metadata.name.as_deref().or(metadata.generate_name.as_deref()));
    let group = kinds::named(object.kind()).map(Kind::suffix).unwrap_or_default();
    format!("{kind}{group}/{}", name.unwrap_or_default())
}
