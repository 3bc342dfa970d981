//! Our own table of fields reads and writes objects exactly as k8s-openapi's serde does.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "the whole file is tests")]

use api::Object;
use k8s_openapi::Resource;
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    LimitRange, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodTemplate,
    ReplicationController, ResourceQuota,
};
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::api::storage::v1::{CSINode, StorageClass};
use podlab_tests::recordings;
use serde_json::Value;
use std::path::Path;

#[test]
fn every_recorded_object_is_written_as_serde_writes_it_and_read_back() {
    check(&recordings::copies(), &["apiserver/recorded", "apiserver/recorded-defaulted"]);
}

#[test]
fn so_is_every_object_of_public_repositories() {
    if let Some(folder) = recordings::beside("conformance", "objects of public repositories, as serde") {
        check(&folder, &["apiserver/realworld", "apiserver/realworld-defaulted"]);
    }
}

#[test]
fn so_are_the_objects_around_pods() {
    around::<CSINode>(
        "{apiVersion: storage.k8s.io/v1, kind: CSINode, metadata: {name: a},
        spec: {drivers: [{name: d, nodeID: i, topologyKeys: [zone], allocatable: {count: 3}}]}}",
    );
    around::<LimitRange>(
        "{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, max: {cpu: '2'},
        min: {cpu: 10m}, default: {cpu: 500m}, defaultRequest: {memory: 64Mi}, maxLimitRequestRatio: {cpu: '4'}}]}}",
    );
    around::<Namespace>(
        "{apiVersion: v1, kind: Namespace, metadata: {name: n, labels: {team: a}}, spec: {finalizers: [kubernetes]},
        status: {phase: Active, conditions: [{type: T, status: 'True', lastTransitionTime: '2026-01-02T03:04:05Z'}]}}",
    );
    around::<Node>(
        "{apiVersion: v1, kind: Node, metadata: {name: a, labels: {zone: z}, annotations: {x: y}}, spec: {podCIDR: 10.0.0.0/24,
        unschedulable: true, taints: [{key: k, value: v, effect: NoSchedule, timeAdded: '2026-01-02T03:04:05Z'}]},
        status: {allocatable: {cpu: '2', memory: 4Gi, pods: '10'}, capacity: {cpu: '2'}, images: [{names: [nginx], sizeBytes: 7}],
        addresses: [{type: InternalIP, address: 10.0.0.1}], daemonEndpoints: {kubeletEndpoint: {Port: 10250}},
        conditions: [{type: Ready, status: 'True', lastHeartbeatTime: '2026-01-02T03:04:05Z'}], volumesInUse: [v],
        runtimeHandlers: [{name: runc, features: {recursiveReadOnlyMounts: true}}], features: {supplementalGroupsPolicy: true}}}",
    );
    around::<PersistentVolume>(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {capacity: {storage: 1Gi}, volumeMode: Block,
        accessModes: [ReadWriteOnce], storageClassName: fast, claimRef: {namespace: n, name: c, uid: u},
        csi: {driver: d, volumeHandle: h, volumeAttributes: {a: b}, nodeStageSecretRef: {name: s}}, mountOptions: [ro],
        nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: In, values: [a]}]}]}}},
        status: {phase: Bound, lastPhaseTransitionTime: '2026-01-02T03:04:05Z'}}",
    );
    around::<PersistentVolumeClaim>(
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {accessModes: [ReadWriteOnce],
        resources: {requests: {storage: 1Gi}}, selector: {matchLabels: {a: b}}, volumeName: v}, status: {phase: Bound}}",
    );
    around::<PriorityClass>(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: p}, value: -5, globalDefault: true,
        preemptionPolicy: Never, description: low}",
    );
    around::<ResourceQuota>(
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: '3'}, scopes: [BestEffort],
        scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [p]}]}},
        status: {hard: {pods: '3'}, used: {pods: '1'}}}",
    );
    around::<RuntimeClass>(
        "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, handler: runsc, overhead: {podFixed: {cpu: 250m}},
        scheduling: {nodeSelector: {a: b}, tolerations: [{key: k, operator: Exists, tolerationSeconds: 5}]}}",
    );
    around::<StorageClass>(
        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: s}, provisioner: p, parameters: {a: b},
        volumeBindingMode: WaitForFirstConsumer, reclaimPolicy: Retain, allowVolumeExpansion: true, mountOptions: [ro],
        allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a]}]}]}",
    );
}

/// Reads one object both ways: every field that is written arrives, and another version of the API is refused.
fn around<T>(text: &str)
where
    T: api::typed::Typed
        + Resource
        + serde::Serialize
        + serde::de::DeserializeOwned
        + PartialEq
        + std::fmt::Debug,
{
    let mut written: Value = serde_yaml::from_str(text).unwrap();
    let read: T = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(both(&read), written);
    assert_eq!(api::typed::object_from_json::<T>(&written).as_ref(), Ok(&read));
    written["apiVersion"] = "v0".into();
    assert!(serde_json::from_value::<T>(written.clone()).is_err());
    assert!(api::typed::object_from_json::<T>(&written).is_err());
}

fn check(folder: &Path, areas: &[&str]) {
    let mut seen = 0;
    for area in areas {
        let lines = recordings::text(folder, area).unwrap();
        for row in lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            for text in row.as_object().unwrap().values().filter_map(Value::as_str) {
                for object in &api::objects(text, &api::Kubernetes::RECORDED) {
                    seen += usize::from(agrees(object));
                }
            }
        }
    }
    assert!(seen > 1000, "{seen} objects");
}

/// Panics when the two disagree; returns false for a kind that has no type.
fn agrees(object: &Object) -> bool {
    let ours = object.to_json();
    let theirs = match object {
        Object::Pod(object) => both::<Pod>(object),
        Object::Deployment(object) => both::<Deployment>(object),
        Object::ReplicaSet(object) => both::<ReplicaSet>(object),
        Object::StatefulSet(object) => both::<StatefulSet>(object),
        Object::DaemonSet(object) => both::<DaemonSet>(object),
        Object::Job(object) => both::<Job>(object),
        Object::CronJob(object) => both::<CronJob>(object),
        Object::ReplicationController(object) => both::<ReplicationController>(object),
        Object::PodTemplate(object) => both::<PodTemplate>(object),
        Object::Other(_) => return false,
    };
    assert_eq!(ours, theirs);
    true
}

/// The object as serde writes it, after asserting that both ways read it back alike.
fn both<T>(object: &T) -> Value
where
    T: api::typed::Typed + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let theirs = serde_json::to_value(object).unwrap();
    let read: T = serde_json::from_value(theirs.clone()).unwrap();
    assert_eq!(api::typed::from_json::<T>(&theirs).as_ref(), Ok(&read));
    theirs
}
