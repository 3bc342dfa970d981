//! The documents of some files, sorted by what they are to a create.

use super::World;
use api::kinds::{self, Kind};
use api::{Kubernetes, Object};
use std::collections::BTreeMap;

/// Documents by their part: what is there already, and what is asked about.
#[derive(Debug, Default)]
pub struct Documents {
    /// Nodes, classes, volumes: what belongs to the cluster, or to nobody's quota.
    cluster: Vec<Object>,
    /// Pods that run on a node.
    existing: Vec<Object>,
    /// LimitRanges and quotas.
    rules: Vec<Object>,
    /// Labels of the namespace, when a Namespace is among the documents.
    labels: BTreeMap<String, String>,
    /// What is asked about, in the order of the text.
    pub asked: Vec<Object>,
}

impl Documents {
    /// Sorts the documents of `texts`. A Pod that is bound to a node is there already.
    pub fn read(texts: &[&str], kubernetes: &Kubernetes) -> Documents {
        let mut documents = Documents::default();
        for object in texts.iter().flat_map(|text| api::objects(text, kubernetes)) {
            documents.add(object);
        }
        documents
    }

    /// Sorts one object.
    pub fn add(&mut self, object: Object) {
        match &object {
            Object::Pod(pod) if pod.spec.as_ref().is_some_and(|spec| spec.node_name.is_some()) => {
                self.existing.push(object);
            }
            Object::Other(value) => match object.kind() {
                "LimitRange" | "ResourceQuota" => self.rules.push(object),
                "Namespace" => {
                    let labels = value.pointer("/metadata/labels").and_then(serde_json::Value::as_object);
                    let pairs = labels.into_iter().flatten();
                    self.labels.extend(
                        pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))),
                    );
                    self.cluster.push(object);
                }
                _ => self.cluster.push(object),
            },
            _ => self.asked.push(object),
        }
    }

    /// What a create of the asked ones meets.
    pub fn world(&self, kubernetes: &Kubernetes) -> World {
        World::of(
            self.cluster.clone(),
            self.existing.clone(),
            self.rules.clone(),
            self.labels.clone(),
            kubernetes,
        )
    }
}

/// `pod/web`, as kubectl names an object.
pub fn name(object: &Object) -> String {
    let metadata = object.metadata();
    let name = metadata.and_then(|metadata| metadata.name.as_deref().or(metadata.generate_name.as_deref()));
    let kind = object.kind().to_ascii_lowercase();
    let group = kinds::named(object.kind()).map(Kind::suffix).unwrap_or_default();
    format!("{kind}{group}/{}", name.unwrap_or_default())
}
