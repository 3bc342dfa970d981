//! The objects that a document can hold.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodTemplate, PodTemplateSpec, ReplicationController};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::Kubernetes;
use crate::typed::{Input, Lenient, Typed};

/// One of the nine kinds that hold a Pod template, or something else, kept as it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `v1` Pod.
    Pod(Box<Pod>),
    /// `apps/v1` Deployment.
    Deployment(Box<Deployment>),
    /// `apps/v1` ReplicaSet.
    ReplicaSet(Box<ReplicaSet>),
    /// `apps/v1` StatefulSet.
    StatefulSet(Box<StatefulSet>),
    /// `apps/v1` DaemonSet.
    DaemonSet(Box<DaemonSet>),
    /// `batch/v1` Job.
    Job(Box<Job>),
    /// `batch/v1` CronJob.
    CronJob(Box<CronJob>),
    /// `v1` ReplicationController.
    ReplicationController(Box<ReplicationController>),
    /// `v1` PodTemplate.
    PodTemplate(Box<PodTemplate>),
    /// Any other kind (Node, LimitRange, ...).
    Other(Box<serde_json::Value>),
}

impl Object {
    /// From the JSON form of an object, by its `apiVersion` and `kind`; what does not fit is `Other`.
    pub fn from_json(value: serde_json::Value) -> Object {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        let lenient = Lenient::default();
        let known = crate::kinds::is_known(text("apiVersion"), text("kind"));
        let object = known.then(|| Object::typed(text("kind"), Input::json(&value, &lenient))).flatten();
        let object = object.filter(|_| lenient.outcome().is_ok());
        let Some(mut object) = object else { return Object::Other(Box::new(value)) };
        object.keep_empty_selector(|| {
            value.pointer("/spec/selector").is_some_and(serde_json::Value::is_object)
        });
        object
    }

    /// An object of one of [`KINDS`](crate::kinds::KINDS); none for another.
    pub(crate) fn typed(kind: &str, input: Input<'_>) -> Option<Object> {
        fn read<T: Typed>(input: Input<'_>, wrap: fn(Box<T>) -> Object) -> Object {
            let mut object = Box::new(T::zero());
            object.read(input);
            wrap(object)
        }
        Some(match kind {
            "Pod" => read(input, Object::Pod),
            "Deployment" => read(input, Object::Deployment),
            "ReplicaSet" => read(input, Object::ReplicaSet),
            "StatefulSet" => read(input, Object::StatefulSet),
            "DaemonSet" => read(input, Object::DaemonSet),
            "Job" => read(input, Object::Job),
            "CronJob" => read(input, Object::CronJob),
            "ReplicationController" => read(input, Object::ReplicationController),
            "PodTemplate" => read(input, Object::PodTemplate),
            _ => return None,
        })
    }

    /// Marks a selector that is given but empty. The typed selector of a workload is never absent, yet the API server
    /// asks whether one was given; so a given one without labels and expressions gets an empty map and an empty list.
    /// `is_given` says whether the text has a selector.
    pub(crate) fn keep_empty_selector(&mut self, is_given: impl FnOnce() -> bool) {
        let selector = match self {
            Object::Deployment(object) => &mut object.spec.selector,
            Object::ReplicaSet(object) => &mut object.spec.selector,
            Object::StatefulSet(object) => &mut object.spec.selector,
            Object::DaemonSet(object) => &mut object.spec.selector,
            _ => return,
        };
        if selector.match_labels.is_none() && selector.match_expressions.is_none() && is_given() {
            selector.match_labels = Some(std::collections::BTreeMap::new());
            selector.match_expressions = Some(Vec::new());
        }
    }

    /// The JSON form with every field that is set, `apiVersion` and `kind` included.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Object::Pod(object) => object.write(),
            Object::Deployment(object) => object.write(),
            Object::ReplicaSet(object) => object.write(),
            Object::StatefulSet(object) => object.write(),
            Object::DaemonSet(object) => object.write(),
            Object::Job(object) => object.write(),
            Object::CronJob(object) => object.write(),
            Object::ReplicationController(object) => object.write(),
            Object::PodTemplate(object) => object.write(),
            Object::Other(value) => (**value).clone(),
        }
    }

    /// The kind as written in manifests.
    pub fn kind(&self) -> &str {
        match self {
            Object::Pod(_) => "Pod",
            Object::Deployment(_) => "Deployment",
            Object::ReplicaSet(_) => "ReplicaSet",
            Object::StatefulSet(_) => "StatefulSet",
            Object::DaemonSet(_) => "DaemonSet",
            Object::Job(_) => "Job",
            Object::CronJob(_) => "CronJob",
            Object::ReplicationController(_) => "ReplicationController",
            Object::PodTemplate(_) => "PodTemplate",
            Object::Other(value) => value.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default(),
        }
    }

    /// `metadata.name`, whatever the kind; empty when there is none.
    pub fn name(&self) -> &str {
        self.said("name", |metadata| metadata.name.as_deref())
    }

    /// `metadata.namespace`, as it is written; empty when there is none.
    pub fn namespace(&self) -> &str {
        self.said("namespace", |metadata| metadata.namespace.as_deref())
    }

    fn said(&self, field: &str, typed: fn(&ObjectMeta) -> Option<&str>) -> &str {
        let said = match self {
            Object::Other(value) => value.get("metadata").and_then(|metadata| metadata.get(field)?.as_str()),
            object => object.metadata().and_then(typed),
        };
        said.unwrap_or_default()
    }

    /// The object's own metadata; `None` for other kinds.
    pub fn metadata(&self) -> Option<&ObjectMeta> {
        match self {
            Object::Pod(object) => Some(&object.metadata),
            Object::Deployment(object) => Some(&object.metadata),
            Object::ReplicaSet(object) => Some(&object.metadata),
            Object::StatefulSet(object) => Some(&object.metadata),
            Object::DaemonSet(object) => Some(&object.metadata),
            Object::Job(object) => Some(&object.metadata),
            Object::CronJob(object) => Some(&object.metadata),
            Object::ReplicationController(object) => Some(&object.metadata),
            Object::PodTemplate(object) => Some(&object.metadata),
            Object::Other(_) => None,
        }
    }

    /// The object's own metadata, to change it; `None` for other kinds.
    pub fn metadata_mut(&mut self) -> Option<&mut ObjectMeta> {
        match self {
            Object::Pod(object) => Some(&mut object.metadata),
            Object::Deployment(object) => Some(&mut object.metadata),
            Object::ReplicaSet(object) => Some(&mut object.metadata),
            Object::StatefulSet(object) => Some(&mut object.metadata),
            Object::DaemonSet(object) => Some(&mut object.metadata),
            Object::Job(object) => Some(&mut object.metadata),
            Object::CronJob(object) => Some(&mut object.metadata),
            Object::ReplicationController(object) => Some(&mut object.metadata),
            Object::PodTemplate(object) => Some(&mut object.metadata),
            Object::Other(_) => None,
        }
    }

    /// The Pod's spec, or that of the template inside, with the path that leads to it.
    pub fn pod_spec(&self) -> Option<(&'static str, &PodSpec)> {
        if let Object::Pod(pod) = self {
            return pod.spec.as_ref().map(|spec| ("spec", spec));
        }
        let (path, template) = self.pod_template()?;
        let path = match path {
            "template" => "template.spec",
            "spec.jobTemplate.spec.template" => "spec.jobTemplate.spec.template.spec",
            _ => "spec.template.spec",
        };
        template.spec.as_ref().map(|spec| (path, spec))
    }

    /// The Pod template of a workload, with the path that leads to it.
    pub fn pod_template(&self) -> Option<(&'static str, &PodTemplateSpec)> {
        let template = match self {
            Object::Deployment(object) => Some(&object.spec.template),
            Object::ReplicaSet(object) => object.spec.template.as_ref(),
            Object::StatefulSet(object) => Some(&object.spec.template),
            Object::DaemonSet(object) => Some(&object.spec.template),
            Object::Job(object) => object.spec.as_ref().map(|spec| &spec.template),
            Object::ReplicationController(object) => {
                object.spec.as_ref().and_then(|spec| spec.template.as_ref())
            }
            Object::PodTemplate(object) => {
                return object.template.as_ref().map(|template| ("template", template));
            }
            Object::CronJob(object) => {
                let job = object.spec.job_template.spec.as_ref();
                return job.map(|job| ("spec.jobTemplate.spec.template", &job.template));
            }
            Object::Pod(_) | Object::Other(_) => None,
        };
        template.map(|template| ("spec.template", template))
    }

    /// The Pod template of a workload, to change it.
    pub fn pod_template_mut(&mut self) -> Option<&mut PodTemplateSpec> {
        match self {
            Object::Deployment(object) => Some(&mut object.spec.template),
            Object::ReplicaSet(object) => object.spec.template.as_mut(),
            Object::StatefulSet(object) => Some(&mut object.spec.template),
            Object::DaemonSet(object) => Some(&mut object.spec.template),
            Object::Job(object) => object.spec.as_mut().map(|spec| &mut spec.template),
            Object::ReplicationController(object) => object.spec.as_mut()?.template.as_mut(),
            Object::PodTemplate(object) => object.template.as_mut(),
            Object::CronJob(object) => object.spec.job_template.spec.as_mut().map(|job| &mut job.template),
            Object::Pod(_) | Object::Other(_) => None,
        }
    }
}

/// All objects of a text as kubectl cuts it, read leniently: what cannot be read is left out, fragments become whole
/// Pods (see [`crate::fragment`]), lists their items, documents that hold nothing are passed over.
pub fn objects(text: &str, kubernetes: &Kubernetes) -> Vec<Object> {
    objects_of(&source::read_stream(text).documents, kubernetes)
}

/// [`objects`] of a text that has been read.
fn objects_of(documents: &[source::Document], kubernetes: &Kubernetes) -> Vec<Object> {
    let read = |document: &source::Document| crate::read(document, kubernetes).object;
    let present = |document: &&source::Document| !document.root().is_null();
    let mut objects = Vec::new();
    for document in documents.iter().filter(present) {
        if let Some(items) = crate::list::items(document) {
            objects.extend(items.iter().filter(present).map(read));
        } else if let Some(wrapped) = crate::fragment::wrap(document) {
            objects.push(read(&wrapped.document));
        } else {
            objects.push(read(document));
            objects.extend(crate::fragment::templates(document).iter().map(|pod| read(&pod.document)));
        }
    }
    objects
}

#[cfg(test)]
mod tests {
    use super::{Kubernetes, Object, objects};

    #[test]
    fn finds_the_template_of_a_workload() {
        let read = objects(
            "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {containers: []}}}}}\n---\nkind: Node\napiVersion: v1\n",
            &Kubernetes::RECORDED,
        );
        let [cron, node] = read.as_slice() else { panic!("two objects") };
        assert_eq!(cron.pod_spec().unwrap().0, "spec.jobTemplate.spec.template.spec");
        assert!(matches!(node, Object::Other(_)));
        assert_eq!(node.kind(), "Node");
    }
}
