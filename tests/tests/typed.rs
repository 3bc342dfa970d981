//! Objects are read and written by our own table of fields exactly as k8s-openapi's serde would.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use api::Object;
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{Pod, PodTemplate, ReplicationController};
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

/// Panics where the two disagree; false for a kind that has no type.
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

/// As serde writes it, once reading that gave the same object on both ways.
fn both<T>(object: &T) -> Value
where
    T: api::typed::Typed + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let theirs = serde_json::to_value(object).unwrap();
    let read: T = serde_json::from_value(theirs.clone()).unwrap();
    assert_eq!(api::typed::from_json::<T>(&theirs).as_ref(), Ok(&read));
    assert_eq!(api::typed::copy(object), *object);
    theirs
}
