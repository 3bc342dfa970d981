//! The documents of some files, sorted by their part in a create.

use super::{World, part};
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

    /// The Pods that run on a node.
    pub(crate) fn existing(&self) -> impl Iterator<Item = &Object> {
        self.existing.iter()
    }

    /// Sorts one object.
    pub fn add(&mut self, object: Object) {
        let list = match &object {
            _ if part::is_rule(&object) => &mut self.rules,
            Object::Pod(_) if part::is_there(&object) => &mut self.existing,
            Object::Other(_) => &mut self.cluster,
            _ => &mut self.asked,
        };
        list.push(object);
    }

    /// Takes out the objects that are there but that the server would refuse; each with its name.
    pub fn refused(&mut self, kubernetes: &Kubernetes) -> Vec<(String, Refusal)> {
        let state = State::new(Cluster::Assumed, kubernetes);
        let mut refused = Vec::new();
        // A Pod on a node was created once.
        for list in [&mut self.cluster, &mut self.rules, &mut self.existing] {
            list.retain(|object| {
                let refusal = part::refusal(object, &state).map(|refusal| (name(object), refusal));
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
        if !is_ruled && self.cluster.iter().filter(|object| part::competes(object)).count() < 2 {
            return refused;
        }
        let mut state = self.world(kubernetes).state;
        let mut applied = Applied::default();
        self.cluster.retain(|object| {
            let is_looked_at = part::competes(object) || is_ruled && !part::is_consulted(object);
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
