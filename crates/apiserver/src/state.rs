//! The cluster before a write: namespaces with their rules, accounts and Pods, and the classes of the cluster.

use admission::quota::Used;
use admission::{Account, Allocatable, Classes, Missing, Surroundings};
use api::collections::gather;
use api::well_known::NAMESPACES;
use api::{Kubernetes, Object, defaulting};
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use validation::Taken;

use crate::{names, other, own_objects};

/// Which cluster answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cluster {
    /// Validation without any admission plugin, as the recordings of `check` were made.
    Bare,
    /// All default plugins but ServiceAccount, as the recordings of quotas were made.
    WithoutAccounts,
    /// A new default cluster, in which only what was given is there.
    New,
    /// A default cluster in which all is there that an object names.
    #[default]
    Assumed,
}

/// The state of a cluster, as far as a write depends on it.
#[derive(Clone, Debug)]
pub struct State {
    /// Which cluster.
    pub cluster: Cluster,
    /// The release.
    pub kubernetes: Kubernetes,
    /// The server's `--allow-privileged`; true on every cluster of today.
    pub allow_privileged: bool,
    /// Whether a write is only tried: `dryRun=All`.
    pub is_dry_run: bool,
    /// The namespace of objects that name none.
    pub namespace: String,
    /// The classes that Pods name.
    pub classes: Classes,
    /// By node: the cpu and memory that it can give, as far as they are known.
    pub nodes: BTreeMap<String, Allocatable>,
    /// The addresses and ports of nodes of the Services that were created here.
    pub(crate) taken: Taken,
    /// The default among the PriorityClasses that were created here.
    pub(crate) default_class: Option<String>,
    /// The StorageClass that was marked as the default last.
    pub(crate) default_storage: Option<String>,
    /// The StorageClasses that are known, each with whether its volumes may grow.
    pub(crate) growing: BTreeMap<String, bool>,
    /// Namespaces that are there in no case, because the server refused them or they were deleted.
    refused: BTreeSet<String>,
    /// Namespaces that are being deleted.
    terminating: BTreeSet<String>,
    rooms: BTreeMap<String, Room>,
    /// A namespace of which nothing is known.
    unknown: Room,
}

/// A namespace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    /// The objects that admission reads.
    pub around: Surroundings,
    /// The use that is counted against its quotas.
    pub used: Used,
    /// Whether it is there.
    pub exists: bool,
}

impl Default for State {
    fn default() -> State {
        State::new(Cluster::default(), &Kubernetes::RECORDED)
    }
}

impl State {
    /// A cluster with nothing in it but what every cluster has.
    pub fn new(cluster: Cluster, kubernetes: &Kubernetes) -> State {
        let accounts = match cluster {
            Cluster::Bare | Cluster::WithoutAccounts => None,
            Cluster::New | Cluster::Assumed => {
                Some(gather([("default".to_owned(), Account::named("default"))]))
            }
        };
        let missing = if cluster == Cluster::Assumed { Missing::Assumed } else { Missing::Refused };
        let around = Surroundings { accounts, missing, ..Surroundings::default() };
        let mut state = State {
            cluster,
            kubernetes: kubernetes.clone(),
            allow_privileged: true,
            is_dry_run: false,
            namespace: "default".to_owned(),
            classes: Classes::default(),
            nodes: BTreeMap::new(),
            taken: Taken::default(),
            default_class: None,
            default_storage: None,
            growing: BTreeMap::new(),
            refused: BTreeSet::new(),
            terminating: BTreeSet::new(),
            rooms: BTreeMap::new(),
            unknown: Room { around, ..Room::default() },
        };
        for namespace in NAMESPACES {
            state.room_mut(namespace).exists = true;
        }
        state
    }

    /// The namespace that an object is in, or would be; empty when it is the whole cluster's.
    pub fn namespace_of(&self, object: &Object) -> String {
        if names::is_clusters(object) {
            return String::new();
        }
        let own = names::namespace(object);
        if own.is_empty() { self.namespace.clone() } else { own }
    }

    /// Makes a namespace, or gives it other labels.
    pub fn add_namespace(&mut self, name: &str, labels: BTreeMap<String, String>) {
        let room = self.room_mut(name);
        room.exists = true;
        room.around.namespace_labels = labels;
    }

    /// The amounts of the node that a Pod is bound to.
    pub(crate) fn node_of(&self, pod: &Pod) -> Option<&Allocatable> {
        self.nodes.get(pod.spec.as_ref()?.node_name.as_ref()?)
    }

    /// Takes the namespace's accounts away, as before the controllers have made the first one.
    pub fn remove_accounts(&mut self, namespace: &str) {
        if let Some(accounts) = self.room_mut(namespace).around.accounts.as_mut() {
            accounts.clear();
        }
    }

    /// Takes in an object that is there, without asking whether it may be.
    pub fn add(&mut self, object: Object) {
        let namespace = self.namespace_of(&object);
        match object {
            Object::Other(value) => self.add_value(&value, &namespace),
            pod @ Object::Pod(_) => drop(self.add_existing(pod)),
            _ => {}
        }
    }

    fn add_value(&mut self, value: &Value, namespace: &str) {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
        if text("/kind") == Some("Namespace") {
            let name = text("/metadata/name").unwrap_or_default();
            self.add_namespace(name, labels(value));
            if text("/metadata/deletionTimestamp").is_some() {
                self.terminating.insert(name.to_owned());
            }
        } else if text("/kind") == Some("StorageClass") {
            let grows = value.get("allowVolumeExpansion").and_then(Value::as_bool);
            let name = text("/metadata/name").unwrap_or_default();
            self.growing.insert(name.to_owned(), grows.unwrap_or_default());
            if other::is_default_storage(value) {
                self.default_storage = text("/metadata/name").map(str::to_owned);
            }
        } else if !self.classes.add(value) {
            let kubernetes = self.kubernetes.clone();
            let room = self.room_mut(namespace);
            if room.around.add(value) && text("/kind") == Some("ResourceQuota") {
                let quota = text("/metadata/name").unwrap_or_default();
                room.used.count(quota, &room.around, &kubernetes);
            }
        }
    }

    /// Takes in a Pod that is there: with its defaults and what admission gave it, its status as written.
    pub fn add_existing(&mut self, object: Object) -> Option<Pod> {
        let namespace = self.namespace_of(&object);
        let mut object = object;
        defaulting::apply(&mut object, &self.kubernetes);
        let Object::Pod(mut pod) = object else { return None };
        let room = self.room(&namespace);
        // A Pod that admission would refuse is there all the same.
        let _ = admission::mutate(&mut pod, &room.around, &self.classes, "", &mut Vec::new());
        self.add_pod((*pod).clone());
        Some(*pod)
    }

    /// Takes in an object that has just been created, and charges the quotas for it.
    pub fn store(&mut self, object: &Object) {
        let namespace = self.namespace_of(object);
        let kubernetes = self.kubernetes.clone();
        let room = self.room_mut(&namespace);
        // Whether they allow it was asked before.
        let _ = match object {
            Object::Pod(pod) => room.used.charge_pod(pod, &room.around, &kubernetes),
            _ => room.used.charge_object(&names::resource(object), value(object), &room.around),
        };
        self.renew(object);
        match object {
            Object::Pod(pod) => self.add_pod((**pod).clone()),
            other => self.add(other.clone()),
        }
    }

    /// Takes in what an object that is created or has changed takes of the whole cluster.
    pub fn renew(&mut self, object: &Object) {
        let Object::Other(value) = object else { return };
        match object.kind() {
            "Service" => self.taken.add(value),
            "PriorityClass" if other::is_default(value) => self.default_class = Some(names::name(object)),
            "PriorityClass" => {
                let name = names::name(object);
                drop(self.default_class.take_if(|default| *default == name));
            }
            _ => {}
        }
    }

    /// Takes note that an object was refused: nobody assumes that it is there.
    pub fn add_refused(&mut self, object: &Object) {
        let (kind, name) = (object.kind().to_owned(), names::name(object));
        match object {
            Object::Other(_) if kind == "Namespace" => {
                self.refused.insert(name);
            }
            Object::Other(_) if names::is_clusters(object) => {
                let rooms = self.rooms.values_mut().chain([&mut self.unknown]);
                for room in rooms {
                    room.around.absent.insert((kind.clone(), name.clone()));
                }
            }
            Object::Other(_) => {
                let namespace = self.namespace_of(object);
                self.room_mut(&namespace).around.absent.insert((kind, name));
            }
            _ => {}
        }
    }

    /// Takes in an object that is there as it is now, be it again.
    pub fn put(&mut self, object: &Object) {
        let key = (object.kind().to_owned(), names::name(object));
        let rooms = self.rooms.values_mut().chain([&mut self.unknown]);
        rooms.for_each(|room| drop(room.around.absent.take(&key)));
        self.add(object.clone());
    }

    /// Takes out an object that is gone; nobody assumes from now on that it is there.
    pub fn remove(&mut self, object: &Object) {
        let namespace = self.namespace_of(object);
        let name = &names::name(object);
        match object.kind() {
            "Namespace" => {
                self.rooms.remove(name);
                self.terminating.remove(name);
            }
            "PriorityClass" => drop(self.classes.priority.remove(name)),
            "RuntimeClass" => drop(self.classes.runtime.remove(name)),
            "StorageClass" => {
                self.growing.remove(name);
                self.default_storage.take_if(|default| default == name);
            }
            kind => {
                let around = &mut self.room_mut(&namespace).around;
                match kind {
                    "LimitRange" => drop(around.limit_ranges.remove(name)),
                    "ResourceQuota" => drop(around.quotas.remove(name)),
                    _ => drop(around.accounts.as_mut().and_then(|accounts| accounts.remove(name))),
                }
            }
        }
        self.add_refused(object);
    }

    /// Whether a namespace is being deleted.
    pub fn is_terminating(&self, name: &str) -> bool {
        self.terminating.contains(name)
    }

    /// Whether a namespace was refused and is not there by itself.
    pub fn lacks_namespace(&self, name: &str) -> bool {
        self.refused.contains(name) && !self.has_namespace(name)
    }

    /// Whether a namespace is there.
    pub fn has_namespace(&self, name: &str) -> bool {
        self.room(name).exists
    }

    /// Takes in a stored Pod; quotas count it once they are looked at again.
    pub fn add_pod(&mut self, pod: Pod) {
        let namespace = pod.metadata.namespace.clone().filter(|name| !name.is_empty());
        let namespace = namespace.unwrap_or_else(|| self.namespace.clone());
        self.room_mut(&namespace).around.pods.push(pod);
    }

    /// Counts anew what the quotas of a namespace have given out.
    pub fn recount(&mut self) {
        for room in self.rooms.values_mut() {
            room.used = Used::of(&room.around, &self.kubernetes);
        }
    }

    /// The objects that admission reads in a namespace.
    pub fn around(&self, namespace: &str) -> &Surroundings {
        &self.room(namespace).around
    }

    /// The use that is counted against the namespace's quotas.
    pub fn used(&self, namespace: &str) -> &Used {
        &self.room(namespace).used
    }

    /// Counts an object beside Pods that is there.
    pub fn count(&mut self, object: &Object) {
        let namespace = self.namespace_of(object);
        let room = self.room_mut(&namespace);
        room.used.count_object(&names::resource(object), value(object), &room.around);
    }

    /// Takes in all that is there and counts it against the quotas of a namespace: its Pods, its other objects, and those
    /// that the cluster has made there by itself.
    pub fn fill<'o>(
        &mut self,
        namespace: &str,
        pods: impl IntoIterator<Item = Pod>,
        others: impl IntoIterator<Item = &'o Object>,
    ) {
        pods.into_iter().for_each(|pod| self.add_pod(pod));
        self.recount();
        let mut own = if self.schedules() { own_objects([namespace].into_iter()) } else { Vec::new() };
        for object in others {
            // One of the cluster's own that has changed is listed with the others.
            own.retain(|own| {
                let text = |field| own.pointer(field).and_then(Value::as_str);
                text("/kind") != Some(object.kind()) || text("/metadata/name") != Some(object.name())
            });
            self.count(object);
        }
        let own = own.into_iter().map(|own| Object::Other(Box::new(own)));
        for own in own {
            if self.namespace_of(&own) == namespace {
                self.count(&own);
            }
        }
    }

    /// Charges a namespace's quotas for an object that a controller makes, by its plural with its group.
    pub fn charge(&mut self, resource: &str, namespace: &str) -> Result<(), String> {
        let room = self.room_mut(namespace);
        room.used.charge_object(resource, None, &room.around)
    }

    pub(crate) fn room(&self, namespace: &str) -> &Room {
        self.rooms.get(namespace).unwrap_or(&self.unknown)
    }

    pub(crate) fn room_mut(&mut self, namespace: &str) -> &mut Room {
        let unknown = &self.unknown;
        let room = self.rooms.entry(namespace.to_owned()).or_insert_with(|| unknown.clone());
        namespace.clone_into(&mut room.around.namespace);
        room
    }
}

/// The JSON form of an object that has no type here.
pub(crate) fn value(object: &Object) -> Option<&Value> {
    match object {
        Object::Other(value) => Some(value),
        _ => None,
    }
}

/// The labels of an object in its JSON form.
pub(crate) fn labels(value: &Value) -> BTreeMap<String, String> {
    let labels = value.pointer("/metadata/labels").and_then(Value::as_object).into_iter().flatten();
    gather(labels.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))))
}
